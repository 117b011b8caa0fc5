"""A right that changes takes hold on every open page, not only on plans."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from playwright.async_api import expect

from tests.realtime.steps import end_tie

if TYPE_CHECKING:
    from playwright.async_api import Page

    from server.db import Database
    from tests.browser.windows import Windows
    from tests.cast import Cast

AT_ONCE = 1.0
OVER = "You no longer have access to this page"


async def live_page(page: Page) -> None:
    """Wait until a page hears what is told."""
    await expect(page.locator("line-state")).to_have_js_property("state", "live")


async def test_a_pupils_page_closes_when_its_reader_may_no_longer_see_it(windows: Windows, cast: Cast, database: Database) -> None:
    mother = await windows.open(cast.anna, f"/pupils/{cast.elsa.id}")
    start = await windows.open(cast.anna)
    await expect(mother.get_by_role("heading", level=1)).to_have_text("Elsa Berg")
    for page in (mother, start):
        await live_page(page)

    await end_tie(cast, windows.visits, database, cast.anna)
    ended = monotonic()
    await expect(mother.get_by_role("heading", level=1)).to_have_text(OVER)
    seconds = monotonic() - ended

    assert seconds < AT_ONCE
    await expect(mother.get_by_role("main")).to_contain_text("The school has changed who may see it. If that is wrong, ask the school.")
    await expect(mother.get_by_role("main")).not_to_contain_text("Elsa")
    await expect(mother.get_by_role("banner")).not_to_contain_text("Elsa")
    await expect(mother).to_have_title(OVER)
    asked: list[str] = []
    mother.on("request", lambda request: asked.append(request.url))
    await mother.evaluate("document.body.dispatchEvent(new CustomEvent('news:notices', { detail: {} }))")
    await mother.evaluate("fetch('/healthz').then(one => one.text())")  # whatever had been asked for is asked for before this
    assert [one for one in asked if "/pupils/" in one] == [], "what is gone from the page asks for nothing"
    await expect(start.get_by_role("main")).not_to_contain_text("Elsa")
    await expect(start.get_by_role("heading", level=1)).to_have_text("Hello, Anna")


async def test_a_class_is_drawn_anew_when_somebody_in_it_may_no_longer_be_seen(windows: Windows, cast: Cast) -> None:
    home = await windows.open(cast.omars_mother, f"/classes/{cast.klass.id}")
    await expect(home.get_by_role("main")).to_contain_text("Elsa Berg")
    await live_page(home)
    admin = await windows.visits.as_(cast.admin)

    await admin.post(f"/pupils/{cast.elsa.id}/protection", data={"on": "yes", "reason": "A decision"})

    await expect(home.get_by_role("main")).not_to_contain_text("Elsa Berg")
    await expect(home.get_by_role("main")).to_contain_text("Omar Aziz")


async def test_a_protected_pupil_is_gone_from_a_teachers_page_within_a_second(windows: Windows, cast: Cast) -> None:
    teacher = await windows.open(cast.teacher, f"/classes/{cast.klass.id}")
    await expect(teacher.get_by_role("main")).to_contain_text("Elsa Berg")
    await live_page(teacher)
    admin = await windows.visits.as_(cast.admin)

    await admin.post(f"/pupils/{cast.elsa.id}/protection", data={"on": "yes", "reason": "A decision"})
    answered = monotonic()
    await expect(teacher.get_by_role("main")).not_to_contain_text("Elsa Berg")

    assert monotonic() - answered < AT_ONCE


async def test_what_somebody_is_writing_is_left_in_peace(windows: Windows, cast: Cast, database: Database) -> None:
    school = await windows.open(cast.director, f"/pupils/{cast.elsa.id}/relations")
    await live_page(school)
    await school.locator("summary[aria-label='End: Guardian, Anna Berg']").click()
    reason = school.get_by_label("Why?").locator("visible=true")
    await reason.fill("Has asked for")

    await end_tie(cast, windows.visits, database, cast.bo)
    await expect(school.get_by_role("main").get_by_role("status")).to_contain_text("This page has changed.")
    await expect(reason).to_have_value("Has asked for")
    await expect(reason).to_be_focused()
    await school.get_by_role("button", name="Load it again").click()

    await expect(school.locator("summary[aria-label='End: Guardian, Bo Lind']")).to_have_count(0)
    await expect(school.locator("summary[aria-label='End: Guardian, Anna Berg']")).to_be_visible()


async def test_a_page_asks_again_when_the_line_is_back(windows: Windows, cast: Cast, database: Database) -> None:
    line = await windows.line()
    mother = await windows.open(cast.anna, f"/pupils/{cast.elsa.id}", base=line.base)
    await live_page(mother)
    line.cut()
    await end_tie(cast, windows.visits, database, cast.anna)
    await expect(mother.get_by_role("heading", level=1)).to_have_text("Elsa Berg")

    line.mend()

    await expect(mother.get_by_role("heading", level=1)).to_have_text(OVER)
