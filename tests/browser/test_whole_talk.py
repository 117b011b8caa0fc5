"""One whole talk: booked by two homes, held in the room and from afar with an interpreter, a line that breaks; agreed on and locked."""

from __future__ import annotations

import asyncio
import os
import re
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from playwright.async_api import expect
from pypdf import PdfReader
from sqlmodel import col, update

from server.columns import now
from server.i18n import at_school
from server.plans.models import Phase, Plan
from server.talks.models import Attendance, Talk
from tests.browser.callers import REMEMBER, Caller, told, with_devices
from tests.browser.windows import alive, body, plan, saved, write

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from playwright.async_api import Browser, Page

    from server.people.models import Person
    from tests.browser.lines import Line
    from tests.browser.windows import Windows
    from tests.cast import Cast

TELEPHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}}
AWAY = float(os.environ.get("STEGVIS_AWAY", "4"))
"""Seconds for which a line is gone: a minute when it is walked by hand, less in every run."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """Give a Chromium with devices, in the place of the usual one."""
    async with with_devices() as browser:
        yield browser


@dataclass
class People:
    """The pages of those who come to the talk."""

    mentor: Page
    elsa: Page
    anna: Page
    bo: Page

    def all(self) -> list[Page]:
        """Give all of them."""
        return [self.mentor, self.elsa, self.anna, self.bo]


async def page_of(windows: Windows, person: Person | None, address: str, base: str = "", **options: Any) -> Page:
    """Open a page whose connections can be counted."""
    device = await windows.device(person, base=base, **options)
    await device.add_init_script(REMEMBER)
    page = await device.new_page()
    await page.goto(address)
    return page


async def nobody_has_met(windows: Windows) -> None:
    """Take the talks back that the cast is in: the plans are shown to the homes, and that is all."""
    async with windows.visits.database.session() as session:
        await session.exec(update(Plan).values(phase=Phase.shared))
        await session.exec(update(Attendance).values(until=now()))
        await session.exec(update(Talk).where(col(Talk.ended).is_(None)).values(ended=now()))
        await session.commit()


async def offer(mentor: Page, cast: Cast) -> None:
    """Offer the times of an afternoon."""
    await mentor.goto(f"/classes/{cast.klass.id}/booking")
    await mentor.get_by_role("link", name="Offer times").click()
    day = mentor.get_by_role("group", name="Day 1", exact=True)
    await day.get_by_label("Day", exact=True).fill((at_school(now()).date() + timedelta(days=3)).isoformat())
    await day.get_by_label("From").fill("14:00")
    await day.get_by_label("Until").fill("15:30")
    await mentor.get_by_label("Room", exact=True).fill("Room 12")
    await mentor.get_by_role("button", name="See the times").click()
    await mentor.get_by_role("button", name="Offer these times").click()
    await expect(mentor.get_by_text("The times are offered, and the homes are told.")).to_be_visible()


async def book(page: Page, cast: Cast, time: str) -> None:
    """Book a time with two taps, from the start page."""
    await page.get_by_role("link", name="Choose").click()
    await page.get_by_role("link", name=time).first.click()
    await page.get_by_role("button", name="Book this time").click()
    await expect(page.locator(".talk.is-booked")).to_contain_text(time)
    await page.goto(plan(cast))


async def booked(windows: Windows, cast: Cast, line: Line) -> People:
    """Let the mentor offer times and each home book one; neither sees the other's."""
    mentor, elsa = await page_of(windows, cast.mentor, "/"), await page_of(windows, cast.elsa, "/")
    await offer(mentor, cast)
    anna, bo = await page_of(windows, cast.anna, "/", **TELEPHONE), await page_of(windows, cast.bo, "/", base=line.base, **TELEPHONE)
    await book(anna, cast, "14:00")
    await book(bo, cast, "14:20")
    for page, own, other in ((anna, "14:00", "14:20"), (bo, "14:20", "14:00")):
        await expect(page.get_by_text(own).first).to_be_visible()
        await expect(page.get_by_text(other)).to_have_count(0)
    await mentor.goto(plan(cast))
    return People(mentor, elsa, anna, bo)


async def meet(people: People) -> None:
    """Begin the talk, and come to it from the start pages."""
    await people.mentor.get_by_role("button", name="Begin the talk", exact=True).click()
    await expect(people.mentor.locator("talk-room")).to_be_visible()
    for one in (people.elsa, people.anna, people.bo):
        await one.goto("/")
        await one.locator(".task").get_by_role("link", name="Join the talk").first.click()
        await one.get_by_role("button", name="Join the talk").click()
        await expect(one.locator("talk-room")).to_be_visible()


async def let_in(windows: Windows, mentor: Page) -> Page:
    """Invite an interpreter, let her in, and let her take part."""
    await mentor.locator("#invite > summary").click()
    await mentor.locator("#invite").get_by_label("Name").fill("Iman")
    await mentor.locator("#invite").get_by_label("As").select_option("interpreter")
    await mentor.get_by_role("button", name="Make the link").click()
    guest = await page_of(windows, None, await mentor.locator("#guest-address code").inner_text())
    await guest.get_by_role("button", name="Come in").click()
    await mentor.locator(".guest-row.waits").get_by_role("button", name="Let in", exact=True).click()
    await expect(guest.locator("talk-room")).to_be_visible()
    return guest


async def heard(people: People, guest: Page) -> list[Caller]:
    """Let the room, both homes and the interpreter hear and see each other."""
    callers = [Caller(one) for one in (people.mentor, people.anna, people.bo, guest)]
    for one in callers:
        await one.join()
    for one in callers:
        await one.sees(3)
    return callers


async def a_line_breaks(people: People, cast: Cast, line: Line) -> None:
    """Cut one home off in the middle of a sentence, and let all write on; what each has written is there for all afterwards."""
    notes = cast.text("talk_notes")
    for one in people.all():
        await alive(one, notes)
    await write(people.bo, notes, "At my place ")
    await expect(body(people.mentor, notes)).to_contain_text("At my place")
    line.cut()
    gone = asyncio.get_running_loop().time()
    await write(people.bo, notes, "we read on Sundays. ")
    await write(people.elsa, notes, "I like that. ")
    await write(people.anna, notes, "So do I. ")
    await expect(saved(people.bo, notes)).to_contain_text("not yet sent")
    await expect(body(people.bo, notes)).not_to_contain_text("So do I.")
    await asyncio.sleep(max(0.0, gone + AWAY - asyncio.get_running_loop().time()))  # the time is the point of it
    line.mend()
    for one in people.all():
        for words in ("we read on Sundays.", "I like that.", "So do I."):
            await expect(body(one, notes)).to_contain_text(words)
    await expect(saved(people.bo, notes)).to_have_text("Saved")


async def a_new_goal(people: People) -> None:
    """Let the pupil lead on to new goals and propose one, seen by all."""
    await people.mentor.locator("#hand-on > summary").click()
    await people.mentor.locator("#hand-on").get_by_role("button", name="Elsa Berg").click()
    await people.elsa.locator("#agenda").get_by_role("button", name="New goals").click()
    for one in people.all():
        await expect(one.locator(".point-title")).to_have_text("New goals")
    await people.elsa.locator("#propose > summary").click()
    await people.elsa.locator("#propose").get_by_label("Goal", exact=True).fill("Swim two hundred metres")
    await people.elsa.locator("#propose").get_by_role("button", name="Propose", exact=True).click()
    for one in people.all():
        await expect(one.locator("#point")).to_contain_text("Swim two hundred metres")


async def agree(people: People, cast: Cast) -> None:
    """Write what is agreed on, end the talk, propose; each answers on a device of their own, and the mentor locks."""
    agreement = cast.text("agreement")
    await people.elsa.locator("#agenda").get_by_role("button", name="What we agree on").click()
    await write(people.elsa, agreement, "We read twenty minutes every evening.")
    await expect(body(people.mentor, agreement)).to_contain_text("every evening.")
    await people.mentor.locator("#end > summary").click()
    await people.mentor.get_by_role("button", name="End it for everyone").click()
    for one in (people.elsa, people.anna, people.bo):
        await expect(one.get_by_text("The talk is over. What was written is kept in the plan.")).to_be_visible()
    await people.mentor.get_by_role("link", name="Propose the agreement").click()
    await people.mentor.get_by_role("button", name="Propose the agreement").click()
    for one, waited in ((people.elsa, "2 answers are"), (people.anna, "1 answer is")):
        await one.goto(f"{plan(cast)}/agreement")
        await one.get_by_role("button", name="I agree", exact=True).click()
        await expect(people.mentor.get_by_text(f"{waited} still waited for.")).to_be_visible()
    await people.bo.goto(f"{plan(cast)}/agreement")
    await people.bo.get_by_text("There is something I do not agree with").click()
    await people.bo.get_by_label("Say it in your own words").fill("I would rather see thirty.")
    await people.bo.get_by_role("button", name="Send what I have written").click()
    await expect(people.mentor.get_by_text("I would rather see thirty.")).to_be_visible()
    await people.mentor.get_by_role("button", name="Lock the agreement").click()
    for one in people.all():
        await expect(one.get_by_role("link", name="Version 1, locked")).to_be_visible()


async def take_home(page: Page) -> None:
    """Take the file, and read in it what was agreed on and by whom."""
    await page.get_by_role("link", name="Version 1, locked").click()
    address = await page.get_by_role("link", name="Take it home as a PDF").get_attribute("href")
    assert address
    file = await (await page.context.request.get(address)).body()
    words = " ".join(" ".join(one.extract_text().split()) for one in PdfReader(BytesIO(file)).pages)
    for said in ("We read twenty minutes every evening.", "Swim two hundred metres", "I would rather see thirty.", "Anna Berg", "Bo Lind"):
        assert said in words, said


@pytest.mark.timeout(240)
async def test_from_the_booking_to_the_locked_version(windows: Windows, cast: Cast, report: Callable[[str], None]) -> None:
    await nobody_has_met(windows)
    line = await windows.line()
    people = await booked(windows, cast, line)
    await meet(people)
    guest = await let_in(windows, people.mentor)
    callers = await heard(people, guest)
    await a_line_breaks(people, cast, line)
    for one in callers:
        report(f"talk of five, after the line was mended: {told(await one.flows(3))}")
    await expect(people.mentor.locator("#session .session-one", has_text="Bo Lind")).not_to_contain_text("away just now")
    await a_new_goal(people)
    await agree(people, cast)
    await expect(guest.get_by_text(re.compile("The talk is over"))).to_be_visible()
    await take_home(people.anna)
