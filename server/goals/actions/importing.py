"""Bringing a school's list of criteria in from a file: read, shown, then kept. What is not named any more leaves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from server.columns import now
from server.goals.events import CriteriaImported
from server.goals.models import CriteriaImport, Criterion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.goals.actions.reading import Read
    from server.schools.models import School
    from server.work import Work

Line = dict[str, Any]
"""`{"source_id", "subject", "years": [str, …], "text"}`, as kept of a file's row."""


@dataclass
class Changes:
    """What a list would change: rows that come, that say something else than before, that say the same, and criteria that leave."""

    new: list[Line] = field(default_factory=list)
    changed: list[tuple[Criterion, Line]] = field(default_factory=list)
    same: list[tuple[Criterion, Line]] = field(default_factory=list)
    leave: list[Criterion] = field(default_factory=list)

    @property
    def any(self) -> bool:
        """Whether it changes anything."""
        return bool(self.new or self.changed or self.leave)


async def keep_read(work: Work, school: School, key: UUID, name: str, found: Read) -> CriteriaImport:
    """Keep what was read of a file; the page chose the id, so sending it twice keeps it once."""
    await work.once(key)
    there = await work.session.get(CriteriaImport, key)
    if there is not None:
        return there
    made = CriteriaImport(id=key, school_id=school.id, by_id=work.actor.id, file_name=name, lines=found.lines, bad=found.bad)
    work.session.add(made)
    return made


async def changes_of(session: AsyncSession, one: CriteriaImport) -> Changes:
    """Compare what was read with the school's list: by the file's own ids, else by subject and words.

    A list speaks for the subjects it names: what else there is of them leaves, other subjects stay as they are.
    """
    there = await session.exec(select(Criterion).where(Criterion.school_id == one.school_id).order_by(col(Criterion.left).nulls_first()))
    known = list(there.unique())
    found, kept = Changes(), set[object]()
    for line in one.lines:
        match = _match(line, (each for each in known if each.id not in kept))
        if match is None or match.left is not None:
            found.new.append(line if match is None else {**line, "id": str(match.id)})
        elif _says(match) == _plain(line):
            found.same.append((match, line))
        else:
            found.changed.append((match, line))
        if match is not None:
            kept.add(match.id)
    subjects = {line["subject"] for line in one.lines}
    found.leave = [each for each in known if each.left is None and each.subject in subjects and each.id not in kept]
    return found


def _match(line: Line, known: Iterable[Criterion]) -> Criterion | None:
    """Find the criterion that a row is about."""
    candidates = list(known)
    by_id = (one for one in candidates if line["source_id"] and one.source_id == line["source_id"])
    words = (one for one in candidates if (one.subject, one.text) == (line["subject"], line["text"]))
    return next(by_id, None) or next((one for one in words if not (one.source_id and line["source_id"])), None)


def _says(one: Criterion) -> Mapping[str, Any]:
    """Give what a criterion says, as a row would."""
    return {name: getattr(one, name) for name in ("source_id", "subject", "years", "text")}


def _plain(line: Line) -> Mapping[str, Any]:
    """Give what a row says."""
    return {name: line[name] for name in ("source_id", "subject", "years", "text")}


async def apply(work: Work, one: CriteriaImport) -> None:
    """Keep a list that was read: compared anew, since something may have changed meanwhile.

    The import must be held, and nothing may be wrong with it.
    """
    if one.applied is not None:
        return
    await work.once(one.school_id)
    session, found = work.session, await changes_of(work.session, one)
    place = {_key(line): number for number, line in enumerate(one.lines)}
    for line in found.new:
        criterion = await session.get_one(Criterion, line["id"]) if "id" in line else Criterion(school_id=one.school_id, **_plain(line))
        criterion.sqlmodel_update({**_plain(line), "position": place[_key(line)], "left": None})
        session.add(criterion)
    for criterion, line in [*found.changed, *found.same]:
        criterion.sqlmodel_update({**_plain(line), "position": place[_key(line)]})
    for criterion in found.leave:
        criterion.left = now()
    one.applied = now()
    work.tell(CriteriaImported(school=one.school_id, imported=one.id))


def _key(line: Line) -> tuple[str, str]:
    """Say which row of a file one is: no two have the same subject and words."""
    return line["subject"], line["text"]
