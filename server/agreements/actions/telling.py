"""The mail that goes out at once when somebody is asked to confirm an agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.agreements.actions.asking import proposals_in
from server.mail import Letter, put
from server.notices.actions import choices_of
from server.notices.models import Mail
from server.notices.policy import GROUP_OF
from server.people.actions import named

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.config import Settings
    from server.i18n import Words
    from server.people.models import Person
    from server.plans.models import Plan
    from server.work import Work


async def mail_those_asked(work: Work, plan: Plan, settings: Settings) -> None:
    """Mail everybody who is asked and has an address, at once, unless they want no mail of it; nothing of the plan stands in it."""
    proposal = (await proposals_in(work.session, [plan]))[plan.id]
    people = await named(work.session, [one.person_id for one in proposal.missing])
    for person in people.values():
        if person.email and not person.merged_into and await _wants(work, person, plan):
            await put(work.session, settings, person, _asked(f"{settings.address}/plans/{plan.id}/agreement"), person.email)


async def _wants(work: Work, person: Person, plan: Plan) -> bool:
    """Whether somebody wants mail of an agreement in their child's plan, or their own."""
    chosen = await choices_of(work.session, person.id, [plan.pupil_id])
    return chosen[plan.pupil_id][GROUP_OF["assent_asked"]].mail is not Mail.never


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
