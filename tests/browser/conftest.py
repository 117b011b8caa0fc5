"""One Chromium for all browser tests; a world and windows for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest_asyncio

from tests.browser.handed import Handed, handed
from tests.browser.launching import launched
from tests.browser.windows import Windows

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser

    from tests.cast import Cast
    from tests.visit import Visits


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """Give a real Chromium."""
    async with launched() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def windows(chromium: Browser, live: Visits) -> AsyncIterator[Windows]:
    """Give windows on the application as it really serves; at the end no script may have failed in any."""
    opened = Windows(chromium, live)
    yield opened
    await opened.close()
    assert not opened.faults


@pytest_asyncio.fixture(loop_scope="session")
async def draft(live: Visits, cast: Cast) -> Handed:
    """Give Elsa's plan, handed out, while the school prepares."""
    return await handed(live, cast.elsa, cast)
