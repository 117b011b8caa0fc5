"""One-time codes from an app (TOTP, RFC 6238)."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

import pyotp
import segno
from sqlmodel import select

from server.accounts.models import Authenticator
from server.accounts.second.events import SecondFactorAdded
from server.accounts.second.pending import count_guess, refuse_guessing
from server.accounts.second.policy import Factor
from server.columns import now
from server.errors import Code, RefusedError, _

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.accounts.second.vault import Vault
    from server.people.models import Person
    from server.work import Work

STEP = 30
"""Seconds that a code lasts; clocks may differ by one such step."""


class WrongCodeError(RefusedError):
    """The code is not right, or it was used before: which of the two is not told."""

    status = 401
    sentence = _("The code is not right. Codes change every half minute and are good once.")

    def __init__(self) -> None:
        """Say it at the field."""
        super().__init__(Code.form, {"code": self.sentence})


async def begin_app(work: Work, vault: Vault) -> None:
    """Make a secret that an app may learn; it counts only after its first code, and the one before stays good until then."""
    kept = await _app_of(work.session, work.actor.id) or Authenticator(person_id=work.actor.id)
    kept.waiting = vault.seal(work.actor.id, pyotp.random_base32())
    work.session.add(kept)


async def waiting_secret(session: AsyncSession, vault: Vault, person: UUID) -> str:
    """Give the secret that waits for its first code, or nothing."""
    kept = await _app_of(session, person)
    return vault.open(person, kept.waiting) if kept else ""


def address(secret: str, person: Person) -> str:
    """Give the address that a QR code carries to an app: as little of the person as tells accounts apart."""
    return pyotp.TOTP(secret).provisioning_uri(name=person.name, issuer_name="Stegvis")


def picture(secret: str, person: Person) -> str:
    """Draw the QR code: black on white also where the page is dark, for so apps read it."""
    return segno.make(address(secret, person), error="m").svg_inline(border=4, dark="#000", light="#fff", omitsize=True)


async def confirm_app(work: Work, vault: Vault, code: str) -> None:
    """Take the new app's first code, and with it the app.

    Raises:
        WrongCodeError: it is not that app's.
    """
    await work.once(work.actor.id)
    kept = await _app_of(work.session, work.actor.id)
    step = _fitting(vault.open(work.actor.id, kept.waiting), code, 0) if kept else 0
    if kept is None or not step:
        raise WrongCodeError
    kept.secret, kept.waiting, kept.since, kept.last_step = kept.waiting, None, now(), step
    work.tell(SecondFactorAdded(factor=Factor.app))


async def take_code(work: Work, vault: Vault, code: str) -> None:
    """Take a one-time code of the actor's, which is then used up with every older one.

    Raises:
        WrongCodeError: it is not right, or was used.
        TooManyAttemptsError: there were too many wrong ones of late.
    """
    await work.once(work.actor.id)
    await refuse_guessing(work.session, work.actor.id)
    kept = await _app_of(work.session, work.actor.id)
    step = _fitting(vault.open(work.actor.id, kept.secret), code, kept.last_step) if kept else 0
    if kept is None or not step:
        await count_guess(work.session, work.actor.id)
        raise WrongCodeError
    kept.last_step = step


def _fitting(secret: str, code: str, after: int) -> int:
    """Give the time step that a code belongs to: this one or one beside it, later than those that were used; 0 if none."""
    said = "".join(str(int(one)) for one in code if one.isdecimal())  # digits of any script
    here, fitting = int(now().timestamp()) // STEP, 0
    for step in (here - 1, here, here + 1) if secret else ():
        if hmac.compare_digest(pyotp.TOTP(secret).generate_otp(step), said) and step > after:
            fitting = step
    return fitting


async def _app_of(session: AsyncSession, person: UUID) -> Authenticator | None:
    """Give a person's app as the database has it now."""
    wanted = select(Authenticator).where(Authenticator.person_id == person).execution_options(populate_existing=True)
    return (await session.exec(wanted)).one_or_none()
