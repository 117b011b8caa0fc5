"""Long polling, where it is allowed: the library's own way, beside those on WebSockets."""

import base64
from collections import deque
from collections.abc import AsyncIterator
from typing import Any

import httpx
import msgpack
import pytest

from tests.realtime.wiring import Caller, House, serving


class Poller(Caller):
    """A client that polls: packets are parted by a record separator, bytes are base64 behind a b."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self._came: deque[dict[str, Any]] = deque()
        self._here: dict[str, str] = {"EIO": "4", "transport": "polling"}

    async def open(self) -> None:
        await self._poll()

    async def send(self, kind: int, data: object = None, number: int | None = None, namespace: str = "/plan") -> None:
        fields = {"type": kind, "nsp": namespace, "data": data, "id": number}
        packet = msgpack.packb({name: value for name, value in fields.items() if value is not None})
        await self._client.post("/live/", params=self._here, content=b"b" + base64.b64encode(packet))

    async def hear(self) -> dict[str, Any]:
        while not self._came:
            await self._poll()
        return self._came.popleft()

    async def _poll(self) -> None:
        answer = await self._client.get("/live/", params=self._here)
        assert answer.status_code == 200, answer.text
        for each in answer.text.split("\x1e"):
            if each.startswith("0"):
                self._here["sid"] = each.split('"sid":"')[1].split('"')[0]
            elif each.startswith("b"):
                self._came.append(msgpack.unpackb(base64.b64decode(each[1:])))


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with serving(transports=["polling", "websocket"]) as house:
        yield house


@pytest.fixture
async def poller(house: House) -> AsyncIterator[Poller]:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{house.port}") as client:
        poller = Poller(client)
        await poller.open()
        yield poller


async def test_who_polls_hears_and_is_answered_like_everybody(house: House, poller: Poller) -> None:
    house.hall.greeting = {"unread": 3}
    async with house.caller() as other:
        await other.hear()
        assert (await poller.enter())["type"] == 0
        assert (await poller.hear())["data"] == ["greeting", {"unread": 3}]
        for number in range(20):
            house.hall.tell("edit", {"number": number, "bytes": b"\0\xff"})
        for caller in (poller, other):
            assert [(await caller.hear())["data"][1]["number"] for _ in range(20)] == list(range(20))
        assert await poller.ask("echo", {"n": 1}) == {"ok": True, "given": {"n": 1}}
        assert await poller.ask("future", {"n": 2}) == {"ok": True, "given": {"n": 2}}
        await poller.send(1)
        assert await house.hall.left.get() == (poller.sid, "client disconnect")
        house.hall.tell("edit", {"last": True}, to=[poller.sid, other.sid])
        assert (await other.hear())["data"] == ["edit", {"last": True}]


async def test_who_polls_but_takes_nothing_is_disconnected(house: House, poller: Poller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("realtime.wire.seat.MOST_UNREAD", 20)
    await poller.enter()
    for _ in range(40):
        house.hall.tell("edit", {})
    assert (await house.hall.left.get())[0] == poller.sid
    assert house.live.counts.slow == 1
