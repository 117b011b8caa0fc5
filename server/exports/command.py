"""The commands `stegvis export-pupil` and `stegvis import-pupil`, for whoever runs the server and answers for all of it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlmodel import col, select

from server import db
from server.columns import now
from server.exports.actions.bringing import Bringing, Report, bring, class_of
from server.exports.actions.making import fill
from server.exports.actions.printing import print_for
from server.exports.actions.taking import Taking
from server.exports.archive.opened import Bad
from server.exports.archive.zipped import Zipped
from server.exports.events import ExportAsked, ExportFetched, RecordBroughtIn
from server.exports.models import Purpose
from server.organisation.models import BY_HAND
from server.pages.names import BAD_ARCHIVE
from server.people.actions import whereabouts
from server.people.models import Person, Relation, RelationKind
from server.people.policy import Actor, Tie, nobody
from server.schools.models import Class
from server.work import Work

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.config import Settings


class CommandError(Exception):
    """What is asked for cannot be done; the words are for whoever asked."""


@dataclass(frozen=True)
class Order:
    """What the command line asks for."""

    file: Path
    pupil: str
    reason: str = ""
    identity: bool = False
    create: str = ""
    klass: str = ""
    dry_run: bool = False


def order_of(wanted: Namespace) -> Order:
    """Read an order from the command line."""
    names = ("file", "pupil", "reason", "identity", "create", "klass", "dry_run")
    return Order(**{name: getattr(wanted, name) for name in names if hasattr(wanted, name)})


async def _person(session: AsyncSession, said: str) -> Person:
    """Find somebody by our id or by the roster's.

    Raises:
        CommandError: there is nobody like that, or more than one.
    """
    try:
        found = await session.get(Person, UUID(said))
    except ValueError:
        found = None
    if found is None:
        rows = (await session.exec(select(Person).where(Person.source_id == said))).all()
        if len(rows) > 1:
            message = f"{said}: more than one person has this id in a roster; give Stegvis' own id"
            raise CommandError(message)
        found = rows[0] if rows else None
    if found is None:
        message = f"{said}: there is nobody with this id"
        raise CommandError(message)
    return found


def _operator(pupil: Person) -> Actor:
    """Give whoever runs the server as somebody who answers for every school of the organisation, with no name of their own."""
    tie = Tie(RelationKind.principal_of, organisation_id=pupil.organisation_id)
    return replace(nobody(pupil.organisation_id), ties=(tie,), granted=frozenset({pupil.id}))


async def export_pupil(settings: Settings, address: str, order: Order) -> str:
    """Write an archive of everything of a pupil into a file; it stands in the pupil's log that the server's operator took it."""
    database = db.connect(address, 3)
    try:
        async with database.session() as session:
            pupil = await _person(session, order.pupil)
            await print_for(database, settings, pupil.id, settings.language)
            work = Work(session, _operator(pupil), by_itself=True)
            with Zipped() as zipped, order.file.open("xb") as out:
                taking = Taking(work, zipped, pupil, await whereabouts(session, pupil.id), order.identity, whole=True)
                await fill(taking, settings, Purpose.moving, now())
                zipped.file.seek(0)
                shutil.copyfileobj(zipped.file, out)
            told = Work(session, work.actor, by_itself=True)
            told.tell(ExportAsked(pupil=pupil.id, export=(key := uuid4()), reason=order.reason))
            told.tell(ExportFetched(pupil=pupil.id, export=key))
            await told.commit()
    finally:
        await database.engine.dispose()
    left = " The protected identity is left out; --identity includes it." if taking.hides else ""
    return f"{order.file}: {_plans(len(taking.plans))}.{left}"


async def import_pupil(address: str, order: Order) -> Report:
    """Bring an archive in for a pupil who is here, or who is made known by hand in a class."""
    database = db.connect(address, 3)
    try:
        async with database.session() as session:
            into = await _into(session, order)
            with order.file.open("rb") as file:
                report = await bring(session, file, into, dry=order.dry_run)
            if not report.refused and not order.dry_run:
                work = Work(session, Actor(into.pupil, ()), by_itself=True)
                work.tell(RecordBroughtIn(pupil=into.pupil.id))
                await work.commit()
        return report
    finally:
        await database.engine.dispose()


async def _into(session: AsyncSession, order: Order) -> Bringing:
    """Say for whom an archive is brought.

    Raises:
        CommandError: there is no such pupil or class.
    """
    if order.create:
        klass = await _class(session, order.klass)
        given, _, family = order.create.partition(" ")
        pupil = Person(organisation_id=klass.organisation_id, source_id=f"{BY_HAND}{uuid4()}", given_name=given, family_name=family)
        session.add(pupil)
        await session.flush()
        session.add(Relation(person_id=pupil.id, kind=RelationKind.pupil_in, class_id=klass.id, source="hand", reason="import-pupil"))
        await session.flush()
        return Bringing(pupil, klass, pupil.id)
    pupil = await _person(session, order.pupil)
    for place in await whereabouts(session, pupil.id):
        if (there := await class_of(session, pupil.id, place.school_id)) is not None:
            return Bringing(pupil, there, pupil.id)
    message = f"{order.pupil}: goes to no class here"
    raise CommandError(message)


async def _class(session: AsyncSession, said: str) -> Class:
    """Find a class by our id or by the roster's.

    Raises:
        CommandError: there is none, or more than one.
    """
    rows = (await session.exec(select(Class).where((col(Class.source_id) == said) | (col(Class.name) == said)))).all()
    if len(rows) != 1:
        message = f"{said}: there are {len(rows)} classes of this id or name"
        raise CommandError(message)
    return rows[0]


def in_words(report: Report, *, dry: bool) -> str:
    """Say what came of it."""
    if report.refused:
        return f"Refused: {BAD_ARCHIVE[Bad(report.refused)]} {report.where}".rstrip()
    verb = "to be written" if dry else "written"
    there = len(report.plans) - report.new
    people = f"people in it: {report.known} known here, {report.named} kept as names"
    return f"{report.pupil}: {_plans(report.new)} {verb}, {there} here already; {people}."


def _plans(count: int) -> str:
    """Say how many plans."""
    return f"{count} plan" if count == 1 else f"{count} plans"
