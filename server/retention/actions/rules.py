"""The rules of an organisation: the board's, and where there is none ours."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import select

from server.columns import now
from server.errors import WrongFormError, _
from server.retention.events import RetentionSet
from server.retention.models import After, DocumentKind, RetentionRule

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.schools.models import Organisation
    from server.work import Work

MOST_MONTHS = 1200


@dataclass(frozen=True)
class Rule:
    """How long a kind of document is kept, and why."""

    kind: DocumentKind
    months: int
    after: After
    reason: str = ""
    own: bool = False
    """Whether the organisation has set it itself."""

    def is_due(self, since: datetime | None, at: datetime) -> bool:
        """Whether the time is over that began with a moment; what has not begun is never over."""
        return since is not None and months_after(since, self.months) <= at


_YEAR, _ARCHIVED, _LEFT = After.school_year, After.archiving, After.leaving
CHOICES: dict[DocumentKind, tuple[After, ...]] = {
    DocumentKind.preparations: (_YEAR, _ARCHIVED, _LEFT),
    DocumentKind.comments: (_YEAR, _ARCHIVED, _LEFT),
    DocumentKind.assessments: (_YEAR, _ARCHIVED, _LEFT),
    DocumentKind.talk_notes: (_YEAR, _ARCHIVED, _LEFT),
    DocumentKind.archived_plans: (_ARCHIVED, _LEFT),
    DocumentKind.versions: (_ARCHIVED, _LEFT),
    DocumentKind.access_log: (_LEFT,),
    DocumentKind.pictures: (_LEFT,),
    DocumentKind.mails: (After.sending,),
    DocumentKind.guests: (After.talk,),
}
"""From which events on the time of each kind can be counted."""
DEFAULTS = {
    DocumentKind.preparations: (12, _YEAR, _("Working material: of no use when the next plan is made.")),
    DocumentKind.comments: (12, _YEAR, _("Working material: of no use when the next plan is made.")),
    DocumentKind.assessments: (24, _LEFT, _("Followed until the pupil has left.")),
    DocumentKind.talk_notes: (12, _YEAR, _("Working material: what was agreed stands in the version.")),
    DocumentKind.archived_plans: (24, _LEFT, _("Followed until the pupil has left.")),
    DocumentKind.versions: (60, _LEFT, _("A public record: kept as the board's plan for its archive says.")),
    DocumentKind.access_log: (60, _LEFT, _("Shows that nobody has looked without a reason.")),
    DocumentKind.pictures: (1, _LEFT, _("Needed only to know each other at school.")),
    DocumentKind.mails: (3, After.sending, _("To see why a mail did not come.")),
    DocumentKind.guests: (1, After.talk, _("Of no use when the talk is over.")),
}
BY_THEMSELVES = frozenset({DocumentKind.mails, DocumentKind.guests})
"""What goes by itself when its time is over: nobody has written in it, and it is nobody's record."""
BY_HAND = tuple(kind for kind in DocumentKind if kind not in BY_THEMSELVES)


def months_after(at: datetime, months: int) -> datetime:
    """Give the same day some months later, or the month's last."""
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, monthrange(year, month + 1)[1]))


async def rules_of(session: AsyncSession, organisation: UUID) -> dict[DocumentKind, Rule]:
    """Give the rule of each kind."""
    set_here = {one.kind: one for one in await session.exec(select(RetentionRule).where(RetentionRule.organisation_id == organisation))}
    return {kind: _rule(kind, set_here.get(kind)) for kind in DocumentKind}


def _rule(kind: DocumentKind, own: RetentionRule | None) -> Rule:
    """Give what an organisation has set, or else what we would."""
    return Rule(kind, own.months, own.after, own.reason, own=True) if own else Rule(kind, *DEFAULTS[kind])


async def set_rule(work: Work, organisation: Organisation, wanted: Rule) -> None:
    """Set how long a kind is kept; what changes nothing tells nobody.

    Raises:
        WrongFormError: the time of this kind cannot be counted so, or it is not said why.
    """
    if wanted.after not in CHOICES[wanted.kind]:
        raise WrongFormError({"after": _("This kind cannot be counted from there.")})
    if not wanted.reason:
        raise WrongFormError({"reason": _("Say which law or decision it rests on.")})
    before = (await rules_of(work.session, organisation.id))[wanted.kind]
    if (before.months, before.after, before.reason, before.own) == (wanted.months, wanted.after, wanted.reason, True):
        return
    row = {"months": wanted.months, "after": wanted.after, "reason": wanted.reason, "set_by": work.actor.id, "at": now()}
    made = RetentionRule(organisation_id=organisation.id, kind=wanted.kind, **row)  # type: ignore[arg-type]
    kept = insert(RetentionRule).values(made.model_dump())
    await work.session.exec(kept.on_conflict_do_update(index_elements=["organisation_id", "kind"], set_=row))
    work.tell(RetentionSet(document=wanted.kind, months=wanted.months))
