"""One's own part of the preparing, with what was said last time beside it; handed in at its end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from server.comments.routes import comments_part
from server.goals.policy import may_propose
from server.goals.routes import goals_part
from server.people.models import Person
from server.people.policy import Role, standing
from server.plans.actions import earlier_than, opened
from server.plans.models import Plan
from server.plans.policy import may_see
from server.preparations import policy
from server.preparations.actions import progress_of, sheet_of
from server.preparations.models import Party
from server.preparations.routes.parts import sheet_context, states_of
from server.schools.models import Class
from server.templates.form import Look
from server.texts.models import TextKind
from server.web import begin, fragment, key, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from server.people.policy import Standing
    from server.preparations.actions import Part, Piece, Progress
    from server.preparations.routes.parts import State
    from server.work import Work

_MOST_STEPS = 1000


@dataclass(frozen=True)
class Mine:
    """One preparation of the reader's own: its state, its parts, how far it has come."""

    state: State
    parts: list[Part]
    progress: Progress

    @property
    def pieces(self) -> list[Piece]:
        """Its questions, one after another."""
        return [piece for part in self.parts for piece in part.pieces]

    @property
    def steps(self) -> dict[str, int]:
        """The number of each question, by its key."""
        return {piece.question.key: number for number, piece in enumerate(self.pieces, 1) if piece.question and not piece.is_former}


async def show_prepare(request: Request) -> Response:
    """Show one's own part to fill in; that the plan was read is noted in the log."""
    async with begin(request) as work:
        plan = await work.find(Plan, key(request, "plan"), see=may_see, may=policy.may_prepare)
        opened(work, plan)
        return await show(
            work, request, "preparations/prepare.html", **{**await _prepare_part(work, plan, request), **await _around(work, plan)}
        )


async def show_prepare_parts(request: Request) -> Response:
    """Show the parts again; the page takes in what it lacks and leaves the texts as they live."""
    async with begin(request) as work:
        plan = await work.find(Plan, key(request, "plan"), see=may_see, may=policy.may_prepare)
        return fragment(request, "preparations/_prepare.html", **await _prepare_part(work, plan, request))


async def _prepare_part(work: Work, plan: Plan, request: Request) -> dict[str, Any]:
    """Gather what is the reader's own to prepare, and what to read first."""
    sheet = await sheet_of(work, plan)
    own = [one for one in sheet.preparations if policy.is_own(work.actor, one)]
    progress = await progress_of(work.session, own)
    mine = [Mine(state, sheet.of([state.one]), progress[state.one.id]) for state in await states_of(work, plan, own)]
    who = standing(work.actor, plan)
    young = sheet.form is not None and sheet.form.look is Look.young and [one.state.one.party for one in mine] == [Party.pupil]
    return {
        **await sheet_context(work, sheet),
        **await goals_part(work, plan),
        "mine": mine,
        "first": sheet.beside(own, _read_first(who)),
        "young": young,
        "step": _step(request.query_params.get("step", "1"), len(mine[0].pieces) + 1) if young else 0,
    }


def _read_first(who: Standing) -> set[TextKind]:
    """Say what somebody reads before they write: the home what school and pupil wrote, a teacher what the pupil did."""
    if who.is_any(Role.guardian, Role.contact):
        return {TextKind.self_assessment, TextKind.assessment, TextKind.school}
    return {TextKind.self_assessment} if who.is_any(Role.teacher) else set()


def _step(given: str, count: int) -> int:
    """Read which question is to be shown, from 1; after the last stands the handing in."""
    wanted = int(given) if given.isascii() and given.isdecimal() and len(given) < len(str(_MOST_STEPS)) else 1
    return min(max(wanted, 1), count)


async def _around(work: Work, plan: Plan) -> dict[str, Any]:
    """Gather whose page it is, and the comments for those who read what others wrote."""
    return {
        "pupil": await work.session.get_one(Person, plan.pupil_id),
        "klass": await work.session.get_one(Class, plan.class_id),
        "compares": may_propose(work.actor, plan) and bool(await earlier_than(work, plan)),
        **await comments_part(work, plan),
    }
