"""What a step to the next school year does to each class, place, tie and plan; it remembers all of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from server.events import RelationBegun, RelationEnded
from server.organisation.actions.stepping import Step, Stepping, pupils_of
from server.organisation.models import ROLLED
from server.people.actions import in_force
from server.people.models import Relation, RelationKind
from server.plans.models import Phase, Plan
from server.schools.models import Class, ClassKind, Term

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement

    from server.work import Work


@dataclass
class Rolling:
    """One rollover under way."""

    work: Work
    stepping: Stepping
    follow: bool
    at: datetime
    classes: dict[UUID, Class] = field(default_factory=dict)
    """The new class of each old one."""
    moved: dict[str, list[Any]] = field(
        default_factory=lambda: {name: [] for name in ("classes", "made", "ended", "groups", "begun", "plans")}
    )
    """What to remember, as `Rollover` keeps it."""

    async def move(self, up: list[Step]) -> None:
        """Make the new classes, and let everybody's place, the plans and, if wished, the teachers follow."""
        there = await self._there()
        for step in up:
            self.classes[step.klass.id] = new = self._class_for(step, there)
            self.moved["classes"].append([str(step.klass.id), str(new.id)])
            self.moved["made"] += [str(new.id)] if new.source_id.startswith(ROLLED) else []
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
            self.moved["classes"].append([str(step.klass.id), None])
            for place in step.places:
                self._end(place)
        await self._teachers(leaving, set())
        pupils = pupils_of(leaving)
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
        theirs = col(Relation.person_id).in_(pupils_of(steps)) & (col(Relation.kind) == RelationKind.pupil_in)
        for place in await self._open(theirs & col(Relation.class_id).in_(old)):
            self._stop(place, "groups")

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
        if (found := there.get(step.proposal.name.casefold())) is not None:
            return found
        if (found := there.get(source)) is not None:  # of a step that was undone
            found.name, found.year = step.proposal.name, step.proposal.year
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
        for plan in await self.work.session.exec(select(Plan).where(theirs)):
            plan.class_id = new.id
            self.moved["plans"].append([str(plan.id), str(step.klass.id), str(new.id)])

    def _stop(self, tie: Relation, kept_in: str) -> None:
        """End a relation, and remember until when it would have held."""
        self.moved[kept_in].append([str(tie.id), tie.until.isoformat() if tie.until else None])
        tie.until, tie.due = self.at, None

    def _end(self, tie: Relation) -> None:
        """End a relation; open pages obey at once."""
        self._stop(tie, "ended")
        self.work.tell(RelationEnded(relation=tie.id, person=tie.person_id, pupil=tie.pupil_id))

    def _carry(self, old: Relation, new: Class, held: set[tuple[UUID, RelationKind, UUID | None]]) -> None:
        """End a relation and begin it to the new class; it comes from where it came, so a roster may still speak of it."""
        until = old.until
        self._end(old)
        if (old.person_id, old.kind, new.id) in held:
            return
        held.add((old.person_id, old.kind, new.id))
        made = Relation(
            **old.model_dump(include={"person_id", "kind", "source", "subject", "made_by", "reason"}),
            class_id=new.id,
            since=self.at,
            until=until,
            due=until,
        )
        self.moved["begun"].append([str(made.id), until.isoformat() if until else None])
        self.work.session.add(made)
        self.work.tell(RelationBegun(relation=made.id, person=made.person_id))
