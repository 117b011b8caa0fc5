"""A whole school for the bench of rounds: classes with mentors, teachers of subjects and homes, and a template to begin with."""

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from server.accounts.actions import digest
from server.accounts.models import Session
from server.columns import now
from server.people.models import Household, Person, Relation, RelationKind
from server.schools.models import Class, ClassKind, Organisation, School
from server.templates.form import Form, Question, QuestionKind, Section, Writer
from server.templates.models import Template, TemplateVersion

SUBJECTS = ("Bild", "Engelska", "Idrott", "Matematik", "Musik", "NO", "SO", "Svenska")
_LEVELS: list[Any] = [{"en": one} for one in ("Not yet", "Almost", "Yes", "More than that")]


@dataclass
class BigSchool:
    """What there is, and the cookies of those who look at it."""

    organisation: Organisation
    school: School
    classes: list[Class] = field(default_factory=list)
    pupils: dict[UUID, list[Person]] = field(default_factory=dict)
    """By class."""
    mentors: dict[UUID, Person] = field(default_factory=dict)
    principal: Person | None = None
    tokens: dict[UUID, str] = field(default_factory=dict)
    version: TemplateVersion | None = None
    rows: list[SQLModel] = field(default_factory=list)

    def person(self, name: str) -> Person:
        """Add somebody, signed in."""
        person = Person(
            organisation_id=self.organisation.id, source_id=secrets.token_hex(8), given_name=name, family_name="Lind", language="en"
        )
        self.tokens[person.id] = secrets.token_urlsafe(32)
        expires = now() + timedelta(hours=1)
        self.rows += [person, Session(token_hash=digest(self.tokens[person.id]), person_id=person.id, expires=expires)]
        return person

    def relate(self, person: Person, kind: RelationKind, **to: Any) -> None:
        """Add a relation."""
        self.rows.append(Relation(person_id=person.id, kind=kind, **to))


def _asks(key: str, writer: Writer, *questions: QuestionKind, **more: Any) -> Section:
    """Make a section with one question of each kind."""
    return Section(
        key=key,
        title={"en": key},
        writer=writer,
        questions=[Question(key=f"{key}-{place}", kind=kind, title={"en": "?"}, **more) for place, kind in enumerate(questions)],
    )


def form() -> Form:
    """Give a form such as a school would design."""
    text, kinds = QuestionKind.text, QuestionKind
    return Form(
        title={"en": "Development talk"},
        languages=["en"],
        sections=[
            _asks("pupil", Writer.pupil, text, text, kinds.faces, kinds.follow_up),
            _asks("subject", Writer.teachers, kinds.assessment, choices=_LEVELS),
            _asks("home", Writer.home, text, text),
            _asks("school", Writer.school, text),
            _asks("together", Writer.together, text),
        ],
    )


async def open_school(session: AsyncSession, classes: int, pupils: int) -> BigSchool:
    """Open a school with so many classes of so many pupils each."""
    organisation = Organisation(source_id=secrets.token_hex(8), name="Bench")
    made = BigSchool(organisation, School(organisation_id=organisation.id, source_id="big", name="Bench"))
    made.principal = made.person("Principal")
    made.relate(made.principal, RelationKind.principal_of, school_id=made.school.id)
    teachers = [made.person(subject) for subject in SUBJECTS]
    for number in range(classes):
        _fill(made, number, pupils, teachers)
    for row in (organisation, made.school, *made.classes):
        session.add(row)
        await session.flush()
    for kind in (Person, Household, Relation, Session):
        session.add_all([row for row in made.rows if isinstance(row, kind)])
        await session.flush()
    template = Template(organisation_id=organisation.id, school_id=made.school.id, made_by=made.principal.id)
    session.add(template)
    await session.flush()
    made.version = TemplateVersion(template_id=template.id, number=1, published_by=made.principal.id, body=form().model_dump(mode="json"))
    session.add(made.version)
    await session.flush()
    return made


def _fill(made: BigSchool, number: int, pupils: int, teachers: list[Person]) -> None:
    """Add a class with its pupils, who all have two adults; every third pupil's live apart."""
    klass = Class(
        organisation_id=made.organisation.id,
        school_id=made.school.id,
        source_id=f"big {number}",
        name=f"Class {number}",
        kind=ClassKind.homeroom,
        year="4",
    )
    made.classes.append(klass)
    mentor = made.mentors[klass.id] = made.person("Mentor")
    for subject, teacher in zip(SUBJECTS, teachers, strict=True):
        made.relate(teacher, RelationKind.teacher_in, class_id=klass.id, subject=subject)
    for place in range(pupils):
        pupil = made.person(f"Pupil {place}")
        made.pupils.setdefault(klass.id, []).append(pupil)
        made.relate(pupil, RelationKind.pupil_in, class_id=klass.id)
        made.relate(mentor, RelationKind.mentor_of, pupil_id=pupil.id)
        homes = [Household(organisation_id=made.organisation.id, source_id=secrets.token_hex(8)) for _ in range(2 if place % 3 == 0 else 1)]
        made.rows += homes
        for adult in range(2):
            made.relate(made.person("Adult"), RelationKind.guardian_of, pupil_id=pupil.id, household_id=homes[adult % len(homes)].id)
