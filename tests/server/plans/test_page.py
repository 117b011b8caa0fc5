from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.server.world import World


async def rights_on(world: World, who: str) -> dict[str, str]:
    """Give which texts somebody's page shows, with what may be done with each."""
    page = (await world.get(getattr(world.cast, who), world.home)).text
    names = {str(text.id): name for name, text in world.cast.texts.items() if name != "home_preparation"}
    return {names[text]: right for text, right in re.findall(r'<live-text text="([^"]+)"[^>]* right="([^"]+)"', page)}


async def test_each_sees_the_texts_that_are_theirs_to_see(world: World) -> None:
    joint = {"talk_notes": "write", "agreement": "write"}

    assert await rights_on(world, "anna") == {"self_assessment": "read", "home_anna": "write", "assessment": "read", **joint}
    assert await rights_on(world, "bo") == {"self_assessment": "read", "home_bo": "write", "assessment": "read", **joint}
    assert await rights_on(world, "elsa") == {
        "self_assessment": "write",
        "home_anna": "read",
        "home_bo": "read",
        "assessment": "read",
        **joint,
    }
    assert (await rights_on(world, "teacher"))["assessment"] == "write"
    assert set((await rights_on(world, "principal")).values()) == {"read"}


async def test_reading_a_plan_is_written_in_its_log_and_tells_nobody(world: World) -> None:
    await world.get(world.cast.anna, world.home)

    rows = await world.rows("SELECT kind, actor_id, plan_id FROM event")
    assert [tuple(row) for row in rows] == [("plan_opened", world.cast.anna.id, world.cast.plan.id)]
    assert await world.revision() == 0
    assert await world.hearers() == set()


async def test_a_look_at_a_plan_one_may_not_see_is_not_a_reading(world: World) -> None:
    await world.get(world.cast.stranger, world.home)

    assert await world.rows("SELECT * FROM event") == []


async def test_the_fragments_since_a_revision_are_those_that_changed(world: World) -> None:
    await world.post(world.cast.elsa, f"/goals/{world.cast.goal.id}/status", status="done")

    changed = (await world.get(world.cast.anna, f"{world.home}/since/0")).text
    nothing = (await world.get(world.cast.anna, f"{world.home}/since/1")).text

    assert "#goals-list" in changed
    assert "#comments-list" not in changed
    assert "#head" in nothing
    assert "#goals-list" not in nothing


async def test_a_plan_that_has_moved_brings_everything(world: World) -> None:
    await world.agree()

    changed = (await world.get(world.cast.anna, f"{world.home}/since/0")).text

    assert all(part in changed for part in ("#head", "#goals-list", "#comments-list"))


@pytest.mark.parametrize("revision", [2**31 - 1, 2**31, 2**63, 10**30])
async def test_a_revision_from_the_future_brings_nothing(world: World, revision: int) -> None:
    answer = await world.get(world.cast.anna, f"{world.home}/since/{revision}")

    assert answer.status_code in {200, 404}
    assert "#goals-list" not in answer.text


async def test_the_path_on_top_leads_back(world: World) -> None:
    page = (await world.get(world.cast.mentor, world.home)).text

    assert f'<a href="/classes/{world.cast.klass.id}" dir="auto">4B</a>' in page
    assert '<a href="/">Start</a>' in page
