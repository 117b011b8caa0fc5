"""Elsa's plan of the term before, as it was locked and archived."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from server.goals.models import Goal, Status
from server.plans.actions import begin_plan
from server.plans.models import Phase
from server.schools.models import Class, Term
from server.texts.actions import of_plan
from server.texts.models import Text, TextKind, TextUpdate
from tests.server.texts.writing import saying
from tests.server.world import new

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.plans.models import Plan
    from tests.cast import Cast

WORDS = {
    TextKind.self_assessment: "I read better than before.",
    TextKind.assessment: "Elsa knows her tables.",
    TextKind.agreement: "We read every day.",
    TextKind.staff_notes: "Only for staff.",
}


async def last_plan(session: AsyncSession, cast: Cast, phase: Phase = Phase.archived) -> tuple[Plan, dict[str, UUID]]:
    """Make Elsa's last plan; give it, and its goals by their titles."""
    term = Term(
        organisation_id=cast.organisation.id,
        source_id=f"earlier:{new()}",
        title="Spring 2026",
        first_day=date(2026, 1, 1),
        last_day=date(2026, 6, 1),
    )
    session.add(term)
    await session.flush()
    klass = Class.model_validate({**cast.klass.model_dump(), "term_id": term.id})
    plan = await begin_plan(session, cast.elsa.id, klass, phase)
    plan.begun = datetime(2026, 1, 7, tzinfo=UTC)
    await session.flush()
    for text in await of_plan(session, plan):
        await _write(session, text, cast)
    goals = {
        title: Goal(plan_id=plan.id, proposed_by=cast.elsa.id, title=title, status=status, why="To dare", due=date(2026, 5, 1))
        for title, status in (("Read aloud", Status.ongoing), ("Swim 25 metres", Status.fulfilled), ("Give up", Status.cancelled))
    }
    session.add_all(goals.values())
    await session.flush()
    return plan, {title: goal.id for title, goal in goals.items()}


async def _write(session: AsyncSession, text: Text, cast: Cast) -> None:
    """Write what was written last term; each home its own words."""
    homes = {cast.annas.id: "Anna sees her read.", cast.bos.id: "Bo sees her run."}
    words = homes.get(text.household_id) if text.household_id else WORDS.get(text.kind)
    text.open = False
    if words:
        text.seq = 1
        session.add(TextUpdate(text_id=text.id, seq=1, client=new(), op=1, person_id=cast.elsa.id, payload=saying(words)))
