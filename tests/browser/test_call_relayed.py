"""Sound and picture by way of a real TURN server and no other."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from playwright.async_api import expect
from sqlmodel import col, update

from server.talks.models import Talk
from tests.browser.callers import caller, told, with_devices
from tests.browser.relay import Lossy, relay

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from playwright.async_api import Browser
    from socketio import ASGIApp

    from server.config import Settings
    from server.db import Database
    from tests.browser.windows import Windows
    from tests.cast import Cast

SECRET = "what-both-know"  # of this test's own relay


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """Give a Chromium with devices, which passes a relay on this same machine by."""
    async with with_devices("--allow-loopback-in-peer-connection") as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def turn(tmp_path: Path) -> AsyncIterator[str]:
    """Give the address of a relay."""
    async with relay(tmp_path, SECRET) as address:
        yield address


@pytest_asyncio.fixture(loop_scope="session")
async def lossy(turn: str) -> AsyncIterator[Lossy]:
    """Give the way to the relay, which loses nothing until it is asked to."""
    async with Lossy(turn) as way:
        yield way


@pytest.fixture
def settings(settings: Settings, lossy: Lossy) -> Settings:
    """Let everything go by the relay."""
    return settings.model_copy(update={"turn_urls": lossy.address, "turn_secret": SECRET, "turn_only": True})


async def test_three_see_and_hear_each_other_by_a_relay(windows: Windows, cast: Cast, report: Callable[[str], None]) -> None:
    elsa, anna, mentor = [await caller(windows, cast, one) for one in (cast.elsa, cast.anna, cast.mentor)]
    await elsa.join()
    pressed = await anna.join()
    await anna.sees(1)
    second = monotonic() - pressed
    pressed = await mentor.join()
    await mentor.sees(2)
    third = monotonic() - pressed

    counts = [count for one in (elsa, anna, mentor) for count in await one.flows(2)]

    assert len(counts) == 6
    assert {(one.way, one.other) for one in counts} == {("relay", "relay")}
    assert all(one.sound > 0 and one.packets > 0 and one.frames > 0 for one in counts)
    names = await anna.page.evaluate("connections.map((one) => one.config.iceServers[0].username)")
    assert all(str(cast.anna.id) not in name for name in names)
    report(f"call of three, relayed: first frame {second * 1000:.0f} ms after joining as the second, of both others {third * 1000:.0f} ms")
    report(f"call of three, relayed: {told(counts)}")


async def test_where_no_way_is_found_that_is_said_and_what_else_there_is(
    windows: Windows, cast: Cast, database: Database, app: ASGIApp
) -> None:
    async with database.session() as session:
        await session.exec(update(Talk).where(col(Talk.id) == cast.talk.id).values(phone="010-123 45 67"))
        await session.commit()
    app.live.settings = app.live.settings.model_copy(update={"turn_secret": "another"})
    elsa, anna = [await caller(windows, cast, one) for one in (cast.elsa, cast.anna)]
    for one in (elsa, anna):
        await one.join()

    for one in (elsa, anna):
        await expect(one.call.get_by_role("alert")).to_contain_text("No sound and picture come through now.")
        await expect(one.call.get_by_role("link", name="010-123 45 67")).to_have_attribute("href", "tel:010-1234567")
        assert await one.counted() == []


@pytest.mark.timeout(240)
async def test_on_a_thin_line_the_picture_is_left_out_and_the_sound_stays(windows: Windows, cast: Cast, lossy: Lossy) -> None:
    elsa, anna = [await caller(windows, cast, one) for one in (cast.elsa, cast.anna)]
    for one in (elsa, anna):
        await one.join()
    await anna.sees(1)
    lossy.percent = 10

    await expect(elsa.tile(cast.anna)).to_contain_text("The line is thin", timeout=40_000)
    await expect(anna.tile(cast.elsa)).to_contain_text("The line is thin: sound only for now", timeout=20_000)
    await expect(anna.tile(cast.elsa).locator("video")).to_be_hidden()
    await anna.hears(cast.elsa)

    lossy.percent = 0
    await expect(anna.tile(cast.elsa)).not_to_contain_text("The line is thin", timeout=60_000)
    await expect(anna.tile(cast.elsa).locator("video")).to_be_visible()
