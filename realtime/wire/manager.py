"""The library's list of connections, without the rooms that nobody uses here."""

from collections.abc import Iterator

import socketio
from bidict import ValueDuplicationError


class Manager(socketio.AsyncManager):  # type: ignore[misc]  # the library has no types
    """Each connection is in its namespace and in no room, so leaving searches none. `emit(to=sid)` still finds it."""

    async def pre_connect(self, eio_sid: str, namespace: str) -> str | None:
        """Register a connection that waits at the door; None when it is there already."""
        sid: str = self.server.eio.generate_id()
        try:
            self.basic_enter_room(sid, namespace, None, eio_sid=eio_sid)
        except ValueDuplicationError:
            return None
        self.pending_connect.setdefault(namespace, []).append(sid)
        self.server.came(sid, eio_sid, namespace)
        return sid

    def pre_disconnect(self, sid: str, namespace: str) -> object:
        """Register that a connection leaves: from here on nothing is told to it."""
        self.server.went(sid)
        return super().pre_disconnect(sid, namespace)

    def basic_disconnect(self, sid: str, namespace: str, **_: object) -> None:
        """Forget a connection."""
        self.server.went(sid)
        if namespace in self.rooms:
            self.basic_leave_room(sid, namespace, None)
        self.callbacks.pop(sid, None)
        for pending in (self.pending_connect, self.pending_disconnect):
            if sid in pending.get(namespace, ()):
                pending[namespace].remove(sid)
                if not pending[namespace]:
                    del pending[namespace]

    def get_participants(self, namespace: str, room: object) -> Iterator[tuple[str, str]]:
        """Find whom an `emit` of the library addresses: all, or the one with this id."""
        members = self.rooms.get(namespace, {}).get(None, {})
        if isinstance(room, str) and room in members:
            yield room, members[room]
        else:
            yield from super().get_participants(namespace, room)
