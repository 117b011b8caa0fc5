"""How small a group may be told."""

from uuid import UUID

from sqlmodel import Field, SQLModel


class SmallestGroup(SQLModel, table=True):
    """From how many pupils on a group of an organisation is counted by itself; without a row `USUAL`."""

    __tablename__ = "smallest_group"
    organisation_id: UUID = Field(foreign_key="organisation.id", primary_key=True)
    pupils: int


USUAL = 5
LEAST, MOST = 3, 50
"""Fewer than three would tell each of two about the other."""
