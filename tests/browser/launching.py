"""Starting real Chromiums: without a window the lean one, which costs a quarter of the other and draws and runs pages the same."""

from __future__ import annotations

import os
import shutil
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from playwright.async_api import async_playwright

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser

FLAGS = ("--no-sandbox", "--disable-dev-shm-usage")


def _path(*, whole: bool) -> str | None:
    """Give the one that is named, or the one on the path."""
    lean = None if whole else os.environ.get("STEGVIS_HEADLESS") or shutil.which("chromium-headless-shell")
    return lean or os.environ.get("STEGVIS_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


@asynccontextmanager
async def launched(*more: str, whole: bool = False) -> AsyncIterator[Browser]:
    """Start a Chromium; `whole` is the one that people have, with notifications."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=_path(whole=whole), args=[*FLAGS, *more])
        yield browser
        await browser.close()
