"""One-time codes from an app (TOTP, RFC 6238), and the recovery codes on paper."""

from __future__ import annotations

import hmac
import secrets
from typing import TYPE_CHECKING

import pyotp
import segno
from sqlalchemy import delete, func, update
from sqlmodel import col, select

from server.accounts.models import Authenticator, RecoveryCode
from server.accounts.second.pending import count_guess, refuse_guessing
from server.accounts.second.policy import RECOVERY_CODES
from server.columns import now
from server.errors import Code, RefusedError, _
from server.events import RecoveryCodesMade, RecoveryCodeUsed, SecondFactorAdded

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.accounts.second.vault import Vault
    from server.people.models import Person
    from server.work import Work

STEP = 30
"""Seconds that a code lasts; clocks may differ by one such step."""
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Those that are not taken for one another."""
_GROUPS = 4
_GROUP = 4


class WrongCodeError(RefusedError):
    """The code is not right, or it was used before: which of the two is not told."""

    status = 401

    def __init__(self) -> None:
        """Say it at the field."""
        super().__init__(Code.form, {"code": _("The code is not right. Codes change every half minute and are good once.")})


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
    work.tell(SecondFactorAdded(factor="app"))


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


async def make_recovery_codes(work: Work, vault: Vault) -> list[str]:
    """Make ten new recovery codes for the actor, void the older ones, and give them: they are never seen again."""
    await work.session.exec(delete(RecoveryCode).where(col(RecoveryCode.person_id) == work.actor.id))
    codes = ["-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS)) for _ in range(RECOVERY_CODES)]
    work.session.add_all(RecoveryCode(person_id=work.actor.id, code_hash=vault.digest(work.actor.id, _bare(one))) for one in codes)
    work.tell(RecoveryCodesMade())
    return codes


async def take_recovery_code(work: Work, vault: Vault, code: str) -> int:
    """Use up one of the actor's recovery codes, and say how many are left.

    Raises:
        WrongCodeError: there is no such code, or it was used.
    """
    mine = (col(RecoveryCode.person_id) == work.actor.id) & col(RecoveryCode.used).is_(None)
    wanted = update(RecoveryCode).where(mine, col(RecoveryCode.code_hash) == vault.digest(work.actor.id, _bare(code)))
    if (await work.session.exec(wanted.values(used=now()).returning(col(RecoveryCode.id)))).first() is None:
        raise WrongCodeError
    left = (await work.session.exec(select(func.count()).select_from(RecoveryCode).where(mine))).one()
    work.tell(RecoveryCodeUsed(left=left))
    return left


def _bare(code: str) -> str:
    """Give a code as it is hashed, however it was written."""
    return "".join(one for one in code.lower() if one.isalnum())
