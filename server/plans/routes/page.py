"""The plan's page: whole and readable before any script runs; then fragment by fragment as news come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from server.access import HandedOverOpened
from server.errors import UnknownError
from server.people.actions import around, faces, offices
from server.people.models import Person
from server.plans.actions import active_goals, kinds_since, newest_version, opened, plans_before
from server.plans.models import Plan
from server.plans.policy import may_see, may_see_handed_over
from server.plans.routes.parts import comments_part, goals_part, head_part, sheet_part
from server.schools.models import School
from server.web import begin, fragment, key, number, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


async def show_plan(request: Request) -> Response:
    """Show the whole plan; that it was read is noted in the log."""
    async with begin(request) as work:
        plan = await work.find(Plan, key(request, "plan"), see=may_see)
        opened(work, plan)
        await faces(work, [*await around(work.session, plan), *(one.person for one in await offices(work.session, plan.school_id))])
        parts = {
            **await head_part(work, plan),
            **await sheet_part(work, plan),
            **await goals_part(work, plan),
            **await comments_part(work, plan),
        }
        seen = {str(person): mark for person, mark in work.faces.items() if mark}
        return await show(work, request, "plans/plan.html", seen_faces=seen, **parts)


async def show_head(request: Request) -> Response:
    """Show the head again."""
    async with begin(request) as work:
        plan = await work.find(Plan, key(request, "plan"), see=may_see)
        return fragment(request, "plans/_head.html", **await head_part(work, plan))


async def show_texts(request: Request) -> Response:
    """Show the texts again; the page takes in those it lacks and leaves the others as they live."""
    async with begin(request) as work:
        plan = await work.find(Plan, key(request, "plan"), see=may_see)
        return fragment(request, "preparations/_parts.html", **await sheet_part(work, plan))


async def show_since(request: Request) -> Response:
    """Bring every fragment that has changed since a revision, in one answer."""
    async with begin(request) as work:
        plan = await work.find(Plan, key(request, "plan"), see=may_see)
        kinds = await kinds_since(work.session, plan, number(request, "revision"))
        wanted = parts_of(kinds)
        context: dict[str, Any] = {**await head_part(work, plan)}
        if "goals" in wanted:
            context |= await goals_part(work, plan)
        if "comments" in wanted:
            context |= await comments_part(work, plan)
        return fragment(request, "plans/_since.html", wanted=wanted, **context)


_PARTS: tuple[tuple[str, set[str]], ...] = (
    ("goal_", {"goals"}),
    ("evaluation_", {"head"}),
    ("comment_", {"comments"}),
    ("thread_", {"comments"}),
    ("answered", {"texts"}),
    ("talk_", {"head"}),
    ("times_", {"head"}),
    ("time_", {"head"}),
    ("queue_", {"head"}),
    ("part_", {"head", "texts"}),
    ("talk_begun", {"head"}),
    ("talk_ended", {"head"}),
    ("talk_", set()),
    ("guest_", set()),
)


def parts_of(kinds: set[str]) -> set[str]:
    """Say which parts of the page events touch; a plan that moved touches all, since rights went with it."""
    found: set[str] = set()
    for kind in kinds:
        found |= next((parts for begins, parts in _PARTS if kind.startswith(begins)), {"head", "goals", "comments", "texts"})
    return found


async def show_handed_over(request: Request) -> Response:
    """Show the staff of a pupil's new school what the old one agreed with the home: the newest locked version and the active goals."""
    async with begin(request) as work:
        plans = await plans_before(work.session, key(request, "pupil"))
        mine = next((one for one in plans if may_see_handed_over(work.actor, one)), None)
        if mine is None:
            raise UnknownError
        plan = await work.find(Plan, mine.id, see=may_see_handed_over)
        version = await newest_version(work.session, plan)
        work.tell(HandedOverOpened(plan=plan.id, number=version.number if version else 0))
        return await show(
            work,
            request,
            "plans/handed_over.html",
            plan=plan,
            pupil=await work.session.get_one(Person, plan.pupil_id),
            school=await work.session.get_one(School, plan.school_id),
            version=version,
            record=version.record if version else None,
            goals=await active_goals(work.session, plan),
        )
