"""Signed out elsewhere: every open page says so within seconds, and shows nothing of what it held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import expect

from tests.browser.windows import alive, body, plan, sign_in

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.browser.windows import Windows
    from tests.cast import Cast

AT_ONCE = 5_000


async def end_others(windows: Windows, cast: Cast) -> None:
    """Sign Elsa out everywhere, from another device of hers."""
    telephone = await windows.visits.as_(cast.elsa)
    assert (await telephone.post("/sessions/end-others")).status_code == 303


async def gone(page: Page, *words: str) -> None:
    """Hold that a page is gone but for the word that one is signed out."""
    await expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out", timeout=AT_ONCE)
    for one in (*words, "Elsa Berg"):
        await expect(page.get_by_text(one).locator("visible=true")).to_have_count(0)
    await expect(page).to_have_title("You are signed out")
    await expect(page.get_by_role("link", name="Notices")).to_have_count(0)


async def test_every_page_says_so_and_hides_what_it_held(windows: Windows, cast: Cast) -> None:
    device = await windows.device(cast.elsa)
    settings, klass, the_plan = [await device.new_page() for _ in range(3)]
    await settings.goto("/settings")
    await klass.goto(f"/classes/{cast.klass.id}")
    await the_plan.goto(plan(cast))
    await alive(the_plan, cast.text("self_assessment"))
    await settings.get_by_label("In my own words").fill("I like to swim")

    await end_others(windows, cast)

    await gone(settings, "About me")
    await gone(klass, "Omar Aziz")
    await gone(the_plan, "Read every day")


async def test_signing_in_beside_it_brings_the_page_back_with_what_was_typed(windows: Windows, cast: Cast) -> None:
    name = await windows.account(cast.elsa)
    page = await windows.open(cast.elsa, "/settings")
    await page.get_by_label("In my own words").fill("I like to swim")
    await end_others(windows, cast)
    await gone(page)

    async with page.context.expect_page() as opened:
        await page.get_by_role("link", name="Sign in").click()
    beside = await opened.value
    await sign_in(beside, name)
    await expect(beside).to_have_url(f"{windows.visits.base}/settings")

    await page.bring_to_front()
    await expect(page.get_by_label("In my own words")).to_have_value("I like to swim")
    await expect(page.get_by_label("In my own words")).to_be_visible()
    await expect(page).to_have_title("Settings · Stegvis")


async def test_signing_in_in_its_place_leads_back_to_it(windows: Windows, cast: Cast) -> None:
    name = await windows.account(cast.elsa)
    page = await windows.open(cast.elsa, plan(cast))
    await alive(page, cast.text("self_assessment"))
    await end_others(windows, cast)
    await gone(page)

    await page.get_by_role("link", name="Sign in").click()
    await sign_in(page, name)

    await expect(body(page, cast.text("self_assessment"))).to_be_visible()
