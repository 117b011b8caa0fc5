"""Five people who write in one text at once, while something is broken again and again; and the books on what was promised them."""

from __future__ import annotations

import asyncio
import random
import re
from typing import TYPE_CHECKING

from server.texts.actions import state
from server.texts.document import plain
from tests.faults.machines import until

if TYPE_CHECKING:
    from uuid import UUID

    from server.db import Database
    from tests.faults.writers import Writer

MARK = re.compile(r"<\w+>")
SETTLE = 30.0


class Storm:
    """The people, what they have written, and what they were told is saved."""

    def __init__(self, writers: list[Writer], database: Database, text: UUID, seed: int) -> None:
        self.writers = writers
        self.database = database
        self.text = text
        self.random = random.Random(seed)  # noqa: S311  # the same moments each time, not secrets
        self.lost: set[str] = set()
        self.tasks = [asyncio.create_task(self._write(one, self.random.random())) for one in writers]

    async def _write(self, writer: Writer, seed: float) -> None:
        """Write on and on: at the text's end, at a line's beginning, on a new line; every word is unlike all others."""
        dice = random.Random(seed)  # noqa: S311  # as above
        places: list[int | str] = ["end", "end", 0, "line"]
        number = 0
        while True:
            number += 1
            writer.type(f"<{writer.name}{number}>", dice.choice(places))
            await asyncio.sleep(dice.uniform(0.02, 0.14))  # the pace of somebody who writes fast

    @property
    def acked(self) -> int:
        """How many words are said to be saved."""
        return sum(len(one.saved) for one in self.writers)

    async def some(self, least: int, most: int) -> None:
        """Wait for a random number of further words to be saved, of at least three people, and then a moment more."""
        before = {one: len(one.saved) for one in self.writers}
        wanted = self.acked + self.random.randint(least, most)
        await until(
            lambda: self.acked >= wanted and sum(len(one.saved) > before[one] for one in self.writers) >= 3,
            f"words are saved ({[(one.name, one.line, one.last('status'), one.acked) for one in self.writers]})",
            40,
        )
        await asyncio.sleep(self.random.uniform(0, 0.05))  # so that the fault comes at any moment of a commit

    async def kept(self) -> list[str]:
        """Give the words in the database, each as often as it is there."""
        return MARK.findall(await self.whole())

    async def whole(self) -> str:
        """Give the text as the database has it."""
        async with self.database.session() as session:
            return plain((await state(session, self.text)).update)

    async def check(self) -> None:
        """Hold, while no server runs that could mend it, that what was said to be saved is in the database, and once."""
        saved = set[str]().union(*(one.saved for one in self.writers))
        kept = await self.kept()
        self.lost |= saved - set(kept)
        assert not self.lost
        assert len(kept) == len(set(kept)), "something is doubled"

    async def calm(self) -> str:
        """Stop writing; hold that everything is saved at last, and that all see the same as the database has. Gives the text."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        for one in self.writers:
            await one.until(lambda one=one: one.settled, "has everything saved", SETTLE)
        whole = await self.whole()
        for one in self.writers:
            await one.shows(lambda text: text == whole, "what the database has", SETTLE)
            assert one.count("given-back") == 0
        kept = await self.kept()
        typed = [words for one in self.writers for _, words in one.typed]
        assert sorted(kept) == sorted(typed), "everything typed is there, and once"
        return whole

    def books(self, fault: str, times: int) -> str:
        """Give the counts."""
        typed = sum(len(one.typed) for one in self.writers)
        return f"{fault}: {times} times; {typed} edits typed, {self.acked} acknowledged, {len(self.lost)} lost, 0 doubled"
