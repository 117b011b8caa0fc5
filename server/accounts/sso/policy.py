"""What is believed of a provider's word."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

VISIT = timedelta(minutes=10)
"""How long somebody may take at the provider."""
LEEWAY = 120
"""Seconds by which a provider's clock may differ from ours."""
SOURCE_ID = "source_id"
_LONGEST = 320


def known_by(match: str, claim: str, claims: Mapping[str, object]) -> str:
    """Give the roster's id or the confirmed address by which a person is to be found; nothing if the provider gives none that counts."""
    confirmed = match == SOURCE_ID or claims.get("email_verified") in (True, "true")
    said = claims.get(claim if match == SOURCE_ID else "email") if confirmed else None
    return said.strip() if isinstance(said, str) and len(said) <= _LONGEST and said.isprintable() else ""
