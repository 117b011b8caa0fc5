"""What is proposed and locked holds in the database: a racing edit is in it or refused, never both, never after."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from server.agreements.models import Agreement
from server.texts.actions import state
from tests.agreeing import lock, propose
from tests.faults.machines import often, until
from tests.faults.storm import MARK

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import httpx

    from server.db import Database
    from tests.cast import Cast
    from tests.faults.conftest import House
    from tests.visit import Socket

ROUNDS = often(20, 12)
SEED = 7


class Race:
    """Those who write, and what became of each of their words."""

    def __init__(self, cast: Cast, pages: Sequence[httpx.AsyncClient], writers: list[Socket]) -> None:
        self.cast = cast
        self.mentor, self.principal, *self.others = pages
        self.writers = writers
        self.text = cast.text("talk_notes")
        self.kept: dict[str, int] = {}
        self.refused: dict[str, str] = {}

    async def write(self, socket: Socket, name: str) -> None:
        """Write word after word, two under way at a time, until one is refused."""
        socket.docs.clear()
        await socket.open(self.cast.plan.id, self.text)
        number, refused = 0, False
        while not refused:
            pair = [f"<{name}x{number}>", f"<{name}x{number + 1}>"]
            number += 2
            done = await asyncio.gather(*(socket.write(self.text, word) for word in pair))
            for word, answer in zip(pair, done, strict=True):
                if answer["ok"]:
                    self.kept[word] = answer["seq"]
                else:
                    self.refused[word], refused = answer["code"], True

    async def reopen(self) -> None:
        """Open the plan again, and meet again: with the lock the talk was over."""
        answer = await self.principal.post(f"/plans/{self.cast.plan.id}/phase", data={"phase": "talk", "reason": "Another round"})
        assert answer.status_code == 303, answer.text
        talk = uuid4()
        await self.mentor.post(f"/plans/{self.cast.plan.id}/talks", data={"id": str(talk)})
        for one in self.others:
            assert (await one.post(f"/talks/{talk}/entered")).status_code == 303

    async def proposed(self, database: Database, agreement: str) -> dict[str, Any]:
        """Read the text of what is proposed."""
        async with database.session() as session:
            record = (await session.get_one(Agreement, UUID(agreement))).record
        return notes(record)

    async def version(self, number: int) -> dict[str, Any]:
        """Read a locked version's text."""
        record = (await self.mentor.get(f"/plans/{self.cast.plan.id}/versions/{number}", params={"as": "json"})).json()
        return notes(record)


def notes(record: dict[str, Any]) -> dict[str, Any]:
    """Give the text that the race is about."""
    found: dict[str, Any] = next(one for one in record["texts"] if one["kind"] == "talk_notes")
    return found


def marks(html: str) -> list[str]:
    """Give the words of a version."""
    return MARK.findall(html.replace("&lt;", "<").replace("&gt;", ">"))


async def test_an_edit_is_in_the_locked_version_or_refused(
    house: House, cast: Cast, database: Database, address: str, report: Callable[[str], None]
) -> None:
    dice = random.Random(SEED)  # noqa: S311  # the same race each time, not secrets
    visits = await house.visits(await house.server(address), database)
    race = Race(
        cast,
        [await visits.as_(person) for person in (cast.mentor, cast.principal, cast.elsa, cast.anna, cast.bo)],
        [await visits.socket(person) for person in (cast.elsa, cast.anna, cast.bo, cast.mentor)],
    )

    for number in range(1, ROUNDS + 1):
        writing = [asyncio.create_task(race.write(one, f"r{number}w{who}")) for who, one in enumerate(race.writers)]
        wanted = len(race.kept) + dice.randint(2, 40)
        await until(lambda wanted=wanted: len(race.kept) >= wanted, "words are kept")  # type: ignore[misc]
        await asyncio.sleep(dice.uniform(0, 0.02))
        agreement = await propose(race.mentor, cast.plan.id)
        await asyncio.gather(*writing)

        proposed = await race.proposed(database, agreement)
        assert (await lock(race.mentor, agreement)).status_code == 303
        locked = await race.version(number)
        assert locked == proposed, "what was proposed is what is locked"
        assert sorted(marks(locked["html"])) == sorted(race.kept), f"round {number}: what is in the version is what was kept, and once"
        assert locked["seq"] == max(race.kept.values()) == len(race.kept)
        assert not race.kept.keys() & race.refused.keys()
        async with database.session() as session:
            assert (await state(session, race.text)).seq == locked["seq"], "nothing came after the lock"
        await race.reopen()

    # "slow_down": a fast machine lets one connection write more than it may
    assert set(race.refused.values()) <= {"locked", "forbidden", "gap", "not_joined", "slow_down"}
    in_flight = sum(code == "locked" for code in race.refused.values())
    assert in_flight, "some were under way when the lock fell, and the database refused them"
    refused = f"{len(race.refused)} refused, {in_flight} of them by the database"
    report(f"lock (seed {SEED}): {ROUNDS} rounds; {len(race.kept)} edits in a version, {refused}")
