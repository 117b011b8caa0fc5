"""The agenda of a talk: its points, where it is, who leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from server.columns import now
from server.errors import WrongFormError, _
from server.i18n import LANGUAGES
from server.talks.events import TalkArranged, TalkLed, TalkPointed
from server.talks.models import PointKind
from server.templates.form import said

if TYPE_CHECKING:
    from uuid import UUID

    from server.talks.models import Talk
    from server.templates.form import Form, Point
    from server.work import Work

OURS = (PointKind.where_now, PointKind.reached, PointKind.new_goals, PointKind.agreement)
"""The points that a talk begins with; a title that is empty is said in the reader's language."""
MINUTES = {PointKind.where_now: 10, PointKind.reached: 5, PointKind.new_goals: 10, PointKind.agreement: 5}
MOST_POINTS = 12


def begin_agenda(form: Form | None = None) -> list[dict[str, Any]]:
    """Give the agenda that a talk begins with: that of the form that was handed out, or ours."""
    if form is None or not form.agenda:
        return [{"key": str(kind), "kind": str(kind), "title": "", "minutes": MINUTES[kind]} for kind in OURS]
    return [_begin_point(number, one, form) for number, one in enumerate(form.agenda)]


def _begin_point(number: int, point: Point, form: Form) -> dict[str, Any]:
    """Give a point of a form as the talk keeps it, with its words for each reader."""
    words = {language: said(point.title, language, form) for language in LANGUAGES} if point.title else {}
    key = f"{point.kind}{number}" if point.kind is PointKind.own else str(point.kind)
    return {"key": key, "kind": str(point.kind), "title": "", "words": words, "minutes": point.minutes}


def point(work: Work, talk: Talk, key: str) -> None:
    """Go to a point of the agenda, all together; the talk's row must be held.

    Raises:
        WrongFormError: there is no such point.
    """
    if key not in {one["key"] for one in talk.agenda}:
        raise WrongFormError({"point": _("This cannot be used here.")})
    if talk.point != key:
        talk.point, talk.pointed = key, now()
        work.tell(TalkPointed(plan=talk.plan_id, talk=talk.id, household=talk.household_id))


def lead(work: Work, talk: Talk, person: UUID) -> None:
    """Hand the lead on to somebody who is in the session; the talk's row must be held."""
    if talk.lead_id != person:
        talk.lead_id = person
        work.tell(TalkLed(plan=talk.plan_id, talk=talk.id, person=person, household=talk.household_id))


def arrange(work: Work, talk: Talk, agenda: list[dict[str, Any]]) -> None:
    """Change the agenda; if the point where the talk is has gone, it goes on at the first.

    Raises:
        WrongFormError: none or too many points would be left.
    """
    if not 1 <= len(agenda) <= MOST_POINTS:
        raise WrongFormError({"title": _("This cannot be used here.")})
    if agenda == talk.agenda:
        return
    talk.agenda = agenda
    if talk.point not in {one["key"] for one in agenda}:
        talk.point, talk.pointed = agenda[0]["key"], now()
    work.tell(TalkArranged(plan=talk.plan_id, talk=talk.id, household=talk.household_id))


def reach(work: Work, talk: Talk, phone: str, link: str) -> None:
    """Say by which telephone number or in which outside meeting one can take part."""
    if (talk.phone, talk.link) != (phone, link):
        talk.phone, talk.link = phone, link
        work.tell(TalkArranged(plan=talk.plan_id, talk=talk.id, household=talk.household_id))
