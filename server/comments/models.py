"""Threads and the comments in them."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Relationship, SQLModel

from server.columns import JOINED, identity, json, later, maybe_to, moment, to
from server.goals.models import Goal
from server.plans.models import Plan
from server.texts.models import Text


class Unit(BaseModel):
    """One unit of a Yjs document."""

    model_config = ConfigDict(extra="forbid")
    client: Annotated[int, Field(ge=0, lt=2**53)]
    clock: Annotated[int, Field(ge=0, lt=2**53)]


class Position(BaseModel):
    """A Yjs relative position, as JSON."""

    model_config = ConfigDict(extra="forbid")
    type: Unit | None = None
    tname: Annotated[str, Field(max_length=10)] | None = None
    item: Unit | None = None
    assoc: Annotated[int, Field(ge=-1, le=1)] = 0


class Anchor(BaseModel):
    """From where to where in a text."""

    model_config = ConfigDict(extra="forbid")
    start: Position
    end: Position


class Thread(SQLModel, table=True):
    """A conversation on a plan, on one of its goals, or on a piece of one of its texts.

    `anchor` is `{start, end}`: two Yjs relative positions, so that it follows the text; `quote` is what it said then, kept for when
    the text is gone.
    """

    id: UUID = identity()
    plan_id: UUID = to("plan")
    goal_id: UUID | None = maybe_to("goal")
    text_id: UUID | None = maybe_to("text")
    anchor: dict[str, Any] = json()
    quote: str = ""
    begun_by: UUID = to("person", index=False)
    at: datetime = moment()
    resolved: datetime | None = later()
    resolved_by: UUID | None = maybe_to("person", index=False)
    plan: Plan = Relationship(sa_relationship_kwargs=JOINED)
    goal: Goal | None = Relationship(sa_relationship_kwargs=JOINED)
    text: Text | None = Relationship(sa_relationship_kwargs=JOINED)


class Comment(SQLModel, table=True):
    """One remark. Taken back, its words are gone but its place stays."""

    id: UUID = identity()
    thread_id: UUID = to("thread")
    person_id: UUID = to("person", index=False)
    words: str
    at: datetime = moment()
    reworded: datetime | None = later()
    taken_back: datetime | None = later()
    thread: Thread = Relationship(sa_relationship_kwargs=JOINED)
