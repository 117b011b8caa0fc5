"""Language and light are a click away and remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.server.world import World


@pytest.mark.parametrize(("language", "direction"), [("sv", "ltr"), ("en", "ltr"), ("ar", "rtl")])
async def test_the_language_is_remembered_on_every_device(world: World, language: str, direction: str) -> None:
    telephone, desk = await world.visits.as_(world.cast.anna), await world.visits.as_(world.cast.anna)

    answer = await telephone.post("/language", data={"language": language, "then": world.home})

    assert (answer.status_code, answer.headers["location"]) == (303, world.home)
    for browser in (telephone, desk):
        assert f'<html lang="{language}" dir="{direction}"' in (await browser.get(world.home)).text


async def test_whoever_is_not_signed_in_is_remembered_by_the_browser(world: World) -> None:
    browser = await world.visits.as_(None)

    await browser.post("/language", data={"language": "ar"})

    assert '<html lang="ar" dir="rtl"' in (await browser.get("/sign-in")).text


async def test_light_or_dark_is_remembered(world: World) -> None:
    browser, other = await world.visits.as_(world.cast.anna), await world.visits.as_(world.cast.anna)

    await browser.post("/theme", data={"theme": "dark"})
    assert 'data-theme="dark"' in (await other.get("/")).text

    await browser.post("/theme", data={"theme": "auto"})
    assert "data-theme" not in (await browser.get("/")).text


@pytest.mark.parametrize("path", ["/language", "/theme"])
@pytest.mark.parametrize("wrong", ["", "de", "../sv", "sv\x00"])
async def test_what_there_is_not_cannot_be_chosen(world: World, path: str, wrong: str) -> None:
    answer = await world.post(world.cast.anna, path, **{path[1:]: wrong})

    assert answer.status_code == 422
    assert "set-cookie" not in answer.headers
    assert await world.value("SELECT language FROM person WHERE id = $1", world.cast.anna.id) == "en"


async def test_a_choice_never_leads_to_another_site(world: World) -> None:
    answer = await world.post(world.cast.anna, "/language", language="en", then="//evil.example")

    assert answer.headers["location"] == "/"


async def test_a_foreign_cookie_is_no_language(world: World) -> None:
    browser = await world.visits.as_(None)

    page = await browser.get("/sign-in", headers={"Cookie": "language=../../x; theme=pink"})

    assert '<html lang="en"' in page.text
    assert "pink" not in page.text
