"""Codes on paper, for the day the device is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.server.accounts.second.doors import OWN, STEP, account, first_step, is_in, paper, set_up_app

if TYPE_CHECKING:
    from tests.server.world import World


@pytest.fixture
async def codes(world: World) -> list[str]:
    """Let Anna have an account with an app; give her recovery codes."""
    await account(world, world.cast.anna)
    return (await set_up_app(await world.as_(world.cast.anna)))[1]


async def test_ten_codes_are_shown_once_and_kept_as_hashes(world: World, codes: list[str]) -> None:
    assert len(set(codes)) == 10
    assert paper((await world.get(world.cast.anna, OWN)).text) == []
    assert "You have 10 codes left" in (await world.get(world.cast.anna, OWN)).text
    kept = str(await world.rows("SELECT * FROM recovery_code")) + str(await world.rows("SELECT * FROM event"))
    assert not any(one in kept or one.replace("-", "") in kept for one in codes)


async def test_each_code_opens_once(world: World, codes: list[str]) -> None:
    browser, _ = await first_step(world, world.cast.anna)
    answer = await browser.post(f"{STEP}/recovery", data={"code": codes[3].upper().replace("-", " ")})

    assert answer.headers["location"].startswith(OWN)
    assert "You signed in by a recovery code" in (await browser.get(answer.headers["location"])).text
    assert "You have 9 codes left" in (await browser.get(OWN)).text
    assert (await world.events())[-2:] == ["recovery_code_used", "signed_in"]
    other, _ = await first_step(world, world.cast.anna)
    assert (await other.post(f"{STEP}/recovery", data={"code": codes[3]})).status_code == 401
    assert not await is_in(other)
    assert (await other.post(f"{STEP}/recovery", data={"code": codes[4]})).status_code == 303


async def test_new_codes_void_the_older_ones(world: World, codes: list[str]) -> None:
    answer = await world.post(world.cast.anna, f"{OWN}/recovery")
    new = paper(answer.text)

    assert answer.headers["cache-control"] == "no-store"
    assert not set(new) & set(codes)
    browser, _ = await first_step(world, world.cast.anna)
    assert (await browser.post(f"{STEP}/recovery", data={"code": codes[0]})).status_code == 401
    assert (await browser.post(f"{STEP}/recovery", data={"code": new[0]})).status_code == 303


async def test_the_codes_of_somebody_else_open_nothing(world: World, codes: list[str]) -> None:
    await account(world, world.cast.bo)
    await set_up_app(await world.as_(world.cast.bo))
    browser, _ = await first_step(world, world.cast.bo)

    assert (await browser.post(f"{STEP}/recovery", data={"code": codes[0]})).status_code == 401


async def test_without_a_second_step_there_is_nothing_to_recover(world: World, codes: list[str]) -> None:
    assert codes
    await world.post(world.cast.anna, f"{OWN}/app/remove")

    assert (await world.post(world.cast.anna, f"{OWN}/recovery")).status_code == 403
    assert await world.value("SELECT count(*) FROM recovery_code") == 0


async def test_a_wrong_code_is_explained_as_what_it_is_and_its_way_stays_open(world: World, codes: list[str]) -> None:
    browser, _ = await first_step(world, world.cast.anna)
    assert '<details class="stack">' in (await browser.get(STEP)).text

    page = (await browser.post(f"{STEP}/recovery", data={"code": f"{codes[0]}x"})).text

    assert "This is none of your recovery codes" in page
    assert "half minute" not in page
    assert '<details class="stack" open>' in page
    page = (await browser.post(f"{STEP}/code", data={"code": "000000"})).text
    assert "half minute" in page
    assert '<details class="stack">' in page
