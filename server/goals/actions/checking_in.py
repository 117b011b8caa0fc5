"""Checking in on a goal between talks: a face, some words, a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from server import pictures
from server.errors import ForbiddenError, WrongFormError, _
from server.goals.actions.telling import staff_only
from server.goals.events import GoalCheckedIn
from server.goals.models import CheckIn, CheckInPicture

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.goals.models import Goal
    from server.work import Work

MOST_PICTURE = 10 * 1024 * 1024
"""Bytes of a picture as it is sent."""
_SIDE = 1200


@dataclass(frozen=True)
class Said:
    """What a check-in says: at least one of the three."""

    face: int | None = None
    words: str = ""
    picture: bytes | None = None


async def picture_of(sent: bytes) -> bytes | None:
    """Make the picture anew that was sent with a check-in, if one was.

    Raises:
        WrongFormError: it is too large, or no picture.
    """
    if not sent:
        return None
    if len(sent) > MOST_PICTURE:
        raise WrongFormError({"picture": _("This file is too large. It may be 10 MB.")})
    try:
        return await pictures.remake(lambda given: pictures.webp(pictures.upright(given, _SIDE), _SIDE), sent)
    except pictures.BadPictureError as error:
        raise WrongFormError({"picture": error.sentence}) from error


async def check_in(work: Work, goal: Goal, key: UUID, said: Said) -> None:
    """Say how a goal is going; the form chose the id, so sending it twice says it once.

    Raises:
        ForbiddenError: the id is somebody else's check-in.
        WrongFormError: nothing is said.
    """
    if said.face is None and not said.words and said.picture is None:
        raise WrongFormError({"face": _("Choose a face, write a line or add a picture.")})
    await work.once(key)
    if (there := await work.session.get(CheckIn, key)) is not None:
        if (there.goal_id, there.person_id) != (goal.id, work.actor.id):
            raise ForbiddenError
        return
    work.session.add(CheckIn(id=key, goal_id=goal.id, person_id=work.actor.id, face=said.face, words=said.words))
    await work.session.flush()
    if said.picture is not None:
        work.session.add(CheckInPicture(check_in_id=key, content=said.picture))
    work.tell(GoalCheckedIn(plan=goal.plan_id, goal=goal.id, check_in=key, staff_only=staff_only(goal.plan)))


async def check_ins(session: AsyncSession, goals: Collection[Goal]) -> dict[UUID, list[CheckIn]]:
    """Give the check-ins of goals, oldest first."""
    rows = await session.exec(select(CheckIn).where(col(CheckIn.goal_id).in_([goal.id for goal in goals])).order_by(col(CheckIn.at)))
    found: dict[UUID, list[CheckIn]] = {goal.id: [] for goal in goals}
    for row in rows.unique():
        found[row.goal_id].append(row)
    return found


async def with_picture(session: AsyncSession, goals: Collection[Goal]) -> set[UUID]:
    """Give those check-ins of goals that have a picture."""
    keys = [goal.id for goal in goals]
    rows = await session.exec(
        select(CheckInPicture.check_in_id)
        .join(CheckIn, col(CheckIn.id) == CheckInPicture.check_in_id)
        .where(col(CheckIn.goal_id).in_(keys))
    )
    return set(rows)
