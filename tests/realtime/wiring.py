"""A real server on a free port, a room with all kinds of handlers, and a client that speaks the protocol byte by byte."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable
from typing import Any

import msgpack
import socketio
import uvicorn
from socketio.exceptions import ConnectionRefusedError as Refusal
from websockets.asyncio.client import ClientConnection, connect

from realtime.wire import Later, Limits, LiveServer, Room, uvicorn_settings

#: The three ways a delivery can go: straight to the transport, by our queue, and as the library itself does it.
WAYS: dict[str, dict[str, Any]] = {"direct": {}, "queued": {"direct": False}, "plain": {"fast": False}}


class _WhoError(Refusal):  # type: ignore[misc]  # the library has no types
    def __init__(self) -> None:
        super().__init__("Who are you?", {"code": "sign_in"})


class AskedError(RuntimeError):
    """What a handler raises because the test asks it to."""


class Hall(Room):
    """A room for the tests."""

    def __init__(self, live: LiveServer, namespace: str = "/plan") -> None:
        super().__init__(namespace)
        self.live = live
        self.present: set[str] = set()
        self.release = asyncio.Event()
        self.forget()

    def forget(self) -> None:
        """Be as new, for the next test at the same server."""
        self.release.clear()
        self.left: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
        self.taken: list[object] = []
        self.laters: list[Later] = []
        self.greeting: object = None

    async def on_connect(self, sid: str, _environ: dict[str, Any], auth: object) -> None:
        await asyncio.sleep(0)
        if isinstance(auth, dict) and auth.get("stranger"):
            raise _WhoError
        self.present.add(sid)
        if self.greeting is not None:
            self.tell("greeting", self.greeting, to=[sid])

    async def on_disconnect(self, sid: str, reason: str) -> None:
        self.present.discard(sid)
        await self.left.put((sid, reason))

    def on_echo(self, _sid: str, given: object) -> object:
        self.taken.append(given)
        return {"ok": True, "given": given}

    async def on_slowly(self, _sid: str, given: object) -> object:
        await asyncio.sleep(0)
        self.taken.append(given)
        return {"ok": True, "given": given}

    def on_later(self, _sid: str, given: object) -> Later:
        self.taken.append(given)
        self.laters.append(Later())
        return self.laters[-1]

    def on_future(self, _sid: str, given: object) -> asyncio.Future[object]:
        future: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        if given == "fail":
            future.set_exception(AskedError())
        else:
            future.set_result({"ok": True, "given": given})
        return future

    async def on_never(self, _sid: str, _given: object) -> None:
        await self.release.wait()

    def on_tell(self, _sid: str, given: object) -> object:
        self.tell("told", {"bytes": given})
        return {"ok": True}

    def on_leave(self, sid: str, _given: object) -> None:
        self._leaving = asyncio.create_task(self.live.disconnect(sid, namespace=self.namespace))

    def on_break(self, _sid: str, _given: object) -> None:
        raise AskedError

    def on_unwritable(self, _sid: str, _given: object) -> object:
        return {"ok": object()}

    def failed(self, sid: str, event: str, error: BaseException) -> object:  # noqa: ARG002
        return {"ok": False, "code": "unavailable"}

    def unheard(self, sid: str, event: str, given: object) -> object:  # noqa: ARG002
        return {"ok": False, "code": "form"}

    def tell(self, name: str, data: object, to: Any = None, skip: str | None = None) -> None:
        self.live.broadcast(name, data, namespace=self.namespace, to=self.present if to is None else to, skip=skip)


class Caller:
    """A client of one namespace, without a library between it and the bytes."""

    def __init__(self, line: ClientConnection, *, pong: bool = True) -> None:
        self.line = line
        self.sid = ""
        self._pong = pong

    async def send(self, kind: int, data: object = None, number: int | None = None, namespace: str = "/plan") -> None:
        fields = {"type": kind, "nsp": namespace, "data": data, "id": number}
        await self.line.send(msgpack.packb({name: value for name, value in fields.items() if value is not None}))

    async def hear(self) -> dict[str, Any]:
        """The next packet; pings are answered on the way."""
        while True:
            async with asyncio.timeout(10):
                message = await self.line.recv()
            if isinstance(message, bytes):
                packet: dict[str, Any] = msgpack.unpackb(message)
                return packet
            if message == "2" and self._pong:
                await self.line.send("3")

    async def enter(self, auth: object = None, namespace: str = "/plan") -> dict[str, Any]:
        await self.send(0, auth, namespace=namespace)
        answer = await self.hear()
        if answer["type"] == 0:
            self.sid = answer["data"]["sid"]
        return answer

    async def ask(self, name: str, *given: object, number: int = 1) -> Any:
        await self.send(2, [name, *given], number)
        answer = await self.hear()
        assert (answer["type"], answer["id"], answer["nsp"]) == (3, number, "/plan")
        return answer["data"][0] if answer["data"] else None

    async def gone(self) -> None:
        """Return once the server has ended the connection."""
        async with asyncio.timeout(10):
            await self.line.wait_closed()


class House:
    """A server that runs, and the callers at it; for several tests one after the other, each in `fresh`."""

    def __init__(self, live: LiveServer, hall: Hall, port: int) -> None:
        self.live = live
        self.hall = hall
        self.port = port

    @contextlib.asynccontextmanager
    async def fresh(self) -> AsyncIterator["House"]:
        """One test's turn: begin with nothing remembered, end with nobody there."""
        self.hall.forget()
        yield self
        self.hall.release.set()
        await until(lambda: not self.live.eio.sockets)

    @contextlib.asynccontextmanager
    async def caller(self, *, enter: bool = True, pong: bool = True, **options: Any) -> AsyncIterator[Caller]:
        address = f"ws://127.0.0.1:{self.port}/live/?EIO=4&transport=websocket"
        async with connect(address, compression=None, ping_interval=None, close_timeout=1, **options) as line:
            assert str(await line.recv()).startswith("0{")
            caller = Caller(line, pong=pong)
            if enter:
                assert (await caller.enter())["type"] == 0
            yield caller


class _Server(uvicorn.Server):
    """Says when it has started, and stops when asked to instead of looking ten times a second whether it should."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()
        self.stop = asyncio.Event()

    async def main_loop(self) -> None:
        await self.stop.wait()
        self.force_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


@contextlib.asynccontextmanager
async def serving(limits: Limits | None = None, /, *, frames: int | None = None, **how: Any) -> AsyncIterator[House]:
    """Serve a hall at `/plan` and one at `/me`; `frames` lets uvicorn take larger frames than the wire does."""
    live = LiveServer(limits or Limits(), cors_allowed_origins="*", **how)
    hall = Hall(live)
    live.register_namespace(hall)
    live.register_namespace(Hall(live, "/me"))
    app = socketio.ASGIApp(live, socketio_path="/live/")
    settings = uvicorn_settings(live.limits) | {"loop": "none"} | ({"ws_max_size": frames} if frames else {})
    with socket.create_server(("127.0.0.1", 0)) as door:
        server = _Server(uvicorn.Config(app, log_level="error", lifespan="off", **settings))
        task = asyncio.create_task(server.serve([door]))
        await server.ready.wait()
        try:
            yield House(live, hall, door.getsockname()[1])
        finally:
            server.stop.set()
            await task


async def until(holds: Callable[[], bool]) -> None:
    """Let the loop run until this holds."""
    async with asyncio.timeout(10):
        while not holds():  # noqa: ASYNC110  # what is waited for has no event
            await asyncio.sleep(0.001)
