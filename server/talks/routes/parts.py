"""What each part of a talk's page shows, gathered for one reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from server.columns import now
from server.goals.models import Goal, Status
from server.goals.policy import may_move
from server.goals.routes import goals_part
from server.people.actions import actors_of, faces, named
from server.plans.routes.compare import beside_part
from server.preparations.actions import sheet_of
from server.preparations.routes.parts import sheet_context
from server.talks import policy
from server.talks.actions import cards, guests, present_in
from server.talks.models import PointKind
from server.web import fragment, go, is_live

if TYPE_CHECKING:
    from datetime import timedelta

    from starlette.requests import Request
    from starlette.responses import Response

    from server.talks.models import Talk
    from server.work import Work


async def agenda_part(work: Work, talk: Talk, at: str = "") -> dict[str, Any]:
    """Gather the agenda: where the talk is, where the reader looks, who leads, who is in the session."""
    people = await named(work.session, [talk.lead_id, talk.plan.pupil_id])
    return {
        "talk": talk,
        "at": point_of(talk, at)["key"],
        "pupil": people[talk.plan.pupil_id],
        "leader": people[talk.lead_id],
        "leads": talk.lead_id == work.actor.id,
        "may_lead": policy.may_lead(work.actor, talk),
        "may_run": policy.may_run(work.actor, talk),
        "is_in": policy.is_in(work.actor, talk),
        "spent": _minutes(now() - talk.begun),
        "at_point": _minutes(now() - talk.pointed),
        **await session_part(work, talk),
    }


def _minutes(time: timedelta) -> int:
    """Give whole minutes."""
    return int(time.total_seconds() // 60)


async def session_part(work: Work, talk: Talk) -> dict[str, Any]:
    """Gather who is in the session, as what, and who of them can be given the lead."""
    present = await present_in(work.session, talk)
    actors = await actors_of(work.session, present)
    invited = {one.person_id: one.kind for one in await guests.invited_to(work.session, talk)}
    return {
        "present": present,
        "roles": {one.id: policy.role_in(actors[one.id], talk) for one in present},
        "kinds": invited,
        "can_lead": [one for one in present if not one.guest and one.id != talk.lead_id],
        "faces": await faces(work, present),
    }


async def guests_part(work: Work, talk: Talk) -> dict[str, Any]:
    """Gather who is invited, and which teachers could be."""
    invited = await guests.invited_to(work.session, talk)
    there = {one.person_id for one in invited}
    teachers = [one for one in await guests.teachers_around(work, talk) if one.id not in there]
    return {"talk": talk, "invited": invited, "teachers": teachers}


def point_of(talk: Talk, key: str) -> dict[str, Any]:
    """Give a point of the agenda; of one that there is not, the point where the talk is."""
    points = {one["key"]: one for one in talk.agenda}
    return points.get(key) or points[talk.point]


async def point_part(work: Work, talk: Talk, at: str = "") -> dict[str, Any]:
    """Gather what is shown at a point: short cards, the last plan's goals beside this one's, goals. A guest has the joint texts."""
    point = point_of(talk, at)
    shown: dict[str, Any] = {"talk": talk, "point": point, "plan": talk.plan, "is_guest": work.actor.person.guest}
    if work.actor.person.guest:
        return shown
    present = await cards.those_present(work.session, talk)
    match PointKind(point["kind"]):
        case PointKind.where_now:
            sheet = await sheet_of(work, talk.plan)
            return {**shown, **await sheet_context(work, sheet), "cards": cards.cards(sheet, present)}
        case PointKind.reached:
            beside = await beside_part(work, talk.plan)
            for name in ("goals_then", "goals_now"):
                beside[name] = cards.goals_for_all(beside[name], present)
            beside["for_all"] = beside["goals_now"]
            return {**shown, **beside, **await _moves(work, beside["goals_then"])}
        case PointKind.new_goals | PointKind.agreement:
            goals = await goals_part(work, talk.plan)
            return {**shown, **goals, "for_all": cards.goals_for_all(goals["goals"], present)}
        case PointKind.own:
            return shown


async def _moves(work: Work, goals: list[Goal]) -> dict[str, Any]:
    """Say to which status each goal of the last plan may be moved."""
    return {"goal_moves": {goal.id: [to for to in Status if may_move(work.actor, goal, to)] for goal in goals}}


async def texts_part(work: Work, talk: Talk) -> dict[str, Any]:
    """Gather the joint texts."""
    sheet = await sheet_of(work, talk.plan)
    return {**await sheet_context(work, sheet), "pieces": cards.joint(sheet)}


async def answered(request: Request, work: Work, talk: Talk, template: str = "talks/_agenda.html") -> Response:
    """Answer a script with the agenda as it is now, a browser without one with the way back to the talk."""
    if is_live(request):
        await work.session.flush()
        return fragment(request, template, **await agenda_part(work, talk))
    return go(f"/talks/{talk.id}")
