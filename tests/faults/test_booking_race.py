"""Fifty homes grab the same ten times at once, on two processes: ten talks are booked, and forty are told that they were too late."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import delete
from sqlmodel import col, select

from server.booking.models import Booking, Offer, Slot
from server.people.models import Household, Person, Relation, RelationKind
from server.plans.actions import begin_plan
from server.plans.models import Phase
from tests.booking import offered
from tests.faults.machines import often

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    import httpx

    from server.db import Database
    from tests.cast import Cast
    from tests.faults.conftest import House

ROUNDS, HOMES, TIMES = often(20, 8), 50, 10
SEED = 11


@dataclass
class Home:
    """A guardian at a browser, with the plan and the household to book for."""

    browser: httpx.AsyncClient
    plan: UUID
    household: UUID

    async def grab(self, slot: Slot) -> httpx.Response:
        """Book a time."""
        form = {"id": str(uuid4()), "slot": str(slot.id), "household": str(self.household)}
        fresh = {"Connection": "close"}  # a line that has been still may be hung up just as it is used again
        return await self.browser.post(f"/plans/{self.plan}/bookings", data=form, headers=fresh)


async def homes(house: House, database: Database, address: str, cast: Cast) -> list[Home]:
    """Let fifty pupils come into the class, each with a guardian; half of the guardians are on each process."""
    people = []
    async with database.session() as session:
        for number in range(HOMES):
            household = Household(organisation_id=cast.organisation.id, source_id=f"home {number}")
            pupil, guardian = (
                Person(
                    organisation_id=cast.organisation.id,
                    source_id=f"{who} {number}",
                    given_name=who,
                    family_name=str(number),
                    language="en",
                )
                for who in ("Pupil", "Guardian")
            )
            session.add_all([household, pupil, guardian])
            await session.flush()
            session.add(Relation(person_id=pupil.id, kind=RelationKind.pupil_in, class_id=cast.klass.id))
            session.add(Relation(person_id=guardian.id, kind=RelationKind.guardian_of, pupil_id=pupil.id, household_id=household.id))
            await session.flush()
            people.append((guardian, (await begin_plan(session, pupil.id, cast.klass, Phase.shared)).id, household.id))
        await session.commit()
    visits = [await house.visits(await house.server(address), database) for _ in range(2)]
    return [Home(await visits[number % 2].as_(guardian), plan, home) for number, (guardian, plan, home) in enumerate(people)]


@pytest.mark.timeout(400)
async def test_fifty_homes_grab_ten_times_at_once(
    house: House, cast: Cast, database: Database, address: str, report: Callable[[str], None]
) -> None:
    dice = random.Random(SEED)  # noqa: S311  # the same race each time, not secrets
    guardians = await homes(house, database, address, cast)
    for one in guardians[:2]:  # each process has drawn a page before
        assert (await one.browser.get(f"/plans/{one.plan}/booking")).status_code == 200
    counted: Counter[str] = Counter()

    for number in range(1, ROUNDS + 1):
        async with database.session() as session:
            for table in (Booking, Slot, Offer):
                await session.exec(delete(table))
            _, slots = await offered(session, cast.klass, cast.mentor, TIMES)
            await session.commit()
        dice.shuffle(guardians)
        answers = await asyncio.gather(*(one.grab(slots[place % TIMES]) for place, one in enumerate(guardians)))

        async with database.session() as session:
            rows = list((await session.exec(select(Booking).where(col(Booking.cancelled).is_(None)))).unique())
        assert sorted(row.slot_id for row in rows) == sorted(one.id for one in slots), f"round {number}: each time is taken once"
        assert len({row.household_id for row in rows}) == TIMES
        assert Counter(one.status_code for one in answers) == {303: TIMES, 422: HOMES - TIMES}
        refused = [one.text for one in answers if one.status_code == 422]
        assert all("This time has just been taken. Choose another one." in one for one in refused)
        counted.update(booked=len(rows), refused=len(refused))

    report(f"booking (seed {SEED}): {ROUNDS} rounds of {HOMES} homes at {TIMES} times; {dict(counted)}, on two processes")
