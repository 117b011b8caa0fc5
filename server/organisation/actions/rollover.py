"""Stepping to the next school year: whole or not at all. Nothing is deleted: old places end, new ones begin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.columns import now
from server.errors import WrongFormError, _
from server.organisation.actions.naming import Proposal, propose
from server.organisation.actions.notices import settle
from server.organisation.actions.rolling import Rolling
from server.organisation.actions.stepping import Step, Stepping, after, pupils_of
from server.organisation.events import YearRolledOver
from server.organisation.models import Rollover, Way

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

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
    rolling = Rolling(work, stepping, follow, now())
    await rolling.move(up)
    await rolling.leave(leaving)
    await rolling.end_groups(leaving if follow else [*up, *leaving])
    await work.session.flush()
    await settle(work.session, pupils_of([*up, *leaving]))
    if up or leaving:
        _remember(rolling)
        counts = {"moved": len(pupils_of(up)), "left": len(pupils_of(leaving))}
        work.tell(YearRolledOver(school=stepping.school.id, year=stepping.target.year.id, **counts))


def _remember(rolling: Rolling) -> None:
    """Keep what moved, so that it can be undone."""
    school, year = rolling.stepping.school, rolling.stepping.target.year
    rolling.work.session.add(
        Rollover(
            organisation_id=school.organisation_id,
            school_id=school.id,
            by=rolling.work.actor.id,
            at=rolling.at,
            year=year.title,
            first_day=year.first_day,
            moved=rolling.moved,
        )
    )


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
