"""A pupil's plans over the years, and the line of the goals."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from server.archive.line import line_of
from server.goals.models import Goal, Status
from tests.server.plans.earlier import last_plan
from tests.server.world import new

if TYPE_CHECKING:
    from tests.server.world import World

PLAN = new()


def goal(title: str, day: date, status: Status = Status.ongoing, subject: str = "", **more: Any) -> Goal:
    at = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return Goal(plan_id=PLAN, proposed_by=PLAN, title=title, at=at, status=status, subject=subject, **more)


def test_a_goal_lies_from_its_proposal_to_its_end_and_what_was_carried_over_lies_behind_it() -> None:
    first = goal("Count to 100", date(2025, 1, 1), Status.carried_over, "Maths")
    then = goal("Count to 1000", date(2025, 9, 8), Status.ongoing, "Maths", origin_id=first.id)
    other = goal("Tidy up", date(2025, 5, 11), Status.fulfilled)
    line = line_of([other, then, first], {first.id: date(2025, 7, 20), other.id: date(2025, 5, 11)}, date(2026, 5, 16))

    assert list(line.subjects) == ["Maths", ""]
    bars = line.subjects["Maths"][0].bars
    assert [(one.goal.title, round(one.starts_at), round(one.width), one.goes_on) for one in bars] == [
        ("Count to 100", 0, 40, False),
        ("Count to 1000", 50, 50, True),
    ]
    assert line.subjects["Maths"][0].last is then
    assert line.subjects[""][0].bars[0].width == 1.5  # a day is still to be seen
    assert [(one.day, round(one.at)) for one in line.marks] == [(date(2025, 7, 1), 36), (date(2026, 1, 1), 73)]


def test_without_goals_there_is_no_line() -> None:
    assert line_of([], {}, date(2026, 1, 1)).subjects == {}


async def test_each_reads_the_plans_as_they_were_and_the_home_no_goal_that_was_given_up(world: World) -> None:
    async with world.visits.database.session() as session:
        plan, _ = await last_plan(session, world.cast)
        await session.commit()
    address = f"/pupils/{world.cast.elsa.id}/plans"
    mentor = (await world.get(world.cast.mentor, address)).text
    anna = (await world.get(world.cast.anna, address)).text

    observer = (await world.get(world.cast.observer, address)).text
    for page in (mentor, anna, observer):
        assert "Spring 2026" in page
        assert f'href="/plans/{plan.id}"' in page
        assert page.count("Swim 25 metres") >= 4  # above its bar, on it, in the table, under its plan
        assert f"/plans/{world.cast.plan.id}/compare" in page
    assert "Give up" in mentor
    assert "Give up" not in anna
    read = {row["plan_id"] for row in await world.rows("SELECT plan_id FROM event WHERE kind = 'plan_opened'")}
    assert read == {plan.id, world.cast.plan.id}


async def test_a_goal_ends_where_it_was_moved_to_its_end(world: World) -> None:
    key = await world.goal(world.cast.elsa, "done", at=datetime(2026, 1, 1, tzinfo=UTC))
    assert (await world.post(world.cast.mentor, f"/goals/{key}/status", status="fulfilled")).status_code == 303
    await world.rows("UPDATE event SET at = '2026-03-04 12:00Z' WHERE kind = 'goal_moved'")

    page = (await world.get(world.cast.elsa, f"/pupils/{world.cast.elsa.id}/plans")).text

    assert 'aria-label="Swim: Fulfilled, from 1 January 2026 to 4 March 2026"' in page
