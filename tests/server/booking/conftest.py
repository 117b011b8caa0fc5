"""A class in which times are offered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest_asyncio

from tests.booking import offered, taken
from tests.server.world import new

if TYPE_CHECKING:
    from uuid import UUID

    import httpx

    from server.booking.models import Booking, Offer, Slot
    from server.people.models import Person
    from server.plans.models import Plan
    from tests.server.world import World


@dataclass
class Desk:
    """The mentor's times: four of twenty minutes, in one room."""

    world: World
    offer: Offer
    slots: list[Slot]

    async def more(self, host: Person, count: int = 4, **fields: Any) -> tuple[Offer, list[Slot]]:
        """Offer more times, of somebody else or elsewhere."""
        async with self.world.visits.database.session() as session:
            found = await offered(session, self.world.cast.klass, host, count, **fields)
            await session.commit()
        return found

    async def taken(self, plan: Plan, household: UUID | None, number: int = 0, **fields: Any) -> Booking:
        """Let a time be booked already."""
        async with self.world.visits.database.session() as session:
            found = await taken(session, plan, household, self.offer, self.slots[number], self.world.cast.anna, **fields)
            await session.commit()
        return found

    async def book(self, person: Person, household: UUID | None, slot: Slot, plan: Plan | None = None, **fields: object) -> httpx.Response:
        """Book a time as somebody."""
        form = {"id": new(), "slot": slot.id, "household": household or "pupil"} | fields
        return await self.world.post(person, f"/plans/{(plan or self.world.cast.plan).id}/bookings", **form)

    async def live(self) -> list[Any]:
        """Give the talks that are booked."""
        return await self.world.rows("SELECT * FROM booking WHERE cancelled IS NULL ORDER BY starts")


@pytest_asyncio.fixture(loop_scope="session")
async def desk(world: World) -> Desk:
    """Give a class in which the mentor offers times."""
    await world.phase("shared")
    await world.phase("shared", world.cast.omars_plan)
    async with world.visits.database.session() as session:
        offer, slots = await offered(session, world.cast.klass, world.cast.mentor)
        await session.commit()
    return Desk(world, offer, slots)
