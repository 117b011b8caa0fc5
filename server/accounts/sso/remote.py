"""Speaking with a provider: where it is, how to be sent there, and its word about who came back.

Authlib makes the address and judges the token's claims, joserfc its signature; we ask by httpx ourselves, because Authlib's own client is
made for one that the rest of the project does not use.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from pydantic import BaseModel, ConfigDict, ValidationError

from server.accounts.sso.policy import LEEWAY
from server.providers import SecureAddress

if TYPE_CHECKING:
    from collections.abc import Mapping

    from server.accounts.models import ProviderVisit
    from server.accounts.sso.actions import Sent
    from server.providers import Provider

PATIENCE = 10.0
FRESH = 3600.0
"""Seconds after which a provider is asked again where its doors and keys are."""
_SIGNED = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA"})
"""With the provider's own private key only: nothing that a shared secret, or nothing at all, could sign."""


class AwayError(Exception):
    """The provider does not answer, or not as a provider does."""


class UntrustedError(Exception):
    """The provider's word does not hold."""


class Doors(BaseModel):
    """What a provider publishes of itself."""

    model_config = ConfigDict(extra="ignore")

    issuer: str
    authorization_endpoint: SecureAddress
    token_endpoint: SecureAddress
    jwks_uri: SecureAddress
    userinfo_endpoint: SecureAddress | None = None
    id_token_signing_alg_values_supported: list[str] = ["RS256"]
    token_endpoint_auth_methods_supported: list[str] = ["client_secret_basic"]
    authorization_response_iss_parameter_supported: bool = False


class Remote:
    """One provider, as this process knows it."""

    def __init__(self, provider: Provider) -> None:
        """Take the provider; nothing is asked until somebody wants to go there."""
        self.provider = provider
        self._doors: Doors | None = None
        self._keys: KeySet | None = None
        self._until = 0.0

    async def address(self, sent: Sent, back: str) -> str:
        """Give the address that a browser is sent to.

        Raises:
            AwayError: the provider does not answer.
        """
        doors = await self._known()
        made: str = prepare_grant_uri(
            doors.authorization_endpoint,
            self.provider.client_id,
            "code",
            redirect_uri=back,
            scope=self.provider.scope,
            state=sent.state,
            nonce=sent.nonce,
            code_challenge=create_s256_code_challenge(sent.verifier),
            code_challenge_method="S256",
        )
        return made

    async def claims(self, visit: ProviderVisit, code: str, issuer: str, back: str) -> dict[str, object]:
        """Give what the provider says of whoever came back with a code.

        Raises:
            AwayError: the provider does not answer.
            UntrustedError: its word does not hold.
        """
        doors = await self._known()
        if (issuer or doors.authorization_response_iss_parameter_supported) and issuer != doors.issuer:
            raise UntrustedError
        token = await self._exchange(doors, code, visit.verifier, back)
        claims = await self._verified(doors, token, visit.nonce)
        access = token.get("access_token")
        if doors.userinfo_endpoint and isinstance(access, str) and not self._says_enough(claims):
            more = await _ask("GET", doors.userinfo_endpoint, headers={"Authorization": f"Bearer {access}"})
            if more.get("sub") != claims["sub"]:
                raise UntrustedError
            claims = {**more, **claims}
        return claims

    def _says_enough(self, claims: Mapping[str, object]) -> bool:
        """Whether the token itself holds what a person is known by."""
        return (self.provider.claim if self.provider.match == "source_id" else "email_verified") in claims

    async def _known(self) -> Doors:
        """Give the provider's doors, asked for now and then.

        Raises:
            AwayError: it does not answer, or names itself otherwise than the settings do.
        """
        if self._doors is None or time.monotonic() > self._until:
            try:
                doors = Doors.model_validate(await _ask("GET", f"{self.provider.issuer.rstrip('/')}/.well-known/openid-configuration"))
            except (ValidationError, UntrustedError) as error:
                raise AwayError from error
            if doors.issuer != self.provider.issuer:
                raise AwayError
            self._doors, self._keys, self._until = doors, None, time.monotonic() + FRESH
        return self._doors

    async def _exchange(self, doors: Doors, code: str, verifier: str, back: str) -> dict[str, Any]:
        """Give a code back for the token that it stands for."""
        client, secret = self.provider.client_id, self.provider.client_secret.get_secret_value()
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
        if "client_secret_basic" in doors.token_endpoint_auth_methods_supported:
            return await _ask("POST", doors.token_endpoint, data=form, auth=(quote(client, safe=""), quote(secret, safe="")))
        return await _ask("POST", doors.token_endpoint, data={**form, "client_id": client, "client_secret": secret})

    async def _verified(self, doors: Doors, token: Mapping[str, Any], nonce: str) -> dict[str, object]:
        """Hold a token against the provider's keys, and its claims against what was asked.

        Raises:
            UntrustedError: it is not signed by the provider, not for us, not for this visit, or too old.
        """
        signed = token.get("id_token")
        registry = JWSRegistry(
            algorithms=sorted(_SIGNED.intersection(doors.id_token_signing_alg_values_supported)), strict_check_header=False
        )
        asked = {"iss": {"essential": True, "value": doors.issuer}, "aud": {"essential": True, "value": self.provider.client_id}}
        known = {"nonce": nonce, "client_id": self.provider.client_id, "access_token": token.get("access_token")}
        try:
            try:
                read = jwt.decode(signed or "", await self._public_keys(doors), registry=registry)
            except InvalidKeyIdError:  # it has new keys
                self._keys = None
                read = jwt.decode(signed or "", await self._public_keys(doors), registry=registry)
            claims = CodeIDToken(read.claims, read.header, asked, known)
            claims.validate(leeway=LEEWAY)
        except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise UntrustedError from error
        return dict(claims)

    async def _public_keys(self, doors: Doors) -> KeySet:
        """Give the provider's keys."""
        if self._keys is None:
            self._keys = KeySet.import_key_set(await _ask("GET", doors.jwks_uri))  # type: ignore[arg-type]  # judged by what imports it
        return self._keys


async def _ask(method: str, address: str, **how: Any) -> dict[str, Any]:  # noqa: ANN401  # what httpx takes
    """Ask a provider for a JSON object.

    Raises:
        AwayError: it does not answer, or has a fault of its own.
        UntrustedError: it refuses.
    """
    try:
        async with httpx.AsyncClient(timeout=PATIENCE) as client:
            answer = await client.request(method, address, **how)
        if answer.is_client_error:
            raise UntrustedError
        found = answer.raise_for_status().json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise AwayError from error
    if not isinstance(found, dict):
        raise AwayError
    return found
