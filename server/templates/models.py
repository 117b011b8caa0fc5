"""A template that a school designs, and its published versions."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import UniqueConstraint, func
from sqlalchemy.orm import column_property
from sqlmodel import Field, Relationship, SQLModel, select

from server.columns import JOINED, identity, json, later, maybe_to, moment, to


class Template(SQLModel, table=True):
    """A form of a school's, or of the whole organisation's where there is no school.

    `draft` is the form being designed, as JSON of `form.Form`; `edited` rises by one with every change of it.
    """

    id: UUID = identity()
    organisation_id: UUID = to("organisation")
    school_id: UUID | None = maybe_to("school")
    made_by: UUID = Field(foreign_key="person.id")
    at: datetime = moment()
    draft: dict[str, Any] = json()
    edited: int = 1
    archived: datetime | None = later()
    if TYPE_CHECKING:  # loaded with the row, and no column of it
        published: int | None = None
        """The number of the newest published version at the moment of loading; none for a template that never was published."""


class TemplateVersion(SQLModel, table=True):
    """A form as it was published: what is handed out follows it, and it never changes. `body` is JSON of `form.Form`."""

    __tablename__ = "template_version"
    __table_args__ = (UniqueConstraint("template_id", "number"),)
    id: UUID = identity()
    template_id: UUID = to("template")
    number: int
    published_by: UUID = Field(foreign_key="person.id")
    at: datetime = moment()
    body: dict[str, Any] = json()
    template: Template = Relationship(sa_relationship_kwargs=JOINED)


_NEWEST = (
    select(func.max(TemplateVersion.number))
    .where(TemplateVersion.template_id == Template.id)
    .correlate_except(TemplateVersion)
    .scalar_subquery()
)
Template.published = column_property(_NEWEST, expire_on_flush=False)  # type: ignore[assignment]
