"""The mail that says that a talk begins: at once, with no name in it, to whoever is called and wants such mails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.mail import Letter
from server.notices.actions.mailing import Occasion, mail_at_once
from server.people.actions import actors_of, around
from server.people.policy import standing
from server.talks.events import TalkBegun
from server.talks.policy import is_called

if TYPE_CHECKING:
    from server.config import Settings
    from server.i18n import Words
    from server.talks.models import Talk
    from server.work import Work


async def call_by_mail(work: Work, settings: Settings, talk: Talk) -> None:
    """Call by mail whoever is called to a talk, but not who began it."""
    actors = await actors_of(work.session, await around(work.session, talk.plan))
    hearers = {key: standing(actor, talk.plan) for key, actor in actors.items() if key != work.actor.id and is_called(actor, talk)}

    def letter(words: Words) -> Letter:
        return Letter(
            "talk_begun",
            words.say("A development talk begins now"),
            (
                words.say("You are awaited in a talk. Join it here:") + f"\n{settings.address}/talks/{talk.id}",
                words.say("You can take part from wherever you are."),
            ),
        )

    await mail_at_once(work.session, settings, Occasion(talk.plan, TalkBegun.notice), hearers, lambda _address: letter)
