"""Open pages of booking hear that times are taken or free, and nobody hears of another home's talk."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest_asyncio
from sqlmodel import update

from server.plans.models import Phase, Plan
from tests.booking import offered
from tests.realtime.test_following import stirs

if TYPE_CHECKING:
    from uuid import UUID

    from server.booking.models import Slot
    from server.people.models import Person
    from tests.cast import Cast
    from tests.visit import Visits


@pytest_asyncio.fixture(loop_scope="session")
async def slots(cast: Cast, live: Visits) -> list[Slot]:
    """Let the mentor offer times."""
    async with live.database.session() as session:
        await session.exec(update(Plan).values(phase=Phase.shared))
        _, found = await offered(session, cast.klass, cast.mentor)
        await session.commit()
    return found


async def book(cast: Cast, live: Visits, person: Person, household: UUID, slot: Slot) -> None:
    """Book a time as somebody."""
    form = {"id": str(uuid4()), "slot": str(slot.id), "household": str(household)}
    answer = await (await live.as_(person)).post(f"/plans/{cast.plan.id}/bookings", data=form)
    assert answer.status_code == 303, answer.text


async def test_whoever_looks_at_the_times_hears_that_one_is_gone(cast: Cast, live: Visits, slots: list[Slot]) -> None:
    bo, omars, mentor = [await live.socket(one) for one in (cast.bo, cast.omars_mother, cast.mentor)]
    assert (await bo.follow("booking", cast.plan.id))["ok"]
    assert (await omars.follow("booking", cast.omars_plan.id))["ok"]
    assert (await mentor.follow("class", cast.klass.id))["ok"]

    await book(cast, live, cast.anna, cast.annas.id, slots[0])

    await asyncio.gather(*(stirs(one) for one in (bo, omars, mentor)))
    assert await omars.until("stirred") == {"place": "booking", "id": str(cast.omars_plan.id)}, "ids of one's own page, no content"


async def test_only_those_who_may_see_a_page_of_booking_follow_it(cast: Cast, live: Visits, slots: list[Slot]) -> None:  # noqa: ARG001
    for person, plan in (
        (cast.omars_mother, cast.plan),
        (cast.teacher, cast.plan),
        (cast.principal, cast.hidden_plan),
        (cast.anna, cast.far_plan),
    ):
        answer = await (await live.socket(person)).follow("booking", plan.id)
        assert (answer["ok"], answer["code"]) == (False, "unknown")


async def test_the_other_home_hears_nothing_in_the_plan_nor_on_its_badge(cast: Cast, live: Visits, slots: list[Slot]) -> None:
    elsa, bo = await live.socket(cast.elsa), await live.socket(cast.bo)
    for one in (elsa, bo):
        await one.ask("join", {"plan": str(cast.plan.id)})
    await bo.until("badge")
    told = bo.count("badge")

    await book(cast, live, cast.anna, cast.annas.id, slots[0])
    heard = await elsa.until("news", lambda one: one["kind"] == "talk_booked")
    await elsa.until("badge", lambda one: one["unread"] == 1)
    await book(cast, live, cast.bo, cast.bos.id, slots[1])
    await bo.until("news", lambda one: one["kind"] == "talk_booked")

    assert set(heard["about"]) == {"booking", "household", "host", "offer"}
    assert [one["about"]["household"] for what, one in bo.heard if what == "news"] == [str(cast.bos.id)]
    assert bo.count("badge") <= told + 1, "one at most, of the own talk"
