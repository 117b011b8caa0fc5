"""Sending a browser to a provider, knowing it again when it comes back, and finding whom the provider means."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, func
from sqlmodel import col, select

from server.accounts.actions import digest
from server.accounts.models import Account, ProviderVisit
from server.accounts.sso.policy import SOURCE_ID, VISIT, known_by
from server.columns import now
from server.people.models import Person
from server.schools.models import Organisation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.config import Settings
    from server.db import Database
    from server.providers import Provider


@dataclass(frozen=True)
class Sent:
    """What a browser takes along to the provider, and what it keeps."""

    state: str
    browser: str
    nonce: str
    verifier: str


async def known_organisations(session: AsyncSession) -> frozenset[str]:
    """Give the ids of the organisations that there are, as the roster has them."""
    return frozenset(await session.exec(select(Organisation.source_id)))


async def offered(database: Database, settings: Settings) -> list[Provider]:
    """Give the providers that somebody can sign in by: those whose organisation is here."""
    if not settings.providers:
        return []
    async with database.session() as session:
        known = await known_organisations(session)
    return [one for one in settings.providers.values() if one.organisation in known]


async def begin_visit(session: AsyncSession, provider: str, then: str) -> Sent:
    """Begin a visit: only this browser can end it, once, and soon. Visits that nobody came back from go."""
    sent = Sent(*(secrets.token_urlsafe(32) for _ in range(4)))
    await session.exec(delete(ProviderVisit).where(col(ProviderVisit.at) < now() - VISIT))
    session.add(
        ProviderVisit(
            state_hash=digest(sent.state),
            browser_hash=digest(sent.browser),
            provider=provider,
            nonce=sent.nonce,
            verifier=sent.verifier,
            then=then,
        )
    )
    return sent


async def end_visit(session: AsyncSession, provider: str, state: str, browser: str) -> ProviderVisit | None:
    """Take the visit that a browser comes back from, so that it cannot come back again; nothing if there is none such."""
    if not state or not browser:
        return None
    mine = (
        (col(ProviderVisit.state_hash) == digest(state))
        & (col(ProviderVisit.browser_hash) == digest(browser))
        & (col(ProviderVisit.provider) == provider)
        & (col(ProviderVisit.at) > now() - VISIT)
    )
    found = (await session.exec(select(ProviderVisit).where(mine).with_for_update())).one_or_none()
    if found is not None:
        await session.delete(found)
    await session.commit()
    return found


async def person_of(session: AsyncSession, provider: Provider, claims: Mapping[str, object]) -> Person | None:
    """Find the one person of the provider's organisation whom it means; nobody if there is none, or more than one."""
    known = known_by(provider.match, provider.claim, claims)
    if not known:
        return None
    address = func.coalesce(func.nullif(col(Account.email), ""), col(Person.email))  # the confirmed one, where there is one
    by = (
        Person.source_id == known
        if provider.match == SOURCE_ID
        else (func.lower(address) == known.lower()) & col(Person.merged_into).is_(None)
    )
    rows = await session.exec(
        select(Person)
        .join(Organisation, col(Organisation.id) == Person.organisation_id)
        .outerjoin(Account, col(Account.person_id) == Person.id)
        .where(Organisation.source_id == provider.organisation, by)
        .limit(2)
    )
    found = rows.all()
    return found[0] if len(found) == 1 else None
