"""A refused form says so in the form, and nothing that was typed is lost; without a script forms work as they did."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from playwright.async_api import expect
from sqlmodel import select

from server.people.models import Relation
from tests.browser.windows import PASSWORD, sign_in

if TYPE_CHECKING:
    from playwright.async_api import Request, Route

    from tests.browser.windows import Windows
    from tests.cast import Cast

LOST = "That did not get through. Nothing is lost: try again in a moment."


async def test_a_wrong_password_is_said_in_the_form_and_the_rest_stays(windows: Windows, cast: Cast) -> None:
    await windows.account(cast.anna)
    page = await windows.open(cast.anna, "/settings/sign-in", viewport={"width": 360, "height": 740})
    form = page.locator("form[action='/settings/password']")
    present, wanted = form.get_by_label("Your present password"), form.get_by_label("Your new password")
    await present.fill("quite wrong")
    await wanted.fill("three green birds")
    await wanted.press("Enter")
    await expect(form.get_by_role("alert")).to_have_text("This is not your present password.")
    await expect(present).to_be_focused()
    await expect(present).to_have_attribute("aria-invalid", "true")
    await expect(wanted).to_have_value("three green birds")
    await expect(wanted).not_to_have_attribute("aria-invalid", "true")
    await present.fill(PASSWORD)
    await page.get_by_role("button", name="Change the password").click()
    await expect(page.get_by_role("status").get_by_text("You have a new password.")).to_be_visible()
    await expect(page).to_have_url(f"{windows.visits.base}/settings/sign-in?done=password")


async def test_signing_in_is_refused_in_the_form(windows: Windows, cast: Cast) -> None:
    name = await windows.account(cast.anna)
    page = await windows.open(None, "/sign-in?then=/notices")
    await sign_in(page, "anna-who-is-not")
    await expect(page.locator("form .wrong")).to_contain_text("is not right")
    await expect(page.get_by_label("User name")).to_have_value("anna-who-is-not")
    await sign_in(page, name)
    await expect(page).to_have_url(f"{windows.visits.base}/notices")


async def test_a_form_is_sent_once_and_a_lost_network_keeps_what_was_typed(windows: Windows, cast: Cast) -> None:
    line = await windows.line()
    page = await windows.open(cast.admin, f"/pupils/{cast.elsa.id}/relations", base=line.base)
    sent: list[Request] = []
    page.on("request", lambda one: sent.append(one) if one.method == "POST" else None)
    await page.locator("summary[aria-label='End: Guardian, Bo Lind']").click()
    why = page.get_by_label("Why?").locator("visible=true")
    await why.fill("Has asked for it")
    end = page.get_by_role("button", name="End it").locator("visible=true")
    line.cut()
    await end.click()
    await expect(page.get_by_role("alert")).to_have_text(LOST)
    await expect(why).to_have_value("Has asked for it")

    line.mend()
    sent.clear()
    answered = asyncio.Event()

    async def slowly(route: Route) -> None:
        await answered.wait()
        await route.continue_()

    await page.route("**/end", slowly)
    await end.click()
    await end.click()
    await why.press("Enter")
    answered.set()
    await expect(page.get_by_role("main")).to_contain_text("Has asked for it")
    await expect(page.locator("summary[aria-label='End: Guardian, Bo Lind']")).to_have_count(0)

    assert len(sent) == 1
    async with windows.visits.database.session() as session:
        [tie] = await session.exec(select(Relation).where(Relation.person_id == cast.bo.id))
    assert tie.end_reason == "Has asked for it"


async def test_slips_are_the_browsers_own_and_come_as_a_file(windows: Windows, cast: Cast) -> None:
    page = await windows.open(cast.mentor, f"/classes/{cast.klass.id}")
    async with page.expect_download() as coming:
        await page.get_by_role("button", name="Print sign-in slips").click()
    assert (await coming.value).suggested_filename == "slips.pdf"


async def test_a_list_says_at_once_for_whom_a_slip_is_printed(windows: Windows, cast: Cast) -> None:
    page = await windows.open(cast.admin, f"/schools/{cast.school.id}/accounts?class={cast.klass.id}")
    row = page.get_by_role("listitem").filter(has_text="Omar Aziz")
    before = await row.inner_text()
    async with page.expect_download() as coming:
        await row.get_by_role("button", name="New slip: Omar Aziz").click()
    assert (await coming.value).suggested_filename == "slips.pdf"

    await expect(row).not_to_have_text(before, use_inner_text=True)
    await expect(row).to_contain_text("user name:")


async def test_language_and_light_change_as_before(windows: Windows, cast: Cast) -> None:
    page = await windows.open(cast.elsa, "/notices")
    await page.locator("summary[aria-label='Language and light']").click()
    await page.get_by_role("button", name="Dark").click()
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    await page.locator("summary[aria-label='Language and light']").click()
    await page.get_by_role("button", name="العربية").click()
    await expect(page.locator("html")).to_have_attribute("dir", "rtl")
    await expect(page).to_have_url(f"{windows.visits.base}/notices")
