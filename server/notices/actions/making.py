"""Making notices of events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import case, column, func
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from server.events import NoticesRead, RelationEnded
from server.notices.actions.hearing import concerned, plans_of
from server.notices.actions.voiding import void
from server.notices.actions.wishes import wishes
from server.notices.models import Mail, Notice
from server.notices.policy import EACH_TIME, OWN_LETTER

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.audit.models import Event
    from server.events import Happening
    from server.notices.actions.wishes import Wish
    from server.people.policy import Actor, Standing
    from server.plans.models import Plan

Told = tuple["Event", "Happening"]
"""An event and its row."""
AT_A_TIME = 1_000
"""Rows in one statement, which holds only so many values."""


async def notify(session: AsyncSession, actor: Actor, told: Sequence[Told]) -> list[list[UUID]]:
    """Make the notices of events of one kind; give for each everyone whose unread count may have changed.

    Nobody hears of their own act, nobody of what they may not read, and nobody twice of the same plan and kind before the first is read.
    """
    touched = [[one.person] if isinstance(one, NoticesRead | RelationEnded) else [] for _, one in told]
    if told[0][1].voids is not None:
        for place, (_, one) in enumerate(told):
            touched[place] += await void(session, one)
    noticed = [place for place, (_, one) in enumerate(told) if one.notice and one.plan is not None]
    if not noticed:
        return touched
    happenings = [told[place][1] for place in noticed]
    plans = await plans_of(session, happenings)
    heard_by = await concerned(session, actor, plans, happenings)
    hearers = await wishes(session, happenings[0].notice, [(plan.pupil_id, who) for plan, who in zip(plans, heard_by, strict=True)])
    rows: list[dict[str, Any]] = []
    for place, plan, who, heard in zip(noticed, plans, heard_by, hearers, strict=True):
        touched[place] += [person for person, wish in heard.items() if wish.badge]
        rows += [_row(told[place], plan, who[person], wish) for person, wish in heard.items()]
    await _write(session, rows)
    return touched


def _row(told: Told, plan: Plan, who: Standing, wish: Wish) -> dict[str, Any]:
    """Make somebody's notice of an event, as they want it; what is bundled is so for those who have a whole class."""
    row, happening = told
    leaves = wish.push or (wish.mail is Mail.at_once and happening.notice not in OWN_LETTER)
    return Notice(
        person_id=who.person_id,
        plan_id=plan.id,
        bundle_id=plan.class_id if happening.by_class and not who.home else plan.id,
        kind=happening.notice,
        counted=[getattr(happening, happening.once)] if happening.once else [],
        event_id=row.id or 0,
        actor_id=row.actor_id,
        place=place(happening.about()),
        at=row.at,
        shown=wish.badge,
        mail=wish.mail,
        push=wish.push,
        due=row.at if leaves else None,
    ).model_dump()


async def _write(session: AsyncSession, rows: list[dict[str, Any]]) -> None:
    """Keep notices, or let the unread one that is there grow: in one order for all, so that nobody waits for whoever waits for them."""
    bundled: dict[tuple[UUID, UUID], dict[str, Any]] = {}
    for row in rows:
        key = row["person_id"], row["bundle_id"]
        bundled[key] = _together(bundled[key], row) if key in bundled else row
    ordered = [bundled[key] for key in sorted(bundled)]
    for begin in range(0, len(ordered), AT_A_TIME):
        made = insert(Notice).values(ordered[begin : begin + AT_A_TIME])
        things = col(Notice.counted).concat(made.excluded["counted"])
        once = select(func.array_agg(column("thing").distinct())).select_from(func.unnest(things).alias("thing")).scalar_subquery()
        grown = made.on_conflict_do_update(
            index_elements=["person_id", "bundle_id", "kind"],
            index_where=col(Notice.read).is_(None),
            set_={
                "count": case((func.cardinality(things) > 0, func.cardinality(once)), else_=Notice.count + made.excluded["count"]),
                "counted": func.coalesce(once, things),
                "due": case((made.excluded["kind"].in_(EACH_TIME), made.excluded["due"]), else_=Notice.due),
                **{name: made.excluded[name] for name in ("plan_id", "event_id", "actor_id", "place", "at", "shown", "mail", "push")},
            },
        )
        await session.exec(grown)


def _together(first: dict[str, Any], then: dict[str, Any]) -> dict[str, Any]:
    """Make one notice of two: of what is counted once, so many are left; of all else one more."""
    counted = list(dict.fromkeys([*first["counted"], *then["counted"]]))
    return {**then, "counted": counted, "count": len(counted) or first["count"] + 1}


def place(about: dict[str, str]) -> str:
    """Give the fragment of the plan's page that an event is about, the most precise there is."""
    for name in ("comment", "goal", "thread"):
        if name in about:
            return f"{name}-{about[name]}"
    return ""
