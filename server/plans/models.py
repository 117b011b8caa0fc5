"""The plan and its locked versions."""

import json
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import DateTime, UniqueConstraint, bindparam, distinct, func, or_
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import column_property
from sqlmodel import Field, Relationship, SQLModel, col, select

from server.columns import JOINED, identity, later, maybe_to, moment, now, to
from server.people.models import Relation, RelationKind
from server.rounds.models import Round
from server.schools.models import Class, ClassKind

if TYPE_CHECKING:
    from collections.abc import Collection


class Phase(StrEnum):
    """How far the plan has come; decides who sees and writes what."""

    draft = "draft"
    shared = "shared"
    talk = "talk"
    agreed = "agreed"
    in_use = "in_use"
    evaluated = "evaluated"
    archived = "archived"


class Plan(SQLModel, table=True):
    """One pupil's development plan for a term.

    `revision` rises by one with every event told of the plan; a page knows by it whether it is stale.
    """

    __table_args__ = (UniqueConstraint("pupil_id", "term_id", "school_id"),)
    id: UUID = identity()
    organisation_id: UUID = to("organisation")
    school_id: UUID = to("school")
    class_id: UUID = to("class")
    term_id: UUID | None = maybe_to("term")
    pupil_id: UUID = to("person")
    round_id: UUID | None = maybe_to("round")
    template_version_id: UUID | None = maybe_to("template_version", index=False)
    """What was handed out; without one the plain parts that every plan has."""
    phase: Phase = Phase.draft
    revision: int = 0
    begun: datetime = moment()
    proposed: datetime | None = later()
    """Since when an agreement is proposed: until it is locked or taken back nothing is worded otherwise."""
    locked: datetime | None = later()
    made_at: dict[str, str] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    """Where the plan was made, as it was called then: `{"school", "klass", "year"}`. Classes are renamed, and plans move with pupils."""
    if TYPE_CHECKING:  # loaded with the row, and no column of it
        at_schools: Collection[UUID] | None = None
        """The schools to which the pupil goes at the moment of loading, by homeroom; none for a pupil who goes nowhere."""
        talk_only: bool | None = None
        """Whether the round makes no written plan, so that there is nothing to agree on; none without a round."""


_AT = bindparam("at_schools_at", callable_=now, type_=DateTime(timezone=True))
_AT_SCHOOLS = (
    select(func.array_agg(distinct(col(Class.school_id))))
    .join(Relation, col(Relation.class_id) == Class.id)
    .where(
        Relation.person_id == Plan.pupil_id,
        Relation.kind == RelationKind.pupil_in,
        Class.kind == ClassKind.homeroom,
        col(Relation.since) <= _AT,
        or_(col(Relation.until).is_(None), col(Relation.until) > _AT),
    )
    .correlate_except(Relation, Class)
    .scalar_subquery()
)
Plan.at_schools = column_property(_AT_SCHOOLS, expire_on_flush=False)  # type: ignore[assignment]
_TALK_ONLY = select(Round.talk_only).where(Round.id == Plan.round_id).correlate_except(Round).scalar_subquery()
Plan.talk_only = column_property(_TALK_ONLY, expire_on_flush=False)  # type: ignore[assignment]


class Version(SQLModel, table=True):
    """A locked copy: the same bytes for ever.

    `body` is canonical JSON in UTF-8 (texts as HTML, agreed goals); `sha256` is the hex digest of exactly these bytes.
    """

    __table_args__ = (UniqueConstraint("plan_id", "number"),)
    id: UUID = identity()
    plan_id: UUID = to("plan")
    number: int
    at: datetime = moment()
    locked_by: UUID = Field(foreign_key="person.id")
    body: bytes
    sha256: str
    plan: Plan = Relationship(sa_relationship_kwargs=JOINED)

    @property
    def record(self) -> dict[str, Any]:
        """What the locked bytes say."""
        return json.loads(self.body)  # type: ignore[no-any-return]
