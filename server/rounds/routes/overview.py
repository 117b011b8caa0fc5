"""How far a class, or all classes of a school, have come; and what is done with the pupils chosen there."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from server.errors import WrongFormError, _
from server.people.actions.search import plain
from server.rounds.actions import Done, Why, how_far, remind, rows_of, show_to_home, stop_waiting
from server.rounds.policy import may_begin
from server.rounds.routes.places import place_of
from server.rounds.routes.terms import terms_part
from server.web import begin, fields_of, fragment, go, is_live, show

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from server.rounds.actions import ClassRows, PupilRow
    from server.rounds.routes.places import Place
    from server.work import Work

MOST_CHOSEN = 1_000
MOST_NAMED = 40
"""Pupils for whom an act could not be done, in an address."""
CHOSEN = "plan:"
"""How the box of a pupil's plan is named; the plan's id follows."""


class Act(StrEnum):
    """What is done with the pupils chosen."""

    remind = "remind"
    show = "show"
    close = "close"


DOES = {Act.remind: remind, Act.show: show_to_home, Act.close: stop_waiting}


@dataclass(frozen=True)
class Sift:
    """Which pupils are wanted: by their names, or only those who wait for somebody."""

    q: str = ""
    only: str = ""

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> Sift:
        """Read what is wanted."""
        return cls(fields.get("q", "").strip()[:100], "waiting" if fields.get("only") == "waiting" else "")

    def takes(self, row: PupilRow) -> bool:
        """Whether a pupil is wanted."""
        name = f" {plain(row.pupil.name)}"
        return (not self.only or bool(row.missing)) and all(f" {plain(word)}" in name for word in self.q.split())


async def rows_part(work: Work, place: Place, sift: Sift) -> dict[str, Any]:
    """Gather the rows that are wanted, class by class."""
    whole = await rows_of(work, place.classes, place.of)
    far = await how_far(work.session, [one.round for one in whole if one.round])
    return {
        "place": place,
        "sift": sift,
        "sections": [replace(one, rows=[row for row in one.rows if sift.takes(row)]) for one in whole],
        "far": far,
        "begins": {one.id for one in place.classes if may_begin(work.actor, one)},
        "pupils": sum(len(one.rows) for one in whole),
        "waiting": sum(bool(row.missing) for one in whole for row in one.rows),
        **await terms_part(work, place),
    }


async def show_overview(request: Request) -> Response:
    """Show how far the pupils have come."""
    async with begin(request) as work:
        part = await rows_part(work, await place_of(work, request), Sift.of(request.query_params))
        return await show(work, request, "rounds/overview.html", outcome=_outcome(request.query_params, part["sections"]), **part)


async def show_rows(request: Request) -> Response:
    """Show the rows again."""
    async with begin(request) as work:
        return fragment(request, "rounds/_rows.html", **await rows_part(work, await place_of(work, request), Sift.of(request.query_params)))


async def act(request: Request) -> Response:
    """Do something with the pupils chosen, each judged; say for how many it was done."""
    fields = await fields_of(request, MOST_CHOSEN)
    wanted = _act(fields)
    async with begin(request) as work:
        place = await place_of(work, request, prompts=True)
        chosen = {name.removeprefix(CHOSEN) for name in fields if name.startswith(CHOSEN)}
        rows = [
            row for each in await rows_of(work, place.classes, place.of) for row in each.rows if row.plan and str(row.plan.id) in chosen
        ]
        if not rows:
            raise WrongFormError(says=_("Choose at least one pupil. Nothing was changed."))
        done = await DOES[wanted](work, [row for row in rows if row.may_prompt])
        for row in (one for one in rows if not one.may_prompt):
            done.leave(row.pupil.id, Why.others)
        if is_live(request):
            await work.session.flush()
            part = await rows_part(work, place, Sift.of(fields))
            outcome = _said(wanted, done, part["sections"])
            return fragment(request, "rounds/_acted.html", outcome=outcome, **part)
    said = {"act": wanted.value, "n": str(done.count), "already": str(done.already)}
    said |= {why.value: ".".join(str(one) for one in pupils[:MOST_NAMED]) for why, pupils in done.left.items()}
    query = urlencode(said)
    return go(f"{place.page}{'&' if '?' in place.page else '?'}{query}")


def _act(fields: Mapping[str, str]) -> Act:
    """Read what is to be done.

    Raises:
        WrongFormError: nothing that there is.
    """
    try:
        return Act(fields.get("act", ""))
    except ValueError as error:
        raise WrongFormError from error


def _outcome(query: Mapping[str, str], sections: list[ClassRows]) -> dict[str, Any] | None:
    """Say what an act has done that led here."""
    with suppress(ValueError):
        wanted, count, already = Act(query.get("act", "")), int(query.get("n", "0")[:4]), int(query.get("already", "0")[:4])
        left = {why: [UUID(one) for one in query[why].split(".") if one] for why in Why if why in query}
        return _said(wanted, Done(count, already, left), sections)
    return None


def _said(act: Act, done: Done, sections: list[ClassRows]) -> dict[str, Any]:
    """Gather what is said of an act: the rows of those for whom it could not be done stand by the reason."""
    rows = [row for each in sections for row in each.rows]
    left = {why: [row for row in rows if row.pupil.id in pupils] for why, pupils in done.left.items()}
    return {"act": act, "done": done, "left": {why: found for why, found in left.items() if found}}
