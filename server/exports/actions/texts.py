"""Taking a live text out, with its past as far as somebody may know it, and writing one as it was."""

from __future__ import annotations

import asyncio
from itertools import groupby
from typing import TYPE_CHECKING, Any
from uuid import uuid5

from sqlmodel import col, select

from server.exports.actions.judged_texts import judge_past, judge_text
from server.exports.archive.opened import Bad, BadArchiveError
from server.exports.archive.shape import TextFile, text_path
from server.exports.archive.tables import PAST, SNAPSHOT, STROKE
from server.history.actions import history_of
from server.history.actions.folding import as_known
from server.plans.models import Phase
from server.texts.actions import state
from server.texts.document import html
from server.texts.models import TextPast, TextSnapshot, TextUpdate
from server.texts.past import Moment

if TYPE_CHECKING:
    from uuid import UUID

    from server.exports.actions.taking import Taking
    from server.exports.actions.writing import Writing
    from server.texts.models import Text


async def take_text(taking: Taking, text: Text) -> None:
    """Take out a live text: as it reads, as the document that goes on being written, and how it came about."""
    session = taking.work.session
    history = await history_of(taking.work, text)
    whole = (await state(session, text.id)).update
    said = TextFile(text=text.id, html=str(html(whole)), state=whole)
    if history.is_whole:
        snapshot = await session.get(TextSnapshot, text.id)
        said.snapshot = SNAPSHOT.said(snapshot) if snapshot else None
        updates = select(TextUpdate).where(TextUpdate.text_id == text.id).order_by(col(TextUpdate.seq))
        said.strokes = [STROKE.said(one) for one in await session.exec(updates)]
        past = select(TextPast).where(TextPast.text_id == text.id).order_by(col(TextPast.seq), col(TextPast.id))
        said.past = [PAST.said(one) for one in await session.exec(past)]
    else:
        said.state, moments = as_known(history)
        last = moments[-1]
        said.snapshot = SNAPSHOT.said(TextSnapshot(text_id=text.id, seq=last.seq, payload=said.state, at=last.at))
        said.past = [PAST.said(row) for one in moments for row in _rows(text.id, one)]
    for kept, rows in ((STROKE, said.strokes), (PAST, said.past)):
        taking.note(kept, rows)
    await taking.add(text_path(text.plan_id, text.id), said.model_dump_json().encode())


def _rows(text: UUID, one: Moment) -> list[TextPast]:
    """Give the rows of a moment; of the same moment always the same."""
    return [
        TextPast(
            id=uuid5(text, f"{one.seq} {place:06}"), text_id=text, seq=one.seq, person_id=who, since=one.since, at=one.at, payload=payload
        )
        for place, (who, payload) in enumerate(one.parts)
    ]


async def write_text(writing: Writing, plan: Any, row: Any) -> None:  # noqa: ANN401  # derived shapes
    """Write a live text's document and its past, stroke by stroke as it was kept, so that it goes on where it was."""
    path = text_path(plan.id, row.id)
    said = await asyncio.to_thread(writing.archive.said, path, TextFile)
    folded = said.snapshot.seq if said.snapshot else 0
    every: list[Any] = [*([said.snapshot] if said.snapshot else []), *said.strokes, *said.past]
    in_turn = all(one.seq > folded for one in said.strokes) and all(one.seq <= folded for one in said.past)
    if said.text != row.id or not in_turn or any(one.text_id != row.id or not 0 <= one.seq <= row.seq for one in every):
        raise BadArchiveError(Bad.torn, path)
    strokes = [one.payload for one in said.strokes]
    await asyncio.to_thread(judge_text, said.state, [*([said.snapshot.payload] if said.snapshot else []), *strokes], path)
    if said.past:
        await asyncio.to_thread(judge_past, _moments(said.past), strokes, said.state, path)
    if said.snapshot:
        await writing.add(SNAPSHOT, said.snapshot)
        if not said.past and plan.phase is not Phase.archived:  # whatever is folded has a past, as long as the plan goes on
            at = said.snapshot.at
            writing.session.add(TextPast(text_id=row.id, seq=folded, since=at, at=at, payload=said.snapshot.payload))
    for kept, rows in ((STROKE, said.strokes), (PAST, said.past)):
        writing.session.add_all(kept.table(**writing.values(kept, one)) for one in rows)
    await writing.session.flush()


def _moments(rows: list[Any]) -> list[Moment]:
    """Read the moments of a past, in order."""
    found = []
    for seq, group in groupby(sorted(rows, key=lambda row: row.seq), key=lambda row: row.seq):
        parts = list(group)
        found.append(Moment(seq, parts[0].since, parts[0].at, tuple((row.person_id, row.payload) for row in parts)))
    return found
