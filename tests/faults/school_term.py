"""A small school that lives through a term: who is around whom, what each has chosen, and what they do."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlmodel import col, select

from server.columns import now
from server.goals.models import Goal, Status
from server.notices.models import Mail, NoticeChoice, QuietHours
from server.notices.policy import GROUPS
from server.people.models import Person, Relation, RelationKind
from server.plans.actions import begin_plan
from server.plans.models import Phase
from server.preparations.models import Preparation
from tests.bench.school import BigSchool, open_school
from tests.booking import offered, taken
from tests.faults.expected import NIGHT, Reader

if TYPE_CHECKING:
    from random import Random

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.plans.models import Plan


@dataclass
class Circle:
    """A pupil's plan, and those around it."""

    plan: Plan
    goal: UUID
    pupil: Person
    mentor: Person
    adults: dict[UUID, tuple[UUID, UUID]] = field(default_factory=dict)
    """By person: the household and the relation."""
    status: str = "ongoing"
    phase: str = "talk"

    @property
    def hearers(self) -> set[UUID]:
        """Who hears of what happens here."""
        return {self.pupil.id, self.mentor.id, *self.adults}


@dataclass(frozen=True)
class Act:
    """What somebody does: where the form goes, and who hears of it as what."""

    circle: Circle
    by: UUID
    address: str
    form: dict[str, str]
    kind: str
    hearers: frozenset[UUID]
    thing: object = None


@dataclass
class Term:
    """The school, its circles, and each person as a reader."""

    school: BigSchool
    admin: Person
    circles: list[Circle]
    readers: dict[UUID, Reader]
    people: dict[UUID, Person]
    talks: list[tuple[datetime, frozenset[UUID]]] = field(default_factory=list)
    """When a talk is called to mind by mail, and whose it is."""

    def acts(self, chance: Random, count: int) -> list[Act]:
        """Give what happens in a part of a day."""
        return [self._act(chance, chance.choice(self.circles)) for _ in range(count)]

    def _act(self, chance: Random, circle: Circle) -> Act:
        """Let something happen around a pupil."""
        if circle.phase in {"draft", "shared"}:
            circle.phase = "shared" if circle.phase == "draft" else "draft"
            form = {"phase": circle.phase, "reason": "Because"}
            home = frozenset(circle.hearers - {circle.mentor.id})
            return Act(circle, circle.mentor.id, f"/plans/{circle.plan.id}/phase", form, "plan_moved", home)
        by = chance.choice(sorted(circle.hearers, key=str))
        kind = chance.choice(("comment_written", "comment_written", "goal_proposed", "goal_checked_in", "goal_moved"))
        new = {"id": str(uuid4())}
        addresses = {
            "comment_written": (f"/plans/{circle.plan.id}/comments", {**new, "words": "Well done"}),
            "goal_proposed": (f"/plans/{circle.plan.id}/goals", {**new, "title": "Swim"}),
            "goal_checked_in": (f"/goals/{circle.goal}/check-ins", {**new, "words": "It goes on"}),
        }
        if kind == "goal_moved":
            by, circle.status = circle.mentor.id, "ongoing" if circle.status == "done" else "done"
            addresses[kind] = (f"/goals/{circle.goal}/status", {"status": circle.status})
        return Act(circle, by, *addresses[kind], kind, frozenset(circle.hearers - {by}), new["id"])


async def open_term(session: AsyncSession, chance: Random, begins: datetime, days: int) -> Term:
    """Open the school: thirty pupils of three mentors, two adults each, every third with two homes; one pupil is protected."""
    school = await open_school(session, 3, 10)
    admin = school.person("Admin")
    session.add(admin)
    await session.flush()
    session.add(Relation(person_id=admin.id, kind=RelationKind.admin_of, school_id=school.school.id))
    term = Term(school, admin, [], {}, {})
    for klass in school.classes:
        for pupil in school.pupils[klass.id]:
            term.circles.append(await _circle(session, term, klass, pupil))
    hidden = term.circles[7]
    hidden.pupil.protected = True
    session.add(Relation(person_id=hidden.mentor.id, kind=RelationKind.sees_protected, pupil_id=hidden.pupil.id))
    for circle in term.circles[::6]:
        circle.phase = circle.plan.phase = Phase.draft
    ready = select(Preparation).where(col(Preparation.plan_id).in_([one.plan.id for one in term.circles[::6]]))
    for part in (await session.exec(ready)).unique():
        part.ready = now()
    await _choose(session, chance, term)
    await _book(session, chance, term, begins, days)
    await session.commit()
    return term


async def _circle(session: AsyncSession, term: Term, klass: Any, pupil: Person) -> Circle:
    """Begin a pupil's plan with a goal."""
    plan = await begin_plan(session, pupil.id, klass, Phase.talk)
    goal = Goal(plan_id=plan.id, proposed_by=pupil.id, status=Status.ongoing, title="Read")
    session.add(goal)
    await session.flush()
    circle = Circle(plan, goal.id, pupil, term.school.mentors[klass.id])
    for tie in await session.exec(select(Relation).where(Relation.pupil_id == pupil.id, Relation.kind == RelationKind.guardian_of)):
        circle.adults[tie.person_id] = (tie.household_id or tie.id, tie.id)
    for person in await session.exec(select(Person).where(col(Person.id).in_(circle.hearers))):
        term.people[person.id] = person
        person.email = f"p{len(term.readers)}@hem.example" if person.id not in term.readers else person.email
        term.readers.setdefault(person.id, Reader(person.id, person.email))
    return circle


async def _choose(session: AsyncSession, chance: Random, term: Term) -> None:
    """Let some want mails otherwise, live by another clock, or have quiet hours."""
    for circle in term.circles:
        for adult in circle.adults:
            reader, person = term.readers[adult], term.people[adult]
            wish = chance.randrange(6)
            if wish == 0:
                person.time_zone = reader.zone = "America/New_York"
            if wish in {0, 1} and chance.random() < 0.5:
                reader.quiet = True
                session.add(QuietHours(person_id=adult, begins=NIGHT.replace(21), ends=NIGHT.replace(7)))
            if wish in {2, 3}:
                reader.badge = chance.random() < 0.7
                comments = "at_once" if wish == 2 else "never"
                reader.mail = dict.fromkeys(GROUPS, "nightly") | {"comments": comments, "plan": "never", "booking": "at_once"}
                about: dict[str, Any] = {"person_id": adult, "about_id": circle.pupil.id, "badge": reader.badge}
                session.add_all(NoticeChoice(**about, group=group, mail=Mail(mail)) for group, mail in reader.mail.items())


async def _book(session: AsyncSession, chance: Random, term: Term, begins: datetime, days: int) -> None:
    """Book talks through the term: each is called to mind twice."""
    open_ones = chance.sample([one for one in term.circles if one.phase == "talk"], 10)
    for day, circle in zip(sorted(chance.sample(range(3, days - 2), len(open_ones))), open_ones, strict=True):
        klass = next(one for one in term.school.classes if one.id == circle.plan.class_id)
        starts = (begins + timedelta(days=day)).replace(hour=8, minute=40)
        offer, slots = await offered(session, klass, circle.mentor, 1, first=starts)
        adult, (household, _) = chance.choice(list(circle.adults.items()))
        by = term.people[adult]
        await taken(session, circle.plan, household, offer, slots[0], by, changed=begins - timedelta(days=9), at=begins - timedelta(days=9))
        theirs = {one for one, (home, _) in circle.adults.items() if home == household}
        whose = frozenset({circle.pupil.id, circle.mentor.id, *theirs})
        term.talks += [(starts - timedelta(days=1), whose), (starts - timedelta(hours=1), whose)]
