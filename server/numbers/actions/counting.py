"""Counting talks held, plans agreed and goals by state, class by class: one statement each, however many pupils there are.

Pupils with protected identity are counted for nobody. Who is not granted one must not learn from a number that somebody is there of whom
no list tells; and if those who are granted had other numbers, a file passed on from one to the other would tell it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import text

from server.goals.models import Status
from server.i18n import zone
from server.rounds.actions.present import HELD
from server.rounds.actions.whose import WHOSE, values

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.rounds.actions.present import OfTerm

_COUNTED = "whose w JOIN person ON person.id = w.person_id AND NOT person.protected"
_PLANS = text(f"""
    WITH {HELD}, {WHOSE}
    SELECT w.school_id, w.class_id, w.plan_id IS NOT NULL AND r.talk_only IS NOT TRUE AS written,
        CAST(date_trunc('week', coalesce(t.held, v.agreed) AT TIME ZONE CAST(:zone AS text)) AS date) AS held,
        CASE WHEN r.talk_only IS NOT TRUE THEN CAST(date_trunc('week', v.agreed AT TIME ZONE CAST(:zone AS text)) AS date) END AS agreed,
        count(*)
    FROM {_COUNTED} LEFT JOIN plan p ON p.id = w.plan_id LEFT JOIN round r ON r.id = w.round_id
    LEFT JOIN LATERAL (SELECT min(ended) AS held FROM talk WHERE plan_id = w.plan_id AND ended IS NOT NULL) t ON true
    LEFT JOIN LATERAL (SELECT min(at) AS agreed FROM version WHERE plan_id = w.plan_id AND p.locked IS NOT NULL) v ON true
    GROUP BY 1, 2, 3, 4, 5
""")  # noqa: S608  # nothing from outside is in it
"""So many pupils of a class had their talk in one week and agreed in another. A talk without a sitting of its own counts as held with the
lock; a plan that is opened again is not agreed until it is locked again."""
_GOALS = text(f"""
    WITH {HELD}, {WHOSE}
    SELECT w.school_id, w.class_id, g.status, count(*) FROM {_COUNTED} JOIN goal g ON g.plan_id = w.plan_id GROUP BY 1, 2, 3
""")  # noqa: S608  # as above


_YEAR = timedelta(days=366)
"""So long a line goes on after the last thing that happened."""


@dataclass
class Figures:
    """What is counted of a group: pupils, those with a plan to agree on, talks and agreed plans by the Monday of their week, goals."""

    pupils: int = 0
    written: int = 0
    talks: Counter[date] = field(default_factory=Counter)
    agreed: Counter[date] = field(default_factory=Counter)
    goals: Counter[Status] = field(default_factory=Counter)

    def add(self, other: Figures) -> None:
        """Add others to these."""
        self.pupils += other.pupils
        self.written += other.written
        self.talks += other.talks
        self.agreed += other.agreed
        self.goals += other.goals

    def weeks(self, until: date | None = None) -> list[tuple[date, int, int]]:
        """Give each week, from the first in which something happened to the last or to that of `until`, with all until its end."""
        days = [*self.talks, *self.agreed]
        found, talks, agreed = [], 0, 0
        day, last = min(days, default=date.max), max(days, default=date.min)
        if days and until is not None and until - last < _YEAR:
            last = max(last, until)
        while days and day <= last:
            talks, agreed = talks + self.talks[day], agreed + self.agreed[day]
            found.append((day, talks, agreed))
            day += timedelta(days=7)
        return found


async def counted(session: AsyncSession, schools: Collection[UUID], of: OfTerm | None = None) -> dict[UUID, dict[UUID, Figures]]:
    """Count for each school, class by class, in the round that counts there, or that of a term."""
    asked = values(schools=schools, of=of)
    found: dict[UUID, dict[UUID, Figures]] = {school: {} for school in schools}
    for school, klass, written, held, agreed, count in await session.exec(_PLANS, params=asked | {"zone": str(zone())}):  # type: ignore[call-overload]  # SQLModel types no plain SQL
        one = Figures(count, count if written else 0, Counter({held: count} if held else {}), Counter({agreed: count} if agreed else {}))
        found[school].setdefault(klass, Figures()).add(one)
    for school, klass, status, count in await session.exec(_GOALS, params=asked):  # type: ignore[call-overload]  # as above
        found[school].setdefault(klass, Figures()).goals[Status(status)] += count
    return found
