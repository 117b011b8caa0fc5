"""What is handed out to a pupil: the plan with its texts, answers and preparations, as a template has them or plain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlalchemy import insert

from server.people.actions.households import households_of
from server.plans.actions.parties import subjects_of
from server.plans.models import Phase, Plan
from server.preparations.models import Answer, Party, Preparation
from server.schools.models import School
from server.templates.form import KIND, QuestionKind, Section
from server.texts.models import Text, TextKind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.rounds.models import Round
    from server.schools.models import Class
    from server.templates.form import Form, Question
    from server.texts.models import From, Reader

_PARTY = {TextKind.self_assessment: Party.pupil, TextKind.assessment: Party.teachers, TextKind.home_preparation: Party.home}
Key = tuple[Party, UUID | None, str]
"""Whose a preparation is: the party, its household, its subject."""


@dataclass(frozen=True)
class Material:
    """What to hand out: a form in one of its published versions, in a round; without them the plain parts that every plan has."""

    form: Form | None = None
    version: UUID | None = None
    round: Round | None = None

    @property
    def talk_only(self) -> bool:
        """Whether no written plan is made."""
        return self.round is not None and self.round.talk_only

    def asks(self, party: Party) -> bool:
        """Whether a party is asked to prepare."""
        return (
            self.round is None
            or {
                Party.pupil: self.round.asks_pupil,
                Party.teachers: self.round.asks_teachers,
                Party.home: self.round.asks_home,
            }[party]
        )


@dataclass(frozen=True)
class _Piece:
    """One part of the plan before it is given to whoever writes it: a text, an answer, or both."""

    kind: TextKind
    question: str = ""
    is_text: bool = True
    is_answer: bool = False
    reads: tuple[tuple[Reader, From], ...] = ()


_PLAIN = [_Piece(TextKind.self_assessment), _Piece(TextKind.home_preparation), _Piece(TextKind.assessment), _Piece(TextKind.talk_notes)]


def _pieces(material: Material) -> list[_Piece]:
    """Give the parts of the material in their order; the talk's notes, the agreement and the staff's notes are always there."""
    form = material.form
    found = [_piece(section, question) for section in form.sections for question in section.questions] if form else list(_PLAIN)
    if material.talk_only:
        found = [one for one in found if one.kind is not TextKind.assessment]
    if not any(one.kind is TextKind.talk_notes and one.is_text for one in found):
        found.append(_Piece(TextKind.talk_notes))
    return [*found, *([] if material.talk_only else [_Piece(TextKind.agreement)]), _Piece(TextKind.staff_notes)]


def _piece(section: Section, question: Question) -> _Piece:
    """Make a part of a question: goals to set are the plan's own goals, and need none."""
    is_text = question.kind in {QuestionKind.text, QuestionKind.assessment}
    is_level = question.kind is QuestionKind.assessment and bool(question.choices)
    is_answer = is_level or (not is_text and question.kind is not QuestionKind.set_goals)
    return _Piece(KIND[section.writer], question.key, is_text, is_answer, tuple(section.reads.items()))


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the material to come: of which table, and what it says. There are many, so they are kept without objects of their own."""

    table: type[Text | Answer | Preparation]
    says: dict[str, Any]

    @property
    def owner(self) -> tuple[UUID | None, str]:
        """Whose it is: a household's, a subject's, or everybody's."""
        return self.says["household_id"], self.says["subject"]


def material_of(plan: Plan, material: Material, households: Collection[UUID], subjects: Collection[str]) -> list[Row]:
    """Make a plan's parts: one a household, one a subject where it is theirs; and what each party is asked to hand in."""
    preparations = _preparations(plan, material, households, subjects)
    rows = [Row(Preparation, says) for says in preparations.values()]
    for place, piece in enumerate(_pieces(material)):
        for household, subject in _owners(piece.kind, households, subjects):
            party = _PARTY.get(piece.kind)
            says = {
                "plan_id": plan.id,
                "kind": piece.kind,
                "position": place,
                "household_id": household,
                "subject": subject,
                "question": piece.question,
                "reads": dict(piece.reads),
                "preparation_id": preparations[party, household, subject]["id"] if party else None,
            }
            rows += [Row(table, {"id": uuid4(), **says}) for table, is_one in _TABLES if is_one(piece)]
    return rows


_TABLES: tuple[tuple[type[Text | Answer], Callable[[_Piece], bool]], ...] = (
    (Text, lambda piece: piece.is_text),
    (Answer, lambda piece: piece.is_answer),
)


def _owners(kind: TextKind, households: Collection[UUID], subjects: Collection[str]) -> list[tuple[UUID | None, str]]:
    """Say whose a part is: every household's its own, every subject's its own, or there is only one of it."""
    if kind is TextKind.home_preparation:
        return [(household, "") for household in households]
    return [(None, subject) for subject in subjects] if kind is TextKind.assessment else [(None, "")]


def _preparations(plan: Plan, material: Material, households: Collection[UUID], subjects: Collection[str]) -> dict[Key, dict[str, Any]]:
    """Make the preparations of those who have anything to write."""
    kinds = {one.kind for one in _pieces(material)} | ({KIND[one.writer] for one in material.form.sections} if material.form else set())
    asked = [(party, kind) for kind, party in _PARTY.items() if kind in kinds and not (party is Party.teachers and material.talk_only)]
    return {
        (party, household, subject): {
            "id": uuid4(),
            "plan_id": plan.id,
            "party": party,
            "household_id": household,
            "subject": subject,
            "asked": material.asks(party),
        }
        for party, kind in asked
        for household, subject in _owners(kind, households, subjects)
    }


async def begin_plan(session: AsyncSession, pupil: UUID, klass: Class, phase: Phase, material: Material | None = None) -> Plan:
    """Begin a pupil's plan for the term of a homeroom class, with its parts."""
    return (await begin_plans(session, [pupil], klass, phase, material))[0]


async def begin_plans(
    session: AsyncSession, pupils: Collection[UUID], klass: Class, phase: Phase, material: Material | None = None
) -> list[Plan]:
    """Begin the plans of several pupils of a class, each with its parts."""
    given = material or Material()
    homes, subjects = await households_of(session, pupils), await subjects_of(session, pupils)
    school = await session.get_one(School, klass.school_id)
    plans = [_plan(pupil, klass, school, phase, given) for pupil in pupils]
    session.add_all(plans)
    await keep(session, [row for plan in plans for row in material_of(plan, given, homes[plan.pupil_id], subjects[plan.pupil_id])])
    return plans


def _plan(pupil: UUID, klass: Class, school: School, phase: Phase, given: Material) -> Plan:
    """Make the plan itself."""
    return Plan(
        organisation_id=klass.organisation_id,
        school_id=klass.school_id,
        class_id=klass.id,
        term_id=given.round.term_id if given.round else klass.term_id,
        pupil_id=pupil,
        round_id=given.round.id if given.round else None,
        template_version_id=given.version,
        phase=phase,
        made_at={"school": school.name, "klass": klass.name, "year": klass.year},
    )


async def keep(session: AsyncSession, rows: Collection[Row]) -> None:
    """Keep plans' parts, the preparations before what belongs to them."""
    await session.flush()
    connection = await session.connection()
    for table in (Preparation, Text, Answer):
        if alike := [row.says for row in rows if row.table is table]:
            await connection.execute(insert(table), alike)
