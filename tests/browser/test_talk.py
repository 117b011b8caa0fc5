"""A talk with four in it, each in a window of their own: the mentor, the pupil, a guardian by telephone, and an interpreter by a link."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.browser.windows import alive, body, plan, saved, text, write

if TYPE_CHECKING:
    from uuid import UUID

    from playwright.async_api import Locator, Page

    from tests.browser.lines import Line
    from tests.browser.windows import Windows
    from tests.cast import Cast

TELEPHONE = {"width": 360, "height": 740}


def in_session(page: Page, name: str) -> Locator:
    """Find somebody in the list of those who are in the talk."""
    return page.locator("#session .session-one", has_text=name)


async def begin(windows: Windows, cast: Cast) -> tuple[Page, Page, Page]:
    """End what goes on, and let the mentor begin a talk anew; pupil and guardian join by what they are asked on their start pages."""
    page = await windows.visits.as_(cast.mentor)
    await page.post(f"/talks/{cast.talk.id}/ended")
    elsa = await windows.open(cast.elsa)
    anna = await windows.open(cast.anna, viewport=TELEPHONE)
    await expect(anna.get_by_role("link", name="Join the talk")).to_have_count(0)
    mentor = await windows.open(cast.mentor, plan(cast))
    await mentor.get_by_role("button", name="Begin the talk", exact=True).click()
    await expect(mentor.get_by_role("heading", level=1)).to_have_text("The talk with Elsa")
    for one in (elsa, anna):
        await one.locator(".task").get_by_role("link", name="Join the talk").first.click()
        await expect(one.get_by_text("In the talk now:")).to_be_visible()
        await one.get_by_role("button", name="Join the talk").click()
        await expect(one.locator("talk-room")).to_be_visible()
    return mentor, elsa, anna


async def lobby(windows: Windows, mentor: Page, line: Line | None = None) -> Page:
    """Invite an interpreter by a link, and let her come as far as the lobby; give her page."""
    await mentor.locator("#invite > summary").click()
    await mentor.locator("#invite").get_by_label("Name").fill("Iman")
    await mentor.locator("#invite").get_by_label("As").select_option("interpreter")
    await mentor.get_by_role("button", name="Make the link").click()
    link = await mentor.locator("#guest-address code").inner_text()
    guest = await windows.open(None, link.replace(windows.visits.base, line.base) if line else link, base=line.base if line else "")
    await guest.get_by_role("button", name="Come in").click()
    await expect(guest.get_by_text("The mentor can see that you are here, and lets you in.")).to_be_visible()
    return guest


async def let_in(mentor: Page) -> None:
    """Let the interpreter in."""
    waits = mentor.locator(".guest-row.waits", has_text="Iman")
    await expect(waits).to_contain_text("Waits to be let in")
    await waits.get_by_role("button", name="Let in", exact=True).click()
    await expect(waits).to_have_count(0)


async def hand_on(mentor: Page, elsa: Page, anna: Page) -> None:
    """Give the pupil the lead."""
    await mentor.locator("#hand-on > summary").click()
    await mentor.locator("#hand-on").get_by_role("button", name="Elsa Berg").click()
    await expect(elsa.locator("#agenda")).to_contain_text("You lead the talk.")
    await expect(anna.locator("#agenda")).to_contain_text("Elsa leads the talk.")


async def look_around(anna: Page, others: list[Page]) -> None:
    """Look around by oneself, and come back."""
    await anna.locator("#agenda").get_by_role("link", name="Where am I now?").click()
    await expect(anna.locator(".following")).to_contain_text("You look around.")
    for one in others:
        await expect(in_session(one, "Anna Berg")).to_contain_text("looks around")
        await expect(one.locator(".point-title")).to_have_text("New goals")
    await anna.get_by_role("button", name="Follow again").click()
    await expect(anna.locator(".point-title")).to_have_text("New goals")


async def end(mentor: Page, others: list[Page], notes: UUID) -> None:
    """End the talk: the right of all but the mentor goes with it."""
    await mentor.locator("#end > summary").click()
    await mentor.get_by_role("button", name="End it for everyone").click()
    for one in others:
        await expect(one.get_by_text("The talk is over. What was written is kept in the plan.")).to_be_visible()
        await expect(saved(one, notes)).to_have_text("Read only")
    await expect(body(mentor, notes)).to_contain_text("home.")


@pytest.mark.timeout(180)
async def test_a_talk_from_its_beginning_to_its_end(windows: Windows, cast: Cast) -> None:
    notes = cast.text("talk_notes")
    mentor, elsa, anna = await begin(windows, cast)
    guest = await lobby(windows, mentor)
    await let_in(mentor)
    await expect(guest.locator("talk-room")).to_be_visible()
    everyone = [mentor, elsa, anna, guest]
    for one in everyone:
        await expect(in_session(one, "Iman")).to_contain_text("Interpreter")
        await expect(one.locator(".point-title")).to_have_text("Where am I now?")

    await hand_on(mentor, elsa, anna)
    await elsa.locator("#agenda").get_by_role("button", name="New goals").click()
    for one in everyone:
        await expect(one.locator(".point-title")).to_have_text("New goals")
        await expect(one.locator(".agenda-point[aria-current=step]")).to_contain_text("New goals")
    await look_around(anna, [mentor, elsa])

    await alive(elsa, notes)
    await alive(anna, notes)
    await asyncio.gather(write(elsa, notes, "I read more. "), write(anna, notes, "We see it at home. "))
    for one in everyone:
        await expect(body(one, notes)).to_contain_text("home.")
    await expect(saved(guest, notes)).to_have_text("Read only")
    row = mentor.locator(".guest-row", has_text="Iman")
    await row.get_by_role("button", name="Let write").click()
    await alive(guest, notes)
    await write(guest, notes, "The mother says yes. ")
    await expect(body(mentor, notes)).to_contain_text("The mother says yes.")

    await row.get_by_role("button", name="Take out").click()
    await expect(guest.get_by_text("You are no longer in the talk.")).to_be_visible()
    await expect(guest.locator("live-text")).to_have_count(0)
    await expect(in_session(anna, "Iman")).to_have_count(0)
    await end(mentor, [elsa, anna], notes)
    await expect(mentor).to_have_url(re.compile(plan(cast)))


async def test_who_is_let_in_before_the_first_line_is_up_comes_in(windows: Windows, cast: Cast) -> None:
    line = await windows.line()
    line.cut_live()
    mentor = await windows.open(cast.mentor, f"/talks/{cast.talk.id}")
    guest = await lobby(windows, mentor, line)
    await let_in(mentor)
    line.mend()
    await expect(guest.locator("talk-room")).to_be_visible()


async def test_hands_links_and_who_is_away_are_seen_at_once(windows: Windows, cast: Cast) -> None:
    talk = f"/talks/{cast.talk.id}"
    mentor, elsa = await windows.open(cast.mentor, talk), await windows.open(cast.elsa, talk)
    await expect(in_session(mentor, "Bo Lind")).to_contain_text("away just now")
    await expect(in_session(mentor, "Elsa Berg")).not_to_contain_text("away just now")

    await elsa.get_by_role("button", name="Raise my hand").click()
    await expect(in_session(mentor, "Elsa Berg")).to_contain_text("Hand up")
    await elsa.reload()
    await expect(in_session(mentor, "Elsa Berg")).not_to_contain_text("Hand up")

    await elsa.locator("talk-chat summary").click()
    await elsa.get_by_label("A link or a few words").fill("Look: https://example.org/book. javascript:alert(1)")
    await elsa.locator("talk-chat").get_by_role("button", name="Send").click()
    await expect(mentor.locator("talk-chat summary")).to_contain_text("1 new")
    await mentor.locator("talk-chat summary").click()
    link = mentor.locator("talk-chat .chat-lines a")
    await expect(link).to_have_count(1)
    await expect(link).to_have_attribute("href", "https://example.org/book")
    await expect(link).to_have_attribute("rel", "noopener noreferrer")

    await elsa.close()
    await expect(in_session(mentor, "Elsa Berg")).to_contain_text("away just now")


async def test_the_agenda_is_changed_and_the_page_stays(windows: Windows, cast: Cast) -> None:
    talk = f"/talks/{cast.talk.id}"
    mentor, anna = await windows.open(cast.mentor, talk), await windows.open(cast.anna, talk)
    await mentor.evaluate("window.stays = true")
    await mentor.locator("#arrange > summary").click()
    await mentor.locator("#arrange").get_by_label("A point of your own").fill("The trip to Visby")
    await mentor.locator("#arrange").get_by_role("button", name="Add").click()

    await expect(mentor.get_by_role("button", name="Remove: The trip to Visby")).to_be_visible()
    await expect(anna.locator("#agenda")).to_contain_text("The trip to Visby")
    await mentor.get_by_role("button", name="Remove: The trip to Visby").click()
    await expect(anna.locator("#agenda")).not_to_contain_text("The trip to Visby")
    assert await mentor.evaluate("window.stays"), "sound and picture go on"


async def test_a_point_that_moves_takes_no_words_from_under_a_hand(windows: Windows, cast: Cast) -> None:
    talk = f"/talks/{cast.talk.id}"
    mentor, anna = await windows.open(cast.mentor, talk), await windows.open(cast.anna, talk)
    await mentor.locator("#agenda").get_by_role("button", name="New goals").click()
    await expect(anna.locator(".point-title")).to_have_text("New goals")
    await anna.locator("#propose > summary").click()
    field = anna.locator("#propose").get_by_label("Goal", exact=True)
    await field.fill("Swim")

    await mentor.locator("#agenda").get_by_role("button", name="What we agree on").click()

    await expect(anna.locator(".following")).to_be_visible()
    await expect(field).to_have_value("Swim")


async def test_the_large_screen_follows_and_shows_nothing_private(windows: Windows, cast: Cast) -> None:
    talk = f"/talks/{cast.talk.id}"
    elsa = await windows.open(cast.elsa, talk)
    screen = await windows.open(cast.mentor, f"{talk}?room", viewport={"width": 1920, "height": 1080})
    mentor = await windows.open(cast.mentor, talk)
    await alive(elsa, cast.text("talk_notes"))
    await write(elsa, cast.text("talk_notes"), "I read more.")
    await expect(body(screen, cast.text("talk_notes"))).to_contain_text("I read more.")

    await mentor.locator("#agenda").get_by_role("button", name="New goals").click()

    await expect(screen.locator(".point-title")).to_have_text("New goals")
    await expect(screen.locator(".goals-brief")).to_contain_text("Read every day")
    for private in ("notice-badge", "header.top", "talk-chat", "talk-clock", "#guests-list", "button:not(talk-call *):visible"):
        await expect(screen.locator(private)).to_have_count(0)
    for key in ("staff_notes", "home_anna", "assessment"):
        await expect(text(screen, cast.text(key))).to_have_count(0)
    sizes = await screen.evaluate(
        """() => [...document.querySelectorAll("main *")].filter((one) => one.checkVisibility() && [...one.childNodes].some(
            (node) => node.nodeType === 3 && node.data.trim() !== "") && !one.closest(".talk-says, .avatar, talk-call"))
            .map((one) => [parseFloat(getComputedStyle(one).fontSize) / 16, one.className, one.textContent.trim().slice(0, 30)])
            .filter(([size]) => size < 1.6)"""
    )
    assert sizes == [], "legible from three metres"
