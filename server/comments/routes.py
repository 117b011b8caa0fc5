"""Comments over HTTP, and the part of the plan's page that lists them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any, TypeVar
from uuid import UUID

from pydantic import Field, field_validator
from starlette.routing import Route

from server.comments import actions, policy
from server.comments.models import Anchor, Comment, Thread
from server.errors import ForbiddenError, WrongFormError
from server.goals.models import Goal
from server.goals.policy import may_see as may_see_goal
from server.people.actions import faces, named
from server.people.policy import standing
from server.plans.models import Plan
from server.plans.policy import may_see as may_see_plan
from server.templates.actions import forms_of
from server.texts.models import Text
from server.texts.policy import may_read
from server.web import Form, begin, fragment, go, is_live, key, read, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from server.work import Work

Words = Annotated[str, Field(min_length=1, max_length=4000)]
Thing = TypeVar("Thing")


class BeginThread(Form):
    """A comment, by itself on the plan, on a goal, on a piece of a text, or as an answer in a thread; the page chose its id."""

    id: UUID
    words: Words
    thread: UUID | None = None
    goal: UUID | None = None
    text: UUID | None = None
    anchor: Anchor | None = None
    quote: Annotated[str, Field(max_length=500)] = ""

    @field_validator("anchor", mode="before")
    @classmethod
    def _from_json(cls, value: object) -> object:
        """Read the anchor that a script wrote into its field."""
        try:
            return json.loads(value) if isinstance(value, str) else value
        except ValueError as error:
            raise WrongFormError from error


class RewordComment(Form):
    """The words instead."""

    words: Words


async def comments_part(work: Work, plan: Plan) -> dict[str, Any]:
    """Gather the threads that one may read, with what may be done with each."""
    threads = await actions.seen(work, plan)
    comments = [comment for _, found in threads for comment in found]
    people = await named(work.session, [*(one.person_id for one in comments), *(one.resolved_by for one, _ in threads)])
    return {
        "plan": plan,
        "form": (await forms_of(work.session, [plan.template_version_id])).get(plan.template_version_id),
        "who": standing(work.actor, plan),
        "threads": threads,
        "comment_people": people,
        "faces": await faces(work, people.values()),
        "may_change": {one.id for one in comments if policy.may_change(work.actor, one)},
        "may_settle": {one.id for one, _ in threads if policy.may_settle(work.actor, one)},
        "may_answer": {one.id for one, _ in threads if policy.may_write(work.actor, one)},
        "may_comment": policy.may_write(work.actor, Thread(plan_id=plan.id, plan=plan, begun_by=work.actor.id)),
    }


async def _listed(request: Request, work: Work, plan: Plan, place: str) -> Response:
    """Answer a script with the list as it is now, a browser without one with the way back to the place."""
    if is_live(request):
        await work.session.flush()
        return fragment(request, "comments/_list.html", **await comments_part(work, plan))
    return go(f"/plans/{plan.id}#{place}")


async def show_comments(request: Request) -> Response:
    """Show a plan's comments."""
    async with begin(request) as work:
        plan = await work.find(Plan, key(request, "plan"), see=may_see_plan)
        return fragment(request, "comments/_list.html", **await comments_part(work, plan))


async def write_comment(request: Request) -> Response:
    """Write a comment, in a thread or as the first of a new one."""
    wanted = await read(request, BeginThread)
    async with begin(request) as work:
        plan = await work.find(Plan, key(request, "plan"), see=may_see_plan)
        thread = await _thread(work, plan, wanted)
        comment = await actions.write(work, thread, wanted.id, wanted.words)
        return await _listed(request, work, plan, f"comment-{comment.id}")


async def _thread(work: Work, plan: Plan, wanted: BeginThread) -> Thread:
    """Find the thread to answer in, or make the one to begin, on something that may be seen."""
    if wanted.thread is not None:
        thread = await work.find(Thread, wanted.thread, see=policy.may_see, may=policy.may_write, lock=True)
        return _of(plan, thread, thread.plan_id)
    goal = await work.find(Goal, wanted.goal, see=may_see_goal) if wanted.goal else None
    text = await work.find(Text, wanted.text, see=may_read) if wanted.text else None
    for one in (goal, text):
        if one is not None:
            _of(plan, one, one.plan_id)
    anchor: dict[str, Any] = wanted.anchor.model_dump(mode="json", exclude_none=True) if wanted.anchor and text else {}
    thread = Thread(
        plan_id=plan.id, plan=plan, goal=goal, text=text, anchor=anchor, quote=wanted.quote if text else "", begun_by=work.actor.id
    )
    thread.goal_id, thread.text_id = wanted.goal, wanted.text
    if not policy.may_write(work.actor, thread):
        raise ForbiddenError
    return thread


def _of(plan: Plan, thing: Thing, plan_id: UUID) -> Thing:
    """Hold that a thing belongs to the plan that the address names."""
    if plan_id != plan.id:
        raise WrongFormError
    return thing


async def show_comment(request: Request) -> Response:
    """Show the form in which one's own comment is reworded."""
    async with begin(request) as work:
        comment = await work.find(Comment, key(request, "comment"), see=policy.may_see_comment, may=policy.may_change)
        return await show(work, request, "comments/comment.html", comment=comment, plan=comment.thread.plan)


async def reword_comment(request: Request) -> Response:
    """Change one's own words."""
    wanted = await read(request, RewordComment)
    async with begin(request) as work:
        comment = await work.find(Comment, key(request, "comment"), see=policy.may_see_comment, may=policy.may_change, lock=True)
        actions.reword(work, comment, wanted.words)
        return await _listed(request, work, comment.thread.plan, f"comment-{comment.id}")


async def take_back_comment(request: Request) -> Response:
    """Take one's own words back."""
    async with begin(request) as work:
        comment = await work.find(Comment, key(request, "comment"), see=policy.may_see_comment, may=policy.may_change, lock=True)
        actions.take_back(work, comment)
        return await _listed(request, work, comment.thread.plan, f"comment-{comment.id}")


async def resolve_thread(request: Request) -> Response:
    """Settle a thread."""
    async with begin(request) as work:
        thread = await work.find(Thread, key(request, "thread"), see=policy.may_see, may=policy.may_settle, lock=True)
        actions.resolve(work, thread)
        return await _listed(request, work, thread.plan, f"thread-{thread.id}")


async def reopen_thread(request: Request) -> Response:
    """Take a settled thread up again."""
    async with begin(request) as work:
        thread = await work.find(Thread, key(request, "thread"), see=policy.may_see, may=policy.may_settle, lock=True)
        actions.reopen(work, thread)
        return await _listed(request, work, thread.plan, f"thread-{thread.id}")


routes = [
    Route("/plans/{plan}/comments", show_comments, methods=["GET"]),
    Route("/plans/{plan}/comments", write_comment, methods=["POST"]),
    Route("/comments/{comment}", show_comment, methods=["GET"]),
    Route("/comments/{comment}", reword_comment, methods=["POST"]),
    Route("/comments/{comment}/taken-back", take_back_comment, methods=["POST"]),
    Route("/threads/{thread}/resolved", resolve_thread, methods=["POST"]),
    Route("/threads/{thread}/reopened", reopen_thread, methods=["POST"]),
]
