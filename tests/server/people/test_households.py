"""Which adults share a household, and what that gives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import uuid4

from server.people.models import RelationKind
from tests.server.people.ties import relation, sentence, tie

if TYPE_CHECKING:
    from tests.server.world import World

MINE = "How do we see it at home?"


async def move(world: World, to: object) -> object:
    key = await relation(world, world.cast.bo, "guardian_of")
    return await world.post(world.cast.admin, f"/relations/{key}/household", household=to, reason="They live together")


async def test_a_guardian_moves_into_the_other_household_and_shares_its_preparation(world: World) -> None:
    key = world.cast.texts["home_anna"].id
    assert str(key) not in (await world.get(world.cast.bo, world.home)).text

    await move(world, world.cast.annas.id)

    page = (await world.get(world.cast.bo, world.home)).text
    assert str(key) in page
    assert str(world.cast.texts["home_bo"].id) not in page
    assert await world.events() == ["household_changed"]
    assert await world.hearers() == set(), "nobody's access has begun or ended"


async def test_a_household_of_their_own_prepares_for_itself(world: World) -> None:
    await move(world, world.cast.annas.id)
    key = await relation(world, world.cast.bo, "guardian_of")

    await world.post(world.cast.admin, f"/relations/{key}/household", household="apart", reason="They live apart")

    assert str(world.cast.texts["home_anna"].id) not in (await world.get(world.cast.bo, world.home)).text
    assert (await world.get(world.cast.bo, world.home)).text.count(MINE) >= 1


async def test_a_household_shared_for_another_child_opens_nothing_of_this_one(world: World) -> None:
    await tie(world, world.cast.bo, RelationKind.guardian_of, pupil_id=world.cast.omar.id, household_id=world.cast.annas.id)

    page = (await world.get(world.cast.bo, world.home)).text

    assert str(world.cast.text("home_bo")) in page
    assert str(world.cast.text("home_anna")) not in page


async def test_a_mentor_who_is_a_parent_too_reads_both_homes_and_writes_for_the_own_one(world: World) -> None:
    await tie(world, world.cast.mentor, RelationKind.guardian_of, pupil_id=world.cast.elsa.id, household_id=world.cast.annas.id)

    page = (await world.get(world.cast.mentor, world.home)).text

    rights = {name: re.findall(rf'text="{world.cast.text(name)}"[^>]* right="(\w+)"', page) for name in ("home_anna", "home_bo")}
    assert rights == {"home_anna": ["write"], "home_bo": ["read"]}


async def test_no_other_familys_household_is_taken(world: World) -> None:
    aziz = await world.value("SELECT id FROM household WHERE source_id = 'aziz'")
    for wrong in (aziz, uuid4(), "x"):
        assert "cannot be used here" in sentence(await move(world, wrong))  # type: ignore[arg-type]


async def test_the_home_reads_who_shares_a_household(world: World) -> None:
    page = (await world.get(world.cast.anna, f"/pupils/{world.cast.elsa.id}/access")).text
    assert "Household 1" in page
    assert "Household 2" in page

    await move(world, world.cast.annas.id)

    assert "Household 2" not in (await world.get(world.cast.anna, f"/pupils/{world.cast.elsa.id}/access")).text
