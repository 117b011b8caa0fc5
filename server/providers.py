"""What is set of an OpenID Connect provider, in STEGVIS_OIDC."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, TypeAdapter


def _secure(value: str) -> str:
    """Take HTTPS only; on this machine itself plain HTTP too."""
    parts = urlsplit(value)
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1"})):
        message = "must begin with https://"
        raise ValueError(message)
    return value


SecureAddress = Annotated[str, AfterValidator(_secure)]


class Provider(BaseModel):
    """An OpenID Connect provider that people of one organisation sign in by."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_min_length=1)

    key: Annotated[str, Field(pattern="^[a-z0-9-]{1,40}$")]
    """Its part of our addresses."""
    name: Annotated[str, Field(max_length=60)]
    """What its button says."""
    issuer: SecureAddress
    client_id: str
    client_secret: SecretStr
    organisation: str
    """The organisation's id in the roster."""
    match: Literal["source_id", "email"]
    """By what a person is known: the roster's id, or an address that the provider has confirmed."""
    claim: str = "sub"
    """Which claim holds the roster's id."""
    scope: Annotated[str, Field(pattern=r"\bopenid\b")] = "openid email profile"
    trusted_second_factor: bool = False
    """Whether its word is enough also where a second step is asked for."""


PROVIDERS = TypeAdapter(list[Provider])
