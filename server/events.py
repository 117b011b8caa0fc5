"""Every event, in the past tense: what it carries, which place it is about, whether the persons concerned get a notice."""

from __future__ import annotations

import re
from typing import ClassVar, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from server.goals.models import Status
from server.plans.models import Phase


class Happening(BaseModel):
    """A fact that an action tells. Fields are ids and states, never words that somebody wrote in a plan."""

    model_config = ConfigDict(frozen=True)
    kinds: ClassVar[dict[str, type[Happening]]] = {}
    news: ClassVar[bool] = True
    """Whether open pages are told."""
    notice: ClassVar[str] = ""
    """The kind of notice it gives, or none; several events may share one."""
    carry: ClassVar[tuple[str, ...]] = ()
    """The fields that everyone in the plan may see and must see at once."""
    judged: ClassVar[bool] = False
    """Whether it changes what may be read or written in the plan, so that open pages are judged again."""
    by_class: ClassVar[bool] = False
    """Whether a class's unread notices of it are one, for whoever has the class and not one child."""
    once: ClassVar[str] = ""
    """The field of which a notice counts each value once, however often it happens again."""
    known: ClassVar[tuple[str, ...]] = ()
    """The fields that name an answer or a preparation: only those who may know of it are told."""
    voids: ClassVar[tuple[str, str] | None] = None
    """The kind of notice that it makes void, if any, and its field that names what such a notice counts."""
    nobodys: ClassVar[bool] = False
    """Whether nobody may know whose act brought it about."""
    plan: UUID | None = None
    staff_only: bool = False
    """Whether the home may not know of it yet."""
    text: UUID | None = None
    """The text it hangs on: only those who may read that are told."""

    @classmethod
    def __pydantic_init_subclass__(cls, **_: object) -> None:
        """Know every event by its kind, so that a row can be read back."""
        Happening.kinds[cls.kind()] = cls

    @classmethod
    def kind(cls) -> str:
        """Give the event's name as rows and news carry it: `GoalMoved` is `goal_moved`."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    @classmethod
    def read(cls, kind: str, data: dict[str, object]) -> Self:
        """Make the event again from its row."""
        return cls.kinds[kind].model_validate(data)  # type: ignore[return-value]

    def is_nobodys(self) -> bool:
        """Whether that holds of this one."""
        return self.nobodys

    def about(self) -> dict[str, str]:
        """Give the ids that news carry beside the plan's."""
        return {name: str(value) for name, value in self if isinstance(value, UUID) and name != "plan"}


class SignedIn(Happening):
    """Somebody signed in."""

    news = False
    session: UUID


class SignedOut(Happening):
    """Somebody signed out; the session's sockets close."""

    session: UUID


class RelationEnded(Happening):
    """A tie ended, and with it at once the rights that it gave."""

    notice = "access_ended"
    relation: UUID
    person: UUID
    pupil: UUID | None = None
    by_roster: bool = False
    """Whether a roster ended it, with nobody at the page: else it came by the clock."""


class RelationBegun(Happening):
    """A tie began."""

    notice = "access_granted"
    relation: UUID
    person: UUID
    pupil: UUID | None = None
    by_roster: bool = False
    """Whether a roster began it, with nobody at the page: else it came by the clock."""


class RosterApplied(Happening):
    """A roster was brought in; what began and ended by it is told for each relation."""

    news = False
    roster_import: UUID | None = None
    """The import's row, where it was made in the browser."""


class PlanOpened(Happening):
    """Somebody read the plan's page."""

    news = False


class PlanMoved(Happening):
    """The plan went from one phase to another; going back behind the home's or the lock's line has a reason."""

    notice = "plan_moved"
    judged = True
    old: Phase
    new: Phase
    reason: str = ""
    version: int | None = None
    by_all: bool = False
    """Whether it came about with the last of several answers: whose that was is for nobody to know."""

    def is_nobodys(self) -> bool:
        """Whether it came about so."""
        return self.by_all


class GoalMoved(Happening):
    """A goal's status changed."""

    notice = "goal_moved"
    carry = ("old", "new")
    goal: UUID
    old: Status
    new: Status


class CommentWritten(Happening):
    """Somebody wrote a comment, in a new thread or in an older one."""

    notice = "comment_written"
    once = "comment"
    thread: UUID
    comment: UUID


class CommentReworded(Happening):
    """Somebody changed their own comment."""

    thread: UUID
    comment: UUID


class CommentTakenBack(Happening):
    """Somebody took their own comment back."""

    voids = ("comment_written", "comment")
    thread: UUID
    comment: UUID


class ThreadResolved(Happening):
    """A thread was settled."""

    thread: UUID


class ThreadReopened(Happening):
    """A settled thread was taken up again."""

    thread: UUID


class NoticesRead(Happening):
    """Somebody read notices; their other pages and devices show it."""

    person: UUID
