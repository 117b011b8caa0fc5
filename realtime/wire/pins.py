"""What the fast way was written against. Anything else, and the plain library is used."""

from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Final

import engineio
import socketio
from engineio import async_socket
from uvicorn.protocols.websockets import websockets_sansio_impl

#: Exact versions whose sources were read. To raise one, read what changed in the names below, then run the tests of the wire.
PINNED: Final[Mapping[str, str]] = {"python-socketio": "5.18.1", "python-engineio": "4.15.1", "uvicorn": "0.54.0"}

_NEEDED: Final = (
    (
        socketio.AsyncServer,
        ("_engineio_server_class", "_handle_connect", "_handle_eio_message", "_handle_eio_disconnect", "_handle_disconnect"),
    ),
    (socketio.AsyncManager, ("pre_connect", "connect", "pre_disconnect", "basic_disconnect", "basic_leave_room", "get_participants")),
    (engineio.AsyncServer, ("_handle_connect", "_trigger_event", "_upgrades", "_unauthorized", "generate_id")),
    (async_socket.AsyncSocket, ("_websocket_handler", "handle_get_request", "send", "close", "schedule_ping", "check_ping_timeout")),
    (websockets_sansio_impl.WebSocketsSansIOProtocol, ("send", "receive", "pause_writing", "resume_writing")),
)


def strangers() -> list[str]:
    """List what is not as it was when the fast way was written: empty is well."""
    wrong = [f"{name} is {found}, not {wanted}" for name, wanted in PINNED.items() if (found := _version(name)) != wanted]
    return wrong + [f"{owner.__name__}.{name} is missing" for owner, names in _NEEDED for name in names if not hasattr(owner, name)]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "missing"
