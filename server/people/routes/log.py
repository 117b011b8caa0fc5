"""The access log of a pupil, in the reader's words, without what the reader may not see."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import UUID

from server.access import Place, PupilOpened
from server.audit.actions import log_of, who_is_logged
from server.people.actions import by_name, find_pupil, named
from server.people.actions.log_lines import line_of
from server.people.actions.log_reading import log_reader
from server.plans.policy import may_see_access, may_see_pupil, may_see_ties
from server.web import begin, key, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

MOST_PAGES = 200
ABOUT = ("looks", "changes")


async def show_log(request: Request) -> Response:
    """Show who read or changed what of a pupil's, and when."""
    asked = request.query_params
    person, about, number = _asked(asked.get("person", "")), asked.get("about", ""), _page(asked.get("page", "1"))
    async with begin(request) as work:
        pupil, places = await find_pupil(work, key(request, "pupil"), see=may_see_pupil, may=may_see_access)
        by_staff = any(may_see_ties(work.actor, place) for place in places)
        if by_staff:
            work.tell(PupilOpened(pupil=pupil.id, where=Place.log))
        about = about if about in ABOUT else ""
        found, more = await log_of(work.session, pupil.id, person=person, about=about, page=number)
        reader = await log_reader(work, pupil, places, found)
        everyone = await named(work.session, await who_is_logged(work.session, pupil.id))
        return await show(
            work,
            request,
            "relations/log.html",
            pupil=pupil,
            lines=[line for one in found if (line := line_of(reader, one)) is not None],
            more=more,
            number=number,
            about=about,
            person=person,
            everyone=sorted((one for one in everyone.values() if one.id not in reader.other_homes), key=by_name),
            by_staff=by_staff,
        )


def _asked(person: str) -> UUID | None:
    """Read which person's lines are wanted; what is no person's id wants everybody's."""
    with suppress(ValueError):
        return UUID(person)
    return None


def _page(given: str) -> int:
    """Read which page is wanted."""
    return min(max(int(given), 1), MOST_PAGES) if given.isdecimal() and len(given) < len(str(MOST_PAGES)) + 1 else 1
