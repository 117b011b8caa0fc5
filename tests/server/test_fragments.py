"""Parts of the page, fetched again as news come: unchanged is 304 and no body."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.server.world import World

PARTS = ["head", "texts", "goals", "comments", "since/0"]


@pytest.mark.parametrize("part", PARTS)
async def test_an_unchanged_part_is_not_sent_again(world: World, part: str) -> None:
    first = await world.get(world.cast.anna, f"{world.home}/{part}")
    again = await world.get(world.cast.anna, f"{world.home}/{part}", **{"If-None-Match": first.headers["etag"]})

    assert first.status_code == 200
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert "private" in again.headers["cache-control"]
    assert "Cookie" in again.headers["vary"]


async def test_the_list_of_notices_is_such_a_part(world: World) -> None:
    first = await world.get(world.cast.anna, "/notices/list")

    assert (await world.get(world.cast.anna, "/notices/list", **{"If-None-Match": first.headers["etag"]})).status_code == 304


async def test_a_changed_part_comes_whole(world: World) -> None:
    first = await world.get(world.cast.anna, f"{world.home}/goals")
    await world.post(world.cast.mentor, f"/goals/{world.cast.goal.id}/status", status="done")

    again = await world.get(world.cast.anna, f"{world.home}/goals", **{"If-None-Match": first.headers["etag"]})

    assert again.status_code == 200
    assert again.headers["etag"] != first.headers["etag"]


async def test_what_another_sees_is_not_mine(world: World) -> None:
    mentors = await world.get(world.cast.mentor, f"{world.home}/goals")

    assert (await world.get(world.cast.anna, f"{world.home}/goals", **{"If-None-Match": mentors.headers["etag"]})).status_code == 200


async def test_another_language_is_another_part(world: World) -> None:
    english = await world.get(world.cast.anna, f"{world.home}/goals")
    await world.rows("UPDATE person SET language = 'ar' WHERE id = $1", world.cast.anna.id)

    assert (await world.get(world.cast.anna, f"{world.home}/goals", **{"If-None-Match": english.headers["etag"]})).status_code == 200


async def test_a_right_that_has_ended_is_no_304(world: World) -> None:
    first = await world.get(world.cast.anna, f"{world.home}/goals")
    await world.rows("UPDATE relation SET until = now() WHERE person_id = $1", world.cast.anna.id)

    assert (await world.get(world.cast.anna, f"{world.home}/goals", **{"If-None-Match": first.headers["etag"]})).status_code == 404


async def test_the_parts_are_those_of_the_page(world: World) -> None:
    await world.thread(world.cast.anna, "Seen in both")
    page = (await world.get(world.cast.elsa, world.home)).text

    for part in ("head", "goals", "comments"):
        assert (await world.get(world.cast.elsa, f"{world.home}/{part}")).text.strip() in page
