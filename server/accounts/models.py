"""User names, passwords, one-time ways in, and sessions."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import DateTime
from sqlmodel import Field, SQLModel

from server.columns import identity, later, maybe_to, moment, to


class Account(SQLModel, table=True):
    """What a person signs in with; the user name is kept in lower case. Until an invitation is taken up, the password is empty."""

    id: UUID = identity()
    person_id: UUID = Field(foreign_key="person.id", unique=True)
    user_name: str = Field(unique=True)
    password_hash: str
    email: str = ""
    """The address that the person has chosen and confirmed; without one, the roster's counts."""
    demo: bool = False


class Session(SQLModel, table=True):
    """A signed-in browser. Only the SHA-256 of its token is kept; of the browser two words; of the network address nothing."""

    id: UUID = identity()
    token_hash: bytes = Field(unique=True)
    person_id: UUID = to("person")
    begun: datetime = moment()
    expires: datetime = Field(sa_type=DateTime(timezone=True))
    ended: datetime | None = later()
    last_seen: datetime | None = later()
    agent: str = ""


class Attempt(SQLModel, table=True):
    """A try that failed, or a mail that was asked for: counted to slow down whoever guesses."""

    id: UUID = identity()
    act: str = "sign_in"
    user_name: str = Field(index=True)
    address: str = Field(index=True)
    at: datetime = moment(index=True)


class TicketKind(StrEnum):
    """What a one-time way in is for."""

    invitation = "invitation"
    forgotten = "forgotten"
    address = "address"
    slip = "slip"


class Ticket(SQLModel, table=True):
    """A one-time way in: a link in a mail, or a code on a printed slip. Kept is a link's SHA-256, a short code's Argon2."""

    id: UUID = identity()
    kind: TicketKind
    person_id: UUID = to("person")
    secret: str = Field(unique=True)
    email: str = ""
    """Where the link went; for a changed address, the new one."""
    by_id: UUID | None = maybe_to("person", index=False)
    mail_id: UUID | None = maybe_to("mail", index=False)
    made: datetime = moment()
    expires: datetime = Field(sa_type=DateTime(timezone=True))
    used: datetime | None = later()
    void: datetime | None = later()
