from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.server.world import World


async def test_what_one_says_is_kept_and_shown_again(world: World) -> None:
    said = {
        "about": "I bake <b>bread</b>.",
        "speaks": "Somali",
        "interpreter": "Somali",
        "phone": "+46 70-123 45 67",
    }

    answer = await world.post(world.cast.anna, "/settings", **said, phone_for="classes")

    assert answer.headers["location"] == "/settings?saved=yes"
    page = (await world.get(world.cast.anna, "/settings?saved=yes")).text
    assert "I bake &lt;b&gt;bread&lt;/b&gt;." in page
    assert 'value="+46 70-123 45 67"' in page
    assert "Saved." in page
    assert page.count('<option value="classes" selected>') == 1
    assert await world.events() == ["profile_changed"]


async def test_saying_the_same_again_tells_nobody(world: World) -> None:
    for _ in range(2):
        await world.post(world.cast.anna, "/settings", about="I bake")

    assert await world.events() == ["profile_changed"]


async def test_what_is_emptied_is_gone(world: World) -> None:
    await world.post(world.cast.anna, "/settings", about="I bake", phone="070")
    await world.post(world.cast.anna, "/settings")

    assert "I bake" not in (await world.get(world.cast.anna, "/settings")).text
    assert await world.value("SELECT phone FROM profile") == ""


@pytest.mark.parametrize(
    "form",
    [
        {"about": "x" * 1201},
        {"phone": "call me"},
        {"phone": "0" * 41},
        {"phone_for": "everybody"},
        {"picture_for": ""},
        {"person_id": "x"},
        {"email": "other@example.org"},
        {"about": "\x00"},
    ],
)
async def test_what_does_not_fit_is_refused_and_nothing_changes(world: World, form: dict[str, str]) -> None:
    await world.post(world.cast.anna, "/settings", about="I bake")

    status = (await world.post(world.cast.anna, "/settings", **form)).status_code

    assert status == (303 if form == {"picture_for": ""} else 422)
    assert status == 303 or await world.value("SELECT about FROM profile") == "I bake"


async def test_help_with_reading_holds_for_the_person_on_every_device(world: World) -> None:
    desk, telephone = await world.visits.as_(world.cast.elsa), await world.visits.as_(world.cast.elsa)

    await desk.post("/settings/reading", data={"letters": "larger", "airy": "true", "aloud": "true"})

    page = (await telephone.get("/")).text
    assert 'data-letters="larger" data-airy' in page
    assert "<read-aloud>" in page
    assert "data-letters" not in (await world.get(world.cast.omar, "/")).text

    await telephone.post("/settings/reading", data={"letters": "usual"})

    page = (await desk.get("/settings/reading")).text
    assert "data-letters" not in page
    assert "data-airy" not in page
    assert "<read-aloud>" not in page


async def test_a_size_that_is_none_is_refused(world: World) -> None:
    assert (await world.post(world.cast.elsa, "/settings/reading", letters="99px")).status_code == 422
