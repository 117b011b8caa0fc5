"""Which groups are told: none that is small, and nothing from which a small one could be worked out.

The whole is what is told, added up: groups that are too small are told together, and where even these are too few they are in no number
at all, also not in the whole. So there is nothing to subtract from, on a school's page, on the organisation's, or between the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.numbers.actions.counting import Figures
from server.numbers.events import SmallestGroupSet
from server.numbers.models import USUAL, SmallestGroup

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.schools.models import Organisation
    from server.work import Work


@dataclass(frozen=True)
class Group:
    """A class or a school; without a name the small ones together."""

    name: str
    figures: Figures
    key: UUID | None = None


@dataclass(frozen=True)
class Told:
    """The groups that are told, and the whole that they make."""

    groups: list[Group]
    whole: Figures
    least: int


def told(groups: Iterable[Group], least: int) -> Told:
    """Choose what is told of groups."""
    there = [one for one in groups if one.figures.pupils]
    small = _sum(one.figures for one in there if one.figures.pupils < least)
    shown = [one for one in there if one.figures.pupils >= least]
    if small.pupils >= least:
        shown.append(Group("", small))
    return Told(shown, _sum(one.figures for one in shown), least)


def _sum(some: Iterable[Figures]) -> Figures:
    """Add figures together."""
    found = Figures()
    for one in some:
        found.add(one)
    return found


async def least_of(session: AsyncSession, organisation: UUID) -> int:
    """Say from how many pupils on an organisation counts a group by itself."""
    row = await session.get(SmallestGroup, organisation)
    return row.pupils if row else USUAL


async def set_least(work: Work, organisation: Organisation, pupils: int) -> None:
    """Say from how many pupils on a group is counted by itself; setting what holds already tells nobody."""
    if await least_of(work.session, organisation.id) == pupils:
        return
    await work.session.merge(SmallestGroup(organisation_id=organisation.id, pupils=pupils))
    work.tell(SmallestGroupSet(pupils=pupils))
