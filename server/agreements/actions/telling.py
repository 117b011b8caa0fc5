"""The mail that goes out at once when somebody is asked to confirm an agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.agreements.actions.asking import proposals_in
from server.mail import Letter
from server.notices.actions.mailing import Occasion, mail_at_once
from server.people.actions import actors_of, named
from server.people.policy import standing

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from server.config import Settings
    from server.i18n import Words
    from server.plans.models import Plan
    from server.work import Work


async def mail_those_asked(work: Work, plan: Plan, settings: Settings) -> list[UUID]:
    """Mail everybody who has been asked and has not answered, at once, and give them; nothing of the plan stands in it."""
    proposal = (await proposals_in(work.session, [plan]))[plan.id]
    people = await named(work.session, [one.person_id for one in proposal.missing])
    actors = await actors_of(work.session, [one for one in people.values() if not one.merged_into])
    hearers = {key: standing(actor, plan) for key, actor in actors.items()}
    letter = _asked(f"{settings.address}/plans/{plan.id}/agreement")
    await mail_at_once(work.session, settings, Occasion(plan, "assent_asked"), hearers, lambda _address: letter)
    return sorted(actors)


def _asked(address: str) -> Callable[[Words], Letter]:
    """Ask somebody to read and confirm."""

    def said(words: Words) -> Letter:
        return Letter(
            "assent_asked",
            words.say("Something waits for your answer in Stegvis"),
            (
                words.say("The school asks you to read and confirm what is agreed. You can also say what you do not agree with."),
                words.say("Sign in and answer here:") + f"\n{address}",
            ),
        )

    return said
