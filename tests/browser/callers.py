"""Pages that take part in a talk with sound and picture, on devices that Chromium makes up; and what their connections have counted."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any

from playwright.async_api import expect

from tests.browser.launching import launched
from tests.browser.windows import PATIENCE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser, Locator, Page

    from server.people.models import Person
    from tests.browser.windows import Windows
    from tests.cast import Cast

DEVICES = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
REMEMBER = """
(() => {
  const Real = window.RTCPeerConnection;
  window.connections = [];
  window.RTCPeerConnection = class extends Real {
    constructor(config) { super(config); window.connections.push(this); this.config = config; }
  };
})();
"""
COUNT = """
() => Promise.all(window.connections.filter((one) => one.connectionState === "connected").map(async (one) => {
  const all = [...(await one.getStats()).values()];
  const got = (kind) => all.find((two) => two.type === "inbound-rtp" && two.kind === kind) ?? {};
  const chosen = all.find((two) => two.type === "transport")?.selectedCandidatePairId;
  const pair = all.find((two) => two.id === chosen) ?? {};
  const kind = (id) => all.find((two) => two.id === id)?.candidateType ?? "";
  return {
    sound: got("audio").packetsReceived ?? 0, packets: got("video").packetsReceived ?? 0, frames: got("video").framesDecoded ?? 0,
    way: kind(pair.localCandidateId), other: kind(pair.remoteCandidateId),
  };
}))
"""
MORE = f"""
async ([before, others]) => {{
  const now = await ({COUNT})();
  const more = (one, at) => ["sound", "packets", "frames"].every((kind) => one[kind] > (before[at]?.[kind] ?? 0));
  return now.length === others && now.every(more);
}}
"""
STILL = """
async (name) => {
  const tile = [...document.querySelectorAll(".call-tile")].find((one) => one.textContent.includes(name));
  const [track] = tile.querySelector("video").srcObject.getAudioTracks();
  const connection = connections.find((one) => one.getReceivers().some((two) => two.track === track));
  const count = async () => [...(await connection.getStats(track)).values()].find((one) => one.type === "inbound-rtp").packetsReceived;
  const before = await count();
  await new Promise((done) => setTimeout(done, 500));
  return (await count()) === before;
}
"""
SEES = """
(others) => [...document.querySelectorAll(".call-tile video")].filter((one) => !one.muted && !one.hidden && one.videoWidth > 0
  && one.getVideoPlaybackQuality().totalVideoFrames > 0).length >= others
"""


@asynccontextmanager
async def with_devices(*more: str) -> AsyncIterator[Browser]:
    """Start a Chromium that has a camera and a microphone of its own making, and lets pages use them."""
    async with launched(*DEVICES, *more) as browser:
        yield browser


@dataclass(frozen=True)
class Counted:
    """What one connection of a page has received, and by which way."""

    sound: int
    packets: int
    frames: int
    way: str
    other: str


def told(counts: list[Counted]) -> str:
    """Say what several connections have received together."""
    sound, packets, frames = (sum(getattr(one, kind) for one in counts) for kind in ("sound", "packets", "frames"))
    return f"{sound} packets of sound, {packets} of picture, {frames} frames on {len(counts)} ways"


class Caller:
    """Somebody's page in a talk."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def call(self) -> Locator:
        """Find all of sound and picture."""
        return self.page.locator("talk-call")

    def button(self, name: str) -> Locator:
        """Find something to press."""
        return self.call.get_by_role("button", name=name, exact=True)

    def tile(self, person: Person) -> Locator:
        """Find somebody's tile."""
        return self.call.locator(".call-tile", has_text=person.name)

    async def join(self) -> float:
        """Try the devices and take part; give the moment at which that was pressed."""
        await self.button("Join with sound and picture").click()
        await expect(self.button("Join now")).to_be_visible()
        await expect(self.call.locator("call-try video")).to_be_visible()
        pressed = monotonic()
        await self.button("Join now").click()
        return pressed

    async def sees(self, others: int) -> None:
        """Wait until pictures of so many others move."""
        await self.page.wait_for_function(SEES, arg=others, timeout=PATIENCE)

    async def counted(self) -> list[Counted]:
        """Give what each connection of the page has received."""
        return [Counted(**one) for one in await self.page.evaluate(COUNT)]

    async def until(self, check: str, arg: object) -> None:
        """Wait until an asynchronous check says yes: Playwright's own waiting takes any promise for that."""
        loop = (
            f"async (arg) => {{ const check = {check}; while (!(await check(arg))) await new Promise((done) => setTimeout(done, 150)); }}"
        )
        async with asyncio.timeout(PATIENCE / 1000):
            await self.page.evaluate(loop, arg)

    async def flows(self, others: int) -> list[Counted]:
        """Wait until more comes of each of so many others than there was at first, of sound and of picture, and give what there is."""
        before: list[dict[str, Any]] = await self.page.evaluate(COUNT)
        await self.until(MORE, [before, others])
        return await self.counted()

    async def hears_nothing_of(self, person: Person) -> None:
        """Wait until no more sound comes of somebody."""
        await self.until(STILL, person.name)

    async def hears(self, person: Person) -> None:
        """Wait until more sound comes of somebody."""
        await self.until(f"async (name) => !(await ({STILL})(name))", person.name)


async def caller(windows: Windows, cast: Cast, person: Person, *, room: bool = False, **options: Any) -> Caller:
    """Open a talk's page as somebody who can take part."""
    device = await windows.device(person, **options)
    await device.add_init_script(REMEMBER)
    page = await device.new_page()
    await page.goto(f"/talks/{cast.talk.id}{'?room' if room else ''}")
    await expect(page.locator("talk-call section")).to_be_visible()
    return Caller(page)
