"""Bringing an archive in: the dry run writes everything and takes it back, so it cannot promise what the real one does not keep."""

from __future__ import annotations

import asyncio
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from server.columns import now
from server.exports.actions.matching import match
from server.exports.actions.writing import Writing, write_plan
from server.exports.archive.opened import Bad, BadArchiveError, opened
from server.exports.archive.shape import PlanFile, PupilFile, plan_path
from server.goals.models import Goal
from server.people.actions import in_force
from server.people.models import Relation, RelationKind
from server.plans.models import Plan
from server.schools.models import Class, ClassKind

if TYPE_CHECKING:
    from typing import IO
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.exports.archive.opened import Opened
    from server.people.models import Person


@dataclass
class Report:
    """What an archive would write, or has written; as JSON it is kept with the import."""

    refused: str = ""
    where: str = ""
    pupil: str = ""
    """As the archive calls the pupil."""
    plans: list[dict[str, Any]] = field(default_factory=list)
    known: int = 0
    named: int = 0
    homes: list[str] = field(default_factory=list)

    @property
    def new(self) -> int:
        """How many plans are not here yet."""
        return sum(not one["there"] for one in self.plans)

    def said(self) -> dict[str, Any]:
        """Give it as JSON has it."""
        return asdict(self)


@dataclass(frozen=True)
class Bringing:
    """For whom an archive is brought: the pupil, whose class here the plans then stand in, and who answers for it."""

    pupil: Person
    klass: Class
    by: UUID
    brought: UUID | None = None


async def bring(session: AsyncSession, file: IO[bytes], into: Bringing, *, dry: bool) -> Report:
    """Write an archive, or only say what would be written; one that cannot be used changes nothing, and the report says why."""
    report = Report()
    nested = await session.begin_nested()
    try:
        archive = await asyncio.to_thread(opened, file)
        await asyncio.to_thread(archive.check)
        await _write(session, archive, into, report)
    except BadArchiveError as error:
        report.refused, report.where = error.why, error.where
    except (DBAPIError, ValueError, OverflowError):
        report.refused = Bad.content
    if dry or report.refused:
        await nested.rollback()
    else:
        await nested.commit()
    return report


async def _write(session: AsyncSession, archive: Opened, into: Bringing, report: Report) -> None:
    """Write each plan that is not here yet."""
    if archive.manifest.left_out:
        raise BadArchiveError(Bad.without_identity)
    said = archive.said("pupil.json", PupilFile)
    report.pupil = f"{said.pupil.given_name} {said.pupil.family_name}"
    there = await _there(session, said.plans, into.pupil)
    matched = await match(session, said, into.pupil, into.brought)
    report.known, report.named, report.homes = matched.known, matched.named, matched.found_homes
    writing = Writing(session, archive, matched, into.pupil, into.klass, into.by)
    for key in said.plans:
        file: Any = await asyncio.to_thread(archive.said, plan_path(key), PlanFile)
        if file.plan.id != key or file.plan.pupil_id != said.pupil.id:
            raise BadArchiveError(Bad.torn, plan_path(key))
        report.plans.append(_plan(file, is_there=key in there))
        if key in there:
            writing.ids["goal"] |= {goal: goal for goal in await session.exec(select(Goal.id).where(Goal.plan_id == key))}
        else:
            await write_plan(writing, file)


async def _there(session: AsyncSession, plans: list[UUID], pupil: Person) -> set[UUID]:
    """Give those plans that are here already, with this very pupil.

    Raises:
        BadArchiveError: one is here with somebody else.
    """
    rows = (await session.exec(select(Plan.id, Plan.pupil_id).where(col(Plan.id).in_(plans)))).all()
    if any(whose != pupil.id for _, whose in rows):
        raise BadArchiveError(Bad.anothers)
    return {key for key, _ in rows}


def _plan(file: Any, *, is_there: bool) -> dict[str, Any]:  # noqa: ANN401  # a derived shape
    """Say what a plan of an archive brings."""
    return {
        "school": file.place.school,
        "klass": file.place.klass,
        "term": file.place.term.title if file.place.term else "",
        "there": is_there,
        "texts": len(file.texts),
        "goals": len(file.goals),
        "comments": len(file.comments),
        "versions": len(file.versions),
        "files": len(file.attachments) + len(file.check_in_pictures),
    }


async def class_of(session: AsyncSession, pupil: UUID, school: UUID) -> Class | None:
    """Give the class that a pupil goes to at a school, the homeroom if there is one."""
    rows = await session.exec(
        select(Class)
        .join(Relation, col(Relation.class_id) == Class.id)
        .where(Relation.person_id == pupil, Relation.kind == RelationKind.pupil_in, Class.school_id == school, in_force(now()))
        .order_by(col(Class.name))
    )
    found = sorted(rows, key=lambda one: one.kind is not ClassKind.homeroom)
    return found[0] if found else None
