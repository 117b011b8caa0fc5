"""Recovery codes: on paper, for the day the device is lost; each is good once."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, update
from sqlmodel import col, select

from server.accounts.models import RecoveryCode
from server.accounts.second.codes import WrongCodeError
from server.accounts.second.events import RecoveryCodesMade, RecoveryCodeUsed
from server.accounts.second.policy import RECOVERY_CODES
from server.columns import now
from server.errors import _

if TYPE_CHECKING:
    from server.accounts.second.vault import Vault
    from server.work import Work

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Those that are not taken for one another."""
_GROUPS = 4
_GROUP = 4


class WrongRecoveryCodeError(WrongCodeError):
    """The code on paper is not right, or it was used before: which of the two is not told."""

    sentence = _("This is none of your recovery codes, or it has been used. Each is good once, and new ones take the place of the older.")


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
        WrongRecoveryCodeError: there is no such code, or it was used.
    """
    mine = (col(RecoveryCode.person_id) == work.actor.id) & col(RecoveryCode.used).is_(None)
    wanted = update(RecoveryCode).where(mine, col(RecoveryCode.code_hash) == vault.digest(work.actor.id, _bare(code)))
    if (await work.session.exec(wanted.values(used=now()).returning(col(RecoveryCode.id)))).first() is None:
        raise WrongRecoveryCodeError
    left = (await work.session.exec(select(func.count()).select_from(RecoveryCode).where(mine))).one()
    work.tell(RecoveryCodeUsed(left=left))
    return left


def _bare(code: str) -> str:
    """Give a code as it is hashed, however it was written."""
    return "".join(one for one in code.lower() if one.isalnum())
