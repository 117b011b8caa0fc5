"""The agenda that a template gives its talks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.server.templates.desk import desk

if TYPE_CHECKING:
    from tests.server.world import World


async def test_the_school_says_how_its_talks_go(world: World) -> None:
    own = await desk(world)
    await own.page()
    points: dict[str, Any] = {
        "kind.1": "own",
        "title.1_en": "My drawing",
        "minutes.1": 7,
        "kind.2": "",
        "kind.3": "agreement",
        "minutes.3": 3,
    }

    assert (await own.act("agenda", **points)).status_code == 303

    found = (await own.form()).agenda
    assert [(one.kind, one.title, one.minutes) for one in found] == [("own", {"en": "My drawing"}, 7), ("agreement", {}, 3)]
    assert "My drawing" in await own.page()
    twice = await own.act("agenda", **(points | {"kind.2": "agreement"}))
    assert twice.status_code == 422
    assert "The same point stands there twice." in twice.text
    assert [one.kind for one in (await own.form()).agenda] == ["own", "agreement"]


async def test_a_point_without_words_keeps_the_template_from_being_published(world: World) -> None:
    own = await desk(world)
    await own.act("agenda", **dict[str, Any]({"kind.1": "own"}))
    assert "A point of the talk has no words in a language." in await own.page()
    assert (await own.act("published")).status_code == 422
