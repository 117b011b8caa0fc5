"""The few column kinds that the tables share."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlalchemy import DateTime, Enum
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

if TYPE_CHECKING:
    from collections.abc import Callable
    from enum import StrEnum

JOINED = {"lazy": "joined"}
"""For what a rule must be able to read of a thing: it comes in the same query."""


the_clock: Callable[[], datetime] = partial(datetime.now, UTC)
"""Where the moment comes from. Only a test that lets a term go by in a minute puts another here: every row and rule asks `now`."""


def now() -> datetime:
    """Give the present moment, in UTC."""
    return the_clock()


def identity() -> Any:  # SQLModel's Field is typed Any
    """Give a primary key of our own: never a number from outside."""
    return Field(default_factory=uuid4, primary_key=True)


def moment(*, index: bool = False) -> Any:
    """Give a moment that is set when the row is made."""
    return Field(default_factory=now, sa_type=DateTime(timezone=True), index=index)


def later(*, index: bool = False) -> Any:
    """Give a moment that is not set yet."""
    return Field(default=None, sa_type=DateTime(timezone=True), index=index)


def to(table: str, *, index: bool = True) -> Any:
    """Give a reference that must be there."""
    return Field(foreign_key=f"{table}.id", index=index)


def maybe_to(table: str, *, index: bool = True) -> Any:
    """Give a reference that may be missing."""
    return Field(default=None, foreign_key=f"{table}.id", index=index)


def chosen(first: StrEnum) -> Any:
    """Give one of a few words, kept as text so that there may be more some day; this one to begin with."""
    return Field(default=first, sa_type=Enum(type(first), native_enum=False, length=16))


def json() -> Any:
    """Give a JSON object, empty to begin with."""
    return Field(default_factory=dict, sa_type=JSONB)


__all__ = ["JOINED", "UUID", "chosen", "datetime", "identity", "json", "later", "maybe_to", "moment", "now", "to"]
