"""Somebody whom no roster has told of is made known by hand, and nobody is known twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import httpx

    from tests.server.world import World

NAMED = "SELECT count(*) FROM person WHERE given_name = $1 AND family_name = $2"


async def add(world: World, **fields: Any) -> httpx.Response:
    sends = {"kind": "guardian_of", "reason": "Not in the roster", "household": "apart", **fields}
    return await world.post(world.cast.admin, f"/pupils/{world.cast.omar.id}/relations", **sends)


async def ties(world: World) -> int:
    return int(await world.value("SELECT count(*) FROM relation WHERE source = 'hand'"))


async def test_somebody_of_the_same_name_is_shown_first_and_nothing_is_made(world: World) -> None:
    answer = await add(world, given_name="anna", family_name="Berg", email="other@example.se")

    assert answer.status_code == 200
    assert "There is already somebody with this name" in answer.text
    assert f'href="/people/{world.cast.anna.id}"' in answer.text
    assert 'value="Not in the roster"' in answer.text, "what was typed is kept"
    assert 'value="other@example.se"' in answer.text
    assert (await world.value(NAMED, "anna", "Berg"), await ties(world)) == (0, 0)


async def test_the_one_who_is_there_can_be_chosen(world: World) -> None:
    answer = await add(world, given_name="Anna", family_name="Berg", person=world.cast.anna.id)

    assert answer.status_code == 303
    assert (await world.value(NAMED, "Anna", "Berg"), await ties(world)) == (1, 1)


async def test_somebody_else_of_the_same_name_is_made_known_when_that_is_said(world: World) -> None:
    answer = await add(world, given_name="Anna", family_name="Berg", another="true")

    assert answer.status_code == 303
    assert (await world.value(NAMED, "Anna", "Berg"), await ties(world)) == (2, 1)


async def test_somebody_of_the_same_address_is_shown(world: World) -> None:
    await world.rows("UPDATE person SET email = 'bo@example.se' WHERE id = $1", world.cast.bo.id)
    answer = await add(world, given_name="Bosse", family_name="Lindh", email="Bo@example.se")

    assert answer.status_code == 200
    assert "Bo Lind" in answer.text
    assert await ties(world) == 0


async def test_nobody_protected_is_betrayed_by_a_name(world: World) -> None:
    answer = await add(world, given_name="Hanna", family_name="Skyddad")
    assert answer.status_code == 303, "as if nobody were there"


async def test_where_somebody_is_found_another_can_be_made_known_too(world: World) -> None:
    page = (await world.get(world.cast.admin, f"/pupils/{world.cast.omar.id}/relations/new?kind=guardian_of&q=Anna+Berg")).text
    assert "Somebody else, who is not known here yet" in page
    assert 'name="given_name" maxlength="100" autocomplete="off" dir="auto" value="Anna"' in page

    await add(world, given_name="Annika", family_name="Berg", person="")
    assert await world.value(NAMED, "Annika", "Berg") == 1


@pytest.mark.parametrize("born", ["1016-01-01", "2999-01-01", "x"])
async def test_a_birth_date_that_cannot_be_is_refused(world: World, born: str) -> None:
    answer = await world.post(
        world.cast.admin,
        f"/classes/{world.cast.klass.id}/relations",
        kind="pupil_in",
        given_name="Nils",
        family_name="Ny",
        born=born,
        reason="x",
    )
    assert answer.status_code == 422
    assert await world.value(NAMED, "Nils", "Ny") == 0
