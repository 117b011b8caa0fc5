"""People who write, each a Node process with the page's own sync code and the official Socket.IO client; see writer.ts."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any, Self

from tests.faults.machines import PATIENCE, ROOT, until

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from uuid import UUID

PROGRAM = ROOT / "build" / "writer.mjs"
LONGEST = 16 * 1024 * 1024


class Writer:
    """One person with one text open."""

    def __init__(self, name: str, process: Process) -> None:
        self.name = name
        self.process = process
        self.heard: list[dict[str, Any]] = []
        self.typed: list[tuple[int, str]] = []
        self.acked = 0
        self.line = ""
        self.listening = asyncio.create_task(self._listen())

    @classmethod
    async def begin(cls, name: str) -> Self:
        """Start the program."""
        pipe = asyncio.subprocess.PIPE
        return cls(name, await asyncio.create_subprocess_exec("node", str(PROGRAM), stdin=pipe, stdout=pipe, limit=LONGEST))

    async def _listen(self) -> None:
        """Take what the program says."""
        assert self.process.stdout
        async for line in self.process.stdout:
            said = json.loads(line)
            match said["event"]:
                case "typed":
                    self.typed.append((said["op"], said["words"]))
                case "acked":
                    self.acked = max(self.acked, said["op"])
                case "line":
                    self.line = said["state"]
            self.heard.append(said)

    def tell(self, do: str, **more: object) -> None:
        """Give a command."""
        assert self.process.stdin
        self.process.stdin.write(json.dumps({"do": do, **more}).encode() + b"\n")

    async def join(self, base: str, cookie: str, plan: UUID, text: UUID) -> None:
        """Open a text, and wait until it is there."""
        self.tell("join", url=base, cookie=f"stegvis={cookie}", plan=str(plan), text=str(text))
        await self.until(lambda: self.last("status") in {"saved", "read"}, "opened the text")

    async def until(self, holds: Any, what: str, seconds: float = PATIENCE) -> None:
        """Wait until something holds for this person."""
        await until(holds, f"{self.name} {what} ({self.heard[-3:]})", seconds)

    def last(self, event: str) -> Any:
        """Give what an event said last: the status, the line's state, the revision."""
        field = {"status": "status", "line": "state", "text": "text", "joined": "revision", "news": "revision", "over": "code"}[event]
        return next((said[field] for said in reversed(self.heard) if said["event"] == event), None)

    def count(self, event: str) -> int:
        """Count what was heard by its name."""
        return sum(said["event"] == event for said in self.heard)

    def type(self, words: str, at: int | str = "end") -> None:
        """Write."""
        self.tell("type", words=words, at=at)

    async def text(self) -> str:
        """Ask for the text as this person sees it."""
        before = self.count("text")
        self.tell("text")
        await self.until(lambda: self.count("text") > before, "says its text")
        return str(self.last("text"))

    async def shows(self, fits: Any, what: str, seconds: float) -> None:
        """Wait until the text that this person sees fits."""
        try:
            async with asyncio.timeout(seconds):
                while not fits(await self.text()):  # noqa: ASYNC110  # it is the program that knows
                    await asyncio.sleep(0.05)
        except TimeoutError:
            message = f"{self.name} shows {what}: not within {seconds} s; has {(await self.text())[-300:]!r}"
            raise AssertionError(message) from None

    @property
    def saved(self) -> set[str]:
        """The words that this person was told are saved."""
        return {words for op, words in self.typed if op <= self.acked}

    @property
    def settled(self) -> bool:
        """Whether all that was typed is acknowledged."""
        return bool(self.typed) and self.acked >= self.typed[-1][0]

    async def end(self) -> None:
        """Leave nothing running."""
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()
        await self.listening
