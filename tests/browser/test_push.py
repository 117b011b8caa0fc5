"""Pushes in a real browser: switched on on the page, shown by the worker, clicked.

Chromium has no push service here, so what it would say of itself is put in its mouth; what comes is handed to it by its own tools.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest_asyncio
from playwright.async_api import expect

from tests.browser.launching import launched
from tests.browser.windows import Windows
from tests.server.notices.pushes import Browser

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import BrowserContext, Page

    from tests.cast import Cast
    from tests.visit import Visits

SUBSCRIBED = """
  PushManager.prototype.subscribe = async (wanted) => {
    if (!(wanted.userVisibleOnly && new Uint8Array(wanted.applicationServerKey).length === 65)) throw new Error("no key");
    return { endpoint: "FORM.endpoint", toJSON: () => ({ keys: FORM.keys }) };
  };
"""


@pytest_asyncio.fixture(loop_scope="session")
async def windows(live: Visits) -> AsyncIterator[Windows]:
    """Give windows of the Chromium that people have: the lean one shows no notifications."""
    async with launched(whole=True) as browser:
        opened = Windows(browser, live)
        yield opened
        await opened.close()
        assert not opened.faults


async def deliver(context: BrowserContext, page: Page, told: dict[str, str]) -> None:
    """Hand a push to the worker, as the browser's push service would."""
    tools = await context.new_cdp_session(page)
    known: list[dict[str, str]] = []
    tools.on("ServiceWorker.workerRegistrationUpdated", lambda event: known.extend(event["registrations"]))
    await tools.send("ServiceWorker.enable")
    await page.wait_for_function("() => navigator.serviceWorker.ready.then(() => true)")
    while not known:  # the browser tells it when it likes
        await page.wait_for_timeout(20)
    origin = await page.evaluate("() => location.origin")
    message = {"origin": origin, "registrationId": known[-1]["registrationId"], "data": json.dumps(told)}
    await tools.send("ServiceWorker.deliverPushMessage", message)


async def test_a_device_is_switched_on_shows_what_is_pushed_and_leads_there(windows: Windows, cast: Cast) -> None:
    browser = Browser("https://push.example", "phone")
    keys = json.dumps({name: browser.form[name] for name in ("p256dh", "auth")})
    device = await windows.device(cast.anna)
    await device.grant_permissions(["notifications"])
    await device.add_init_script(SUBSCRIBED.replace('"FORM.endpoint"', json.dumps(browser.form["endpoint"])).replace("FORM.keys", keys))
    page = await device.new_page()
    await page.goto("/settings/notices")

    await page.get_by_role("button", name="Turn on in this browser").click()

    await expect(page.get_by_text("this one")).to_be_visible()
    await expect(page.get_by_role("button", name="Turn on in this browser")).to_have_count(0)
    told = {"title": "Något nytt i Stegvis", "notice": "7a1c", "language": "sv", "direction": "ltr"}
    await deliver(device, page, told)
    shown = (
        "() => navigator.serviceWorker.ready.then((one) => one.getNotifications()).then((all) => all.map((n) => [n.title, n.tag, n.body]))"
    )
    await page.wait_for_function(f"({shown})().then((all) => all.length === 1)")
    assert await page.evaluate(shown) == [["Något nytt i Stegvis", "7a1c", ""]]
    worker = device.service_workers[0]
    led = """async () => {
      const [notification] = await self.registration.getNotifications();
      return new Promise((resolve) => {
        self.clients.openWindow = async (address) => { resolve(address); return null; };
        self.dispatchEvent(new NotificationEvent("notificationclick", { notification }));
      });
    }"""
    assert await worker.evaluate(led) == "/notices/7a1c"

    await page.get_by_role("button", name="Turn off").click()
    await expect(page.get_by_text("this one")).to_have_count(0)
