from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from server.guide.models import GuideRole

if TYPE_CHECKING:
    import httpx

    from tests.server.world import World

OURS = "You see your child where the school does not."


def address(world: World, role: str = "guardian") -> str:
    return f"/schools/{world.cast.school.id}/guide/{role}"


async def change(world: World, who: str = "principal", role: str = "guardian", **fields: str) -> httpx.Response:
    return await world.post(
        getattr(world.cast, who), address(world, role), **{"language": "en", "body": "# Here\n\nWe meet in May.", **fields}
    )


async def reads(world: World, who: str = "anna", role: str = "guardian") -> str:
    answer = await world.get(getattr(world.cast, who), address(world, role))
    assert answer.status_code == 200
    return answer.text


async def test_until_a_school_says_otherwise_our_text_stands(world: World) -> None:
    page = await reads(world)

    assert OURS in page
    assert "Change the words" not in page
    assert "Change the words" in await reads(world, "principal")


async def test_a_school_puts_its_own_words_in_one_language(world: World) -> None:
    assert (await change(world)).headers["location"] == address(world)

    page = await reads(world)
    assert '<h2 dir="auto">Here</h2>' in page
    assert '<p dir="auto">We meet in May.</p>' in page
    assert OURS not in page
    assert await world.events() == ["guide_changed"]
    assert "We meet in May" not in await reads(world, role="mentor")
    await world.rows("UPDATE person SET language = 'sv' WHERE id = $1", world.cast.anna.id)
    assert "We meet in May" not in await reads(world)


async def test_the_school_goes_back_to_our_text(world: World) -> None:
    await change(world)
    assert "by Pia Rektor" in (await world.get(world.cast.admin, f"{address(world)}/edit?language=en")).text

    for _ in range(2):
        assert (await world.post(world.cast.admin, f"{address(world)}/original", language="en")).status_code == 303

    assert OURS in await reads(world)
    assert await world.events() == ["guide_changed", "guide_set_back"]


async def test_the_same_words_again_change_nothing(world: World) -> None:
    for _ in range(2):
        await change(world)
    await change(world, body="Other words")

    assert await world.events() == ["guide_changed", "guide_changed"]
    assert await world.value("SELECT count(*) FROM guide_text") == 1


async def test_html_is_shown_as_letters(world: World) -> None:
    await change(world, body='<script>alert(1)</script>\n- <img src="x" onerror="y">\n[here](javascript:z)')

    page = await reads(world)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<img" not in page[page.index("<main") :]
    assert 'href="javascript' not in page


@pytest.mark.parametrize(
    "wrong",
    [{"body": ""}, {"body": " \r\n "}, {"body": "x" * 20_001}, {"language": "xx"}, {"language": ""}, {"to": "x"}, {"body": "a\x00b"}],
)
async def test_a_wrong_form_changes_nothing(world: World, wrong: dict[str, str]) -> None:
    assert (await change(world, **wrong)).status_code == 422
    assert (await world.post(world.cast.principal, f"{address(world)}/original", language="xx")).status_code == 422
    assert OURS in await reads(world)
    assert await world.events() == []


async def test_there_is_no_page_for_what_is_no_role(world: World) -> None:
    for act in ("/schools/{}/guide/janitor", "/schools/{}/guide/janitor/edit"):
        assert (await world.get(world.cast.principal, act.format(world.cast.school.id))).status_code == 404
    assert (await change(world, role="janitor")).status_code == 404


async def test_the_form_begins_with_what_stands_there(world: World) -> None:
    page = (await world.get(world.cast.admin, f"{address(world)}/edit?language=en")).text

    assert OURS in page
    assert "# Why" in page
    assert "Back to the text that comes with Stegvis" not in page


@pytest.mark.parametrize(
    ("who", "role"),
    [
        ("elsa", "pupil"),
        ("anna", "guardian"),
        ("mentor", "mentor"),
        ("teacher", "teacher"),
        ("observer", "teacher"),
        ("principal", "principal"),
        ("admin", "principal"),
        ("director", "guardian"),
    ],
)
async def test_the_guide_opens_at_ones_own_page(world: World, who: str, role: str) -> None:
    page = (await world.get(getattr(world.cast, who), "/guide")).text

    assert f'<h1 class="grow">The guide for {role}s</h1>' in page
    if who == "mentor":  # who also teaches
        assert f'href="{address(world, "teacher")}"' in page


async def test_the_first_step_leads_to_the_guide_for_whoever_looks(world: World) -> None:
    for who, role in {"elsa": "pupil", "anna": "guardian", "mentor": "mentor", "observer": "teacher"}.items():
        page = (await world.get(getattr(world.cast, who), world.home)).text
        assert f'<a href="{address(world, role)}" aria-label="Step 1 of 7, Material: done"' in page


async def test_every_role_has_a_page_that_everybody_of_the_school_reads(world: World) -> None:
    for role in GuideRole:
        assert "Seven steps" in await reads(world, "omar", role)
