"""A class whose round is begun, for pages that show one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from server.columns import now
from server.people.actions import local_day
from server.people.models import Person, Relation, RelationKind
from server.schools.models import Class, ClassKind, Term
from server.templates.models import Template, TemplateVersion
from tests.bench.school import form

if TYPE_CHECKING:
    from uuid import UUID

    from tests.cast import Cast
    from tests.visit import Visits

NAMES = ("Nora Ny", "Petra Persson", "Quentin Qvist")


async def open_class(cast: Cast, live: Visits) -> tuple[Class, UUID]:
    """Make a class 5A of three whom the mentor mentors and whom the teacher teaches, two terms and a template; give class and version."""
    organisation, today = cast.organisation.id, local_day(now())
    klass = Class(organisation_id=organisation, school_id=cast.school.id, source_id="5A", name="5A", kind=ClassKind.homeroom, year="5")
    template = Template(
        organisation_id=organisation, school_id=cast.school.id, made_by=cast.principal.id, draft=form().model_dump(mode="json")
    )
    version = TemplateVersion(template_id=template.id, number=1, published_by=cast.principal.id, body=form().model_dump(mode="json"))
    async with live.database.session() as session:
        for row in (klass, template, version):
            session.add(row)
            await session.flush()
        for title, after in (("Autumn", -30), ("Spring", 120)):
            first = today + timedelta(days=after)
            last = first + timedelta(days=140)
            session.add(Term(organisation_id=organisation, source_id=title, title=title, first_day=first, last_day=last))
        for name in NAMES:
            given, family = name.split()
            pupil = Person(organisation_id=organisation, source_id=given, given_name=given, family_name=family, language="en")
            session.add(pupil)
            await session.flush()
            session.add(Relation(person_id=pupil.id, kind=RelationKind.pupil_in, class_id=klass.id))
            session.add(Relation(person_id=cast.mentor.id, kind=RelationKind.mentor_of, pupil_id=pupil.id))
        session.add(Relation(person_id=cast.teacher.id, kind=RelationKind.teacher_in, class_id=klass.id, subject="Musik"))
        await session.commit()
    return klass, version.id


async def begin_round(cast: Cast, live: Visits, klass: Class, version: UUID) -> str:
    """Begin the class's round, and wait until all are handed the material; give the round's page."""
    mentor = await live.as_(cast.mentor)
    page = (await mentor.get(f"/classes/{klass.id}/round")).text
    term = page.split('<select name="term"')[1].split('value="')[1].split('"')[0]
    days = {"prepare_school_by": local_day(now()) + timedelta(days=7), "talk_by": local_day(now()) + timedelta(days=30)}
    asks = {"asks_pupil": "true", "asks_teachers": "true", "asks_home": "true"}
    fields = {"template": version, "term": term, **days, **asks}
    answer = await mentor.post(f"/classes/{klass.id}/round", data={name: str(value) for name, value in fields.items()})
    address: str = answer.headers["location"]
    while "every 1s" in (await mentor.get(f"{address}/progress")).text:
        pass
    return address


async def publish_newer(cast: Cast, live: Visits, version: UUID) -> UUID:
    """Publish a newer version of a template: one question goes, one comes, the home reads later; give its id."""
    async with live.database.session() as session:
        old = await session.get_one(TemplateVersion, version)
        body = form().model_dump(mode="json")
        mine = body["sections"][0]
        mine["questions"][0] |= {"key": f"new-{uuid4().hex[:6]}"}
        mine["reads"] = {"home": "talk"}
        newer = TemplateVersion(template_id=old.template_id, number=old.number + 1, published_by=cast.principal.id, body=body)
        session.add(newer)
        await session.commit()
    return newer.id
