"""Booking on a telephone: two taps to book, to move and to cancel, by keyboard too; and every open page is true."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest_asyncio
from playwright.async_api import expect
from sqlmodel import update

from server.i18n import words
from server.people.models import Relation, RelationKind
from server.plans.models import Phase, Plan
from tests.booking import offered, tomorrow
from tests.browser.axe import too_wide, violations

if TYPE_CHECKING:
    from server.booking.models import Slot
    from tests.browser.windows import Windows
    from tests.cast import Cast

TELEPHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}


@pytest_asyncio.fixture(loop_scope="session")
async def slots(cast: Cast, windows: Windows) -> list[Slot]:
    """Let the mentor offer four times."""
    async with windows.visits.database.session() as session:
        await session.exec(update(Plan).values(phase=Phase.shared))
        _, found = await offered(session, cast.klass, cast.mentor)
        await session.commit()
    return found


def clock(slot: Slot) -> str:
    """Say when a time begins, as pages do."""
    return words("en").clock(slot.starts)


async def test_a_guardian_books_moves_and_cancels_with_two_taps_each(windows: Windows, cast: Cast, slots: list[Slot]) -> None:
    page = await windows.open(cast.anna, "/", **TELEPHONE)
    await page.get_by_role("link", name="Choose").tap()
    await expect(page.get_by_role("heading", name="Your talk is not booked yet")).to_be_visible()
    assert await too_wide(page) == []
    assert await violations(page) == []

    await page.locator(f"a.time[href*='{slots[0].id}']").tap()
    await page.get_by_role("button", name="Book this time").tap()
    talk = page.locator(".talk.is-booked")
    await expect(talk).to_contain_text(clock(slots[0]))

    await page.locator(f"a.time[href*='{slots[2].id}']").tap()
    await expect(page.get_by_role("button", name="Move it here")).to_be_visible()
    assert await violations(page) == []
    await page.get_by_role("button", name="Move it here").tap()
    await expect(talk).to_contain_text(clock(slots[2]))

    await page.get_by_text("Cancel it").tap()
    await page.get_by_role("button", name="Cancel the talk").tap()
    await expect(page.get_by_role("heading", name="Your talk is not booked yet")).to_be_visible()


async def test_the_same_by_keyboard(windows: Windows, cast: Cast, slots: list[Slot]) -> None:
    page = await windows.open(cast.anna, f"/plans/{cast.plan.id}/booking")
    await page.locator(f"a.time[href*='{slots[0].id}']").focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Book this time").focus()
    await page.keyboard.press("Enter")
    talk = page.locator(".talk.is-booked")
    await expect(talk).to_contain_text(clock(slots[0]))

    await page.get_by_role("link", name="Move it").focus()
    await page.keyboard.press("Enter")
    await page.locator(f"a.time[href*='{slots[1].id}']").focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Move it here").focus()
    await page.keyboard.press("Enter")
    await expect(talk).to_contain_text(clock(slots[1]))

    await page.get_by_text("Cancel it").focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Cancel the talk").focus()
    await page.keyboard.press("Enter")
    await expect(talk).to_have_count(0)


async def test_open_pages_show_at_once_what_is_taken_and_what_is_free(windows: Windows, cast: Cast, slots: list[Slot]) -> None:
    anna = await windows.open(cast.anna, f"/plans/{cast.plan.id}/booking/{slots[0].id}", **TELEPHONE)
    other = await windows.open(cast.omars_mother, f"/plans/{cast.omars_plan.id}/booking", **TELEPHONE)
    day = await windows.open(cast.mentor, f"/offers/{slots[0].offer_id}")
    mine = await windows.open(cast.mentor, f"/booking/day?day={slots[0].starts:%Y-%m-%d}")
    for page in (day, mine):
        await expect(page.locator(".day-list .is-free")).to_have_count(4)
    taken = other.locator(f"a.time[href*='{slots[0].id}']")
    await expect(taken).to_be_visible()

    await anna.get_by_role("button", name="Book this time").tap()

    await expect(taken).to_have_count(0)
    for page in (day, mine):
        await expect(page.locator(".day-list")).to_contain_text("Elsa Berg")
    await expect(other.locator("main")).not_to_contain_text("Elsa")

    await anna.get_by_text("Cancel it").tap()
    await anna.get_by_role("button", name="Cancel the talk").tap()
    await expect(taken).to_be_visible()
    for page in (day, mine):
        await expect(page.locator(".day-list .is-free")).to_have_count(4)


async def test_who_is_too_late_is_told_in_the_form(windows: Windows, cast: Cast, slots: list[Slot]) -> None:
    pages = [
        await windows.open(person, f"/plans/{plan.id}/booking/{slots[0].id}", **TELEPHONE)
        for person, plan in ((cast.anna, cast.plan), (cast.omars_mother, cast.omars_plan))
    ]
    await pages[0].get_by_role("button", name="Book this time").tap()
    await expect(pages[0].locator(".talk.is-booked")).to_be_visible()
    await pages[1].get_by_role("button", name="Book this time").tap()

    await expect(pages[1].get_by_role("alert")).to_contain_text("This time has just been taken. Choose another one.")


async def test_brothers_and_sisters_come_back_to_back(windows: Windows, cast: Cast, slots: list[Slot]) -> None:
    async with windows.visits.database.session() as session:
        session.add(Relation(person_id=cast.anna.id, kind=RelationKind.guardian_of, pupil_id=cast.omar.id, household_id=cast.annas.id))
        _, others = await offered(session, cast.klass, cast.teacher, first=tomorrow() + timedelta(minutes=80), room="Room 3")
        await session.commit()
    page = await windows.open(cast.anna, f"/plans/{cast.plan.id}/booking/{slots[3].id}", **TELEPHONE)
    await page.get_by_role("button", name="Book this time").tap()
    await expect(page.locator(".talk.is-booked")).to_be_visible()

    await page.goto(f"/plans/{cast.omars_plan.id}/booking")
    first = page.locator(".close-by li").first
    await expect(first).to_contain_text("Elsa")
    await expect(page.locator(f".close-by a[href*='{others[0].id}']")).to_be_visible()
    assert await too_wide(page) == []
    await page.locator(f".close-by a[href*='{others[0].id}']").tap()
    await expect(page.locator(".note")).to_contain_text(f"Right after Elsa, {clock(slots[3])}")
    await page.get_by_role("button", name="Book this time").tap()
    await expect(page.locator(".talk.is-booked")).to_contain_text(clock(others[0]))
