"""Begins the rounds of a demo school: a template for each stage, published, and one round a homeroom class."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.columns import now
from server.people.actions import local_day
from server.people.models import Relation, RelationKind
from server.plans.actions import Material
from server.rounds.actions.days import school_day
from server.rounds.models import Round
from server.templates.actions import starting
from server.templates.actions.keeping import written
from server.templates.models import Template, TemplateVersion

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.schools.models import Class
    from server.templates.form import Form

STAGES = (("years_1_3", 3), ("years_4_6", 6), ("years_7_9", 9))
"""Which starting template goes up to which year; later years have the upper secondary school's."""
AT_SCHOOL, AT_HOME, BOOKED, HELD = (timedelta(days=days) for days in (7, 14, 18, 28))
"""How long from today until each step is to be done, or until the last day of school before that."""


async def begin_rounds(session: AsyncSession, classes: list[Class]) -> dict[UUID, Material]:
    """Publish the templates that some classes need, begin a round for each, and give what to hand out, by class."""
    published: dict[tuple[UUID, str], tuple[TemplateVersion, Form]] = {}
    found = {}
    for klass in classes:
        name = next((name for name, last in STAGES if klass.year.isdecimal() and int(klass.year) <= last), "upper_secondary")
        if (klass.school_id, name) not in published:
            published[klass.school_id, name] = await _publish(session, klass, name)
        version, form = published[klass.school_id, name]
        found[klass.id] = Material(form, version.id, await _begin(session, klass, version))
    return found


async def _publish(session: AsyncSession, klass: Class, name: str) -> tuple[TemplateVersion, Form]:
    """Make a starting template the school's own, and publish it."""
    form = starting()[name].form
    by = await _somebody(session, RelationKind.principal_of, klass)
    template = Template(organisation_id=klass.organisation_id, school_id=klass.school_id, made_by=by, draft=written(form))
    session.add(template)
    await session.flush()
    version = TemplateVersion(template_id=template.id, number=1, published_by=by, body=written(form))
    session.add(version)
    await session.flush()
    return version, form


async def _begin(session: AsyncSession, klass: Class, version: TemplateVersion) -> Round:
    """Begin a class's round, handed out already."""
    today = local_day(now())
    made = Round(
        organisation_id=klass.organisation_id,
        school_id=klass.school_id,
        class_id=klass.id,
        term_id=klass.term_id,
        template_version_id=version.id,
        begun_by=await _somebody(session, RelationKind.principal_of, klass),
        handed_out=now(),
        prepare_school_by=school_day(today + AT_SCHOOL, today),
        prepare_home_by=school_day(today + AT_HOME, today),
        book_by=school_day(today + BOOKED, today),
        talk_by=school_day(today + HELD, today),
    )
    session.add(made)
    await session.flush()
    return made


async def _somebody(session: AsyncSession, kind: RelationKind, klass: Class) -> UUID:
    """Give somebody who runs a class's school."""
    rows = await session.exec(
        select(Relation.person_id)
        .where(
            Relation.kind == kind, (col(Relation.school_id) == klass.school_id) | (col(Relation.organisation_id) == klass.organisation_id)
        )
        .order_by(col(Relation.person_id))
    )
    return rows.first() or (await session.exec(select(Relation.person_id).where(Relation.kind == RelationKind.admin_of))).one()
