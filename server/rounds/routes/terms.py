"""The rounds of other terms that an overview offers: whoever is not yet done with one stays in sight."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from server.rounds.actions import rounds_now, rounds_there

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from server.rounds.actions import Begun
    from server.rounds.models import Round
    from server.rounds.routes.places import Place
    from server.work import Work

NO_TERM = "none"
"""How the rounds that belong to no term are asked for."""


@dataclass(frozen=True)
class Look:
    """A term whose rounds can be looked at; the first is what counts now, and has no term of its own at a school."""

    term: str
    """As an address says it: nothing stands for what counts now."""
    title: str
    is_here: bool


@dataclass(frozen=True)
class Behind:
    """That pupils are not yet done with the round of a term."""

    term: str
    title: str
    """Of a round that belongs to no term there is none."""
    pupils: int


async def terms_part(work: Work, place: Place) -> dict[str, Any]:
    """Gather which other rounds there are, and for each class who is not yet done with an earlier one than is shown."""
    classes = [one.id for one in place.classes]
    there = await rounds_there(work.session, classes, work.actor.hidden)
    counts = await rounds_now(work.session, classes)
    behind = {klass: _behind(begun, counts.get(klass)) for klass, begun in there.items()} if place.of is None else {}
    return {"looks": _looks(place, there, counts), "behind": behind, "behind_in_all": _added(behind)}


def _looks(place: Place, there: Mapping[UUID, list[Begun]], counts: Mapping[UUID, Round]) -> list[Look]:
    """Give what can be looked at: what counts now, then the other terms; nothing where there is no other."""
    known = {_said(one): _title(one) for begun in there.values() for one in begun}
    if len(known) < 2:  # noqa: PLR2004  # a choice is between two
        return []
    now = ""
    if place.klass and (held := counts.get(place.klass.id)):
        now = str(held.term_id or NO_TERM)
    first = Look("", known.pop(now, ""), place.term in {"", now})
    return [first, *(Look(term, title, place.term == term) for term, title in known.items())]


def _behind(begun: Iterable[Begun], shown: Round | None) -> list[Behind]:
    """Give the rounds begun before the one that is shown, with which pupils are not yet done."""
    return behind_of(one for one in begun if shown and one.round.begun < shown.begun)


def behind_of(begun: Iterable[Begun]) -> list[Behind]:
    """Give the rounds of a class with which pupils are not yet done."""
    return [Behind(_said(one), _title(one), one.under_way) for one in begun if one.under_way]


def _added(behind: Mapping[UUID, list[Behind]]) -> list[Behind]:
    """Add classes together, term by term."""
    titles = {one.term: one.title for each in behind.values() for one in each}
    count: Counter[str] = Counter()
    for each in behind.values():
        for one in each:
            count[one.term] += one.pupils
    return [Behind(term, titles[term], pupils) for term, pupils in count.items()]


def _said(one: Begun) -> str:
    """Give a round's term as an address says it."""
    return str(one.round.term_id or NO_TERM)


def _title(one: Begun) -> str:
    """Give the title of a round's term."""
    return one.term.title if one.term else ""
