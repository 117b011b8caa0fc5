"""The browsers on which somebody has switched pushes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, or_, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from server.columns import now
from server.errors import WrongFormError
from server.notices.models import Push, PushDevice, PushState
from server.push import Browser, is_browser, may_go_to

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.config import Settings
    from server.work import Work

MOST = 20
"""Devices that one person may have; the one that was switched on longest ago gives way."""


async def switch_on(work: Work, settings: Settings, browser: Browser, session: UUID, agent: str) -> UUID:
    """Switch pushes on for a browser; one that was another person's is the actor's from now on. Gives the device.

    Raises:
        WrongFormError: nothing can be pushed there.
    """
    if not is_browser(browser) or not may_go_to(settings, browser.endpoint):
        raise WrongFormError
    row = PushDevice(
        person_id=work.actor.id,
        session_id=session,
        endpoint=browser.endpoint,
        p256dh=browser.p256dh,
        auth=browser.auth,
        agent=agent,
        made=now(),
    ).model_dump()
    taken = await work.session.exec(select(PushDevice).where(PushDevice.endpoint == browser.endpoint).with_for_update())
    before = taken.first()
    if before is not None and before.person_id != work.actor.id:  # with what was to be pushed to that person
        await work.session.exec(delete(PushDevice).where(col(PushDevice.id) == before.id))
    made = insert(PushDevice).values(row)
    kept = made.on_conflict_do_update(
        index_elements=["endpoint"], set_={name: made.excluded[name] for name in ("session_id", "p256dh", "auth", "agent", "gone")}
    )
    device: UUID = (await work.session.exec(kept.returning(col(PushDevice.id)))).scalar_one()
    old = select(PushDevice.id).where(PushDevice.person_id == work.actor.id).order_by(col(PushDevice.made).desc()).offset(MOST)
    await work.session.exec(delete(PushDevice).where(col(PushDevice.id).in_(old)))
    return device


async def devices_of(session: AsyncSession, person: UUID) -> list[PushDevice]:
    """Give somebody's devices to which something can be pushed, the newest first."""
    wanted = select(PushDevice).where(PushDevice.person_id == person, col(PushDevice.gone).is_(None))
    return list(await session.exec(wanted.order_by(col(PushDevice.made).desc())))


async def lose(session: AsyncSession, device: UUID) -> None:
    """Push nothing more to a device that its service knows no longer: what waits for it cannot be delivered."""
    await session.exec(update(PushDevice).where(col(PushDevice.id) == device).values(gone=now()))
    waits = update(Push).where(col(Push.device_id) == device, col(Push.state) == PushState.waiting)
    await session.exec(waits.values(state=PushState.failed, error="gone"))


async def switch_off(session: AsyncSession, device: UUID) -> None:
    """Switch pushes off on a device; what waits for it goes with it."""
    await session.exec(delete(PushDevice).where(col(PushDevice.id) == device))


async def sign_out_here(work: Work, signed_in: UUID, device: UUID | None) -> None:
    """Switch pushes off where somebody signs out: whoever uses the browser next hears nothing of theirs."""
    here = or_(col(PushDevice.session_id) == signed_in, col(PushDevice.id) == device)
    await work.session.exec(delete(PushDevice).where(col(PushDevice.person_id) == work.actor.id, here))


async def keep_only(session: AsyncSession, person: UUID, signed_in: UUID | None) -> None:
    """Switch pushes off everywhere but where somebody is signed in just now."""
    others = delete(PushDevice).where(col(PushDevice.person_id) == person, col(PushDevice.session_id).is_distinct_from(signed_in))
    await session.exec(others)
