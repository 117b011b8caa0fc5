"""Passkeys (WebAuthn): asked to sign a challenge, once and soon; as the second step, and in place of the password."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col, select
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from server.accounts.models import Passkey
from server.accounts.second.challenges import ADDING, ALONE, SECOND, WrongPasskeyError, ask, read_answer, take
from server.accounts.second.events import SecondFactorAdded, SecondFactorRemoved
from server.accounts.second.policy import MOST_PASSKEYS, Factor
from server.columns import now
from server.errors import ForbiddenError, UnknownError
from server.people.models import Person

if TYPE_CHECKING:
    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.work import Work


@dataclass(frozen=True)
class Site:
    """For which site a passkey is good."""

    origin: str
    host: str


async def options_to_add(work: Work, site: Site) -> str:
    """Ask the actor's device for a new passkey."""
    person = work.actor.person
    mine = await passkeys_of(work.session, person.id)
    if len(mine) >= MOST_PASSKEYS:
        raise ForbiddenError
    options = generate_registration_options(
        rp_id=site.host,
        rp_name="Stegvis",
        user_id=person.id.bytes,
        user_name=person.name or "?",
        challenge=await ask(work.session, ADDING, person.id),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one.credential_id) for one in mine],
        # Preferred and not required: an older security key is a good second step too, only no way in by itself.
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=UserVerificationRequirement.PREFERRED
        ),
    )
    return options_to_json(options)


async def options_to_show(session: AsyncSession, site: Site, person: UUID | None) -> str:
    """Ask for one of a person's passkeys; without a person for any that the device itself knows a person by, unlocked by its owner."""
    mine = await passkeys_of(session, person) if person else []
    verified = UserVerificationRequirement.PREFERRED if person else UserVerificationRequirement.REQUIRED
    options = generate_authentication_options(
        rp_id=site.host,
        challenge=await ask(session, SECOND if person else ALONE, person),
        allow_credentials=[PublicKeyCredentialDescriptor(id=one.credential_id) for one in mine],
        user_verification=verified,
    )
    return options_to_json(options)


async def add_passkey(work: Work, site: Site, credential: str, name: str) -> None:
    """Keep a new passkey of the actor's.

    Raises:
        WrongPasskeyError: the device's answer does not hold.
    """
    challenge = await take(work.session, ADDING, work.actor.id, credential)
    try:
        made = verify_registration_response(
            credential=credential, expected_challenge=challenge, expected_rp_id=site.host, expected_origin=site.origin
        )
    except Exception as error:  # its parsers raise many kinds
        raise WrongPasskeyError from error
    if (await work.session.exec(select(Passkey.id).where(Passkey.credential_id == made.credential_id))).first() is not None:
        raise WrongPasskeyError
    row = Passkey(person_id=work.actor.id, credential_id=made.credential_id, public_key=made.credential_public_key, name=name)
    row.sign_count = made.sign_count
    work.session.add(row)
    work.tell(SecondFactorAdded(factor=Factor.passkey))


async def take_passkey(session: AsyncSession, site: Site, credential: str, person: UUID | None) -> Person:
    """Take a passkey's answer and give whose it is; without a person the device must have made sure of its owner.

    Raises:
        WrongPasskeyError: the answer does not hold, or is not that person's.
    """
    challenge = await take(session, SECOND if person else ALONE, person, credential)
    kept = await _kept(session, credential)
    if kept is None or (person is not None and kept.person_id != person):
        raise WrongPasskeyError
    try:
        shown = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=kept.public_key,
            credential_current_sign_count=kept.sign_count,  # one that does not rise is a copied key: refused
            require_user_verification=person is None,
        )
    except Exception as error:  # its parsers raise many kinds
        raise WrongPasskeyError from error
    kept.sign_count, kept.used = shown.new_sign_count, now()
    return await session.get_one(Person, kept.person_id)


async def passkeys_of(session: AsyncSession, person: UUID) -> list[Passkey]:
    """Give a person's passkeys, the oldest first."""
    return list(await session.exec(select(Passkey).where(Passkey.person_id == person).order_by(col(Passkey.since))))


async def remove_passkey(work: Work, passkey: UUID) -> None:
    """Remove one of the actor's passkeys.

    Raises:
        UnknownError: there is none such of the actor's.
    """
    gone = delete(Passkey).where(col(Passkey.id) == passkey, col(Passkey.person_id) == work.actor.id).returning(col(Passkey.id))
    if (await work.session.exec(gone)).first() is None:
        raise UnknownError
    work.tell(SecondFactorRemoved(factor=Factor.passkey))


async def _kept(session: AsyncSession, credential: str) -> Passkey | None:
    """Give the passkey that an answer says it comes from, held until the commit."""
    try:
        named = base64url_to_bytes(read_answer(credential)["id"])
        handle = read_answer(credential)["response"].get("userHandle")
        person = UUID(bytes=base64url_to_bytes(handle)) if handle else None
    except Exception as error:
        raise WrongPasskeyError from error
    found = (await session.exec(select(Passkey).where(Passkey.credential_id == named).with_for_update())).one_or_none()
    return None if found is not None and person is not None and found.person_id != person else found
