"""A template that a school designs, and its published versions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

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
