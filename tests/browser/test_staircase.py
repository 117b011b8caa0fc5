"""The staircase on open pages: live, by its links, by keyboard; and the last plan beside this one."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.browser.test_accessible import tab_to
from tests.browser.windows import alive, body, plan, propose, saved
from tests.server.plans.earlier import last_plan

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

    from tests.browser.windows import Windows
    from tests.cast import Cast


def step(page: Page, name: str) -> Locator:
    """Find a step of the staircase by its name."""
    return page.locator("main .stairs").get_by_role("link", name=name)


@pytest_asyncio.fixture(loop_scope="session")
async def draft(windows: Windows, cast: Cast) -> Cast:
    """Give the cast before anything is shown to the home, with all that the school prepares handed in."""
    async with windows.visits.database.engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE plan SET phase = 'draft'")
        await connection.exec_driver_sql("UPDATE preparation SET ready = now() WHERE party <> 'home'")
    return cast


async def test_a_guardians_open_pages_change_when_the_plan_is_shown(windows: Windows, draft: Cast) -> None:
    open_plan = await windows.open(draft.anna, plan(draft))
    pupil = await windows.open(draft.anna, f"/pupils/{draft.elsa.id}")
    start = await windows.open(draft.anna)
    mentor = await windows.open(draft.mentor, plan(draft))
    for page in (open_plan, pupil):
        await expect(step(page, "Step 2 of 7, Prepare at school: waiting for the school")).to_be_visible()
        await expect(step(page, "Step 3 of 7, Prepare at home: not begun")).to_be_visible()
    await expect(start.locator(".small-stairs")).to_have_accessible_name("Step 2 of 7, Prepare at school: waiting for the school")
    await expect(step(mentor, "Step 3 of 7, Prepare at home: your turn")).to_have_attribute("aria-current", "step")
    await mentor.get_by_role("button", name="Show to the home").click()
    for page in (open_plan, pupil):
        await expect(step(page, "Step 2 of 7, Prepare at school: done")).to_be_visible()
        await expect(step(page, "Step 3 of 7, Prepare at home: your turn")).to_have_attribute("href", f"{plan(draft)}/prepare")
    await expect(start.locator(".small-stairs")).to_have_accessible_name("Step 3 of 7, Prepare at home: your turn")
    await expect(start.locator(".task").first).to_contain_text("Write how you see it at home")
    await expect(step(mentor, "Step 3 of 7, Prepare at home: waiting for the home")).to_be_visible()
    await mentor.get_by_role("button", name="Take back from the home").click()
    for page in (open_plan, pupil):
        await expect(step(page, "Step 3 of 7, Prepare at home: not begun")).to_be_visible()
    await open_plan.get_by_text("How the plan came here").click()
    await expect(open_plan.locator(".came li")).to_contain_text(["Begun", "Shown to the home · Maja Mentor", "Taken back from the home"])


async def boxes(page: Page) -> list[tuple[float, float]]:
    """Give where each step's block begins: from the left, from the top."""
    found = [await one.bounding_box() for one in await page.locator("main .stairs .block").all()]
    return [(one["x"], one["y"]) for one in found if one]


async def test_the_stairs_climb_at_a_desk_and_step_down_on_a_telephone(windows: Windows, cast: Cast) -> None:
    page = await windows.open(cast.anna, plan(cast))
    wide = await boxes(page)
    assert len(wide) == 7
    assert all(one[0] < other[0] and one[1] > other[1] for one, other in pairwise(wide))
    await page.set_viewport_size({"width": 360, "height": 740})
    assert all(one[0] < other[0] and one[1] < other[1] for one, other in pairwise(await boxes(page)))
    await windows.prefer("ar")
    await page.set_viewport_size({"width": 1280, "height": 900})
    await page.reload()
    assert all(one[0] > other[0] and one[1] > other[1] for one, other in pairwise(await boxes(page)))
    mirrored = "one => new DOMMatrix(getComputedStyle(one).transform).a"
    assert await page.locator(".stairs .turns").first.evaluate(mirrored) == -1
    assert await page.locator(".stairs .done .fg").first.evaluate("one => getComputedStyle(one).transform") == "none"


async def test_the_symbols_are_explained(windows: Windows, cast: Cast) -> None:
    page = await windows.open(cast.elsa, plan(cast))
    await page.get_by_text("The symbols of the staircase mean:").click()
    await expect(page.locator(".stairs-legend li")).to_have_text(
        ["Not begun", "Your turn", "Ongoing", "Waiting", "Done", "Late", "Passed over"]
    )


@pytest.mark.parametrize("forced", ["active", "none"])
async def test_each_state_has_a_shape_of_its_own_without_colours(windows: Windows, cast: Cast, forced: str) -> None:
    page = await windows.open(cast.elsa, plan(cast), forced_colors=forced)
    await page.get_by_text("The symbols of the staircase mean:").click()
    shapes = [await one.inner_html() for one in await page.locator(".stairs-legend .sym").all()]
    assert len(set(shapes)) == len(shapes) == 7


async def test_the_last_plan_is_taken_over_by_keyboard(windows: Windows, cast: Cast) -> None:
    async with windows.visits.database.session() as session:
        _, goals = await last_plan(session, cast)
        await session.commit()
    own = cast.text("self_assessment")
    page = await windows.open(cast.elsa, plan(cast))
    mentor = await windows.open(cast.mentor, plan(cast))
    link = page.get_by_role("link", name="Beside the last plan")
    await tab_to(page, link)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Beside an earlier plan")
    await alive(page, own)
    await tab_to(page, page.get_by_role("button", name="Take over: I read better than before."))
    await page.keyboard.press("Enter")
    await expect(body(page, own)).to_have_text("From Spring 2026: I read better than before.")
    await expect(page.locator("take-over [role=status]").first).to_have_text("Taken over into: Where am I now?")
    await expect(saved(page, own)).to_have_text("Saved")
    await expect(body(mentor, own)).to_have_text("From Spring 2026: I read better than before.")
    await tab_to(page, page.locator(f"form:has([value='{goals['Read aloud']}']) button"))
    await page.keyboard.press("Enter")
    await expect(page.locator("#goals .taken")).to_have_text("Taken over")
    await expect(page.get_by_role("region", name="Goals of this plan")).to_contain_text("from the plan of Spring 2026")
    await expect(mentor.locator("#goals")).to_contain_text("from the plan of Spring 2026")


async def test_selected_words_are_taken_over_and_the_page_goes_on_where_the_right_ends(windows: Windows, cast: Cast) -> None:
    async with windows.visits.database.session() as session:
        await last_plan(session, cast)
        await session.commit()
    page = await windows.open(cast.anna, f"{plan(cast)}/compare")
    home = cast.text("home_anna")
    await alive(page, home)
    piece = page.locator("take-over", has_text="Anna sees her read.").locator("p").first
    await piece.evaluate("one => getSelection().setBaseAndExtent(one.firstChild, 5, one.firstChild, 18)")
    await page.get_by_role("button", name="Take over the selected words: sees her read").click()
    await expect(body(page, home)).to_have_text("From Spring 2026: sees her read")
    mentor = await windows.open(cast.mentor, plan(cast))
    await propose(mentor)
    await expect(page.locator("take-over .take").locator("visible=true")).to_have_count(0)
    await expect(saved(page, home)).to_have_text("Read only")
