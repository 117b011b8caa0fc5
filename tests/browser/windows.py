"""Browser windows on Stegvis, each of somebody; and the words by which tests find their way in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playwright.async_api import Browser, BrowserContext, Locator, Page, expect
from sqlmodel import select

from server.accounts.actions import hash_password
from server.accounts.models import Account
from server.people.models import Person
from tests.browser.lines import Line

if TYPE_CHECKING:
    from uuid import UUID

    from tests.cast import Cast
    from tests.visit import Visits

PATIENCE = 15_000
"""Milliseconds that something may take on a busy machine."""
PASSWORD = "steg-för-steg-7"

expect.set_options(timeout=PATIENCE)


class Windows:
    """All windows of one test; each has its own cookies and its own store, as if on a device of its own."""

    def __init__(self, browser: Browser, visits: Visits) -> None:
        self.browser = browser
        self.visits = visits
        self.contexts: list[BrowserContext] = []
        self.lines: list[Line] = []
        self.faults: list[str] = []
        """What went wrong in scripts, in any window: no test may end with some."""

    async def device(self, person: Person | None, *, base: str = "", **options: Any) -> BrowserContext:
        """Give a device on which somebody is signed in, or nobody."""
        options = {"locale": "en-GB", "viewport": {"width": 1280, "height": 900}} | options
        context = await self.browser.new_context(base_url=base or self.visits.base, **options)
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        context.on("weberror", lambda error: self.faults.append(str(error.error)))
        context.on("console", lambda said: self.faults.append(said.text) if "Content Security Policy" in said.text else None)
        if person:
            cookie = await self.visits.cookie(person)
            await context.add_cookies([{"name": "stegvis", "value": cookie, "url": base or self.visits.base, "httpOnly": True}])
        return context

    async def open(self, person: Person | None, address: str = "/", **options: Any) -> Page:
        """Open a page as somebody, on a device of its own."""
        page = await (await self.device(person, **options)).new_page()
        await page.goto(address)
        return page

    async def line(self) -> Line:
        """Give a line of one's own to the server, to cut and to mend."""
        line = await Line(self.visits.base).__aenter__()
        self.lines.append(line)
        return line

    async def account(self, person: Person) -> str:
        """Let somebody sign in by a password; give the user name."""
        async with self.visits.database.session() as session:
            session.add(Account(person_id=person.id, user_name=person.source_id, password_hash=hash_password(PASSWORD)))
            await session.commit()
        return person.source_id

    async def prefer(self, language: str = "en", theme: str = "") -> None:
        """Let everyone like the same language and light."""
        async with self.visits.database.session() as session:
            for person in await session.exec(select(Person)):
                person.language, person.theme = language, theme
            await session.commit()

    async def close(self) -> None:
        """Close everything."""
        for context in self.contexts:
            await context.close()
        for line in self.lines:
            await line.__aexit__()


def plan(cast: Cast) -> str:
    """Give the address of Elsa's plan."""
    return f"/plans/{cast.plan.id}"


async def propose(mentor: Page) -> None:
    """Let the mentor, in a plan, propose the agreement: from then on its words are closed."""
    await mentor.get_by_role("link", name="Propose the agreement").click()
    await mentor.get_by_role("button", name="Propose the agreement").click()
    await expect(mentor.get_by_role("heading", name="Answers")).to_be_visible()


async def lock(mentor: Page) -> None:
    """Let the mentor lock what is proposed before anybody has answered."""
    await mentor.locator("#lock > summary").click()
    await mentor.get_by_label("Why?").fill("Everybody was there")
    await mentor.get_by_role("button", name="Lock it now").click()


def text(page: Page, key: UUID) -> Locator:
    """Find a text with all that belongs to it."""
    return page.locator(f"#text-{key}")


def body(page: Page, key: UUID) -> Locator:
    """Find what a text says."""
    return text(page, key).locator(".body")


def saved(page: Page, key: UUID) -> Locator:
    """Find the words that say whether a text is saved."""
    return text(page, key).locator(".saved")


def goal(page: Page, key: UUID) -> Locator:
    """Find a goal."""
    return page.locator(f"#goal-{key}")


def badge(page: Page) -> Locator:
    """Find the link to the notices, by whose name a number is told."""
    return page.locator("notice-badge a")


async def alive(page: Page, *texts: UUID) -> None:
    """Wait until texts can be written in, or at least are read live."""
    for key in texts:
        await expect(body(page, key)).to_have_attribute("contenteditable", "true")


async def write(page: Page, key: UUID, words: str) -> None:
    """Write at a text's end, letter by letter."""
    await body(page, key).click()
    await page.keyboard.press("Control+End")
    await page.keyboard.type(words, delay=15)


async def sign_in(page: Page, user_name: str) -> None:
    """Fill in the sign-in form and send it."""
    await page.get_by_label("User name").fill(user_name)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in", exact=True).click()
