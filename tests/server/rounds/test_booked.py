"""What is booked, as the staircase and the overviews tell it: the counts never say otherwise than the rows."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from server.columns import now
from server.i18n import words
from server.people.actions import act_as
from server.people.actions.age import last_day
from server.plans.models import Plan
from server.rounds.actions import facts_of, rows_of
from server.rounds.actions.counting import counts_in
from server.rounds.models import Step, StepState
from server.work import Work
from tests.booking import offered, taken

if TYPE_CHECKING:
    from server.booking.models import Booking, Offer, Slot
    from server.rounds.happened import Talks
    from tests.server.world import World


async def offer(world: World, **fields: object) -> tuple[Offer, list[Slot]]:
    """Let the mentor offer times."""
    async with world.visits.database.session() as session:
        found = await offered(session, world.cast.klass, world.cast.mentor, **fields)  # type: ignore[arg-type]
        await session.commit()
    return found


async def book(world: World, made: tuple[Offer, list[Slot]], number: int, home: str = "annas") -> Booking:
    """Let a home of Elsa's have booked."""
    cast = world.cast
    async with world.visits.database.session() as session:
        found = await taken(session, cast.plan, getattr(cast, home).id, made[0], made[1][number], cast.anna)
        await session.commit()
    return found


async def talks(world: World) -> Talks:
    """Give what is known of the booking of Elsa's talks."""
    async with world.visits.database.session() as session:
        plan = await session.get_one(Plan, world.cast.plan.id)
        return (await facts_of(session, [plan]))[plan.id].talks


async def test_each_household_has_a_talk_to_book_and_none_stands_for_a_pupil_of_age(world: World) -> None:
    cast = world.cast
    assert (await talks(world)).asked == (), "all have met"
    await world.phase("shared")
    assert set((await talks(world)).asked) == {cast.annas.id, cast.bos.id}

    await world.rows("UPDATE person SET born = $2 WHERE id = $1", cast.elsa.id, date(2000, 1, 1))
    assert ((await talks(world)).asked, (await talks(world)).own) == ((None,), True)


async def test_times_are_there_until_all_are_taken_or_over(world: World) -> None:
    assert (await talks(world)).times == "none"
    made = await offer(world, count=1)
    assert (await talks(world)).times == "open"
    await book(world, made, 0)
    assert (await talks(world)).times == "over"
    await offer(world, count=1, room="Room 3", first=now() + timedelta(days=4))
    assert (await talks(world)).times == "open"
    await world.rows("UPDATE offer SET closes = now()")
    assert (await talks(world)).times == "over"
    await world.rows("UPDATE offer SET cancelled = now()")
    assert (await talks(world)).times == "none"


async def test_times_for_another_pupil_are_none(world: World) -> None:
    await offer(world, whole=False)
    assert (await talks(world)).times == "none"


async def happen(world: World, history: str) -> None:
    """Let a history of Elsa's booking have happened."""
    cast = world.cast
    await world.phase("shared")
    await world.phase("draft", cast.omars_plan)
    await world.rows("UPDATE preparation SET ready = now()")
    if "of age" in history:
        await world.rows("UPDATE person SET born = '2000-01-01' WHERE id = $1", cast.elsa.id)
    if history != "nothing":
        made = await offer(world, count=1 if history == "full" else 3)
        if history in {"one booked", "both booked", "full", "today"}:
            await book(world, made, 0)
        if history in {"both booked", "today"}:
            await book(world, made, 1, "bos")
        if history == "of age, booked":
            async with world.visits.database.session() as session:
                await taken(session, cast.plan, None, made[0], made[1][0], cast.elsa)
                await session.commit()
        if history == "today":
            await world.rows(
                "UPDATE booking SET starts = now(), ends = now() + interval '20 minutes' WHERE household_id = $1", cast.annas.id
            )
        if history == "withdrawn":
            await world.rows("UPDATE offer SET cancelled = now()")
        if "met" in history:
            await world.phase("talk")
            whose = cast.bos.id if history == "one has met" else None
            await world.rows("UPDATE talk SET household_id = $1 WHERE plan_id = $2", whose, cast.plan.id)


@pytest.mark.parametrize(
    "history",
    [
        "nothing",
        "offered",
        "one booked",
        "both booked",
        "today",
        "full",
        "of age",
        "of age, booked",
        "withdrawn",
        "one has met",
        "all have met",
    ],
)
async def test_the_counts_of_a_school_say_what_its_rows_say(world: World, history: str) -> None:
    cast = world.cast
    await happen(world, history)
    async with world.visits.database.session() as session:
        work = Work(session, await act_as(session, cast.principal))
        (rows,) = await rows_of(work, [cast.klass])
        counted = (await counts_in(session, work.actor, [cast.school.id]))[cast.school.id][cast.klass.id]

    said = {step: Counter(one.state for row in rows.rows for one in row.stairs if one.step is step) for step in Step}
    assert counted.steps == said
    elsas = next(row for row in rows.rows if row.pupil.id == cast.elsa.id)
    assert (
        elsas.stairs[3].state
        == {
            "nothing": StepState.waiting,
            "offered": StepState.waiting,
            "one booked": StepState.in_progress,
            "both booked": StepState.done,
            "today": StepState.done,
            "full": StepState.waiting,
            "of age": StepState.waiting,
            "of age, booked": StepState.done,
            "withdrawn": StepState.waiting,
            "one has met": StepState.waiting,
            "all have met": StepState.skipped,
        }[history]
    )


async def test_the_overview_shows_when_each_talk_is(world: World) -> None:
    await world.phase("shared")
    made = await offer(world)
    await book(world, made, 0)
    page = (await world.get(world.cast.mentor, f"/classes/{world.cast.klass.id}/overview")).text
    assert words("en").clock(made[1][0].starts) in page


async def test_the_last_day_to_book_is_that_of_the_times_where_it_comes_sooner(world: World) -> None:
    await world.phase("shared")
    await offer(world)
    closes = await world.value("SELECT closes FROM offer")
    assert f"by {words('en').near_day(last_day(closes))}" in (await world.get(world.cast.anna, "/now")).text


async def test_a_home_that_has_not_met_is_asked_to_book_also_after_the_others_talk(world: World) -> None:
    await happen(world, "one has met")
    page = f"/classes/{world.cast.klass.id}/booking"
    assert "Choose" in (await world.get(world.cast.anna, "/now")).text
    assert "Choose" not in (await world.get(world.cast.bo, "/now")).text
    words = (await world.get(world.cast.mentor, page)).text
    assert words.count("Not booked yet.") == 3, "Anna, Omar's mother, and Hanna"
    assert "The talk has begun without a booking." in words


async def test_one_is_asked_to_book_until_it_is_done(world: World) -> None:
    cast = world.cast
    await world.phase("shared")
    await world.rows("UPDATE preparation SET ready = now()")
    assert "Offer times for the talk" in (await world.get(cast.mentor, "/")).text
    made = await offer(world)
    assert "Book a time" in (await world.get(cast.anna, "/")).text
    assert "Offer times for the talk" not in (await world.get(cast.mentor, "/")).text
    await book(world, made, 0)
    assert "Book a time" not in (await world.get(cast.anna, "/")).text
    assert "Book a time" in (await world.get(cast.bo, "/")).text
