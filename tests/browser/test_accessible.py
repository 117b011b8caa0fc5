"""Every page, in every language, in light and dark, on a telephone and enlarged; and the whole way by keyboard alone."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.browser.axe import COLOURS, too_small, too_wide, violations
from tests.browser.everywhere.place import go
from tests.browser.everywhere.places import every_place
from tests.browser.everywhere.school import organisation_places
from tests.browser.windows import PASSWORD, alive, body, goal, plan, saved, text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Locator, Page

    from tests.browser.everywhere.place import Place
    from tests.browser.windows import Windows
    from tests.cast import Cast

OPEN_ALL = "document.querySelectorAll('main details').forEach((one) => { one.open = true; })"
LARGE_LETTERS = "document.documentElement.style.fontSize = '200%'"
WRONG = """
document.querySelector("main").insertAdjacentHTML("beforeend", `
  <img src="/static/none.png"><p style="color: #bbb; background: #fff">pale</p>
  <div style="width: 3000px">wide</div><button style="width: 20px">x</button>`)
"""
TABS = 90


async def walk(windows: Windows, places: list[Place], language: str) -> AsyncIterator[tuple[Place, Page]]:
    """Go to each place, each person on a device of their own."""
    devices: dict[object, Page] = {}
    for place in places:
        key = place.person.id if place.person else None
        if key not in devices:
            devices[key] = await (await windows.device(place.person, locale=language)).new_page()
        await go(devices[key], place)
        yield place, devices[key]


async def test_the_checks_find_what_is_wrong(windows: Windows) -> None:
    page = await windows.open(None, "/sign-in")
    assert [*await violations(page), *await too_wide(page), *await too_small(page)] == []
    await page.evaluate(WRONG)
    assert any(one.startswith("image-alt") for one in await violations(page))
    assert any(one.startswith("color-contrast") for one in await violations(page, COLOURS))
    assert await too_wide(page)
    assert await too_small(page)


async def colours_and_rules(page: Page, place: Place) -> list[str]:
    """Hold a place against axe's rules, in light and dark, and a plan also with everything open."""
    found = [f"{place.name}: {one}" for one in await violations(page)]
    await page.emulate_media(color_scheme="dark")
    found += [f"{place.name}, dark: {one}" for one in await violations(page, COLOURS)]
    await page.emulate_media(color_scheme="light")
    if place.is_plan:
        await page.evaluate(OPEN_ALL)
        found += [f"{place.name}, all open: {one}" for one in await violations(page)]
    return found


SCREENS = ((360, 740), (640, 450), (1280, 900))
"""A telephone; a desk's screen at 200 %; the same at 100 %."""


async def sizes(page: Page, place: Place, screens: tuple[tuple[int, int], ...], *, letters: bool = True) -> list[str]:
    """Hold a place against narrow screens, and against letters of twice the size."""
    found = []
    for width, height in screens:
        await page.set_viewport_size({"width": width, "height": height})
        found += [f"{place.name}, {width} wide: {one}" for one in [*await too_wide(page), *await too_small(page)]]
    await page.set_viewport_size({"width": 1280, "height": 900})
    if letters:
        await page.evaluate(OPEN_ALL)
        await page.evaluate(LARGE_LETTERS)
        found += [f"{place.name}, letters at 200 %: {one}" for one in await too_wide(page)]
    return found


@pytest.mark.timeout(600)
@pytest.mark.parametrize("language", ["sv", "ar"])  # one from the left and one from the right
async def test_every_page_can_be_read_and_used_by_all(windows: Windows, cast: Cast, language: str) -> None:
    places = await every_place(cast, windows.visits)
    await windows.prefer(language)
    found: list[str] = []
    count, letters = itertools.count(), itertools.cycle((True, False, False))
    async for place, page in walk(windows, places, language):
        await expect(page.locator("html")).to_have_attribute("lang", language)
        await expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
        if language == "sv":
            found += [*await colours_and_rules(page, place), *await sizes(page, place, SCREENS)]
        else:  # no rule asks what the words say, no colour hangs on where they begin: some pages are enough; each is measured
            found += await violations(page, but=COLOURS) if next(count) % 6 == 0 else []
            found += await sizes(page, place, SCREENS[:1], letters=next(letters))
    assert found == [], "\n".join(found)


async def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until something has the focus; what has it must be seen on the way."""
    for _ in range(TABS):
        await page.keyboard.press("Tab")
        if await wanted.evaluate("one => one === document.activeElement"):
            await expect(wanted).to_be_in_viewport()
            return
    pytest.fail(f"Tab never reached {wanted}")


async def test_the_whole_way_by_keyboard_alone(windows: Windows, cast: Cast) -> None:
    name, own = await windows.account(cast.elsa), cast.text("self_assessment")
    page = await windows.open(None, "/")
    await expect(page.get_by_label("User name")).to_be_focused()
    await page.keyboard.type(name)
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Elsa")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    await page.keyboard.press("Enter")
    await tab_to(page, page.get_by_role("link", name="Elsa Berg"))
    await page.keyboard.press("Enter")
    await alive(page, own)
    await tab_to(page, body(page, own))
    await page.keyboard.type("I read well. ")
    await page.keyboard.press("Alt+F10")
    await expect(text(page, own).get_by_role("button", name="Bold")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(body(page, own)).to_be_focused()
    await page.keyboard.type("Really")
    await expect(body(page, own).locator("strong")).to_have_text("Really")
    await expect(saved(page, own)).to_have_text("Saved")
    await tab_to(page, goal(page, cast.goal.id).locator("summary"))
    await page.keyboard.press("Enter")
    await tab_to(page, goal(page, cast.goal.id).get_by_role("button", name="Mark as done"))
    await page.keyboard.press("Enter")
    await expect(goal(page, cast.goal.id).locator("summary")).to_have_text("Done")
    await expect(page.locator(":focus")).to_have_count(1)
    await tab_to(page, page.get_by_label("Write a comment"))
    await page.keyboard.type("Done!")
    await tab_to(page, page.locator("#comment-form").get_by_role("button", name="Send"))
    await page.keyboard.press("Enter")
    await expect(page.locator(".comment")).to_contain_text("Done!")
    await expect(page.locator(":focus")).to_have_count(1)


async def test_the_step_to_the_next_year_by_keyboard_alone(windows: Windows, cast: Cast) -> None:
    rollover = next(one for one in await organisation_places(cast, windows.visits) if one.name == "next school year")
    page = await windows.open(cast.director, rollover.address)
    name = page.get_by_role("group", name="4B").get_by_label("New name")
    await tab_to(page, name)
    await page.keyboard.press("Control+a")
    await page.keyboard.type("5 Blue")
    await tab_to(page, page.get_by_label("Yes, move the classes now, before the school year begins"))
    await page.keyboard.press("Space")
    await tab_to(page, page.get_by_role("button", name="Move the classes"))
    await page.keyboard.press("Enter")
    await expect(page.locator(".note[role=status]")).to_contain_text("The classes have stepped to the new school year.")
    await page.goto("/organisation")
    await expect(page.get_by_text("1 class · 2 pupils").first).to_be_visible()


async def test_the_dialogs_and_panels_that_scripts_make(windows: Windows, cast: Cast) -> None:
    notes = cast.text("talk_notes")
    line = await windows.line()
    page = await windows.open(cast.anna, plan(cast), base=line.base)
    await alive(page, notes)
    line.cut_live()
    await body(page, notes).click()
    await page.keyboard.type("Words")
    await expect(saved(page, notes)).to_have_text("Saved on this device, not yet sent")
    await expect(page.locator(".line-bar")).to_be_visible()
    found = await violations(page)
    await page.keyboard.press("Control+a")
    await expect(text(page, notes).get_by_role("button", name="Comment", exact=True)).to_be_visible()
    found += await violations(page)
    await page.keyboard.press("Control+k")
    await expect(page.get_by_role("dialog", name="Link")).to_be_visible()
    found += await violations(page)
    await page.keyboard.press("Escape")
    await page.locator("summary[aria-label='You: Anna Berg']").click()
    await page.get_by_role("button", name="Sign out", exact=True).click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    found += await violations(page)
    assert found == [], "\n".join(found)
