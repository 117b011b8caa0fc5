"""Stepping to the next school year: whole or not at all. Nothing is deleted: old places end, new ones begin."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import update
from sqlmodel import col, select

from server.columns import now
from server.errors import WrongFormError, _
from server.events import RelationBegun, RelationEnded
from server.organisation.actions.naming import Proposal, propose
from server.organisation.actions.notices import settle
from server.organisation.actions.stepping import Step, Stepping, after
from server.organisation.events import YearRolledOver
from server.organisation.models import ROLLED, Way
from server.people.actions import in_force
from server.people.models import Relation, RelationKind
from server.plans.models import Phase, Plan
from server.schools.models import Class, ClassKind, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement

    from server.work import Work


@dataclass(frozen=True)
class Choice:
    """What the administrator chose for a class; the name matters only for one that moves up."""

    way: Way
    name: str


async def roll_over(work: Work, stepping: Stepping, choices: Mapping[UUID, Choice], *, follow: bool) -> None:
    """Move a school's classes to the next school year; with `follow` the teachers and the teaching groups come along.

    Raises:
        WrongFormError: a name is missing, or two classes would have the same.
    """
    steps = [_chosen(step, choices.get(step.klass.id)) for step in stepping.steps]
    up = [step for step in steps if step.proposal.way is Way.up]
    leaving = [step for step in steps if step.proposal.way is Way.leaves]
    _refuse_same_names(up)
    rolling = _Rolling(work, stepping, follow, now())
    await rolling.move(up)
    await rolling.leave(leaving)
    await rolling.end_groups(leaving if follow else [*up, *leaving])
    await work.session.flush()
    await settle(work.session, _pupils([*up, *leaving]))
    if up or leaving:
        counts = {"moved": len(_pupils(up)), "left": len(_pupils(leaving))}
        work.tell(YearRolledOver(school=stepping.school.id, year=stepping.target.year.id, **counts))


def _chosen(step: Step, choice: Choice | None) -> Step:
    """Put the administrator's choice in the place of the proposal; a class that was not chosen for stays."""
    if choice is None:
        return after(step, Proposal(Way.stays, step.klass.name, step.klass.year))
    return after(step, Proposal(choice.way, choice.name, propose(step.klass.name, step.klass.year).year))


def _refuse_same_names(up: Iterable[Step]) -> None:
    """Hold that each class that moves up has a name of its own.

    Raises:
        WrongFormError: one has none, or another's.
    """
    names = [step.proposal.name.casefold() for step in up]
    if not all(names):
        raise WrongFormError({"class_name": _("A class that moves up needs a name.")})
    if len(set(names)) < len(names):
        raise WrongFormError({"class_name": _("Two classes would have the same name. Give each its own.")})


def _pupils(steps: Iterable[Step]) -> list[UUID]:
    """Give everybody in the classes of some steps."""
    return list(dict.fromkeys(pupil for step in steps for pupil in step.pupils))


@dataclass
class _Rolling:
    """One rollover under way."""

    work: Work
    stepping: Stepping
    follow: bool
    at: datetime
    classes: dict[UUID, Class] = field(default_factory=dict)
    """The new class of each old one."""

    async def move(self, up: list[Step]) -> None:
        """Make the new classes, and let everybody's place, the plans and, if wished, the teachers follow."""
        there = await self._there()
        for step in up:
            self.classes[step.klass.id] = self._class_for(step, there)
        await self.work.session.flush()
        held = await self._held([one.id for one in self.classes.values()])
        for step in up:
            new = self.classes[step.klass.id]
            for place in step.places:
                self._carry(place, new, held)
            await self._carry_plans(step, new)
        await self._teachers(up, held)

    async def leave(self, leaving: list[Step]) -> None:
        """End the places of those who leave, and the ties that their mentors have to them."""
        for step in leaving:
            for place in step.places:
                self._end(place)
        await self._teachers(leaving, set())
        pupils = _pupils(leaving)
        for tie in await self._open((col(Relation.kind) == RelationKind.mentor_of) & col(Relation.pupil_id).in_(pupils)):
            self._end(tie)

    async def end_groups(self, steps: list[Step]) -> None:
        """End the places in the old year's teaching groups. The pupil's own change of class has told of it already."""
        old = (
            select(Class.id)
            .join(Term, col(Term.id) == Class.term_id, isouter=True)
            .where(Class.school_id == self.stepping.school.id, Class.kind == ClassKind.group)
            .where(col(Term.id).is_(None) | (col(Term.first_day) < self.stepping.target.year.first_day))
        )
        ended = (
            update(Relation)
            .where(col(Relation.person_id).in_(_pupils(steps)), col(Relation.kind) == RelationKind.pupil_in)
            .where(col(Relation.class_id).in_(old), in_force(self.at))
        )
        await self.work.session.exec(ended.values(until=self.at))

    async def _there(self) -> dict[str, Class]:
        """Give the homeroom classes of the new year that are there already, by name and by source id: they are used, not doubled."""
        terms = [term.id for term in self.stepping.target.terms]
        rows = await self.work.session.exec(
            select(Class).where(Class.school_id == self.stepping.school.id, Class.kind == ClassKind.homeroom, col(Class.term_id).in_(terms))
        )
        return {key: one for one in rows for key in (one.name.casefold(), one.source_id)}

    def _class_for(self, step: Step, there: Mapping[str, Class]) -> Class:
        """Give the class that an old one becomes."""
        source = f"{ROLLED}{step.klass.id}:{self.stepping.target.year.id}"
        found = there.get(step.proposal.name.casefold()) or there.get(source)
        if found is not None:
            return found
        made = Class(
            organisation_id=step.klass.organisation_id,
            school_id=step.klass.school_id,
            term_id=self.stepping.target.terms[0].id,
            source_id=source,
            name=step.proposal.name,
            kind=ClassKind.homeroom,
            year=step.proposal.year,
        )
        self.work.session.add(made)
        return made

    async def _open(self, which: ColumnElement[bool]) -> list[Relation]:
        """Give the relations in force of some kind."""
        return list(await self.work.session.exec(select(Relation).where(which, in_force(self.at))))

    async def _held(self, classes: list[UUID]) -> set[tuple[UUID, RelationKind, UUID | None]]:
        """Say who is in the new classes already."""
        return {(one.person_id, one.kind, one.class_id) for one in await self._open(col(Relation.class_id).in_(classes))}

    async def _teachers(self, steps: list[Step], held: set[tuple[UUID, RelationKind, UUID | None]]) -> None:
        """End the teachers' ties to the old classes; if wished, they go on in the new ones."""
        old = [step.klass.id for step in steps]
        for tie in await self._open((col(Relation.kind) == RelationKind.teacher_in) & col(Relation.class_id).in_(old)):
            if self.follow and tie.class_id in self.classes:
                self._carry(tie, self.classes[tie.class_id], held)
            else:
                self._end(tie)

    async def _carry_plans(self, step: Step, new: Class) -> None:
        """Let the plans that are not archived follow to the new class."""
        theirs = col(Plan.pupil_id).in_(step.pupils) & (col(Plan.class_id) == step.klass.id) & (col(Plan.phase) != Phase.archived)
        await self.work.session.exec(update(Plan).where(theirs).values(class_id=new.id))

    def _end(self, tie: Relation) -> None:
        """End a relation; open pages obey at once."""
        tie.until = self.at
        self.work.tell(RelationEnded(relation=tie.id, person=tie.person_id, pupil=tie.pupil_id))

    def _carry(self, old: Relation, new: Class, held: set[tuple[UUID, RelationKind, UUID | None]]) -> None:
        """End a relation and begin it to the new class; it comes from where it came, so a roster may still speak of it."""
        until = old.until
        self._end(old)
        if (old.person_id, old.kind, new.id) in held:
            return
        held.add((old.person_id, old.kind, new.id))
        made = Relation(person_id=old.person_id, kind=old.kind, class_id=new.id, source=old.source, since=self.at, until=until)
        self.work.session.add(made)
        self.work.tell(RelationBegun(relation=made.id, person=made.person_id))
