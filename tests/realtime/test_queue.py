"""What becomes of edits that wait behind one which is not kept, and of news while the database is away for a moment."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from sqlmodel import col, text, update

from realtime import errands
from realtime.judge import Judge
from server.texts.models import Text
from tests.realtime.steps import end_tie
from tests.visit import paragraph

if TYPE_CHECKING:
    import pytest

    from server.db import Database
    from server.events import Happening
    from tests.cast import Cast
    from tests.visit import Visits

WAITS = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"


async def somebody_waits(database: Database) -> None:
    """Look until a statement waits for a row that another transaction holds."""
    async with asyncio.timeout(10), database.session() as session:
        while not (await session.exec(text(WAITS))).one()[0]:  # type: ignore[call-overload]
            await session.rollback()  # the next look is at what is then


async def test_edits_behind_a_refused_one_are_refused_too_and_nothing_is_half_kept(cast: Cast, live: Visits, database: Database) -> None:
    elsa, notes = await live.socket(cast.elsa), cast.text("talk_notes")
    await elsa.open(cast.plan.id, notes, cast.text("agreement"))
    async with database.session() as closing:
        await closing.exec(update(Text).where(col(Text.id) == notes).values(open=False))
        first = asyncio.create_task(elsa.send(notes, paragraph(elsa.docs[notes], "One.")))
        await somebody_waits(database)
        behind = [asyncio.create_task(elsa.write(notes, words)) for words in ("Two.", "Three.")]
        await asyncio.create_task(elsa.ask("close", {"text": str(cast.text("agreement"))}))  # answered in turn: both have come
        await closing.commit()

    assert (await first)["code"] == "locked"
    assert [(await one)["code"] for one in behind] == ["gap", "gap"]
    async with database.session() as session:
        await session.exec(update(Text).where(col(Text.id) == notes).values(open=True))
        await session.commit()
    whole = elsa.docs[notes].get_update()
    assert await elsa.send(notes, whole) == {"ok": True, "seq": 1}


async def test_a_right_that_ended_while_the_database_was_away_is_taken_when_it_is_back(
    cast: Cast, live: Visits, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = await live.socket(cast.anna)
    await anna.open(cast.plan.id, cast.text("talk_notes"))
    judged, after = [], Judge.after_ties

    async def away_at_first(judge: Judge, happenings: list[Happening]) -> None:
        judged.append(happenings)
        if len(judged) == 1:
            raise ConnectionRefusedError
        await after(judge, happenings)

    monkeypatch.setattr(Judge, "after_ties", away_at_first)
    monkeypatch.setattr(errands, "AGAIN", 0.0)

    await end_tie(cast, live, database, cast.anna)

    assert (await anna.until("over"))["code"] == "unknown"
    assert len(judged) > 1
