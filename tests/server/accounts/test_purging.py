"""What has had its time is forgotten, and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from server.accounts.actions import purge, purging
from server.accounts.models import Attempt, Challenge, Guess, PendingSignIn, ProviderVisit, Session, Ticket, TicketKind
from server.columns import now
from server.mail import Mail, MailState
from server.retention.actions.passing import pass_away
from tests.server.world import new

if TYPE_CHECKING:
    from uuid import UUID

    import pytest
    from sqlmodel import SQLModel

    from tests.server.accounts.conftest import Accounts

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


NOW = now()


def ticket(person: UUID, **fields: Any) -> Ticket:
    """Make a link that was given out two days ago and can still be used."""
    given: dict[str, Any] = {"kind": TicketKind.invitation, "person_id": person, "secret": str(new()), "expires": NOW + DAY}
    return Ticket(**(given | {"made": NOW - 2 * DAY} | fields))


def mail(person: UUID, state: MailState, days: int, **fields: Any) -> Mail:
    """Make a mail of some days ago."""
    given: dict[str, Any] = {"person_id": person, "address": "a@b.se", "kind": "x", "language": "en", "subject": "x", "text": ""}
    return Mail(**given, state=state, made=NOW - days * DAY, **fields)


def session(person: UUID, **fields: Any) -> Session:
    """Make a session."""
    given: dict[str, Any] = {"token_hash": new().bytes, "person_id": person, "expires": NOW + DAY}
    return Session(**(given | fields))


def tries(person: UUID, at: datetime) -> list[SQLModel]:
    """Make one of each try to sign in that came to nothing."""
    return [
        Attempt(user_name="x", address="x", at=at),
        Guess(person_id=person, at=at),
        PendingSignIn(token_hash=new().bytes, person_id=person, then="/", begun=at),
        Challenge(value=new().bytes, purpose="x", at=at),
        ProviderVisit(state_hash=new().bytes, browser_hash=b"x", provider="x", nonce="x", verifier="x", then="/", at=at),
    ]


def gone(person: UUID) -> list[SQLModel]:
    """Make what has had its time."""
    return [
        ticket(person, used=NOW - DAY),
        ticket(person, void=NOW - DAY),
        ticket(person, expires=NOW - HOUR),
        mail(person, MailState.sent, 95),
        mail(person, MailState.failed, 95),
        *tries(person, NOW - 25 * HOUR),
        session(person, ended=NOW - 91 * DAY),
        session(person, expires=NOW - 91 * DAY),
    ]


def staying(person: UUID) -> list[SQLModel]:
    """Make what has not; an open link holds the mail that it went by."""
    held = mail(person, MailState.sent, 95)
    return [
        held,
        ticket(person, mail_id=held.id),
        ticket(person, used=NOW, made=NOW - HOUR),
        mail(person, MailState.sent, 85),
        mail(person, MailState.waiting, 95, next_try=NOW + DAY),
        *tries(person, NOW - HOUR),
        session(person),
        session(person, ended=NOW - 89 * DAY),
        session(person, expires=NOW - 89 * DAY),
    ]


async def there(accounts: Accounts) -> set[UUID]:
    """Give the ids of all rows that could be forgotten."""
    tables = ("ticket", "mail", "attempt", "guess", "pending_sign_in", "challenge", "provider_visit", "session")
    return {row["id"] for table in tables for row in await accounts.world.rows(f"SELECT id FROM {table}")}  # noqa: S608  # our own names


async def forget(accounts: Accounts) -> dict[str, int]:
    """Forget what has had its time, mails by the organisation's own rule; give how many of each."""
    return await purge(accounts.world.visits.database) | await pass_away(accounts.world.visits.database)


async def test_what_has_had_its_time_goes_and_the_rest_stays(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(purging, "BATCH", 2)  # so that one is not enough
    stays = staying(accounts.world.cast.anna.id)
    await accounts.world.add(*gone(accounts.world.cast.anna.id), *stays)

    removed = await forget(accounts)

    assert await there(accounts) == {one.id for one in stays}  # type: ignore[attr-defined]
    assert removed == {
        "Ticket": 3,
        "Digest": 0,
        "Push": 0,
        "Attempt": 1,
        "Guess": 1,
        "PendingSignIn": 1,
        "Challenge": 1,
        "ProviderVisit": 1,
        "Session": 2,
        "mails": 2,
        "guests": 0,
    }
    assert set((await forget(accounts)).values()) == {0}


async def test_what_somebody_holds_just_now_waits_for_the_next_time(accounts: Accounts) -> None:
    made = gone(accounts.world.cast.anna.id)
    await accounts.world.add(*made)
    held = made[0].id  # type: ignore[attr-defined]
    async with accounts.world.connection.transaction():
        await accounts.world.rows("SELECT FROM ticket WHERE id = $1 FOR UPDATE", held)
        await forget(accounts)
        assert await there(accounts) == {held}

    await forget(accounts)
    assert await there(accounts) == set()
