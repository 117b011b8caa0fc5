"""User names, passwords, one-time ways in and sessions; the second step; visits to a provider."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, DateTime
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
    proved: datetime | None = later()
    """When the person last showed again who it is, after signing in."""
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


class PendingSignIn(SQLModel, table=True):
    """A browser that has shown the first step and not yet the second: no session, and nothing is open to it but that step."""

    __tablename__ = "pending_sign_in"
    id: UUID = identity()
    token_hash: bytes = Field(unique=True)
    person_id: UUID = to("person")
    then: str
    provider: str = ""
    """The provider that vouched for the person; empty after a password."""
    begun: datetime = moment()


class Authenticator(SQLModel, table=True):
    """A person's app for one-time codes. Secrets are sealed with the server's key."""

    id: UUID = identity()
    person_id: UUID = Field(foreign_key="person.id", unique=True)
    secret: bytes | None = None
    waiting: bytes | None = None
    """A secret that has been shown and waits for its first code."""
    since: datetime | None = later()
    last_step: int = Field(default=0, sa_type=BigInteger)
    """The time step of the last code that was taken: neither it nor an older one is taken again."""


class RecoveryCode(SQLModel, table=True):
    """A code on paper, good once. Only its keyed hash is kept."""

    __tablename__ = "recovery_code"
    id: UUID = identity()
    person_id: UUID = to("person")
    code_hash: bytes
    used: datetime | None = later()


class Passkey(SQLModel, table=True):
    """A key pair on a person's device; here is its public half."""

    id: UUID = identity()
    person_id: UUID = to("person")
    credential_id: bytes = Field(unique=True)
    public_key: bytes
    sign_count: int = Field(default=0, sa_type=BigInteger)
    name: str
    since: datetime = moment()
    used: datetime | None = later()


class Challenge(SQLModel, table=True):
    """What a passkey is asked to sign: once, soon, and for one purpose."""

    id: UUID = identity()
    value: bytes = Field(unique=True)
    purpose: str
    person_id: UUID | None = maybe_to("person")
    """Who must answer; whoever holds a passkey, when signing in without a password."""
    at: datetime = moment(index=True)


class Guess(SQLModel, table=True):
    """A second step that was wrong: counted to slow down whoever guesses."""

    id: UUID = identity()
    person_id: UUID = to("person")
    at: datetime = moment()


class StaffRule(SQLModel, table=True):
    """A school asks its staff for a second step, from a day on."""

    __tablename__ = "staff_rule"
    id: UUID = identity()
    school_id: UUID = Field(foreign_key="school.id", unique=True)
    second_step_from: date


class ProviderVisit(SQLModel, table=True):
    """A browser that has been sent to a provider to sign in there, and is awaited back: once, and soon."""

    __tablename__ = "provider_visit"
    id: UUID = identity()
    state_hash: bytes = Field(unique=True)
    browser_hash: bytes
    provider: str
    nonce: str
    verifier: str
    then: str
    at: datetime = moment(index=True)


class Group(StrEnum):
    """As what somebody belongs to a school."""

    pupils = "pupils"
    guardians = "guardians"
    staff = "staff"


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
