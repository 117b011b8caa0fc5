"""Mail addresses: their one spelling, and those that take no mails."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email
from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Field, SQLModel, col, select

from server.columns import moment, now

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlmodel.ext.asyncio.session import AsyncSession

SPECIAL_USE_DOMAIN_NAMES.clear()  # whom mail reaches is for the mail server to say; the demo's people live at `.invalid` on purpose
DEAD = timedelta(days=30)
"""So long an address that was refused for good is left alone."""


class DeadAddress(SQLModel, table=True):
    """An address that the mail server has refused for good: what may be left out is not sent there for a while."""

    __tablename__ = "dead_address"
    address: str = Field(primary_key=True)
    at: datetime = moment()


def as_address(written: str) -> str:
    """Give a mail address in its one spelling, or nothing if it is none."""
    try:
        found = validate_email(written.strip(), check_deliverability=False, globally_deliverable=False, allow_smtputf8=False)
    except EmailNotValidError:
        return ""
    return (found.ascii_email or found.normalized).lower()


async def dead_among(session: AsyncSession, addresses: Collection[str]) -> set[str]:
    """Give those of some addresses to which nothing is sent for now that may be left out."""
    wanted = select(DeadAddress.address).where(col(DeadAddress.address).in_(addresses), DeadAddress.at > now() - DEAD)
    return set(await session.exec(wanted))


async def bury(session: AsyncSession, address: str) -> None:
    """Note that a mail server does not know an address."""
    made = insert(DeadAddress).values(address=address, at=now())
    await session.exec(made.on_conflict_do_update(index_elements=["address"], set_={"at": made.excluded.at}))


async def revive(session: AsyncSession, address: str) -> None:
    """Try an address again: something has arrived there, or its owner says that it is right."""
    await session.exec(delete(DeadAddress).where(col(DeadAddress.address) == address))
