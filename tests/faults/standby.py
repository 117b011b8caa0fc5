"""`stegvis serve` as processes of their own, forked from one that is loaded already: so a restart takes no longer than it must.

Each line on the input is an order as JSON (`environment`, `log`, `dies`, `clock`) and is answered by the new process's id. `dies` lets it
die, as by `kill -9`, at a moment that otherwise would be hard to hit: `before-telling` after an act is committed and before anybody is
told, `before-answering` after an edit is committed and before it is acknowledged. With a `clock`, a file, it lives by the time that stands
there, and looks at what is due when it is asked to there.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from contextlib import suppress
from typing import Any

from realtime import delivering
from realtime.committer import Committer
from realtime.delivering import Delivery
from realtime.fanout import Fanout
from realtime.reminders import Reminders
from server import cli, columns, courier
from server.courier import Courier
from tests.faults.clock import FileClock, WhenAsked

MOMENTS: dict[str, tuple[Any, str]] = {"before-telling": (Fanout, "announce"), "before-answering": (Committer, "_answer")}


def die(*_: object) -> None:
    """End at once; nothing is written, closed or told."""
    os.kill(os.getpid(), signal.SIGKILL)


def live_by(clock: FileClock) -> None:
    """Live by a clock in a file, and look at what is due when its owner asks."""
    columns.the_clock = clock
    courier.LOOK = delivering.LEAVING = delivering.NIGHTS = delivering.MIND = 0.02
    asked = WhenAsked(clock)
    for kind, name in ((Delivery, "leaving"), (Delivery, "nights"), (Reminders, "call_to_mind")):
        setattr(kind, name, asked.first(getattr(kind, name)))
    setattr(Courier, "deliver", asked.then(Courier.deliver))  # noqa: B010  # mypy knows that a method is no variable


def serve(order: dict[str, Any]) -> int:
    """Be the new process."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    log = os.open(order["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for stream in (1, 2):
        os.dup2(log, stream)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.environ.update(order["environment"])
    if order["dies"]:
        setattr(*MOMENTS[order["dies"]], die)
    if order["clock"]:
        live_by(FileClock(order["clock"]))
    return cli.main(["serve"])


def main() -> int:
    """Fork a server for each order; at the input's end leave none behind."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # whoever ends is gone, and no zombie
    begun = []
    for line in sys.stdin:
        order = json.loads(line)
        if not (process := os.fork()):
            return serve(order)
        begun.append(process)
        print(process, flush=True)  # noqa: T201  # the answer
    for process in begun:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    return 0


if __name__ == "__main__":
    sys.exit(main())
