"""Passkeys, against a device written by the standard; the browser's own are tried in tests/browser."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from server.accounts.second.policy import CHALLENGE
from server.columns import now
from tests.server.accounts.second.doors import OWN, STEP, Device, account, add_passkey, first_step, is_in, paper

if TYPE_CHECKING:
    import httpx

    from tests.server.world import World


@pytest.fixture
async def device(world: World) -> Device:
    """Let Anna have an account with a passkey; give the device that holds it."""
    await account(world, world.cast.anna)
    made = Device()
    answer = await add_passkey(await world.as_(world.cast.anna), made)
    assert len(paper(answer.text)) == 10
    return made


async def asked(browser: httpx.AsyncClient, at: str) -> Any:
    return (await browser.post(f"{at}/challenge")).json()


async def test_a_passkey_is_a_second_step(world: World, device: Device) -> None:
    browser, answer = await first_step(world, world.cast.anna, "/notices")
    assert answer.headers["location"] == STEP

    options = await asked(browser, f"{STEP}")
    answer = await browser.post(f"{STEP}/passkey", data={"credential": device.get(options)})

    assert [one["id"] for one in options["allowCredentials"]] == [json.loads(device.get(options))["id"]]
    assert (answer.status_code, answer.headers["location"]) == (303, "/notices")
    assert await is_in(browser)


async def test_a_passkey_alone_signs_in_when_its_device_has_made_sure_of_its_owner(world: World, device: Device) -> None:
    browser = await world.visits.as_(None)
    options = await asked(browser, "/sign-in/passkey")
    assert options["userVerification"] == "required"
    assert options["allowCredentials"] == []

    answer = await browser.post("/sign-in/passkey", data={"credential": device.get(options), "then": "//evil.example"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "Hello, Anna" in (await browser.get("/")).text


async def test_a_device_that_does_not_ask_its_owner_is_a_second_step_only(world: World, device: Device) -> None:
    device.verifies = False
    alone = await world.visits.as_(None)
    answer = await alone.post("/sign-in/passkey", data={"credential": device.get(await asked(alone, "/sign-in/passkey"))})
    assert answer.status_code == 401
    assert "The passkey could not be used." in answer.text
    assert not await is_in(alone)

    browser, _ = await first_step(world, world.cast.anna)
    assert (await browser.post(f"{STEP}/passkey", data={"credential": device.get(await asked(browser, STEP))})).status_code == 303


async def test_an_answer_is_good_once(world: World, device: Device) -> None:
    browser = await world.visits.as_(None)
    credential = device.get(await asked(browser, "/sign-in/passkey"))
    assert (await browser.post("/sign-in/passkey", data={"credential": credential})).status_code == 303

    again = await world.visits.as_(None)
    assert (await again.post("/sign-in/passkey", data={"credential": credential})).status_code == 401


async def test_a_challenge_does_not_last(world: World, device: Device) -> None:
    browser = await world.visits.as_(None)
    credential = device.get(await asked(browser, "/sign-in/passkey"))
    await world.rows("UPDATE challenge SET at = $1", now() - CHALLENGE - timedelta(seconds=1))

    assert (await browser.post("/sign-in/passkey", data={"credential": credential})).status_code == 401


async def test_an_answer_to_one_question_is_no_answer_to_another(world: World, device: Device) -> None:
    browser, _ = await first_step(world, world.cast.anna)
    second, alone = await asked(browser, STEP), await asked(browser, "/sign-in/passkey")

    assert (await browser.post(f"{STEP}/passkey", data={"credential": device.get(alone)})).status_code == 401
    assert (await browser.post("/sign-in/passkey", data={"credential": device.get(second)})).status_code == 401
    assert not await is_in(browser)


async def test_a_passkey_of_somebody_else_is_no_second_step(world: World, device: Device) -> None:
    await account(world, world.cast.bo)
    await add_passkey(await world.as_(world.cast.bo), Device())
    browser, _ = await first_step(world, world.cast.bo)

    assert (await browser.post(f"{STEP}/passkey", data={"credential": device.get(await asked(browser, STEP))})).status_code == 401


@pytest.mark.parametrize("wrong", ["origin", "host", "key", "id", "count", "handle"])
async def test_a_forged_answer_opens_nothing(world: World, device: Device, wrong: str) -> None:
    browser = await world.visits.as_(None)
    options = await asked(browser, "/sign-in/passkey")
    match wrong:
        case "origin":
            device.origin = "https://evil.example"
        case "host":
            device.host = "evil.example"
        case "key":
            device.key = Device().key
        case "id":
            device.id = b"x" * 16
        case "count":
            device.count, device.counts = 0, True  # a copy of the key that was used less
        case _:
            device.handle = world.cast.bo.id.bytes

    assert (await browser.post("/sign-in/passkey", data={"credential": device.get(options)})).status_code == 401
    assert not await is_in(browser)


async def test_a_device_that_does_not_count_is_fine(world: World) -> None:
    await account(world, world.cast.anna)
    device = Device(counts=False)
    await add_passkey(await world.as_(world.cast.anna), device)
    for _ in range(2):
        browser = await world.visits.as_(None)
        answer = await browser.post("/sign-in/passkey", data={"credential": device.get(await asked(browser, "/sign-in/passkey"))})
        assert answer.status_code == 303


@pytest.mark.parametrize("nonsense", ["x", "{}", "[]", "null", '{"id":1,"response":{"clientDataJSON":"e30"}}', "[" * 15_000, "\ud7ff"])
async def test_nonsense_is_refused(world: World, nonsense: str) -> None:
    browser = await world.as_(world.cast.anna)

    assert (await browser.post("/sign-in/passkey", data={"credential": nonsense})).status_code == 401
    assert (await browser.post(f"{OWN}/passkeys", data={"credential": nonsense, "name": "x"})).status_code == 401


async def test_several_passkeys_have_names_and_go_one_by_one(world: World, device: Device) -> None:
    browser = await world.as_(world.cast.anna)
    assert (await add_passkey(browser, Device(), "Key at <work>")).headers["location"] == OWN
    page = (await browser.get(OWN)).text
    assert "Telephone" in page
    assert "Key at &lt;work&gt;" in page
    first = await world.value("SELECT id FROM passkey WHERE name = 'Telephone'")

    assert (await browser.post(f"{OWN}/passkeys/{first}/remove")).status_code == 303
    assert "Telephone" not in (await browser.get(OWN)).text
    other = await world.visits.as_(None)
    credential = device.get(await asked(other, "/sign-in/passkey"))
    assert (await other.post("/sign-in/passkey", data={"credential": credential})).status_code == 401


async def test_a_passkey_is_registered_once(world: World, device: Device) -> None:
    device.verifies = True
    await account(world, world.cast.bo)

    assert (await add_passkey(await world.as_(world.cast.bo), device)).status_code == 401
    assert await world.value("SELECT count(*) FROM passkey") == 1
