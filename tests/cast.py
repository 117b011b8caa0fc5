"""The small world that all tests share. Elsa's plan is in the talk; everyone around her is here, and some who are not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from server.columns import now
from server.goals.models import Goal, Status
from server.people.models import Household, Person, Relation, RelationKind
from server.plans.actions import begin_plan
from server.plans.models import Phase, Plan
from server.schools.models import Class, ClassKind, Organisation, School
from server.talks.actions import begin_agenda
from server.talks.models import Attendance, Invited, InvitedAs, Talk
from server.texts.actions import of_plan

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel import SQLModel
    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.texts.models import Text, TextKind


@dataclass
class Cast:
    """Everyone, by what they are to Elsa."""

    elsa: Person
    omar: Person
    """A classmate; his plan has the same mentor and teacher."""
    hidden: Person
    """A classmate with protected identity; only the mentor is granted by name."""
    far: Person
    """A pupil of another school of the same organisation."""
    foreign: Person
    """A pupil of another organisation."""
    anna: Person
    """Elsa's guardian in the one home."""
    bo: Person
    """Elsa's guardian in the other home."""
    omars_mother: Person
    mentor: Person
    teacher: Person
    """Teaches mathematics in the class."""
    far_observer: Person
    """A special educator of the other school."""
    far_teacher: Person
    observer: Person
    principal: Person
    far_principal: Person
    admin: Person
    director: Person
    """Administers the whole organisation."""
    stranger: Person
    """A principal of the other organisation."""
    guest: Person
    """An interpreter, let into Elsa's talk by the mentor; nobody anywhere else."""

    organisation: Organisation
    school: School
    far_school: School
    klass: Class
    annas: Household
    bos: Household
    plan: Plan
    omars_plan: Plan
    hidden_plan: Plan
    far_plan: Plan
    foreign_plan: Plan
    texts: dict[str, Text]
    """Elsa's texts: by kind, and `home_anna`, `home_bo` for the homes'."""
    goal: Goal
    """An ongoing goal of Elsa's."""
    proposal: Goal
    """A goal that Anna has proposed."""
    sittings: list[SQLModel]
    """The rows of the talks that go on: Elsa's and Omar's, and who is in them."""
    talk: Talk
    """The open talk under Elsa's plan, with everyone; Elsa, both guardians, the mentor and the invited teacher are in its session."""

    def text(self, kind: TextKind | str) -> UUID:
        """Give the id of one of Elsa's texts."""
        return self.texts[str(kind)].id

    def everyone(self) -> dict[str, Person]:
        """Give all persons by their names here."""
        return {name: value for name, value in vars(self).items() if isinstance(value, Person)}


_NAMES = {
    "elsa": "Elsa Berg", "omar": "Omar Aziz", "hidden": "Hanna Skyddad", "far": "Frida Fjärran", "foreign": "Felix Främmande",
    "anna": "Anna Berg", "bo": "Bo Lind", "omars_mother": "Maryam Aziz", "mentor": "Maja Mentor", "teacher": "Tore Lärare",
    "far_observer": "Tina Special", "far_teacher": "Fanny Lärare", "observer": "Olga Special", "principal": "Pia Rektor",
    "far_principal": "Ferdinand Rektor", "admin": "Adam Admin", "director": "Disa Direktör", "stranger": "Stig Främling",
    "guest": "Iman Tolk",
}  # fmt: skip
_FOREIGN = {"foreign", "stranger"}


async def assemble(session: AsyncSession) -> Cast:
    """Make the cast in an empty database."""
    organisations = [Organisation(source_id=name, name=name) for name in ("Här", "Där")]
    session.add_all(organisations)
    await session.flush()
    here, there = organisations
    people: dict[str, Any] = {
        key: Person(
            organisation_id=(there if key in _FOREIGN else here).id, source_id=key, given_name=name.split()[0], family_name=name.split()[1],
            protected=key == "hidden", guest=key == "guest", language="en",
        )
        for key, name in _NAMES.items()
    }  # fmt: skip
    schools = [
        School(organisation_id=(there if name == "Främmande" else here).id, source_id=name, name=name)
        for name in ("Ekskolan", "Fjärran", "Främmande")
    ]
    homes = {name: Household(organisation_id=here.id, source_id=name) for name in ("anna", "bo", "aziz")}
    session.add_all([*people.values(), *schools, *homes.values()])
    await session.flush()
    classes = {school.name: _class(school, "4B", ClassKind.homeroom) for school in schools}
    maths = _class(schools[0], "4B Matematik", ClassKind.group, "Matematik")
    session.add_all([*classes.values(), maths])
    await session.flush()
    session.add_all(_relations(people, schools, classes, maths, homes))
    await session.flush()
    home = classes["Ekskolan"]
    plans: dict[str, Any] = {
        "plan": await begin_plan(session, people["elsa"].id, home, Phase.talk),
        "omars_plan": await begin_plan(session, people["omar"].id, home, Phase.talk),
        "hidden_plan": await begin_plan(session, people["hidden"].id, home, Phase.talk),
        "far_plan": await begin_plan(session, people["far"].id, classes["Fjärran"], Phase.talk),
        "foreign_plan": await begin_plan(session, people["foreign"].id, classes["Främmande"], Phase.talk),
    }
    await session.flush()
    sittings = await _sit(session, plans["plan"], [people[who] for who in ("mentor", "elsa", "anna", "bo", "teacher", "guest")])
    sittings += await _sit(session, plans["omars_plan"], [people[who] for who in ("mentor", "omar", "omars_mother")])
    goals = _goals(plans["plan"], people)
    session.add_all(goals)
    await session.flush()
    texts = await of_plan(session, plans["plan"])
    named = {str(text.kind): text for text in texts} | {
        f"home_{name}": text for text in texts for name in ("anna", "bo") if text.household_id == homes[name].id
    }
    return Cast(
        **people, **plans, organisation=here, school=schools[0], far_school=schools[1], klass=home, annas=homes["anna"], bos=homes["bo"],
        texts=named, goal=goals[0], proposal=goals[1], talk=sittings[0], sittings=sittings,
    )  # fmt: skip


def _class(school: School, name: str, kind: ClassKind, subject: str = "") -> Class:
    """Make a class."""
    return Class(
        organisation_id=school.organisation_id,
        school_id=school.id,
        source_id=f"{school.name} {name}",
        name=name,
        kind=kind,
        year="4",
        subject=subject,
    )


async def _sit(session: AsyncSession, plan: Plan, people: list[Person]) -> list[Any]:
    """Let a talk go on, with some people in its session, of whom teachers and guests are invited."""
    agenda, by = begin_agenda(), people[0].id
    talk = Talk(plan_id=plan.id, begun_by=by, lead_id=by, agenda=agenda, point=agenda[0]["key"])
    session.add(talk)
    await session.flush()
    around: list[SQLModel] = [Attendance(talk_id=talk.id, person_id=one.id) for one in people]
    for one in people:
        if one.source_id in {"teacher", "guest"}:
            kept: dict[str, Any] = {"talk_id": talk.id, "person_id": one.id, "name": one.name, "invited_by": by, "admitted": now()}
            guest: dict[str, Any] = {"secret": "used", "opened": now()} if one.guest else {}
            around.append(Invited(**kept, **guest, kind=InvitedAs.interpreter if one.guest else InvitedAs.teacher))
    session.add_all(around)
    await session.flush()
    return [talk, *around]


def _goals(plan: Plan, people: dict[str, Person]) -> list[Goal]:
    """Make Elsa's goals."""
    return [
        Goal(plan_id=plan.id, proposed_by=people["elsa"].id, status=Status.ongoing, title="Read every day"),
        Goal(plan_id=plan.id, proposed_by=people["anna"].id, title="Dare to speak"),
    ]


def _relations(
    people: dict[str, Person], schools: list[School], classes: dict[str, Class], maths: Class, homes: dict[str, Household]
) -> list[Relation]:
    """Tie everyone to whom they belong to."""
    kind = RelationKind
    home = classes["Ekskolan"]

    def tie(who: str, what: RelationKind, **to: Any) -> Relation:
        return Relation(person_id=people[who].id, kind=what, **to)

    pupils = [tie(who, kind.pupil_in, class_id=klass.id) for who in ("elsa", "omar", "hidden") for klass in (home, maths)]
    mentors = [tie("mentor", kind.mentor_of, pupil_id=people[who].id) for who in ("elsa", "omar", "hidden")]
    return [
        *pupils,
        *mentors,
        tie("far", kind.pupil_in, class_id=classes["Fjärran"].id),
        tie("foreign", kind.pupil_in, class_id=classes["Främmande"].id),
        tie("anna", kind.guardian_of, pupil_id=people["elsa"].id, household_id=homes["anna"].id),
        tie("bo", kind.guardian_of, pupil_id=people["elsa"].id, household_id=homes["bo"].id),
        tie("omars_mother", kind.guardian_of, pupil_id=people["omar"].id, household_id=homes["aziz"].id),
        tie("mentor", kind.sees_protected, pupil_id=people["hidden"].id),
        tie("mentor", kind.teacher_in, class_id=home.id),
        tie("teacher", kind.teacher_in, class_id=maths.id),
        tie("far_observer", kind.observer_in, school_id=schools[1].id),
        tie("far_teacher", kind.teacher_in, class_id=classes["Fjärran"].id),
        tie("observer", kind.observer_in, school_id=schools[0].id),
        tie("principal", kind.principal_of, school_id=schools[0].id),
        tie("far_principal", kind.principal_of, school_id=schools[1].id),
        tie("admin", kind.admin_of, school_id=schools[0].id),
        tie("director", kind.admin_of, organisation_id=schools[0].organisation_id),
        tie("stranger", kind.principal_of, school_id=schools[2].id),
    ]
