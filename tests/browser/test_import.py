"""An administrator brings a roster in: looks, mends a row, applies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import FilePayload, expect

from tests.browser.windows import plan
from tests.server.schools.test_import import ROSTER, WITHOUT_BO

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.browser.windows import Windows
    from tests.cast import Cast


async def upload(page: Page, content: bytes) -> None:
    """Choose a file and send it."""
    await page.goto("/organisation/import")
    await page.get_by_label("File").set_input_files(FilePayload(name="skolan.csv", mimeType="text/csv", buffer=content))
    await page.get_by_role("button", name="See what would change").click()


async def test_a_row_is_mended_and_the_roster_applied(windows: Windows, cast: Cast) -> None:
    bo, page = await windows.open(cast.bo, plan(cast)), await windows.open(cast.admin, f"/schools/{cast.school.id}")
    await page.get_by_role("link", name="Bring in a roster").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Bring in a roster")

    await upload(page, ROSTER.replace("Omar;Aziz", "=Omar;Aziz").encode())
    await expect(page.get_by_role("heading", name="The roster cannot be used as it is")).to_be_visible()
    await expect(page.get_by_text("skolan.csv, row 3")).to_be_visible()
    await expect(page.get_by_text("This begins like a formula")).to_be_visible()
    await expect(page.get_by_role("button", name="Apply")).to_have_count(0)

    await upload(page, WITHOUT_BO)
    await expect(page.get_by_role("heading", name="Ready to be applied")).to_be_visible()
    await page.reload()
    leaving = page.get_by_role("group").filter(has_text="People who leave")
    await leaving.get_by_role("heading").click()
    await expect(leaving.get_by_text("Bo Lind")).to_be_visible()
    await expect(bo.get_by_role("heading", level=1)).to_be_visible()

    await page.get_by_role("button", name="Apply").click()
    await expect(page.get_by_role("heading", name="The roster is applied")).to_be_visible()
    await expect(bo.get_by_text("The school has changed who may see it")).to_be_visible()
