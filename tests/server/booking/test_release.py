"""Talks that can no longer be: their times are free again, and whoever waits for the pupil learns of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from server.booking.actions.releasing import release_all
from server.config import Settings

if TYPE_CHECKING:
    from server.work import News
    from tests.server.booking.conftest import Desk

LEAVES = "UPDATE relation SET until = now() WHERE person_id = $1 AND kind = 'pupil_in'"
GOES = "UPDATE relation SET until = now() WHERE person_id = $1 AND kind = 'guardian_of'"


async def release(desk: Desk) -> list[str]:
    """Look once; give the kinds of what is told."""
    heard: list[News] = []
    await release_all(desk.world.visits.database, Settings(), heard.extend)
    return [one.kind for one in heard]


async def test_nothing_happens_to_talks_that_can_be(desk: Desk) -> None:
    await desk.book(desk.world.cast.anna, desk.world.cast.annas.id, desk.slots[0])
    assert await release(desk) == []
    assert len(await desk.live()) == 1


@pytest.mark.parametrize(("happens", "left"), [(LEAVES, 0), (GOES, 1)], ids=["the pupil", "one home"])
async def test_the_talks_of_who_has_left_are_cancelled_and_their_times_free(desk: Desk, happens: str, left: int) -> None:
    cast = desk.world.cast
    await desk.world.rows("UPDATE person SET email = source_id || '@home.example'")
    await desk.book(cast.anna, cast.annas.id, desk.slots[0])
    await desk.book(cast.bo, cast.bos.id, desk.slots[1])
    await desk.book(cast.omars_mother, None, desk.slots[2], cast.omars_plan)
    await desk.world.rows("DELETE FROM mail")
    await desk.world.rows(happens, (cast.elsa if happens == LEAVES else cast.anna).id)

    assert await release(desk) == ["talk_cancelled"] * (2 - left)
    assert await release(desk) == [], "once"

    live = await desk.live()
    assert [one["household_id"] for one in live if one["plan_id"] == cast.plan.id] == [cast.bos.id] * left
    kinds = {(one["address"].split("@")[0], one["kind"]) for one in await desk.world.rows("SELECT address, kind FROM mail")}
    assert ("mentor", "talk_cancelled") in kinds


async def test_what_the_home_booked_stays_with_a_pupil_who_comes_of_age(desk: Desk) -> None:
    cast = desk.world.cast
    await desk.book(cast.anna, cast.annas.id, desk.slots[0])
    await desk.world.rows("UPDATE person SET born = '2000-01-01' WHERE id = $1", cast.elsa.id)
    await desk.world.rows(GOES, cast.anna.id)
    assert await release(desk) == []


async def test_what_is_agreed_on_needs_no_talk_any_more(desk: Desk) -> None:
    cast = desk.world.cast
    await desk.book(cast.anna, cast.annas.id, desk.slots[0])
    await desk.world.phase("agreed")
    assert await release(desk) == ["talk_cancelled"]
    assert await desk.live() == []
