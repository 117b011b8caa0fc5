"""What the load's clients say: the stock JSON with attachments to the bare server, MessagePack to Stegvis."""

import asyncio
import json
from collections.abc import Callable
from typing import Any, Final

import msgpack

from .websocket import BINARY, TEXT, WebSocket, frame

#: Seconds that a server may take to answer; a busy one takes long, and is measured, not given up.
PATIENCE: Final = 60
_ENGINE_OPEN: Final = ord("0")
_ENGINE_PING: Final = ord("2")
_PONG: Final = frame(TEXT, b"3")
_CONNECT, _EVENT, _ACK, _CONNECT_ERROR = 0, 2, 3, 4

Arrived = Callable[["Client", bytes], None]


class Client(WebSocket):
    """One member of a room. `arrived(client, update)` is called for each change of another's that reaches it."""

    def __init__(self, target: str, headers: dict[str, str], arrived: Arrived) -> None:
        """Take where to connect and whom to tell."""
        super().__init__(target, headers)
        self.arrived = arrived
        #: The changes that are on their way to this client, and when they were sent (seconds).
        self.due: dict[bytes, float] = {}
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._answers: dict[int, Callable[[Any], None]] = {}
        self._number = 0

    def ended(self, why: str) -> None:
        """Fail whoever waits."""
        super().ended(why)
        if not self.ready.done():
            self.ready.set_exception(ConnectionError(why))

    def ask(self, name: str, given: object, then: Callable[[Any], None]) -> None:
        """Send an event; `then` gets the answer."""
        self._number += 1
        self._answers[self._number] = then
        self.say(name, given, self._number)

    async def request(self, name: str, given: object) -> Any:
        """Send an event and wait for the answer."""
        answer = asyncio.get_running_loop().create_future()
        self.ask(name, given, answer.set_result)
        async with asyncio.timeout(PATIENCE):
            return await answer

    def say(self, name: str, given: object, number: int) -> None:
        """Write an event that asks for an answer."""
        raise NotImplementedError

    def change(self, update: bytes, then: Callable[[], None]) -> None:
        """Send a change; `then` is called once it is acknowledged (at once where that is not asked for)."""
        raise NotImplementedError


class StockClient(Client):
    """Speaks stock Socket.IO: a text frame, and a second one for the bytes."""

    _EDIT: Final = frame(TEXT, b'451-["edit",{"_placeholder":true,"num":0}]')

    def heard(self, binary: bool, payload: bytes) -> None:  # noqa: FBT001
        """Take a message: bytes are the second half of somebody's change."""
        if binary:
            self.arrived(self, payload)
        elif payload[0] == _ENGINE_PING:
            self.write(_PONG)
        elif payload[0] == _ENGINE_OPEN:
            self.write(frame(TEXT, b"40"))
        elif payload.startswith(b"40"):
            self.ready.set_result(None)
        elif payload.startswith(b"43"):
            number, _, values = payload[2:].partition(b"[")
            self._answers.pop(int(number))(json.loads(b"[" + values))

    def say(self, name: str, given: object, number: int) -> None:
        """Write an event that asks for an answer."""
        self.write(frame(TEXT, f"42{number}{json.dumps([name, given])}".encode()))

    def change(self, update: bytes, then: Callable[[], None]) -> None:
        """Send a change; the bare server acknowledges none."""
        self.write(self._EDIT + frame(BINARY, update))
        then()


class LiveClient(Client):
    """Speaks the live protocol of PROTOCOL.md, on `/plan`."""

    text: str
    epoch: int
    client: str
    op: int = 0
    refused: Callable[[str], None]

    def heard(self, binary: bool, payload: bytes) -> None:  # noqa: FBT001
        """Take a message."""
        if binary:
            self._take(msgpack.unpackb(payload))
        elif payload[0] == _ENGINE_PING:
            self.write(_PONG)
        elif payload[0] == _ENGINE_OPEN:
            self.write(frame(BINARY, msgpack.packb({"type": _CONNECT, "nsp": "/plan"})))

    def _take(self, packet: dict[str, Any]) -> None:
        kind: int = packet["type"]
        data: Any = packet.get("data")
        if kind == _EVENT and data[0] == "edit":
            self.arrived(self, data[1]["update"])
        elif kind == _ACK:
            self._answers.pop(packet["id"])(data[0] if data else None)
        elif kind == _CONNECT:
            self.ready.set_result(None)
        elif kind == _CONNECT_ERROR:
            self.ended(str(data))

    def say(self, name: str, given: object, number: int) -> None:
        """Write an event that asks for an answer."""
        self.write(frame(BINARY, msgpack.packb({"type": _EVENT, "nsp": "/plan", "data": [name, given], "id": number})))

    def change(self, update: bytes, then: Callable[[], None]) -> None:
        """Send a change; it is acknowledged once it is committed."""
        self.op += 1
        edit = {"text": self.text, "epoch": self.epoch, "client": self.client, "op": self.op, "update": update}

        def answered(answer: Any) -> None:
            """Go on, or say why not."""
            if answer["ok"]:
                then()
            else:
                self.refused(answer["code"])

        self.ask("edit", edit, answered)
