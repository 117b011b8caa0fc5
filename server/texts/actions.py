"""Reading a text whole, and folding its updates."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from pycrdt import Doc, get_state
from sqlalchemy import delete, text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from server.columns import now
from server.plans.models import Phase
from server.texts.document import EMPTY, html
from server.texts.models import Text, TextPast, TextSnapshot, TextUpdate
from server.texts.past import Moment, Stroke, gathered, joined, thinned
from server.texts.update import parse_state

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.plans.models import Plan

FOLD_AFTER = 200
"""Updates that may wait before they are folded into the snapshot."""


@dataclass(frozen=True)
class State:
    """A text's whole Yjs state as one update (v1), and the `seq` and `epoch` it stands at."""

    epoch: int
    seq: int
    update: bytes


def merged(parts: Iterable[bytes]) -> bytes:
    """Merge Yjs updates into one; nothing to merge is the empty update."""
    return joined(list(parts))


_WHOLE = text("""
    SELECT text.id, text.epoch, part.seq, part.payload
    FROM text LEFT JOIN LATERAL (
        SELECT seq, payload FROM text_snapshot WHERE text_id = text.id
        UNION ALL
        SELECT seq, payload FROM text_update WHERE text_id = text.id
    ) part ON true
    WHERE text.id = ANY(:texts) ORDER BY part.seq
""")
"""Snapshots and later updates in order; one statement, so that a fold is seen whole or not at all."""


async def states(session: AsyncSession, texts: Collection[UUID]) -> dict[UUID, State]:
    """Load several texts whole; `seq` is that of the last update which the state holds."""
    heads: dict[UUID, tuple[int, int]] = {}
    parts: dict[UUID, list[bytes]] = {}
    for key, epoch, seq, payload in await session.exec(_WHOLE, params={"texts": list(texts)}):  # type: ignore[call-overload]  # SQLModel types no plain SQL
        heads[key] = (epoch, seq or 0)
        parts.setdefault(key, []).extend([payload] if payload is not None else [])
    return {key: State(*heads[key], merged(parts[key])) for key in heads}


async def state(session: AsyncSession, key: UUID) -> State:
    """Load one text whole."""
    return (await states(session, [key]))[key]


class FoldError(Exception):
    """A folded state did not say the same as what it was made of; nothing was deleted."""


_WRITTEN = text("""
    INSERT INTO event (at, kind, organisation_id, actor_id, plan_id, data)
    SELECT max(u.at), 'text_written', p.organisation_id, u.person_id, p.id, jsonb_build_object('text', t.id, 'staff_only', false)
    FROM text_update u JOIN text t ON t.id = u.text_id JOIN plan p ON p.id = t.plan_id
    WHERE u.text_id = :text AND u.seq <= :seq GROUP BY p.id, t.id, u.person_id, date_trunc('hour', u.at)
""")
"""Who wrote, hour by hour (the event `TextWritten`): what the single strokes said of it goes with them."""


async def fold(session: AsyncSession, key: UUID) -> int:
    """Fold a text's updates into its snapshot; give how many were folded. Who wrote them, and when, goes into the text's past.

    The row is held meanwhile, so no update comes between. The snapshot is decoded again and its state vector compared before
    anything is deleted.

    Raises:
        FoldError: the two differ.
    """
    held = await session.exec(select(Text).where(Text.id == key).with_for_update(of=Text, skip_locked=True))
    one = held.unique().one_or_none()
    if one is None:
        return 0
    whole = (await state(session, key)).update
    document: Doc[Any] = Doc()
    document.apply_update(whole)
    folded = document.get_update()
    if parse_state(get_state(folded)) != parse_state(get_state(whole)):
        raise FoldError(key)
    await _keep_past(session, one, whole)
    kept = insert(TextSnapshot).values(text_id=key, seq=one.seq, payload=folded, at=now())
    await session.exec(
        kept.on_conflict_do_update(index_elements=["text_id"], set_={name: kept.excluded[name] for name in ("seq", "payload", "at")})
    )
    await session.exec(_WRITTEN, params={"text": key, "seq": one.seq})  # type: ignore[call-overload]  # SQLModel types no plain SQL
    gone = await session.exec(delete(TextUpdate).where(col(TextUpdate.text_id) == key, col(TextUpdate.seq) <= one.seq))
    return gone.rowcount


async def _keep_past(session: AsyncSession, one: Text, whole: bytes) -> None:
    """Move what is folded into the text's past, or let the past go where the plan is archived.

    Raises:
        FoldError: the past would not say what the text says.
    """
    if one.plan.phase is Phase.archived and not await _is_held(session, one.plan):
        await session.exec(delete(TextPast).where(col(TextPast.text_id) == one.id))
        return
    snapshot = await snapshot_of(session, one.id)
    before = snapshot.payload if snapshot else EMPTY
    new = gathered(before, await strokes(session, one.id))
    again = merged([before, *(payload for moment in new for _, payload in moment.parts)])
    if parse_state(get_state(again)) != parse_state(get_state(whole)) or html(again) != html(whole):
        raise FoldError(one.id)
    old = await past(session, one.id)
    kept = thinned([*old, *new])
    if kept[: len(old)] != old:
        await session.exec(delete(TextPast).where(col(TextPast.text_id) == one.id))
        old = []
    session.add_all(
        TextPast(text_id=one.id, seq=each.seq, person_id=person, since=each.since, at=each.at, payload=payload)
        for each in kept[len(old) :]
        for person, payload in each.parts
    )


_HELD = text("SELECT EXISTS (SELECT FROM hold WHERE pupil_id = :pupil AND lifted IS NULL)")


async def _is_held(session: AsyncSession, plan: Plan) -> bool:
    """Whether everything of the plan's pupil is held, and so nothing of it may go."""
    rows = await session.exec(_HELD, params={"pupil": plan.pupil_id})  # type: ignore[call-overload]  # SQLModel types no plain SQL
    return bool(rows.scalar_one())


async def snapshot_of(session: AsyncSession, key: UUID) -> TextSnapshot | None:
    """Give what a text's folded updates say together, if any are folded."""
    return await session.get(TextSnapshot, key, populate_existing=True)


async def strokes(session: AsyncSession, key: UUID) -> list[Stroke]:
    """Give the updates of a text that are not folded yet."""
    rows = await session.exec(select(TextUpdate).where(TextUpdate.text_id == key).order_by(col(TextUpdate.seq)))
    return [Stroke(row.seq, row.person_id, row.at, row.payload) for row in rows]


async def past(session: AsyncSession, key: UUID) -> list[Moment]:
    """Give what folding has kept of a text's past, oldest first."""
    rows = await session.exec(select(TextPast).where(TextPast.text_id == key).order_by(col(TextPast.seq), col(TextPast.id)))
    found = []
    for seq, group in groupby(rows, key=lambda row: row.seq):
        parts = list(group)
        found.append(Moment(seq, parts[0].since, parts[0].at, tuple((row.person_id, row.payload) for row in parts)))
    return found


_TO_FOLD = text("""
    SELECT text_id FROM text_update GROUP BY text_id HAVING count(*) > :most
    UNION SELECT t.id FROM text t JOIN plan p ON p.id = t.plan_id WHERE p.phase = 'archived'
        AND NOT EXISTS (SELECT FROM hold h WHERE h.pupil_id = p.pupil_id AND h.lifted IS NULL)
        AND (EXISTS (SELECT FROM text_past WHERE text_id = t.id) OR EXISTS (SELECT FROM text_update WHERE text_id = t.id))
    LIMIT 50
""")


async def to_fold(session: AsyncSession) -> list[UUID]:
    """Give the texts whose updates have grown many, and those of archived plans that still have a past and are not held."""
    rows = await session.exec(_TO_FOLD, params={"most": FOLD_AFTER})  # type: ignore[call-overload]  # SQLModel types no plain SQL
    return [row[0] for row in rows]


async def of_plan(session: AsyncSession, plan: Plan) -> list[Text]:
    """Give a plan's texts in their order."""
    return list((await session.exec(select(Text).where(Text.plan_id == plan.id).order_by(col(Text.position), col(Text.id)))).unique())


async def since(session: AsyncSession, key: UUID, seq: int) -> tuple[int, list[bytes]]:
    """Give the updates of a text after `seq`, and the last one's seq; where they are folded already, the snapshot with them."""
    rows = await session.exec(_WHOLE, params={"texts": [key]})  # type: ignore[call-overload]  # as above
    later = [(at, payload) for _, _, at, payload in rows if at is not None and at > seq]
    return max((at for at, _ in later), default=seq), [payload for _, payload in later]
