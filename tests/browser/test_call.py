"""Sound and picture between real browsers: packets and frames are counted on each pair."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import TYPE_CHECKING

import pytest_asyncio
from playwright.async_api import expect
from sqlmodel import col, update

from server.people.models import Person
from tests.browser.callers import REMEMBER, Caller, caller, told, with_devices

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from playwright.async_api import Browser

    from server.db import Database
    from tests.browser.windows import Windows
    from tests.cast import Cast

NO_DEVICES = """
if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = async ({ audio }) => {
  throw new DOMException("", audio ? "NotAllowedError" : "NotFoundError");
};
"""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """Give a Chromium with devices, in the place of the usual one."""
    async with with_devices() as browser:
        yield browser


async def three(windows: Windows, cast: Cast) -> list[Caller]:
    """Let three take part, one after another."""
    found = [await caller(windows, cast, one) for one in (cast.elsa, cast.anna, cast.mentor)]
    for one in found:
        await one.join()
    return found


async def test_three_see_and_hear_each_other(windows: Windows, cast: Cast, report: Callable[[str], None]) -> None:
    elsa, anna, mentor = [await caller(windows, cast, one) for one in (cast.elsa, cast.anna, cast.mentor)]
    await elsa.join()
    await expect(elsa.call).to_contain_text("Nobody else takes part with sound and picture yet.")
    pressed = await anna.join()
    await anna.sees(1)
    second = monotonic() - pressed
    pressed = await mentor.join()
    await mentor.sees(2)
    third = monotonic() - pressed

    counts = [count for one in (elsa, anna, mentor) for count in await one.flows(2)]

    assert len(counts) == 6
    assert all(one.sound > 0 and one.packets > 0 and one.frames > 0 for one in counts)
    assert {one.way for one in counts} <= {"host", "srflx", "prflx"}, "without a relay"
    await expect(elsa.tile(cast.anna)).to_contain_text("Guardian")
    report(f"call of three, direct: first frame {second * 1000:.0f} ms after joining as the second, of both others {third * 1000:.0f} ms")
    report(f"call of three, direct: {told(counts)}")


async def test_what_one_turns_off_and_on_is_seen_by_all_and_nothing_is_negotiated_again(windows: Windows, cast: Cast) -> None:
    elsa, anna, mentor = await three(windows, cast)
    await mentor.sees(2)
    await anna.sees(2)
    offers = await anna.page.evaluate("connections.map((one) => one.localDescription.sdp)")

    await elsa.button("Turn the microphone off").click()
    await expect(anna.tile(cast.elsa)).to_contain_text("Microphone off")
    await anna.hears_nothing_of(cast.elsa)
    await elsa.button("Turn the microphone on").click()
    await expect(anna.tile(cast.elsa)).not_to_contain_text("Microphone off")

    await elsa.button("Turn the camera off").click()
    for one in (anna, mentor):
        await expect(one.tile(cast.elsa).locator(".avatar")).to_be_visible()
        await expect(one.tile(cast.elsa).locator("video")).to_be_hidden()
    assert await elsa.page.evaluate("document.querySelector('.call-tile video[hidden]') !== null"), "one's own, too"
    await elsa.button("Turn the camera on").click()
    for one in (anna, mentor):
        await expect(one.tile(cast.elsa).locator("video")).to_be_visible()

    await elsa.button("Share the screen").click()
    await expect(anna.tile(cast.elsa)).to_contain_text("Shares the screen")
    await expect(anna.call.locator(".call-tile[data-screen]")).to_contain_text(cast.elsa.name)
    await anna.flows(2)
    await elsa.button("Stop sharing the screen").click()
    await expect(anna.tile(cast.elsa)).not_to_contain_text("Shares the screen")
    await anna.flows(2)

    assert await anna.page.evaluate("connections.map((one) => one.localDescription.sdp)") == offers


async def test_whoever_leaves_is_gone_from_all_and_their_camera_is_off(windows: Windows, cast: Cast) -> None:
    elsa, anna, mentor = await three(windows, cast)
    await mentor.sees(2)
    await elsa.button("Leave sound and picture").click()
    for one in (anna, mentor):
        await expect(one.tile(cast.elsa)).to_have_count(0)
        await expect(one.call.get_by_role("status")).to_have_text("Elsa Berg has left sound and picture.")
        assert len(await one.flows(1)) == 1
    await expect(elsa.call).to_contain_text("2 take part with sound and picture.")
    assert await elsa.page.evaluate("connections.every((one) => one.connectionState === 'closed')")
    assert await elsa.page.evaluate("connections.flatMap((one) => one.getSenders()).every((one) => one.track?.readyState !== 'live')")
    await anna.page.close()
    await expect(mentor.tile(cast.anna)).to_have_count(0)
    await expect(mentor.call).to_contain_text("Nobody else takes part with sound and picture yet.")


async def test_a_line_that_is_cut_and_mended_brings_sound_and_picture_back_by_itself(
    windows: Windows, cast: Cast, report: Callable[[str], None]
) -> None:
    elsa = await caller(windows, cast, cast.elsa)
    line = await windows.line()
    anna = await caller(windows, cast, cast.anna, base=line.base)
    for one in (elsa, anna):
        await one.join()
    await anna.sees(1)
    before = await elsa.page.evaluate("connections.length")

    line.cut()
    await expect(elsa.tile(cast.anna)).to_have_count(0)
    line.mend()
    mended = monotonic()
    await expect(elsa.tile(cast.anna)).to_be_visible()
    for one in (elsa, anna):
        await one.sees(1)
        assert len(await one.flows(1)) == 1
    assert await elsa.page.evaluate("connections.length") > before, "the old one is closed, a new one opened"
    report(f"call: sound and picture are back {monotonic() - mended:.1f} s after a line was mended")


async def test_two_who_look_for_a_new_way_at_once_both_find_it(windows: Windows, cast: Cast) -> None:
    elsa, anna = [await caller(windows, cast, one) for one in (cast.elsa, cast.anna)]
    for one in (elsa, anna):
        await one.join()
    await anna.sees(1)
    await elsa.sees(1)
    ufrag = "connections[0].localDescription.sdp.match(/ice-ufrag:(.*)/)[1]"
    before = {await one.page.evaluate(ufrag) for one in (elsa, anna)}

    for _ in range(5):
        await asyncio.gather(*(one.page.evaluate("connections[0].restartIce()") for one in (elsa, anna)))

    for one in (elsa, anna):
        await one.page.wait_for_function(f"() => connections[0].signalingState === 'stable' && !{list(before)!r}.includes({ufrag})")
        assert len(await one.flows(1)) == 1
        assert await one.page.evaluate("connections[0].getTransceivers().length") == 2


async def test_forged_and_flooding_signals_harm_nobody(windows: Windows, cast: Cast) -> None:
    elsa, anna = [await caller(windows, cast, one) for one in (cast.elsa, cast.anna)]
    for one in (elsa, anna):
        await one.join()
    await anna.sees(1)
    bo = await windows.visits.socket(cast.bo)
    entered = await bo.talk("enter", {"talk": str(cast.talk.id)})
    names = {one["name"]: one["client"] for one in entered["people"]}
    await bo.talk("call", {"part": {"sound": False, "picture": "none"}})
    await expect(anna.tile(cast.bo)).to_be_visible()

    lines = "v=0\r\n" + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n" * 3
    forged = [
        {},
        {"description": {"type": "offer", "sdp": lines}},
        {"candidate": {"candidate": "x" * 2000}},
        {"picture": "yes"},
        {"eval": "1"},
    ]
    for given in forged:
        assert (await bo.talk("signal", {"to": names[cast.anna.name], "data": given}))["ok"]
    assert len(await anna.flows(1)) == 1, "as before"
    await expect(anna.tile(cast.bo)).to_contain_text("Connecting")
    for _ in range(20):
        await bo.talk("signal", {"to": names[cast.anna.name], "data": {"eval": "1"}})

    await expect(anna.tile(cast.bo)).to_contain_text("Not connected: sends what is none of ours")
    assert len(await anna.flows(1)) == 1
    assert len(await elsa.flows(1)) == 1


async def test_where_only_a_relay_may_carry_and_there_is_none_nobody_is_asked_for_a_camera(
    windows: Windows, cast: Cast, database: Database
) -> None:
    async with database.session() as session:
        await session.exec(update(Person).where(col(Person.id) == cast.anna.id).values(protected=True))
        await session.commit()
    anna, elsa = [await caller(windows, cast, one) for one in (cast.anna, cast.elsa)]
    await expect(anna.call).to_contain_text("Sound and picture can only go by a relay in this talk, and none is set up here.")
    await expect(anna.call.get_by_role("button")).to_have_count(0)
    await expect(elsa.button("Join with sound and picture")).to_be_visible()


async def test_the_seventh_is_told_that_it_is_full_and_follows_the_plan(windows: Windows, cast: Cast) -> None:
    sockets = [await windows.visits.socket(one) for one in (cast.elsa, cast.bo, cast.mentor, cast.elsa, cast.bo, cast.mentor)]
    for at, one in enumerate(sockets):
        await one.talk("enter", {"talk": str(cast.talk.id), "room": at > 2})
        assert (await one.talk("call", {"part": {"sound": True, "picture": "none"}}))["ok"]
    anna = await caller(windows, cast, cast.anna)
    await anna.join()
    await expect(anna.call.get_by_role("alert")).to_contain_text("Six already take part with sound and picture")
    assert await anna.page.evaluate("connections.length") == 0
    assert (await sockets[0].talk("call", {"part": None}))["ok"]
    await anna.join()
    await expect(anna.call.locator(".call-tile")).to_have_count(6)


async def test_on_another_page_of_ones_own_the_first_gives_way(windows: Windows, cast: Cast) -> None:
    first, second = [await caller(windows, cast, cast.anna) for _ in range(2)]
    await first.join()
    await second.join()
    await expect(first.call.get_by_role("alert")).to_contain_text("You take part with sound and picture on another page of yours now.")
    await expect(second.call.locator(".call-tile")).to_have_count(1)


async def test_without_devices_that_may_be_used_one_still_listens_and_looks(windows: Windows, cast: Cast) -> None:
    elsa = await caller(windows, cast, cast.elsa)
    await elsa.join()
    device = await windows.device(cast.anna)
    await device.add_init_script(REMEMBER)
    await device.add_init_script(NO_DEVICES)
    page = await device.new_page()
    await page.goto(f"/talks/{cast.talk.id}")
    anna = Caller(page)

    await anna.button("Join with sound and picture").click()
    await expect(anna.call).to_contain_text("The browser may not use the microphone. Allow it beside the page's address, and try again.")
    await expect(anna.call).to_contain_text("No camera was found. You are heard all the same.")
    await anna.button("Join, and only listen and look").click()

    await anna.sees(1)
    await expect(elsa.tile(cast.anna)).to_contain_text("Microphone off")
    await expect(elsa.tile(cast.anna).locator(".avatar")).to_be_visible()


async def test_a_microphone_that_is_unplugged_is_said_and_the_rest_goes_on(windows: Windows, cast: Cast) -> None:
    elsa, anna = [await caller(windows, cast, one) for one in (cast.elsa, cast.anna)]
    for one in (elsa, anna):
        await one.join()
    await elsa.sees(1)
    await anna.page.evaluate("""() => {
      const [track] = connections[0].getSenders().map((one) => one.track).filter((one) => one?.kind === "audio");
      track.stop();
      track.dispatchEvent(new Event("ended"));
    }""")
    await expect(anna.call.get_by_role("alert")).to_contain_text("The microphone was unplugged or taken by another program.")
    await expect(elsa.tile(cast.anna)).to_contain_text("Microphone off")
    await anna.button("Turn the microphone on").click()
    await expect(anna.call.get_by_role("alert")).to_have_count(0)
    assert len(await elsa.flows(1)) == 1
