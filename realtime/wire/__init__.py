"""The wire: what is said and heard over the sockets, cheaply and within bounds. It knows nothing of plans or people.

    class Plan(Room):
        def on_point(self, sid: str, given: object) -> dict[str, object]:    # answered at once
        async def on_join(self, sid: str, given: object) -> dict[str, object]:    # answered when it returns; the next event waits
        def on_edit(self, sid: str, given: object) -> Later:    # answered by `later.give(…)`; the next event is handled meanwhile

    live = LiveServer(limits, cors_allowed_origins=…)
    live.register_namespace(Plan("/plan"))
    live.broadcast("edit", {…}, namespace="/plan", to=sids, skip=sid)    # no waiting; each hears all in the order it was said
    uvicorn.Config(socketio.ASGIApp(live, other, socketio_path="/live/"), **uvicorn_settings(limits))

Events of one connection are handled in the order sent. Acknowledgements go out when they are given, each with its event's number. Between
a Later and its giving at most `Limits.outstanding` events of the connection are handled. `Room.failed` answers when a handler raises,
`Room.unheard` when there is none. ASGI middleware must not wrap `send` around the ASGIApp: the wire would still work, by a queue.
"""

from .limits import Counts, Limits, calm_the_collector, uvicorn_settings
from .room import Later, Room
from .server import LiveServer

__all__ = ["Counts", "Later", "Limits", "LiveServer", "Room", "calm_the_collector", "uvicorn_settings"]
