"""Sound and picture for everybody: by keyboard, on a telephone, from right to left; at the door, in the room; off when it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.browser.axe import too_small, too_wide, violations
from tests.browser.callers import REMEMBER, Caller, caller, with_devices
from tests.browser.test_signed_out import end_others

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser

    from tests.browser.windows import Windows
    from tests.cast import Cast

PART = {"part": {"sound": True, "picture": "none"}}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """Give a Chromium with devices, in the place of the usual one."""
    async with with_devices() as browser:
        yield browser


async def looked_at(one: Caller) -> list[str]:
    """Hold sound and picture as they are now against the rules, in light and dark, and on a telephone."""
    found = await violations(one.page, within="talk-call")
    await one.page.emulate_media(color_scheme="dark")
    found += await violations(one.page, within="talk-call")
    await one.page.emulate_media(color_scheme="light")
    await one.page.set_viewport_size({"width": 360, "height": 740})
    found += [*await too_wide(one.page), *await too_small(one.page)]
    await one.page.set_viewport_size({"width": 1280, "height": 900})
    return found


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_every_state_can_be_seen_and_pressed_by_all(windows: Windows, cast: Cast, language: str) -> None:
    await windows.prefer(language)
    bo = await windows.visits.socket(cast.bo)
    await bo.talk("enter", {"talk": str(cast.talk.id)})
    await bo.talk("call", PART)
    anna = await caller(windows, cast, cast.anna, locale=language)
    found = await looked_at(anna)
    await anna.call.locator("[data-do=try]").click()
    await expect(anna.call.locator("call-try video")).to_be_visible()
    found += await looked_at(anna)
    await anna.call.locator("[data-do=join]").click()
    await expect(anna.call.locator(".call-tile")).to_have_count(2)
    await anna.call.locator("[data-do=devices]").click()
    await expect(anna.call.locator("call-try video")).to_be_visible()
    found += await looked_at(anna)
    assert found == [], "\n".join(found)


async def test_the_whole_way_by_keyboard(windows: Windows, cast: Cast) -> None:
    anna = await caller(windows, cast, cast.anna)
    await anna.button("Join with sound and picture").focus()
    await anna.page.keyboard.press("Enter")
    await expect(anna.button("Join now")).to_be_visible()
    await anna.button("Join now").focus()
    await anna.page.keyboard.press("Enter")
    await expect(anna.button("Turn the microphone off")).to_be_focused()
    await anna.page.keyboard.press("Space")
    await expect(anna.button("Turn the microphone on")).to_be_focused()
    for _ in range(4):
        await anna.page.keyboard.press("Tab")
    await expect(anna.button("Leave sound and picture")).to_be_focused()
    await anna.page.keyboard.press("Enter")
    await expect(anna.button("Join with sound and picture")).to_be_focused()


async def test_devices_are_tried_at_the_door_and_let_go(windows: Windows, cast: Cast) -> None:
    page = await windows.open(cast.principal, f"/talks/{cast.talk.id}")
    await page.get_by_role("button", name="Try your devices").click()
    preview = page.locator("call-check video")
    await expect(preview).to_be_visible()
    await expect(page.locator("call-check meter")).to_be_visible()
    track = await preview.evaluate_handle("one => one.srcObject.getTracks()[0]")
    await page.get_by_role("button", name="Try your devices").click()
    await expect(preview).to_have_count(0)
    assert await track.evaluate("one => one.readyState") == "ended"
    assert await violations(page, within="talk-door") == []


async def test_a_room_where_all_are_together_shows_no_tiles(windows: Windows, cast: Cast) -> None:
    device = await windows.device(cast.mentor)
    await device.add_init_script(REMEMBER)
    room = Caller(await device.new_page())
    await room.page.goto(f"/talks/{cast.talk.id}?room")
    await expect(room.button("Join with sound and picture")).to_be_visible()
    await expect(room.call.locator(".call-tile")).to_have_count(0)
    elsa = await caller(windows, cast, cast.elsa)
    await elsa.join()
    await room.join()
    await room.sees(1)
    await expect(elsa.call.locator(".call-tile", has_text="In the room")).to_be_visible()


OFF = """
() => connections.every((one) => one.connectionState === "closed" && one.getSenders().every(({ track }) => track?.readyState !== "live"))
  && !document.querySelector("talk-call video")
"""


async def test_with_the_end_of_the_talk_every_camera_is_off(windows: Windows, cast: Cast) -> None:
    elsa, anna = [await caller(windows, cast, one) for one in (cast.elsa, cast.anna)]
    for one in (elsa, anna):
        await one.join()
    await anna.sees(1)
    mentor = await windows.visits.as_(cast.mentor)
    assert (await mentor.post(f"/talks/{cast.talk.id}/ended")).status_code == 303
    for one in (elsa, anna):
        await one.page.wait_for_function(OFF)


async def test_whoever_is_signed_out_elsewhere_is_seen_and_heard_no_longer(windows: Windows, cast: Cast) -> None:
    elsa, anna = [await caller(windows, cast, one) for one in (cast.elsa, cast.anna)]
    for one in (elsa, anna):
        await one.join()
    await anna.sees(1)
    await end_others(windows, cast)
    await expect(elsa.page.get_by_role("heading", level=1)).to_have_text("You are signed out")
    await elsa.page.wait_for_function(OFF)
    await expect(anna.tile(cast.elsa)).to_have_count(0)


async def test_an_interpreter_takes_part_as_the_others_do(windows: Windows, cast: Cast) -> None:
    guest, anna = [await caller(windows, cast, one) for one in (cast.guest, cast.anna)]
    for one in (guest, anna):
        await one.join()
    await anna.sees(1)
    await guest.sees(1)
    await expect(anna.tile(cast.guest)).to_contain_text("Interpreter")
