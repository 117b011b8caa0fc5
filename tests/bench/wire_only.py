"""The wire alone: the same events as Stegvis, but nothing is checked or kept. Shows what the rest of the server costs."""

import sys
import uuid
from typing import Any

import socketio
import uvicorn

from realtime.wire import LiveServer, Room, calm_the_collector, uvicorn_settings


class Plan(Room):
    """Rooms by their text."""

    def __init__(self, live: LiveServer) -> None:
        """Begin with nobody there."""
        super().__init__("/plan")
        self._live = live
        self._texts: dict[str, set[str]] = {}

    def on_join(self, _sid: str, given: Any) -> dict[str, object]:
        """Join whatever it is."""
        return {"ok": True, "plan": given["plan"]}

    def on_open(self, sid: str, given: Any) -> dict[str, object]:
        """Take a seat at a text."""
        self._texts.setdefault(given["text"], set()).add(sid)
        return {"ok": True, "epoch": 1, "seq": 0, "update": b"", "state": b"\0"}

    def on_edit(self, sid: str, given: Any) -> dict[str, object]:
        """Pass a change on."""
        text = given["text"]
        news = {"text": text, "epoch": given["epoch"], "seq": given["op"], "update": given["update"]}
        self._live.broadcast("edit", news, namespace="/plan", to=self._texts[text], skip=sid)
        return {"ok": True, "seq": given["op"]}


def main() -> None:
    """Serve on the port that is asked for."""
    live = LiveServer(cors_allowed_origins="*")
    live.register_namespace(Plan(live))
    app = socketio.ASGIApp(live, socketio_path="/live/")
    calm_the_collector()
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning", **uvicorn_settings(live.limits))


def rooms(count: int) -> list[dict[str, str]]:
    """Name some rooms."""
    return [{"plan": str(uuid.uuid4()), "text": str(uuid.uuid4())} for _ in range(count)]


if __name__ == "__main__":
    main()
