"""What one connection may ask of the server, and how the process is tuned for many of them."""

import gc
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one connection. Sizes in bytes, times in seconds."""

    #: The largest frame that is read; a larger one closes its connection.
    frame: int = 524_288
    #: How much may lie unsent before a client that does not read is disconnected (it comes back and asks for what it missed).
    unsent: int = 1_048_576
    #: How many acknowledgements may be outstanding before no more is read from the connection.
    outstanding: int = 64
    #: How many events of one connection are handled in a row before others have their turn.
    turn: int = 16
    #: From a pong to the next ping.
    ping_every: float = 25.0
    #: From a ping to the end of a connection that does not answer.
    ping_answer: float = 20.0
    #: How long a connection that was told to close may take for it.
    farewell: float = 5.0


@dataclass(slots=True)
class Counts:
    """What happened since the process started, for `/metrics` and for tests."""

    #: Connections opened, and those of them whose transport is written to directly.
    opened: int = 0
    direct: int = 0
    #: Deliveries written straight to a transport, and put in a queue instead.
    written: int = 0
    queued: int = 0
    #: Events received, and acknowledgements given.
    events: int = 0
    answered: int = 0
    #: Connections ended by the server: it did not read, sent nonsense, sent too much at once, did not answer pings, or a handler broke.
    slow: int = 0
    malformed: int = 0
    oversize: int = 0
    silent: int = 0
    broken: int = 0

    def as_dict(self) -> dict[str, int]:
        """Give the counts by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def calm_the_collector() -> None:
    """Make garbage collection rare and short. Call once, when all is imported and set up.

    Thousands of connections are thousands of long-lived objects; with Python's defaults each burst of messages walks them all.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def uvicorn_settings(limits: Limits) -> dict[str, Any]:
    """Give uvicorn's part: no deflate (hundreds of KiB a connection), no pings of its own (Engine.IO has them), bounded frames."""
    return {
        "ws": "websockets-sansio",
        "loop": "uvloop",
        "ws_max_size": limits.frame,
        "ws_per_message_deflate": False,
        "ws_ping_interval": None,
    }
