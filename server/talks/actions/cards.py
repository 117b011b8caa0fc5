"""What everyone in the room may see: short cards of what was prepared, and goals; what one may not read is on nobody's page of the talk."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from server.goals.policy import may_see as may_see_goal
from server.people.actions import actors_of
from server.talks.actions.finding import present_in
from server.texts.models import TextKind
from server.texts.policy import JOINT, Right, may_read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.goals.models import Goal
    from server.people.policy import Actor
    from server.preparations.actions import Sheet
    from server.preparations.actions.pieces import Piece
    from server.talks.models import Talk

PREPARED = (TextKind.self_assessment, TextKind.home_preparation, TextKind.school, TextKind.assessment)
"""What stands on cards, the pupil's own first."""


async def those_present(session: AsyncSession, talk: Talk) -> list[Actor]:
    """Give those in the session by whom it is judged what all may see; the mentor has let the guests hear what is talked of."""
    people = [one for one in await present_in(session, talk) if not one.guest]
    return list((await actors_of(session, people)).values())


def cards(sheet: Sheet, present: Sequence[Actor]) -> list[tuple[TextKind, list[Piece]]]:
    """Give what was prepared that everyone present may read, as it is read, by whose it is; the pupil's own first."""
    pieces = [replace(one, right=Right.read, before=None) for part in sheet.parts for one in part.pieces]
    shown = [one for one in pieces if one.kind in PREPARED and not one.is_blank and not one.is_goals and _is_for_all(one, present)]
    return [(kind, found) for kind in PREPARED if (found := [one for one in shown if one.kind is kind])]


def _is_for_all(piece: Piece, present: Sequence[Actor]) -> bool:
    """Whether everyone present may read a piece."""
    parts = [part for part in (piece.text, piece.answer) if part is not None]
    return all(may_read(actor, part) for part in parts for actor in present)


def joint(sheet: Sheet) -> list[Piece]:
    """Give the texts and questions that are written together, the agreement last."""
    pieces = [one for part in sheet.parts for one in part.pieces if one.kind in JOINT and not one.is_goals]
    return sorted(pieces, key=lambda one: one.kind is TextKind.agreement)


def goals_for_all(goals: Sequence[Goal], present: Sequence[Actor]) -> list[Goal]:
    """Give the goals that everyone present may know of."""
    return [goal for goal in goals if all(may_see_goal(actor, goal) for actor in present)]
