"""The mail that says that a talk begins: at once, with no name in it, to whoever is called and wants such mails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.accounts.actions import reach
from server.accounts.models import Account
from server.mail import Letter, put
from server.notices.actions.choosing import choices_of
from server.notices.models import Mail
from server.notices.policy import GROUP_OF
from server.people.actions import actors_of, around
from server.people.policy import standing
from server.talks.events import TalkBegun
from server.talks.policy import is_called

if TYPE_CHECKING:
    from server.config import Settings
    from server.i18n import Words
    from server.people.models import Person
    from server.talks.models import Talk
    from server.work import Work

GROUP = GROUP_OF[TalkBegun.notice]


async def call_by_mail(work: Work, settings: Settings, talk: Talk) -> None:
    """Call by mail whoever can sign in, has an address and has not said that they want no mails about plans; but not who began it."""
    people = await around(work.session, talk.plan)
    actors = await actors_of(work.session, people)
    accounts = {
        one.person_id: one for one in await work.session.exec(select(Account).where(col(Account.person_id).in_([one.id for one in people])))
    }

    def letter(words: Words) -> Letter:
        return Letter(
            "talk_begun",
            words.say("A development talk begins now"),
            (
                words.say("You are awaited in a talk. Join it here:") + f"\n{settings.address}/talks/{talk.id}",
                words.say("You can take part from wherever you are."),
            ),
        )

    for person in people:
        account = accounts.get(person.id)
        if person.id == work.actor.id or account is None or not is_called(actors[person.id], talk):
            continue
        if (address := reach(person, account)) and await _wants(work, talk, person, is_home=standing(actors[person.id], talk.plan).home):
            await put(work.session, settings, person, letter, address)


async def _wants(work: Work, talk: Talk, person: Person, *, is_home: bool) -> bool:
    """Whether somebody has not said that they want no mail about plans: of the child, or at work of all."""
    about = talk.plan.pupil_id if is_home else None
    chosen = (await choices_of(work.session, person.id, [about]))[about]
    return chosen[GROUP].mail is not Mail.never
