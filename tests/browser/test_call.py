"""Sound and picture between real browsers: packets and frames are counted on each pair."""

from __future__ import annotations

import os
import shutil
from time import monotonic
from typing import TYPE_CHECKING

import pytest_asyncio
from playwright.async_api import expect

from tests.browser.callers import caller, with_devices

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from playwright.async_api import Browser

    from tests.browser.callers import Caller
    from tests.browser.windows import Windows
    from tests.cast import Cast


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """Give a Chromium with devices, in the place of the usual one."""
    async with with_devices(os.environ.get("STEGVIS_CHROMIUM") or shutil.which("chromium")) as browser:
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
    report(
        f"call of three, direct: first frame {second * 1000:.0f} ms after joining as the second, {third * 1000:.0f} ms (of both) as the third"
    )
    report(
        f"call of three, direct: {sum(one.sound for one in counts)} packets of sound, {sum(one.packets for one in counts)} of picture, "
        f"{sum(one.frames for one in counts)} frames on 6 ways"
    )
