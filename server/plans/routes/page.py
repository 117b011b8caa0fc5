"""The plan's page: whole and readable before any script runs; then fragment by fragment as news come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlmodel import select
from starlette.responses import Response

from server.errors import UnknownError
from server.plans.actions import kinds_since, opened
from server.plans.models import Plan, Version
from server.plans.policy import may_see, may_see_version
from server.plans.routes.parts import comments_part, goals_part, head_part, texts_part
from server.web import begin, fragment, key, number, show

if TYPE_CHECKING:
    from starlette.requests import Request


async def show_plan(request: Request) -> Response:
    """Show the whole plan; that it was read is noted in the log."""
    async with begin(request) as work:
        plan = await work.find(Plan, key(request, "plan"), see=may_see)
        opened(work, plan)
        parts = {
            **await head_part(work, plan),
            **await texts_part(work, plan),
            **await goals_part(work, plan),
            **await comments_part(work, plan),
        }
        return await show(work, request, "plans/plan.html", **parts)


async def show_head(request: Request) -> Response:
    """Show the head again."""
    async with begin(request) as work:
        plan = await work.find(Plan, key(request, "plan"), see=may_see)
        return fragment(request, "plans/_head.html", **await head_part(work, plan))


async def show_texts(request: Request) -> Response:
    """Show the texts again; the page takes in those it lacks and leaves the others as they live."""
    async with begin(request) as work:
        plan = await work.find(Plan, key(request, "plan"), see=may_see)
        return fragment(request, "plans/_texts.html", **await texts_part(work, plan))


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


def parts_of(kinds: set[str]) -> set[str]:
    """Say which parts of the page events touch; a plan that moved touches all, since rights went with it."""
    found = {"goals" if kind.startswith("goal_") else "comments" if kind.startswith(("comment_", "thread_")) else "all" for kind in kinds}
    return {"head", "goals", "comments"} if "all" in found else found


async def show_version(request: Request) -> Response:
    """Show a locked version: the same for whoever reads it."""
    async with begin(request) as work:
        plan = await work.find(Plan, key(request, "plan"), see=may_see)
        rows = await work.session.exec(select(Version).where(Version.plan_id == plan.id, Version.number == number(request, "number")))
        version = rows.unique().one_or_none()
        if version is None:
            raise UnknownError
        version = await work.find(Version, version.id, see=may_see_version)
        if request.query_params.get("as") == "json":
            return Response(version.body, media_type="application/json", headers={"Cache-Control": "private, no-cache"})
        return await show(work, request, "plans/version.html", version=version, record=version.record, **await head_part(work, plan))
