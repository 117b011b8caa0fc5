"""User names, passwords and sessions."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime
from sqlmodel import Field, SQLModel

from server.columns import identity, later, moment, to


class Account(SQLModel, table=True):
    """What a person signs in with; the user name is kept in lower case."""

    id: UUID = identity()
    person_id: UUID = Field(foreign_key="person.id", unique=True)
    user_name: str = Field(unique=True)
    password_hash: str
    demo: bool = False


class Session(SQLModel, table=True):
    """A signed-in browser. Only the SHA-256 of its token is kept."""

    id: UUID = identity()
    token_hash: bytes = Field(unique=True)
    person_id: UUID = to("person")
    begun: datetime = moment()
    expires: datetime = Field(sa_type=DateTime(timezone=True))
    ended: datetime | None = later()


class Attempt(SQLModel, table=True):
    """A sign-in that failed: counted to slow down whoever guesses."""

    id: UUID = identity()
    user_name: str = Field(index=True)
    address: str = Field(index=True)
    at: datetime = moment(index=True)
