"""One goal: its page with its history and where it is from, the form in which it is worded, the criteria it is tied to."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from server.errors import WrongFormError
from server.goals import actions, policy
from server.goals.models import Goal
from server.goals.routes.goals import goals_part
from server.people.actions import around
from server.people.models import Person
from server.people.policy import Role, standing
from server.web import begin, fields_of, go, key, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

MOST_CRITERIA = 450
_LONGEST_SEARCH = 100


async def show_goal(request: Request) -> Response:
    """Show a goal with everything that is known of it."""
    async with begin(request) as work:
        goal = await work.find(Goal, key(request, "goal"), see=policy.may_see)
        return await show(
            work,
            request,
            "goals/goal.html",
            goal=goal,
            **await goals_part(work, goal.plan),
            pupil=await work.session.get_one(Person, goal.plan.pupil_id),
            history=await actions.history_of(work, goal),
            line=await actions.line_of(work, goal),
            may_tie=policy.may_tie(work.actor, goal),
        )


async def edit_goal(request: Request) -> Response:
    """Show the form in which a goal is worded otherwise."""
    async with begin(request) as work:
        goal = await work.find(Goal, key(request, "goal"), see=policy.may_see, may=policy.may_reword)
        family = await around(work.session, goal.plan)
        is_mentor = standing(work.actor, goal.plan).is_any(Role.mentor)
        return await show(work, request, "goals/edit.html", goal=goal, plan=goal.plan, around=family, is_mentor=is_mentor)


async def show_criteria(request: Request) -> Response:
    """Show the school's criteria that a goal can be tied to, by subject, year and words."""
    asked = request.query_params
    async with begin(request) as work:
        goal = await work.find(Goal, key(request, "goal"), see=policy.may_see, may=policy.may_tie)
        subjects = await actions.subjects_of(work.session, goal.plan.school_id)
        subject = asked.get("subject", goal.subject if goal.subject in subjects else "")
        words, every = asked.get("q", "").replace("\x00", "")[:_LONGEST_SEARCH], "all" in asked
        return await show(
            work,
            request,
            "goals/criteria.html",
            goal=goal,
            plan=goal.plan,
            subjects=subjects,
            subject=subject if subject in subjects else "",
            wanted_words=words,
            every_year=every,
            offered=await actions.offered(work.session, goal, subject if subject in subjects else "", words, all_years=every),
            chosen=(await actions.tied(work.session, [goal]))[goal.id],
        )


async def choose_criteria(request: Request) -> Response:
    """Tie a goal to the criteria that are ticked, of those that were shown."""
    fields = await fields_of(request, MOST_CRITERIA)
    shown, chosen = _keys(fields, "shown:"), _keys(fields, "criterion:")
    async with begin(request) as work:
        goal = await work.find(Goal, key(request, "goal"), see=policy.may_see, may=policy.may_tie, lock=True)
        await actions.tie(work, goal, chosen, shown)
    return go(f"/goals/{goal.id}#criteria")


def _keys(fields: dict[str, str], prefix: str) -> set[UUID]:
    """Read the ids that fields of one kind name.

    Raises:
        WrongFormError: one is none.
    """
    try:
        return {UUID(name.removeprefix(prefix)) for name in fields if name.startswith(prefix)}
    except ValueError as error:
        raise WrongFormError from error
