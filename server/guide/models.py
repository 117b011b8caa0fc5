"""A school's own words in the guide."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field, SQLModel

from server.columns import moment, to


class GuideRole(StrEnum):
    """For whom a page of the guide is."""

    pupil = "pupil"
    guardian = "guardian"
    mentor = "mentor"
    teacher = "teacher"
    principal = "principal"


class GuideText(SQLModel, table=True):
    """What a school says itself to one role in one language, in the few signs of `plain`; without a row our own text stands."""

    __tablename__ = "guide_text"
    school_id: UUID = Field(foreign_key="school.id", primary_key=True)
    role: GuideRole = Field(primary_key=True)
    language: str = Field(primary_key=True)
    body: str
    edited_by: UUID = to("person", index=False)
    at: datetime = moment()
