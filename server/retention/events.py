"""The events of keeping and disposing; as in `events`. They are all that is left of what is gone."""

from __future__ import annotations

from uuid import UUID

from server.events import Happening
from server.retention.models import DocumentKind


class RetentionSet(Happening):
    """Somebody changed how long a kind of document is kept."""

    news = False
    document: DocumentKind
    months: int


class HoldPlaced(Happening):
    """Nothing of a pupil is disposed of from now on."""

    news = False
    pupil: UUID
    hold: UUID


class HoldLifted(Happening):
    """What is due of a pupil may be disposed of again."""

    news = False
    pupil: UUID
    hold: UUID


class DisposalProposed(Happening):
    """Somebody proposed to dispose of what is due."""

    news = False
    disposal: UUID


class DisposalApproved(Happening):
    """A second person approved what was proposed."""

    news = False
    disposal: UUID


class DisposalWithdrawn(Happening):
    """What was proposed is not to be disposed of."""

    news = False
    disposal: UUID


class DocumentsDisposed(Happening):
    """Documents of one kind of a pupil are gone; the plan's id is told also where the plan is gone with them."""

    pupil: UUID
    document: DocumentKind
    count: int
    disposal: UUID
    of_plan: UUID | None = None
