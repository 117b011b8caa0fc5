"""What has had its time is forgotten, and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from server.accounts.actions import purge, purging
from server.accounts.models import Attempt, Challenge, Guess, PendingSignIn, ProviderVisit, Session, Ticket, TicketKind
from server.columns import now
from server.mail import Mail, MailState
from tests.server.world import new

if TYPE_CHECKING:
    from uuid import UUID

    import pytest
    from sqlmodel import SQLModel

    from tests.server.accounts.conftest import Accounts

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def rows(person: UUID, at: datetime) -> dict[str, tuple[SQLModel, ...]]:
    """Give rows by whether they stay; `gone` are those that have had their time."""

    def ticket(**fields: Any) -> Ticket:
        given: dict[str, Any] = {
            "kind": TicketKind.invitation,
            "person_id": person,
            "secret": str(new()),
            "expires": at + DAY,
            "made": at - 2 * DAY,
        }
        return Ticket(**(given | fields))

    def mail(**fields: Any) -> Mail:
        given: dict[str, Any] = {"person_id": person, "address": "a@b.se", "kind": "x", "language": "en", "subject": "x", "text": ""}
        return Mail(**(given | fields))

    def session(**fields: Any) -> Session:
        given: dict[str, Any] = {"token_hash": new().bytes, "person_id": person, "expires": at + DAY}
        return Session(**(given | fields))

    def visit(**fields: Any) -> ProviderVisit:
        given: dict[str, Any] = {
            "state_hash": new().bytes,
            "browser_hash": b"x",
            "provider": "x",
            "nonce": "x",
            "verifier": "x",
            "then": "/",
        }
        return ProviderVisit(**(given | fields))

    held = mail(state=MailState.sent, made=at - 91 * DAY)
    return {
        "gone": (
            ticket(used=at - DAY),
            ticket(void=at - DAY),
            ticket(expires=at - HOUR),
            mail(state=MailState.sent, made=at - 91 * DAY),
            mail(state=MailState.failed, made=at - 91 * DAY),
            Attempt(user_name="x", address="x", at=at - 25 * HOUR),
            Guess(person_id=person, at=at - 25 * HOUR),
            PendingSignIn(token_hash=new().bytes, person_id=person, then="/", begun=at - 25 * HOUR),
            Challenge(value=new().bytes, purpose="x", at=at - 25 * HOUR),
            visit(at=at - 25 * HOUR),
            session(ended=at - 91 * DAY),
            session(expires=at - 91 * DAY),
        ),
        "stays": (
            ticket(),
            ticket(used=at, made=at - HOUR),
            mail(state=MailState.sent, made=at - 89 * DAY),
            mail(state=MailState.waiting, made=at - 91 * DAY, next_try=at + DAY),
            held,
            ticket(mail_id=held.id),
            Attempt(user_name="x", address="x", at=at - 23 * HOUR),
            Guess(person_id=person, at=at - 23 * HOUR),
            PendingSignIn(token_hash=new().bytes, person_id=person, then="/", begun=at - HOUR),
            Challenge(value=new().bytes, purpose="x", at=at - HOUR),
            visit(at=at - HOUR),
            session(),
            session(ended=at - 89 * DAY),
            session(expires=at - 89 * DAY),
        ),
    }


async def there(accounts: Accounts) -> set[UUID]:
    """Give the ids of all rows that could be forgotten."""
    tables = ("ticket", "mail", "attempt", "guess", "pending_sign_in", "challenge", "provider_visit", "session")
    return {row["id"] for table in tables for row in await accounts.world.rows(f"SELECT id FROM {table}")}  # noqa: S608  # our own names


async def test_what_has_had_its_time_goes_and_the_rest_stays(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(purging, "BATCH", 2)  # so that one is not enough
    made = rows(accounts.world.cast.anna.id, now())
    await accounts.world.add(*made["gone"], *made["stays"])

    removed = await purge(accounts.world.visits.database)

    assert await there(accounts) == {one.id for one in made["stays"]}  # type: ignore[attr-defined]
    assert removed == {
        "Ticket": 3,
        "Mail": 2,
        "Attempt": 1,
        "Guess": 1,
        "PendingSignIn": 1,
        "Challenge": 1,
        "ProviderVisit": 1,
        "Session": 2,
    }
    assert set((await purge(accounts.world.visits.database)).values()) == {0}


async def test_what_somebody_holds_just_now_waits_for_the_next_time(accounts: Accounts) -> None:
    made = rows(accounts.world.cast.anna.id, now())["gone"]
    await accounts.world.add(*made)
    held = made[0].id  # type: ignore[attr-defined]
    async with accounts.world.connection.transaction():
        await accounts.world.rows("SELECT FROM ticket WHERE id = $1 FOR UPDATE", held)
        await purge(accounts.world.visits.database)
        assert await there(accounts) == {held}

    await purge(accounts.world.visits.database)
    assert await there(accounts) == set()
