"""The second step in a real browser: a passkey on a pretended device, an app without scripts, a provider in a process of its own."""

from __future__ import annotations

import json
import re
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pyotp
from playwright.async_api import expect

from realtime.app import build
from server.accounts.models import StaffRule
from server.columns import now
from server.config import Settings
from tests.browser.axe import too_small, too_wide, violations
from tests.browser.windows import sign_in
from tests.conftest import serving
from tests.server.accounts.sso.providers import real_provider, setting

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Page

    from tests.browser.windows import Windows
    from tests.cast import Cast

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


async def with_device(page: Page) -> None:
    """Give a page's device a place for passkeys, whose owner touches it at once."""
    control = await page.context.new_cdp_session(page)
    await control.send("WebAuthn.enable")
    await control.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


async def is_well_made(page: Page) -> None:
    """Hold a page against the rules of accessibility, on a telephone."""
    await page.set_viewport_size({"width": 360, "height": 740})
    assert [*await violations(page), *await too_wide(page), *await too_small(page)] == []


def local(windows: Windows) -> str:
    """Give the address by a name: passkeys are good for names only."""
    return windows.visits.base.replace("127.0.0.1", "localhost")


async def signed_out(page: Page) -> None:
    """Sign out."""
    await page.locator("summary[aria-label^='You:']").click()
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


async def test_staff_are_led_to_a_passkey_which_is_then_a_second_step_and_a_way_in_by_itself(windows: Windows, cast: Cast) -> None:
    name = await windows.account(cast.teacher)
    async with windows.visits.database.session() as session:
        session.add(StaffRule(school_id=cast.school.id, second_step_from=now().date()))
        await session.commit()
    page = await windows.open(None, "/", base=local(windows))
    await with_device(page)
    await sign_in(page, name)
    await expect(page.get_by_text("Your school asks its staff for a second step")).to_be_visible()
    await is_well_made(page)
    await page.get_by_label("What you call this passkey").fill("My telephone")
    await page.get_by_role("button", name="Add a passkey").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    await is_well_made(page)
    await page.get_by_role("link", name="I have kept them").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Tore")

    await signed_out(page)
    await sign_in(page, name)
    await expect(page.get_by_role("heading", level=1)).to_have_text("One more step")
    await is_well_made(page)
    await page.get_by_role("button", name="Use a passkey").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Tore")

    await signed_out(page)
    await page.get_by_role("button", name="Sign in with a passkey").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Tore")

    await page.goto("/settings/second-factor")
    await page.get_by_label("What you call this passkey").fill("The same")
    await page.get_by_role("button", name="Add a passkey").click()
    await expect(page.get_by_text("This device already has a passkey of yours.")).to_be_visible()


async def test_without_scripts_an_app_is_set_up_and_asked_for(windows: Windows, cast: Cast) -> None:
    name = await windows.account(cast.anna)
    page = await windows.open(None, "/", java_script_enabled=False, base=local(windows))
    await expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    await sign_in(page, name)
    await page.goto("/settings/second-factor")
    await expect(page.get_by_text("Passkeys do not work in this browser.")).to_be_visible()
    await page.get_by_role("button", name="Set up an app").click()
    await expect(page.locator(".qr svg")).to_be_visible()
    secret = pyotp.TOTP(re.sub(r"\s", "", await page.locator(".secret").inner_text()))
    at = int(now().timestamp())
    await page.get_by_label("Write the code that the app shows").fill(secret.at(at - 30))
    await page.get_by_role("button", name="Done").click()
    codes = await page.locator(".recovery li").all_inner_texts()
    assert len(codes) == 10

    await page.context.clear_cookies()
    await page.goto("/")
    await sign_in(page, name)
    await page.get_by_label("The code in your app").fill(secret.at(at + 30))
    await page.get_by_role("button", name="Go on").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Anna")

    await page.context.clear_cookies()
    await page.goto("/")
    await sign_in(page, name)
    await page.get_by_text("Use a recovery code").click()
    await page.get_by_label("One of the codes you wrote down").fill(codes[0])
    await page.get_by_role("button", name="Use the code").click()
    await expect(page.get_by_text("You have 9 codes left")).to_be_visible()


@asynccontextmanager
async def with_provider(settings: Settings, provider: str) -> AsyncIterator[str]:
    """Serve the application once more, with a provider."""
    given = {"STEGVIS_DATA": str(settings.data), "DATABASE_URL": settings.database_url, "STEGVIS_LANGUAGE": "en", "REDIS_URL": ""}
    app = build(Settings.model_validate(given | {"STEGVIS_OIDC": json.dumps([setting(provider)])}), settings.database_url)
    async with serving(app) as address:
        yield address


async def test_a_provider_sends_one_back_signed_in(windows: Windows, cast: Cast, settings: Settings) -> None:
    with real_provider() as provider:
        async with with_provider(settings, provider) as base:
            page = await windows.open(None, "/notices", base=base)
            await page.get_by_role("link", name="Sign in with Skolans konto").click()
            await page.locator("input[name=sub]").first.fill(cast.teacher.source_id)
            await page.keyboard.press("Enter")
            await expect(page.get_by_role("heading", level=1)).to_have_text("Notices")
            assert page.url == f"{base}/notices"
            await page.context.close()
