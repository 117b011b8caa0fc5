"""What each part of a talk's page shows, gathered for one reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from server.people.actions import faces
from server.people.models import Person
from server.talks import policy
from server.talks.actions import present_in
from server.web import fragment, go, is_live

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from server.talks.models import Talk
    from server.work import Work


async def agenda_part(work: Work, talk: Talk) -> dict[str, Any]:
    """Gather the agenda: where the talk is, who leads it, who could."""
    present = await present_in(work.session, talk)
    return {
        "talk": talk,
        "present": present,
        "leads": await work.session.get(Person, talk.lead_id),
        "may_lead": policy.may_lead(work.actor, talk),
        "may_run": policy.may_run(work.actor, talk),
        "faces": await faces(work, present),
    }


async def answered(request: Request, work: Work, talk: Talk) -> Response:
    """Answer a script with the agenda as it is now, a browser without one with the way back to the talk."""
    if is_live(request):
        await work.session.flush()
        return fragment(request, "talks/_agenda.html", **await agenda_part(work, talk))
    return go(f"/talks/{talk.id}")
