"""The class overview in a real browser: it goes live, keeps what one has chosen, and acts on it."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from playwright.async_api import expect

from tests.browser.axe import too_wide, violations
from tests.realtime.steps import end_teaching
from tests.rounds import begin_round, open_class

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

    from server.db import Database
    from tests.browser.windows import Windows
    from tests.cast import Cast

AT_ONCE = 5_000
"""Milliseconds: a second, and what a busy machine adds."""


def row(page: Page, name: str) -> Locator:
    """Find a pupil's row."""
    return page.locator("tr", has=page.get_by_role("link", name=name))


def box(page: Page, name: str) -> Locator:
    """Find the box that chooses a pupil."""
    return row(page, name).get_by_role("checkbox")


async def test_what_one_does_is_seen_on_the_others_overview_which_keeps_its_place(windows: Windows, cast: Cast) -> None:
    klass, version = await open_class(cast, windows.visits)
    await begin_round(cast, windows.visits, klass, version)
    address = f"/classes/{klass.id}/overview"
    mentor, principal, school = [
        await windows.open(person, where)
        for person, where in ((cast.mentor, address), (cast.principal, address), (cast.principal, f"/schools/{cast.school.id}/overview"))
    ]
    await expect(row(mentor, "Nora Ny")).to_contain_text("The pupil")
    await expect(row(school, "5A")).to_contain_text("Waiting: 3")
    await mentor.get_by_label("Look for a pupil").fill("n")
    await expect(row(mentor, "Petra Persson")).to_have_count(0)
    await mentor.get_by_label("Look for a pupil").fill("")
    await expect(row(mentor, "Petra Persson")).to_be_visible()
    await box(mentor, "Petra Persson").check()
    await mentor.get_by_label("Look for a pupil").fill("p")
    await mentor.get_by_label("Look for a pupil").press("End")

    await box(principal, "Petra Persson").check()
    await principal.get_by_role("button", name="Wait for them no longer").click()

    await expect(principal.get_by_role("status").filter(has_text="2 preparations are waited for no longer.")).to_be_visible()
    await expect(row(mentor, "Petra Persson")).not_to_contain_text("The pupil", timeout=AT_ONCE)
    await expect(box(mentor, "Petra Persson")).to_be_checked()
    await expect(mentor.get_by_label("Look for a pupil")).to_be_focused()
    await expect(row(mentor, "Nora Ny")).to_have_count(0)
    await mentor.get_by_role("button", name="Show to the home").click()
    await expect(mentor.get_by_role("status").filter(has_text="1 plan is shown to the home.")).to_be_visible()
    await expect(row(principal, "Petra Persson").get_by_text("Done")).to_have_count(2, timeout=AT_ONCE)
    await expect(row(school, "5A")).to_contain_text("Waiting: 2", timeout=AT_ONCE)


async def test_one_box_chooses_all_and_each_is_reminded_once_a_day(windows: Windows, cast: Cast) -> None:
    klass, version = await open_class(cast, windows.visits)
    await begin_round(cast, windows.visits, klass, version)
    page = await windows.open(cast.mentor, f"/classes/{klass.id}/overview")
    teacher = await windows.open(cast.teacher, "/")
    badge = teacher.locator("notice-badge a")
    await expect(badge).to_have_accessible_name("Notices: 1 unread")
    remind = page.get_by_role("button", name="Remind those who are missing")

    await remind.click()
    await expect(page.get_by_role("alert")).to_contain_text("Choose at least one pupil.")
    await page.get_by_label("All", exact=True).check()
    await expect(box(page, "Nora Ny")).to_be_checked()
    await remind.click()

    await expect(page.get_by_role("status").filter(has_text="4 people are reminded.")).to_be_visible()
    await expect(badge).to_have_accessible_name("Notices: 2 unread")
    await remind.click()
    await expect(page.get_by_role("status").filter(has_text="0 people are reminded. 4 were reminded today already.")).to_be_visible()


async def test_a_round_that_is_begun_fills_the_overview_before_ones_eyes_and_is_taken_back(windows: Windows, cast: Cast) -> None:
    klass, _ = await open_class(cast, windows.visits)
    overview = await windows.open(cast.principal, f"/classes/{klass.id}/overview")
    await expect(row(overview, "Nora Ny").get_by_text("Not begun")).to_have_count(7)
    page = await windows.open(cast.mentor, "/")

    await page.locator(".task", has_text="5A").get_by_role("link", name="Begin", exact=True).click()
    await page.get_by_label("The talk", exact=True).fill("2020-01-01")
    await page.get_by_role("button", name="Begin the round").click()
    await expect(page.get_by_role("alert")).to_contain_text("This day has passed.")
    await page.goto(f"/classes/{klass.id}/round")
    await page.get_by_role("button", name="Begin the round").click()

    await expect(page.get_by_role("heading", name="Handed out")).to_be_visible()
    await expect(page.get_by_text("3 of 3 pupils have the material.")).to_be_visible()
    await expect(row(overview, "Nora Ny")).to_contain_text("The pupil", timeout=AT_ONCE)
    stray: list[str] = []
    page.on("response", lambda one: stray.append(one.url) if one.status == HTTPStatus.NOT_FOUND else None)
    await page.locator("summary", has_text="Take the round back").click()
    await page.get_by_role("button", name="Take it back now").click()
    await expect(page).to_have_url(re.compile(rf"/classes/{klass.id}/round\?undone=yes$"))
    await expect(page.get_by_role("status").filter(has_text="The round is taken back.")).to_be_visible()
    assert stray == [], "what is gone is not asked for again"
    await expect(row(overview, "Nora Ny").get_by_text("Not begun")).to_have_count(7, timeout=AT_ONCE)


async def test_a_plan_that_is_taken_back_closes_on_open_pages(windows: Windows, cast: Cast) -> None:
    klass, version = await open_class(cast, windows.visits)
    address = await begin_round(cast, windows.visits, klass, version)
    overview = await windows.open(cast.mentor, f"/classes/{klass.id}/overview")
    plan = await row(overview, "Nora Ny").get_by_role("link").get_attribute("href")
    teacher = await windows.open(cast.teacher, plan or "")
    await expect(teacher.locator("people-here [role=status]")).to_be_visible()

    answer = await (await windows.visits.as_(cast.principal)).post(f"{address}/undone")

    assert answer.status_code == 303
    await expect(teacher.get_by_role("heading", level=1)).to_have_text("You no longer have access to this plan", timeout=AT_ONCE)


async def test_who_may_see_it_no_longer_is_told_so(windows: Windows, cast: Cast, database: Database) -> None:
    teacher = await windows.open(cast.teacher, f"/classes/{cast.klass.id}/overview")
    await expect(row(teacher, "Elsa Berg")).to_be_visible()

    await end_teaching(cast, windows.visits, database)

    await expect(teacher.get_by_role("heading", level=1)).to_have_text("You no longer have access to this page", timeout=AT_ONCE)
    await expect(row(teacher, "Elsa Berg")).to_have_count(0)


async def test_on_a_telephone_each_pupil_is_a_card_and_the_keyboard_does_it_all(windows: Windows, cast: Cast) -> None:
    klass, version = await open_class(cast, windows.visits)
    await begin_round(cast, windows.visits, klass, version)
    page = await windows.open(cast.mentor, f"/classes/{klass.id}/overview", viewport={"width": 360, "height": 740})

    await expect(row(page, "Nora Ny")).to_contain_text("Prepare at school: Waiting")
    assert await too_wide(page) == []
    assert await violations(page) == []
    await box(page, "Nora Ny").focus()
    await page.keyboard.press("Space")
    await page.get_by_role("button", name="Remind those who are missing").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status").filter(has_text="2 people are reminded.")).to_be_visible()
