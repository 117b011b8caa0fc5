"""Without scripts a plan is whole and its forms work; without websockets it is whole and says what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest_asyncio
from playwright.async_api import Page, expect

from tests.browser.windows import badge, body, goal, plan, saved, sign_in

if TYPE_CHECKING:
    from tests.browser.windows import Windows
    from tests.cast import Cast
    from tests.visit import Visits

NO_WEBSOCKETS = """
window.WebSocket = class extends EventTarget {
  constructor() {
    super();
    setTimeout(() => { this.onerror?.(new Event("error")); this.onclose?.(new CloseEvent("close", { code: 1006 })); });
  }
  close() {}
};
"""


@pytest_asyncio.fixture(loop_scope="session")
async def written(cast: Cast, live: Visits) -> Cast:
    """Give the cast, with something written in the notes from the talk."""
    mentor = await live.socket(cast.mentor)
    await mentor.open(cast.plan.id, cast.text("talk_notes"))
    await mentor.write(cast.text("talk_notes"), "Elsa leads her talk.")
    return cast


async def plain(windows: Windows, person: object, address: str = "/") -> Page:
    """Open a page in a browser that runs no scripts."""
    return await windows.open(person, address, java_script_enabled=False)  # type: ignore[arg-type]


async def test_signing_in_and_out(windows: Windows, cast: Cast) -> None:
    name = await windows.account(cast.anna)
    page = await plain(windows, None, plan(cast))
    await sign_in(page, "anna-who-is-not")
    await expect(page.get_by_role("alert")).to_contain_text("is not right")
    await sign_in(page, name)
    await expect(page).to_have_url(f"{windows.visits.base}{plan(cast)}")
    await page.get_by_role("link", name="Stegvis").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Anna")
    await expect(page.get_by_role("link", name="Elsa Berg")).to_be_visible()
    await page.locator("summary[aria-label='You: Anna Berg']").click()
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    await page.goto(plan(cast))
    await expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


async def test_a_plan_is_whole(windows: Windows, written: Cast) -> None:
    page = await plain(windows, written.bo, plan(written))
    await expect(page.get_by_role("heading", level=1)).to_have_text("Elsa Berg")
    await expect(body(page, written.text("talk_notes"))).to_have_text("Elsa leads her talk.")
    await expect(body(page, written.text("agreement"))).to_have_text("Nothing is written here yet.")
    await expect(goal(page, written.goal.id)).to_contain_text("Read every day")
    await expect(goal(page, written.goal.id)).to_contain_text("Ongoing")
    await expect(page.get_by_role("heading", name="Comments")).to_be_visible()


async def test_a_goal_is_proposed_and_moved(windows: Windows, cast: Cast) -> None:
    page = await plain(windows, cast.elsa, plan(cast))
    await page.locator("#propose > summary").click()
    await page.get_by_label("Goal", exact=True).fill("Swim 200 metres")
    await page.get_by_role("button", name="Propose", exact=True).click()
    await expect(page.locator("#goals").get_by_role("heading", name="Swim 200 metres")).to_be_visible()
    ongoing = goal(page, cast.goal.id)
    await ongoing.locator("summary").click()
    await ongoing.get_by_role("button", name="Mark as done").click()
    await expect(goal(page, cast.goal.id).locator("summary")).to_have_text("Done")


async def test_a_comment_is_written_reworded_and_taken_back(windows: Windows, cast: Cast) -> None:
    page = await plain(windows, cast.anna, plan(cast))
    await page.get_by_label("Write a comment").fill("We practice at home")
    await page.get_by_role("button", name="Send").click()
    comment = page.locator(".comment")
    await expect(comment).to_contain_text("We practice at home")
    await comment.get_by_role("link", name="Reword").click()
    await page.get_by_label("Words").fill("We practise at home")
    await page.get_by_role("button", name="Save").click()
    await expect(comment).to_contain_text("We practise at home")
    await expect(comment).to_contain_text("reworded")
    await comment.get_by_role("button", name="Take back").click()
    await expect(comment).to_contain_text("This comment was taken back.")
    await expect(comment).not_to_contain_text("We practise at home")


async def test_an_answer_and_a_check_in_are_given(windows: Windows, cast: Cast) -> None:
    page = await plain(windows, cast.elsa, plan(cast))
    await page.get_by_label("Write a comment").fill("Which book?")
    await page.get_by_role("button", name="Send").click()
    await page.get_by_role("link", name="Answer").click()
    await expect(page.get_by_text("You are answering in a thread.")).to_be_visible()
    await page.locator("#comment-form textarea").fill("The red one")
    await page.get_by_role("button", name="Send").click()
    await expect(page.locator(".thread")).to_have_count(1)
    await expect(page.locator(".thread .comment").last).to_contain_text("The red one")
    await goal(page, cast.goal.id).get_by_role("link", name="Check in").click()
    await page.locator("#check-in-form textarea").fill("Twenty pages")
    await page.locator("#check-in-form button").first.click()
    await expect(goal(page, cast.goal.id).locator(".check-ins")).to_contain_text("Twenty pages")


async def test_a_notice_leads_to_its_place(windows: Windows, cast: Cast) -> None:
    mother = await plain(windows, cast.anna, plan(cast))
    await mother.get_by_label("Write a comment").fill("A question")
    await mother.get_by_role("button", name="Send").click()
    page = await plain(windows, cast.mentor)
    await expect(badge(page)).to_have_accessible_name("Notices: 1 unread")
    await badge(page).click()
    await page.get_by_role("button", name="A new comment").click()
    await expect(page.locator(".comment:target")).to_contain_text("A question")
    await expect(page.locator(".comment:target")).to_be_in_viewport()
    await expect(badge(page)).to_have_accessible_name("Notices: 0 unread")


async def test_language_and_light_are_remembered(windows: Windows, cast: Cast) -> None:
    page = await plain(windows, cast.anna)
    choose = page.locator("details.menu").first
    await choose.locator("summary").click()
    await choose.get_by_role("button", name="العربية").click()
    await expect(page.locator("html")).to_have_attribute("lang", "ar")
    await expect(page.locator("html")).to_have_attribute("dir", "rtl")
    await choose.locator("summary").click()
    await choose.locator("button[value=dark]").click()
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    elsewhere = await plain(windows, cast.anna)
    await expect(elsewhere.locator("html")).to_have_attribute("lang", "ar")
    await expect(elsewhere.locator("html")).to_have_attribute("data-theme", "dark")


async def test_without_websockets_a_plan_is_read_and_commented(windows: Windows, written: Cast) -> None:
    device = await windows.device(written.anna)
    await device.add_init_script(NO_WEBSOCKETS)
    page = await device.new_page()
    await page.goto(plan(written))
    await expect(page.locator("line-state")).to_contain_text("The live connection does not get through here.")
    await expect(body(page, written.text("talk_notes"))).to_have_text("Elsa leads her talk.")
    await expect(saved(page, written.text("talk_notes"))).to_have_text("Read only")
    await page.get_by_label("Write a comment").fill("Read on a school's network")
    await page.get_by_role("button", name="Send").click()
    await expect(page.locator(".comment")).to_contain_text("Read on a school's network")
