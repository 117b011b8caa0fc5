"""The world with providers to sign in by."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import httpx
import pytest
import pytest_asyncio

from realtime.app import build
from server.config import Settings
from tests.conftest import serving
from tests.server.accounts.sso.providers import Liar, real_provider, setting
from tests.visit import Visits

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from tests.server.world import World


@pytest.fixture(scope="session")
def provider() -> Iterator[str]:
    """Give the address of a real provider."""
    with real_provider() as address:
        yield address


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def honest() -> AsyncIterator[Liar]:
    """Give a provider that says what it is told to say."""
    liar = Liar("")
    async with serving(liar.app) as address:
        liar.address = address
        yield liar


@pytest.fixture
def liar(honest: Liar) -> Liar:
    """Give that provider, honest so far."""
    honest.begin()
    return honest


@pytest_asyncio.fixture(loop_scope="session")
async def visits(world: World, provider: str, liar: Liar, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Visits]:
    """Give browsers on an application that knows the providers, in the same world."""
    providers = [
        setting(provider),
        setting(provider, key="mail", match="email"),
        setting(provider, key="trusted", trusted_second_factor=True),
        setting(provider, key="there", organisation="Där"),
        setting(provider, key="gone", organisation="Borta", name="Bortas konto"),
        setting(liar.address, key="liar"),
        setting(liar.address, key="claim", claim="eduPersonPrincipalName"),
        setting("http://127.0.0.1:9", key="away"),
    ]
    address = world.visits.database.address
    given = {"STEGVIS_DATA": str(tmp_path_factory.getbasetemp()), "DATABASE_URL": address, "STEGVIS_LANGUAGE": "en", "REDIS_URL": ""}
    app = build(Settings.model_validate(given | {"STEGVIS_OIDC": json.dumps(providers)}), address)
    async with Visits("http://stegvis.test", world.visits.database, httpx.ASGITransport(app.other_asgi_app)) as made:
        yield made
    await app.live.database.engine.dispose()
