"""Designing how the talk goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, StringConstraints

from server.errors import WrongFormError, _
from server.talks.models import PointKind
from server.templates.actions import editing
from server.templates.checking import AGENDA
from server.templates.form import Line, Point
from server.templates.routes.designing import SAVED, change, telling
from server.templates.routes.forms import LANGUAGES, Edited, Words, read_groups, spoken
from server.templates.routes.parts import Sent

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

Row = Annotated[str, StringConstraints(pattern=r"^[1-8]$")]


class SetAgenda(Edited):
    """The rows of the agenda by their number; one without a kind is none. `title.1.sv` is what the first is called in Swedish."""

    kind: dict[Row, PointKind | Literal[""]] = Field(default_factory=dict)
    minutes: dict[Row, Annotated[int, Field(ge=0, le=240)]] = Field(default_factory=dict)
    title: dict[Annotated[str, StringConstraints(pattern=r"^[1-8]\.(sv|en|ar)$")], Line] = Field(default_factory=dict)

    def points(self) -> list[Point]:
        """The same as points of an agenda.

        Raises:
            WrongFormError: a point that there is once stands there twice.
        """
        rows = [(row, kind) for row, kind in sorted(self.kind.items()) if kind]
        known = [kind for _row, kind in rows if kind != PointKind.own]
        if len(known) != len(set(known)):
            raise WrongFormError({"agenda": _("The same point stands there twice.")})
        return [Point(kind=kind, minutes=self.minutes.get(row, 0), title=self._title(row)) for row, kind in rows]

    def _title(self, row: str) -> Words:
        """Give what the point of a row is called, by language."""
        return spoken({language: self.title.get(f"{row}.{language}", "") for language in LANGUAGES})


async def set_agenda(request: Request) -> Response:
    """Change the talk's agenda."""
    wanted = await read_groups(request, SetAgenda)
    points = wanted.points()
    sent = Sent(AGENDA, {"agenda": points})
    return await change(request, wanted.edited, lambda form: editing.set_agenda(form, points), telling(SAVED, AGENDA), sent)
