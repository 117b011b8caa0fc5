"""What notices say to one reader of the newest that has happened: of the plan's steps, and of what somebody is reminded of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from server.errors import _, _n
from server.pages.names.people import NOTICE
from server.people.policy import Role
from server.plans.models import Phase

if TYPE_CHECKING:
    from server.notices.models import Notice
    from server.people.policy import Standing

_MOVED = {
    (Phase.draft, Phase.shared): _("The preparation is shown to the home"),
    (Phase.shared, Phase.draft): _("The preparation is taken back from the home"),
    (Phase.shared, Phase.talk): _("The talk has begun"),
    (Phase.talk, Phase.shared): _("The talk is taken back: the preparation goes on"),
    (Phase.talk, Phase.agreed): _("The plan is agreed and locked"),
    (Phase.agreed, Phase.in_use): _("The plan is put to use"),
    (Phase.agreed, Phase.talk): _("The plan is opened again"),
    (Phase.in_use, Phase.talk): _("The plan is opened again"),
    (Phase.in_use, Phase.evaluated): _("The plan is evaluated"),
    (Phase.evaluated, Phase.in_use): _("The plan is in use again"),
    **{(phase, Phase.archived): _("The plan is archived") for phase in (Phase.agreed, Phase.in_use, Phase.evaluated)},
}
_MOVED_AT_HOME = {
    (Phase.draft, Phase.shared): _("The school has shown the preparation to you: your turn"),
    (Phase.shared, Phase.draft): _("The school has taken the preparation back for now"),
}
_WRITE = _n("A reminder: write the assessment", "A reminder: write the assessments of {n} pupils")
_AT_HOME = _("A reminder: prepare at home, or say that you are ready")
_PUPIL = _("A reminder: prepare for the talk")
_BOOK = _("A reminder: book the talk")


def notice_says(notice: Notice, who: Standing, data: dict[str, Any]) -> tuple[str, str]:
    """Give the sentence of a notice for whoever has it, for one and for several; `data` is the newest event's."""
    said = ""
    at_home = who.is_any(Role.guardian, Role.contact)
    if notice.kind == "plan_moved":
        step = (data.get("old"), data.get("new"))
        said = (_MOVED_AT_HOME.get(step) if at_home else None) or _MOVED.get(step, "")  # type: ignore[arg-type]  # phases are words
    elif notice.kind == "reminded":
        if not who.home:
            return _WRITE
        said = _BOOK if data.get("to_book") else _AT_HOME if at_home else _PUPIL
    return (said, said) if said else NOTICE[notice.kind]
