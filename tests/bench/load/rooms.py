"""Rooms of five in which one writes at a time, and the two ways of making them busy."""

import asyncio
import time
from array import array
from collections.abc import Sequence
from typing import Final

from .clients import Client
from .updates import Author

SEATS: Final = 5
_BEHIND: Final = 10


class Tally:
    """What arrived while counting was on."""

    def __init__(self) -> None:
        """Begin with counting off."""
        self.on = False
        self.delivered = 0
        self.seconds = array("d")
        self.faults: list[str] = []

    def start(self) -> None:
        """Count from here on."""
        self.on, self.delivered, self.seconds = True, 0, array("d")


class Room:
    """Five who share a text, and take turns to write."""

    def __init__(self, authors: Sequence[Author], tally: Tally) -> None:
        """Take the authors whose words will be sent, one for each seat; the members come after."""
        self.members: list[Client] = []
        self._authors = authors
        self._tally = tally
        self._sent = [0] * len(authors)
        self._turn = 0
        self.left = 0
        self.endless = False

    def write(self) -> None:
        """Let the next member write; the change is due at the others from now."""
        turn = self._turn
        self._turn = (turn + 1) % len(self.members)
        update = self._authors[turn].update(self._sent[turn])
        self._sent[turn] += 1
        now = time.perf_counter()
        self.left += len(self.members)
        for at, member in enumerate(self.members):
            if at != turn:
                member.due[update] = now
        self.members[turn].change(update, self._done)

    def arrived(self, client: Client, update: bytes) -> None:
        """Note that a change has reached one of the others: the very bytes, once, and the time they took."""
        due = client.due.pop(update, None)
        if due is None:
            self._tally.faults.append("a change came that was not due")
            return
        if self._tally.on:
            self._tally.delivered += 1
            self._tally.seconds.append(time.perf_counter() - due)
        self._done()

    def _done(self) -> None:
        """Count down what is under way: four deliveries and the acknowledgement. Without end, go on with the next change."""
        self.left -= 1
        if self.endless and self.left == 0:
            self.write()

    @property
    def quiet(self) -> bool:
        """Whether all that was written has arrived and was acknowledged."""
        return self.left == 0


async def settle(rooms: Sequence[Room], seconds: float = 60.0) -> None:
    """Wait until all is quiet; a change that never arrives ends the bench."""
    async with asyncio.timeout(seconds):
        while not all(room.quiet for room in rooms):  # noqa: ASYNC110  # nothing tells when all are
            await asyncio.sleep(0.005)


async def saturate(rooms: Sequence[Room], seconds: float) -> None:
    """Keep one change under way in each room, for some seconds."""
    for room in rooms:
        room.endless = True
        if room.quiet:
            room.write()
    await asyncio.sleep(seconds)


def relent(rooms: Sequence[Room]) -> None:
    """Write no more; what is under way still arrives."""
    for room in rooms:
        room.endless = False


async def pace(rooms: Sequence[Room], rate: float, seconds: float) -> None:
    """Write `rate` changes a second, in one room after the other, whether or not the former ones have arrived.

    A room in which a server is `_BEHIND` changes behind is passed over: it is too slow for the rate, as its times will say.
    """
    begun, turn = time.perf_counter(), 0
    while (passed := time.perf_counter() - begun) < seconds:
        while turn < passed * rate:
            if rooms[turn % len(rooms)].left < _BEHIND * SEATS:
                rooms[turn % len(rooms)].write()
            turn += 1
        await asyncio.sleep(1 / rate)
