"""Fills a demo school with plans that have been worked on, so that every page has something to show."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, UUID, uuid5

from pycrdt import Doc, XmlElement, XmlFragment, XmlText
from sqlmodel import col, select

from server.booking.demo import offer_demo_times
from server.comments.models import Comment, Thread
from server.goals.demo import IN_USE, LOOKED_BACK_ON, follow, keep_list
from server.goals.models import Goal, Status
from server.history.demo import begin_earlier, write_together
from server.people.models import Person, Relation, RelationKind
from server.plans.actions import begin_plan
from server.plans.models import Phase, Plan
from server.preparations.demo import hand_in_as_far
from server.rounds.demo import begin_rounds
from server.schools.models import Class, ClassKind
from server.talks.demo import sit
from server.texts.actions import of_plan
from server.texts.models import Text, TextKind, TextUpdate
from server.texts.schema import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlmodel.ext.asyncio.session import AsyncSession

PHASES = (Phase.talk, Phase.talk, Phase.shared, Phase.draft)
"""By turns; the first pupil of each class is in the talk."""
FOLLOWED = {IN_USE: Phase.in_use, LOOKED_BACK_ON: Phase.in_use}

SELF = (
    "Jag tycker att det går bra i matte, särskilt bråk. Det svåra är att läsa länge utan att tappa bort mig.",
    "Jag läser mycket hemma. Jag vill bli bättre på att räcka upp handen.",
    "Det är roligast på idrotten. Engelskan är svår, men jag förstår mer nu än i våras.",
)
HOME = ("Hemma läser vi tillsammans på kvällen, och då går det mycket lättare.", "Vi märker att läxorna tar mindre tid än förut.")
GOALS = (
    (
        "Kunna multiplikationstabellen till 10",
        "Matematik",
        Status.ongoing,
        "Tabellträning två gånger i veckan.",
        "Fem minuter varje kväll.",
        "",
        date(2026, 12, 1),
    ),
    (
        "Läsa 20 minuter varje dag",
        "Svenska",
        Status.ongoing,
        "Läsgrupp på tisdagar.",
        "Väljer boken själv.",
        "Läser högt tillsammans.",
        None,
    ),
    ("Våga prata inför klassen", "", Status.proposed, "", "", "", None),
)


async def fill(session: AsyncSession) -> None:
    """Begin a plan for every pupil of every homeroom class, and write in some of them; the same each time."""
    classes = list(await session.exec(select(Class).where(Class.kind == ClassKind.homeroom).order_by(Class.name)))
    rounds = await begin_rounds(session, classes)
    for school in dict.fromkeys(klass.school_id for klass in classes):
        await keep_list(session, school)
    for klass in classes:
        for place, pupil in enumerate(await _pupils(session, klass.id)):
            if place == 0:
                await begin_earlier(session, pupil.id, klass)
            plan = await begin_plan(session, pupil.id, klass, FOLLOWED.get(place, PHASES[place % len(PHASES)]), rounds[klass.id])
            await session.flush()
            await _write(session, plan, place)
            await hand_in_as_far(session, plan, place)
            if place == 0 and plan.phase is Phase.talk:
                await sit(session, plan)
                await write_together(session, plan)
            if place in FOLLOWED:
                await follow(session, plan, place)
    await offer_demo_times(session, classes)


async def _pupils(session: AsyncSession, klass: UUID) -> Iterable[Person]:
    """Give a class's pupils in the roster's order."""
    rows = await session.exec(
        select(Person)
        .join(Relation, col(Relation.person_id) == Person.id)
        .where(Relation.class_id == klass, Relation.kind == RelationKind.pupil_in)
        .order_by(Person.source_id)
    )
    return rows.all()


async def _write(session: AsyncSession, plan: Plan, place: int) -> None:
    """Write what a pupil and a home might have written, with goals and a comment."""
    mentor = (
        await session.exec(select(Relation.person_id).where(Relation.pupil_id == plan.pupil_id, Relation.kind == RelationKind.mentor_of))
    ).first()
    begun: set[TextKind] = set()
    for text in await of_plan(session, plan):
        if text.kind in begun and text.kind is TextKind.self_assessment:
            continue
        begun.add(text.kind)
        if text.kind is TextKind.self_assessment and place % 2 == 0:
            _say(session, text, plan.pupil_id, SELF[place % len(SELF)])
        if (
            text.kind is TextKind.home_preparation
            and place % 4 == 0
            and plan.phase is Phase.talk
            and (family := await _family(session, text))
        ):
            _say(session, text, family, HOME[place % len(HOME)])
    if plan.phase is Phase.draft:
        return
    for title, subject, status, school, pupil, home, due in GOALS:
        session.add(
            Goal(
                plan_id=plan.id,
                proposed_by=plan.pupil_id,
                status=status,
                title=title,
                subject=subject,
                school_does=school,
                pupil_does=pupil,
                home_does=home,
                due=due,
            )
        )
    if mentor is not None and place % 4 == 0:
        thread = Thread(plan_id=plan.id, begun_by=mentor)
        session.add(thread)
        await session.flush()
        session.add(Comment(thread_id=thread.id, person_id=mentor, words="Tänk på vilken bok du vill läsa härnäst."))


async def _family(session: AsyncSession, text: Text) -> UUID | None:
    """Give an adult of the home that a text belongs to."""
    found = await session.exec(
        select(Relation.person_id).where(Relation.household_id == text.household_id).order_by(col(Relation.person_id))
    )
    return found.first()


def _say(session: AsyncSession, text: Text, person: UUID, words: str) -> None:
    """Write one paragraph as a person's first update."""
    session.add(
        TextUpdate(text_id=text.id, seq=1, client=uuid5(NAMESPACE_URL, f"demo:{text.id}"), op=1, person_id=person, payload=paragraph(words))
    )
    text.seq = 1


def paragraph(words: str) -> bytes:
    """Give a Yjs update that writes one paragraph into an empty text."""
    document: Doc[Any] = Doc()
    block = XmlElement("paragraph")
    document.get(ROOT, type=XmlFragment).children.append(block)
    block.children.append(XmlText(words))
    return document.get_update()
