"""From an empty school to a pupil who is ready for the talk: five people, each step live on the others' pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest_asyncio
from playwright.async_api import expect
from sqlmodel import select

from server.accounts.actions.first_admin import create_admin
from server.people.models import Person
from tests.browser.test_import import upload

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

    from server.config import Settings
    from tests.browser.windows import Windows

AT_ONCE = 5_000
"""Milliseconds: a second, and what a busy machine adds."""
TELEPHONE = {"width": 360, "height": 740}
SCHOOL = (
    "Role;Id;Given name;Family name;School;Class;Year;Subject;Pupils;Household\r\n"
    "Pupil;elsa;Elsa;Ny;Nyskolan;5A;5;;;\r\nPupil;omar;Omar;Ny;Nyskolan;5A;5;;;\r\n"
    "Guardian;anna;Anna;Ny;;;;;elsa;1\r\nMentor;maja;Maja;Ny;Nyskolan;5A;;;;\r\nTeacher;tore;Tore;Ny;Nyskolan;5A;;Science;;\r\n"
    "School administrator;adam;Adam;Ny;Nyskolan;;;;;\r\n"
)


async def plan_of(page: Page) -> str:
    """Give the way to the plan that a start page leads to."""
    address = await page.locator(".small-stairs").get_attribute("href") or ""
    return address.partition("#")[0]


class People:
    """Those of the new school, each at a page of their own."""

    def __init__(self, windows: Windows) -> None:
        self.windows = windows

    async def open(self, who: str, address: str = "/", **options: object) -> Page:
        """Open a page as one of them."""
        async with self.windows.visits.database.session() as session:
            found = (await session.exec(select(Person).where(Person.source_id == who))).one()
        return await self.windows.open(found, address, **options)


@pytest_asyncio.fixture(loop_scope="session")
async def people(windows: Windows, settings: Settings) -> People:
    """Give an organisation in which there is nobody but whoever runs it."""
    async with windows.visits.database.session() as session:
        await create_admin(session, settings, ("Nya kommunen", "ny"), "Karin Kommun", "karin@ny.example")
        karin = (await session.exec(select(Person).where(Person.email == "karin@ny.example"))).one()
        karin.source_id, karin.language = "karin", "en"
        await session.commit()
    return People(windows)


async def bring_in(people: People) -> Page:
    """Bring the roster in, as whoever runs the organisation."""
    office = await people.open("karin")
    await upload(office, SCHOOL.encode())
    await office.get_by_role("button", name="Apply").click()
    await expect(office.get_by_role("heading", name="The roster is applied")).to_be_visible()
    async with people.windows.visits.database.session() as session:
        for one in await session.exec(select(Person)):
            one.language = "en"
        await session.commit()
    return office


async def publish(office: Page) -> None:
    """Publish one of the templates that come with Stegvis, for all schools."""
    await office.goto("/organisation/templates")
    await office.get_by_role("button", name=re.compile("Begin with it: .* 4.6")).click()
    await office.get_by_role("button", name="Publish version 1").click()
    await expect(office.get_by_text("Version 1 is published, and says the same as the draft.")).to_be_visible()


async def fill(page: Page, part: Locator) -> None:
    """Answer all that must be answered in a part of the page, first choices and a few words."""
    for one in await part.locator("section.text").all():
        if await one.locator(".required").count() == 0:
            continue
        for group in await one.locator("fieldset").all():
            await group.get_by_role("radio").first.check()
        if await one.locator("live-text").count():
            await expect(one.locator(".body")).to_have_attribute("contenteditable", "true")
            await one.locator(".body").click()
            await page.keyboard.type("It goes well.", delay=5)
            await expect(one.locator(".saved").first).to_have_text("Saved")


async def begin(mentor: Page) -> Locator:
    """Begin the round of the one class, and go to its overview; give Elsa's row in it."""
    await mentor.get_by_role("link", name="Begin", exact=True).click()
    await mentor.get_by_role("button", name="Begin the round").click()
    await expect(mentor.get_by_role("heading", name="Handed out")).to_be_visible()
    await mentor.get_by_role("link", name="Overview").first.click()
    return mentor.locator("tr", has=mentor.get_by_role("link", name="Elsa Ny"))


async def assess(teacher: Page) -> None:
    """Assess Elsa in the class's grid, and hand in."""
    row = teacher.locator(".grade", has_text="Elsa Ny")
    await row.get_by_label("Acceptable knowledge", exact=True).check()
    await row.get_by_role("link", name="Write").click()
    await expect(row.locator("[contenteditable=true]")).to_be_focused()
    await teacher.keyboard.type("Asks good questions.", delay=5)
    await expect(row.locator(".saved").last).to_have_text("Saved")
    await row.get_by_role("button", name="Done").click()
    await teacher.get_by_role("button", name="Hand in all that are complete").click()
    await expect(row).to_contain_text("Handed in")


def task(page: Page) -> Locator:
    """Find what is asked of somebody first."""
    return page.locator(".task").get_by_role("link").first


async def test_from_an_empty_school_to_ready_for_the_talk(people: People) -> None:
    office = await bring_in(people)
    await publish(office)
    mentor, teacher, pupil = [await people.open(who) for who in ("maja", "tore", "elsa")]
    home, counts = await people.open("anna", viewport=TELEPHONE), await people.open("adam")
    now = home.locator(".small-stairs")
    await expect(home.get_by_text("There is no plan yet.")).to_be_visible()
    await counts.get_by_role("link", name="Nyskolan").first.click()
    await counts.get_by_role("link", name="Overview").first.click()

    elsa = await begin(mentor)
    await expect(now).to_contain_text("Waiting for the school", timeout=AT_ONCE)
    await expect(counts.get_by_role("row", name="5A")).to_contain_text("Waiting: 2", timeout=AT_ONCE)
    await expect(elsa).to_contain_text("Science")

    await task(pupil).click(timeout=AT_ONCE)
    await fill(pupil, pupil.locator("main"))
    await pupil.get_by_role("button", name="Hand in").click()
    await expect(elsa).not_to_contain_text("The pupil", timeout=AT_ONCE)

    await task(teacher).click(timeout=AT_ONCE)
    await assess(teacher)
    await expect(elsa).not_to_contain_text("Science", timeout=AT_ONCE)
    await expect(now).to_contain_text("Waiting for the school")
    await expect((await people.open("anna", await plan_of(home))).get_by_text("Asks good questions.")).to_have_count(0)

    whole = await people.open("maja", await plan_of(home))
    await fill(whole, whole.locator("main"))
    await elsa.get_by_role("checkbox").check()
    await mentor.get_by_role("button", name="Show to the home").click()
    await expect(mentor.locator("#outcome")).to_contain_text("1 plan is shown to the home.")
    await expect(now).to_contain_text("Your turn", timeout=AT_ONCE)

    await task(home).click()
    await expect(home.get_by_text("Asks good questions.")).to_be_visible()
    await fill(home, home.locator("main"))
    await home.get_by_role("button", name="We are ready").click()
    await expect(elsa).to_contain_text("Book the talk: Your turn", timeout=AT_ONCE)
    await expect(elsa.get_by_text("Done", exact=True)).to_have_count(3)
