"""The events of rounds, beside those of the plans in them; as in `events`."""

from __future__ import annotations

from uuid import UUID

from server.events import Happening, NoticesRead


class RoundBegun(Happening):
    """A round was begun for a class; its pupils are handed their material from now on."""

    round: UUID
    klass: UUID


class RoundHandedOut(Happening):
    """Every pupil of the class has the material."""

    round: UUID
    klass: UUID


class RoundWidened(Happening):
    """Pupils who have come since are handed their material, too."""

    round: UUID
    klass: UUID


class RoundUndone(Happening):
    """A round was taken back before anybody had written."""

    round: UUID
    klass: UUID


class MaterialTakenBack(Happening):
    """What a pupil was handed out is gone again, and nobody had written in it. The plan is no longer there."""

    judged = True
    pupil: UUID
    taken: UUID
    """The plan that was."""


class RoundDated(Happening):
    """The last days of a round's steps, or whom it asks, were changed."""

    round: UUID
    klass: UUID


class StepsDated(Happening):
    """A plan's steps have other last days, or others are asked to prepare."""


class RoundRenewed(Happening):
    """A round was moved to a newer version of its template."""

    round: UUID
    klass: UUID
    version: UUID


class MaterialRenewed(Happening):
    """A plan's material follows a newer version of the template."""

    judged = True
    version: UUID


class PlanYearsSet(Happening):
    """A school said in which years it makes written plans."""

    news = False
    school: UUID


class NoticesTakenBack(NoticesRead):
    """Somebody's notices went with what they told of."""
