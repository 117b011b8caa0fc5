"""Whoever has not answered what is proposed is asked again, after three days and after seven, once each."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from server.agreements.actions.asking_again import ask_again
from server.config import Settings
from tests.agreeing import propose

if TYPE_CHECKING:
    from tests.server.world import World


async def look(world: World, days: float) -> set[str]:
    """Let so many days have gone by since it was proposed, and several processes look; give who is mailed."""
    await world.connection.execute("DELETE FROM mail")
    await world.rows("UPDATE agreement SET at = now() - $1::interval", timedelta(days=days))
    await asyncio.gather(*(ask_again(world.visits.database, Settings(), lambda _: None) for _ in range(3)))
    rows = await world.rows("SELECT address FROM mail")
    assert len(rows) == len({row["address"] for row in rows})
    return {row["address"].split("@")[0] for row in rows}


async def test_those_who_have_not_answered_are_asked_again_and_nobody_else(world: World) -> None:
    cast = world.cast
    await world.rows("UPDATE person SET email = source_id || '@hem.example'")
    agreement = await propose(await world.as_(cast.mentor), cast.plan.id)
    await world.post(cast.anna, f"/agreements/{agreement}/answer", yes="true")
    await world.connection.execute("DELETE FROM notice")

    assert await look(world, 2.9) == set()
    assert await look(world, 3.1) == {"elsa", "bo"}
    assert await world.told() == {name: {"assent_asked": 1} for name in ("elsa", "bo")}
    assert await look(world, 3.5) == set()
    await world.post(cast.bo, f"/agreements/{agreement}/answer", yes="true")
    assert await look(world, 7.1) == {"elsa"}
    assert await look(world, 60) == set()


async def test_what_is_taken_back_is_not_asked_again(world: World) -> None:
    await world.rows("UPDATE person SET email = source_id || '@hem.example'")
    agreement = await propose(await world.as_(world.cast.mentor), world.cast.plan.id)
    await world.post(world.cast.mentor, f"/agreements/{agreement}/taken-back")

    assert await look(world, 3.1) == set()
