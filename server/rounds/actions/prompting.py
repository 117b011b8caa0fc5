"""What is done from the overview with the pupils chosen there: reminding, showing to the home, waiting no longer."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from server.columns import now
from server.errors import WrongFormError
from server.people.actions import local_day
from server.plans.actions import move
from server.plans.models import Phase, Plan
from server.plans.policy import may_move
from server.preparations.actions import close
from server.preparations.events import Reminded
from server.preparations.models import Party, Preparation
from server.preparations.policy import may_close
from server.rounds.actions.facts import facts_of
from server.rounds.actions.missing import waited_for
from server.rounds.models import Reminder

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.rounds.actions.overview import PupilRow
    from server.work import Work


class Why(StrEnum):
    """Why an act was not done for a pupil."""

    missing = "missing"
    """Somebody at school has not handed in."""
    shown = "shown"
    """The home has seen it already."""
    others = "others"
    """Another mentor runs the pupil's talk."""


@dataclass
class Done:
    """What came of an act: for how many it was done, and what it was not done for."""

    count: int = 0
    already: int = 0
    """Of those who were to be reminded, so many had been today."""
    left: dict[Why, list[UUID]] = field(default_factory=dict)
    """The pupils for whom it could not be done, by the reason."""

    def leave(self, pupil: UUID, why: Why) -> None:
        """Keep for whom it could not be done."""
        self.left.setdefault(why, []).append(pupil)


async def remind(work: Work, rows: Sequence[PupilRow]) -> Done:
    """Remind those who are missing, each at most once a day: of one child at a time, or, for the school's staff, of all pupils together."""
    wanted = [
        (row.plan.id, person.id, None if one.party is Party.teachers else row.pupil.id)
        for row in rows
        for one in row.missing
        for person in one.people
        if row.plan
    ]
    return await remind_people(work, wanted)


async def remind_people(work: Work, whom: Iterable[tuple[UUID, UUID, UUID | None]], *, to_book: bool = False) -> Done:
    """Remind persons of plans, to prepare or `to_book`: each of a plan, whom, and the child it is about, or none for the school's staff."""
    wanted = [one for one in whom if one[1] != work.actor.id]
    fresh = await _mark(work, {(person, about) for _, person, about in wanted})
    told = {(plan, person) for plan, person, about in wanted if (person, about) in fresh}
    for plan, person in sorted(told):
        work.tell(Reminded(plan=plan, person=person, to_book=to_book))
    everyone, reminded = {person for _, person, _ in wanted}, {person for person, _ in fresh}
    return Done(len(reminded), len(everyone - reminded))


async def _mark(work: Work, whom: set[tuple[UUID, UUID | None]]) -> set[tuple[UUID, UUID | None]]:
    """Note that somebody is reminded today; gives those who were not yet, which the table itself holds."""
    if not whom:
        return set()
    today, by = local_day(now()), work.actor.id
    ordered = sorted(whom, key=lambda one: (one[0], str(one[1])))
    rows = [Reminder(person_id=person, pupil_id=about, day=today, by_id=by).model_dump() for person, about in ordered]
    made = insert(Reminder).values(rows).on_conflict_do_nothing(index_elements=["person_id", "pupil_id", "day"])
    kept = await work.session.exec(made.returning(col(Reminder.person_id), col(Reminder.pupil_id)))
    return {(person, about) for person, about in kept}


async def show_to_home(work: Work, rows: Sequence[PupilRow]) -> Done:
    """Show to the home what the school has prepared, where all asked have handed in or are no longer waited for; each plan is judged."""
    done = Done()
    plans = await _hold(work.session, rows)
    facts = await facts_of(work.session, plans)
    for plan in plans:
        is_ready = plan.phase is Phase.draft and not waited_for(plan, facts[plan.id])
        if is_ready and may_move(work.actor, plan, Phase.shared) and await _moved(work, plan):
            done.count += 1
        else:
            done.leave(plan.pupil_id, Why.missing if plan.phase is Phase.draft else Why.shown)
    return done


async def _moved(work: Work, plan: Plan) -> bool:
    """Take a plan to the home, unless the act itself refuses."""
    try:
        await move(work, plan, Phase.shared)
    except WrongFormError:
        return False
    return True


async def stop_waiting(work: Work, rows: Sequence[PupilRow]) -> Done:
    """Wait no longer for those who are missing; each preparation is judged."""
    done = Done()
    plans = await _hold(work.session, rows)
    facts = await facts_of(work.session, plans)
    waited = {(plan.id, one.party, one.household_id, one.subject) for plan in plans for one in waited_for(plan, facts[plan.id])}
    keys = [plan.id for plan in plans]
    wanted = select(Preparation).where(col(Preparation.plan_id).in_(keys)).order_by(col(Preparation.id)).with_for_update(of=Preparation)
    for one in (await work.session.exec(wanted.execution_options(populate_existing=True))).unique():
        if (one.plan_id, one.party, one.household_id, one.subject) in waited and may_close(work.actor, one):
            await close(work, one)
            done.count += 1
    return done


async def _hold(session: AsyncSession, rows: Collection[PupilRow]) -> Sequence[Plan]:
    """Hold the plans of some rows, in the order of their ids, as they are now."""
    keys = [row.plan.id for row in rows if row.plan]
    wanted = select(Plan).where(col(Plan.id).in_(keys)).order_by(col(Plan.id)).with_for_update(key_share=True)
    return (await session.exec(wanted.execution_options(populate_existing=True))).all()
