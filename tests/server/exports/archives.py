"""Archives in the tests: asked for, made and fetched as people do it; and the small school to which a pupil moves."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from server.config import Settings
from server.exports.actions.making import make_all
from server.people.models import Household, Person, Relation, RelationKind
from server.schools.models import Class, ClassKind, Organisation, School
from tests.server.world import new

if TYPE_CHECKING:
    from uuid import UUID

    from server.db import Database
    from tests.server.world import World

SETTINGS = Settings.model_validate({"STEGVIS_LANGUAGE": "en"})
Files = dict[str, bytes]


async def asked(world: World, person: Person, pupil: Person, **form: object) -> UUID:
    """Ask for an archive and let it be made; give its id."""
    key = new()
    answer = await world.post(person, f"/pupils/{pupil.id}/exports", id=key, **form)
    assert answer.status_code == 303, answer.text
    await make_all(world.visits.database, SETTINGS)
    return key


async def taken(world: World, person: Person, pupil: Person, **form: object) -> bytes:
    """Ask for an archive, let it be made, and fetch it."""
    answer = await world.get(person, f"/exports/{await asked(world, person, pupil, **form)}/file")
    assert answer.status_code == 200, answer.text
    return answer.content


def files_of(archive: bytes) -> Files:
    """Unpack an archive."""
    with ZipFile(io.BytesIO(archive)) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def said(files: Files, path: str) -> Any:
    """Read a file of an archive."""
    return json.loads(files[path])


def everything(files: Files) -> str:
    """Give all words of an archive, to look for what must not be in it."""
    return "\n".join(body.decode(errors="replace") for name, body in sorted(files.items()) if name.endswith(".json"))


@dataclass
class Elsewhere:
    """A school of another organisation in another database: a principal, and Elsa, who has just come with both her homes."""

    principal: Person
    elsa: Person
    anna: Person
    mentor: Person
    school: School
    klass: Class


async def elsewhere(database: Database) -> Elsewhere:
    """Make the school to which Elsa moves."""
    async with database.session() as session:
        there = Organisation(source_id="Bortom", name="Bortom")
        session.add(there)
        await session.flush()
        school = School(organisation_id=there.id, source_id="Bortskolan", name="Bortskolan")
        homes = [Household(organisation_id=there.id, source_id=name) for name in ("berg", "lind")]
        people = [
            Person(organisation_id=there.id, source_id=name, given_name=name.split()[0], family_name=name.split()[1], language="en")
            for name in ("Rut Rektor", "Elsa Berg", "Anna Berg", "Bo Lind", "Mia Mentor")
        ]
        session.add_all([school, *homes, *people])
        await session.flush()
        klass = Class(organisation_id=there.id, school_id=school.id, source_id="5A", name="5A", kind=ClassKind.homeroom, year="5")
        session.add(klass)
        await session.flush()
        principal, elsa, anna, bo, mentor = people
        session.add_all(
            [
                Relation(person_id=principal.id, kind=RelationKind.principal_of, school_id=school.id),
                Relation(person_id=elsa.id, kind=RelationKind.pupil_in, class_id=klass.id),
                Relation(person_id=anna.id, kind=RelationKind.guardian_of, pupil_id=elsa.id, household_id=homes[0].id),
                Relation(person_id=bo.id, kind=RelationKind.guardian_of, pupil_id=elsa.id, household_id=homes[1].id),
                Relation(person_id=mentor.id, kind=RelationKind.mentor_of, pupil_id=elsa.id),
            ]
        )
        await session.commit()
    return Elsewhere(principal, elsa, anna, mentor, school, klass)
