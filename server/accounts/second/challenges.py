"""What a passkey is asked to sign, once and soon; and reading what a device answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete
from sqlmodel import col
from webauthn.helpers import base64url_to_bytes, generate_challenge

from server.accounts.models import Challenge
from server.accounts.second.policy import CHALLENGE
from server.columns import now
from server.errors import Code, RefusedError, _

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

ADDING = "adding"
SECOND = "second"
ALONE = "alone"
"""What a challenge is for: an answer to one is no answer to another."""


class WrongPasskeyError(RefusedError):
    """The device's answer does not hold: another's, too late, repeated, or forged."""

    status = 401

    def __init__(self) -> None:
        """Say what can be done."""
        super().__init__(Code.form, {"": "", "passkey": _("The passkey could not be used. Try again, or choose another way.")})


async def ask(session: AsyncSession, purpose: str, person: UUID | None) -> bytes:
    """Make a challenge; those that nobody answered in time go."""
    await session.exec(delete(Challenge).where(col(Challenge.at) < now() - CHALLENGE))
    value = generate_challenge()
    session.add(Challenge(value=value, purpose=purpose, person_id=person))
    return value


async def take(session: AsyncSession, purpose: str, person: UUID | None, credential: str) -> bytes:
    """Use up the challenge that an answer names: it is gone even if the answer turns out to be wrong.

    Raises:
        WrongPasskeyError: there is none such, or it was answered before.
    """
    try:
        named = base64url_to_bytes(json.loads(base64url_to_bytes(read_answer(credential)["response"]["clientDataJSON"]))["challenge"])
    except Exception as error:
        raise WrongPasskeyError from error
    wanted = delete(Challenge).where(
        col(Challenge.value) == named,
        col(Challenge.purpose) == purpose,
        col(Challenge.person_id).is_not_distinct_from(person),
        col(Challenge.at) > now() - CHALLENGE,
    )
    gone = (await session.exec(wanted.returning(col(Challenge.id)))).first()
    await session.commit()
    if gone is None:
        raise WrongPasskeyError
    return named


def read_answer(credential: str) -> Any:  # noqa: ANN401  # whatever a device, or a forger, has sent
    """Read a device's answer."""
    return json.loads(credential)
