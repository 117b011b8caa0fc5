"""A namespace and its handlers: what comes in, what is answered, now or later."""

import asyncio
import inspect
import logging
from collections.abc import Awaitable, Callable, Generator
from typing import Any, Final

import socketio

from .packets import RESERVED

log = logging.getLogger("stegvis.wire")

#: A handler takes the connection's id and the one thing that the event gave; it answers with the acknowledgement's value.
Handler = Callable[[str, object], object]

_NOTHING: Final = object()


class Later:
    """An acknowledgement that is given afterwards: a handler returns it, and the connection's next event is read meanwhile.

    `give` may be called from anywhere in the event loop, once; a second call changes nothing, nor does one for a connection that is gone.
    """

    __slots__ = ("_then", "_value")

    def __init__(self) -> None:
        """Make one that is not given yet."""
        self._value: object = _NOTHING
        self._then: list[Callable[[object], None]] = []

    def give(self, value: object) -> None:
        """Acknowledge with this value."""
        if self._value is _NOTHING:
            self._value = value
            for then in self._then:
                then(value)
            self._then.clear()

    def then(self, callback: Callable[[object], None]) -> None:
        """Call back with the value: at once if it has been given."""
        if self._value is _NOTHING:
            self._then.append(callback)
        else:
            callback(self._value)

    def __await__(self) -> Generator[Any, None, object]:
        """Wait for the value."""
        future = asyncio.get_running_loop().create_future()
        self.then(lambda value: None if future.done() else future.set_result(value))
        return future.__await__()


class Room(socketio.AsyncNamespace):  # type: ignore[misc]  # the library has no types
    """A namespace. Each method `on_<event>(sid, given)` handles one event, plain or async, in the order sent on one connection.

    `given` is the event's one argument; where a client gave none or several, it is the list of them, which no form takes.
    `on_connect(sid, environ, auth)` and `on_disconnect(sid, reason)` are the library's own.
    """

    def __init__(self, namespace: str) -> None:
        """Collect the handlers once: no name from outside is ever looked up among the attributes."""
        super().__init__(namespace)
        names = (name.removeprefix("on_") for name in dir(self) if name.startswith("on_"))
        self.handlers: dict[str, Handler] = {name: getattr(self, f"on_{name}") for name in names if name not in RESERVED}

    def unheard(self, sid: str, event: str, given: object) -> object:  # noqa: ARG002  # for those that override it
        """Answer an event that has no handler."""
        return None

    def failed(self, sid: str, event: str, error: BaseException) -> object:  # noqa: ARG002  # for those that override it
        """Answer an event whose handler raised."""
        log.error("%s %s failed", self.namespace, event, exc_info=error)
        return None

    def handle(self, sid: str, data: list[Any]) -> object:
        """Hand one event to its handler. The answer may be a value, a Later, a Future or a coroutine (then: await `settle`)."""
        name, given = data[0], data[1] if len(data) == 2 else data[1:]  # noqa: PLR2004  # the name and one thing
        try:
            handler = self.handlers.get(name)
            return self.unheard(sid, name, given) if handler is None else handler(sid, given)
        except Exception as error:  # noqa: BLE001  # one bad event must not end the connection
            return self.failed(sid, name, error)

    async def settle(self, sid: str, event: str, coming: Awaitable[object]) -> object:
        """Wait for an answer that is under way."""
        try:
            return await coming
        except Exception as error:  # noqa: BLE001  # as above
            return self.failed(sid, event, error)

    async def trigger_event(self, event: str, sid: str, *args: object) -> object:
        """Be called by the library: for connecting and leaving always, for other events only where the fast way is not in use."""
        answer: object = None
        if event == "disconnect":
            await self._left(sid, *args)
        elif event in RESERVED:
            answer = await super().trigger_event(event, sid, *args)
        else:
            answer = self.handle(sid, [event, *args])
            while isinstance(answer, Later) or inspect.isawaitable(answer):
                answer = await self.settle(sid, event, answer)
        return answer

    async def _left(self, *args: object) -> None:
        """See one connection off; what goes wrong here must not keep the other namespaces from hearing of it."""
        try:
            await super().trigger_event("disconnect", *args)
        except Exception:
            log.exception("%s disconnect failed", self.namespace)
