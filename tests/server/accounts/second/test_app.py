"""One-time codes from an app."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from server.accounts.models import Guess
from server.accounts.second.policy import GUESSES, MOST_GUESSES, PENDING, PROOF
from server.columns import now
from tests.server.accounts.second.doors import OWN, PASSWORD, STEP, account, code, first_step, is_in, set_up_app, shown_secret

if TYPE_CHECKING:
    from tests.server.world import World


@pytest.fixture
async def secret(world: World) -> str:
    """Let Anna have an account with an app; give the app's secret."""
    await account(world, world.cast.anna)
    return (await set_up_app(await world.as_(world.cast.anna)))[0]


async def test_after_the_password_a_code_is_asked_for_and_opens_the_session(world: World, secret: str) -> None:
    browser, answer = await first_step(world, world.cast.anna, "/notices")
    assert (answer.status_code, answer.headers["location"]) == (303, STEP)
    assert "stegvis=" not in answer.headers.get("set-cookie", "").replace('stegvis=""', "")
    assert not await is_in(browser)
    assert "The code in your app" in (await browser.get(STEP)).text

    answer = await browser.post(f"{STEP}/code", data={"code": f" {code(secret)[:3]} {code(secret)[3:]} "})

    assert (answer.status_code, answer.headers["location"]) == (303, "/notices")
    assert await is_in(browser)
    assert (await world.events())[-1] == "signed_in"


async def test_a_waiting_sign_in_opens_no_page_and_no_settings(world: World, secret: str) -> None:
    browser, _ = await first_step(world, world.cast.anna)
    token = browser.cookies["stegvis_step"]
    stolen = await world.visits.as_(None)

    for cookie in (f"stegvis={token}", f"stegvis={token}; stegvis_step={token}"):
        for page in ("/", OWN, f"{OWN}/app", world.home):
            assert (await stolen.get(page, headers={"Cookie": cookie})).status_code == 303
        assert (await stolen.post(f"{OWN}/app", headers={"Cookie": cookie})).status_code == 401
    assert secret not in str(await world.rows("SELECT * FROM pending_sign_in"))


@pytest.mark.parametrize("steps", [-1, 0, 1])
async def test_a_clock_may_differ_by_one_step(world: World, secret: str, steps: int) -> None:
    await world.rows("UPDATE authenticator SET last_step = 0")
    browser, _ = await first_step(world, world.cast.anna)

    assert (await browser.post(f"{STEP}/code", data={"code": code(secret, steps)})).status_code == 303


@pytest.mark.parametrize("steps", [-3, 3])
async def test_a_clock_may_not_differ_by_more(world: World, secret: str, steps: int) -> None:
    browser, _ = await first_step(world, world.cast.anna)

    assert (await browser.post(f"{STEP}/code", data={"code": code(secret, steps)})).status_code == 401


async def test_a_code_is_good_once_and_takes_the_older_ones_with_it(world: World, secret: str) -> None:
    used, older = code(secret, 1), code(secret)
    browser, _ = await first_step(world, world.cast.anna)
    assert (await browser.post(f"{STEP}/code", data={"code": used})).status_code == 303

    other, _ = await first_step(world, world.cast.anna)
    for again in (used, older):
        answer = await other.post(f"{STEP}/code", data={"code": again})
        assert answer.status_code == 401
        assert "The code is not right." in answer.text
    assert not await is_in(other)


async def test_digits_of_any_script_are_read(world: World, secret: str) -> None:
    browser, _ = await first_step(world, world.cast.anna)
    arabic = code(secret).translate({ord("0") + digit: chr(0x660 + digit) for digit in range(10)})

    assert (await browser.post(f"{STEP}/code", data={"code": arabic})).status_code == 303


async def test_guessing_has_to_wait_even_with_the_right_code_and_not_for_ever(world: World, secret: str) -> None:
    browser, _ = await first_step(world, world.cast.anna)
    for _ in range(MOST_GUESSES):
        assert (await browser.post(f"{STEP}/code", data={"code": "000000"})).status_code == 401

    answer = await browser.post(f"{STEP}/code", data={"code": code(secret)})
    assert answer.status_code == 429
    assert "Wait a little and try again." in answer.text

    await world.rows("UPDATE guess SET at = $1", now() - GUESSES - timedelta(seconds=1))
    assert (await browser.post(f"{STEP}/code", data={"code": code(secret)})).status_code == 303


async def test_guesses_at_one_person_lock_nobody_else_out(world: World, secret: str) -> None:
    await world.add(*(Guess(person_id=world.cast.bo.id) for _ in range(MOST_GUESSES)))
    browser, _ = await first_step(world, world.cast.anna)

    assert (await browser.post(f"{STEP}/code", data={"code": code(secret)})).status_code == 303


async def test_a_sign_in_does_not_wait_for_ever(world: World, secret: str) -> None:
    browser, _ = await first_step(world, world.cast.anna)
    await world.rows("UPDATE pending_sign_in SET begun = $1", now() - PENDING - timedelta(seconds=1))

    assert (await browser.post(f"{STEP}/code", data={"code": code(secret)})).status_code == 401
    assert (await browser.get(STEP)).headers["location"] == "/sign-in"


async def test_a_waiting_sign_in_becomes_one_session_and_its_token_is_new(world: World, secret: str) -> None:
    browser, _ = await first_step(world, world.cast.anna)
    token = browser.cookies["stegvis_step"]

    await browser.post(f"{STEP}/code", data={"code": code(secret)})

    assert browser.cookies["stegvis"] != token
    again = await (await world.visits.as_(None)).post(
        f"{STEP}/code", data={"code": code(secret, 1)}, headers={"Cookie": f"stegvis_step={token}"}
    )
    assert again.status_code == 401


async def test_a_waiting_sign_in_can_be_given_up(world: World, secret: str) -> None:
    browser, _ = await first_step(world, world.cast.anna)

    await browser.post(f"{STEP}/leave")

    assert (await browser.post(f"{STEP}/code", data={"code": code(secret)})).status_code == 401


async def test_a_wrong_password_is_answered_alike_with_and_without_a_second_step(world: World, secret: str) -> None:
    await account(world, world.cast.bo)
    assert secret
    answers = set()
    for name in ("anna", "bo", "nobody"):
        browser = await world.visits.as_(None)
        answer = await browser.post("/sign-in", data={"user_name": name, "password": "wrong"})
        answers.add((answer.status_code, answer.text.replace(f'value="{name}"', ""), answer.headers.get("set-cookie")))

    assert len(answers) == 1


async def test_the_secret_is_kept_sealed_and_for_its_person_only(world: World, secret: str) -> None:
    sealed = await world.value("SELECT secret FROM authenticator")
    assert secret.encode() not in sealed

    await account(world, world.cast.bo)
    await set_up_app(await world.as_(world.cast.bo))
    await world.rows("UPDATE authenticator SET secret = $1, last_step = 0 WHERE person_id = $2", sealed, world.cast.bo.id)
    browser, _ = await first_step(world, world.cast.bo)
    assert (await browser.post(f"{STEP}/code", data={"code": code(secret)})).status_code == 401


async def test_a_new_app_counts_only_after_its_first_code(world: World) -> None:
    await account(world, world.cast.anna)
    browser = await world.as_(world.cast.anna)
    await browser.post(f"{OWN}/app")
    answer = await browser.post(f"{OWN}/app/confirm", data={"code": "000000"})

    assert answer.status_code == 401
    assert "<svg" in answer.text
    assert (await first_step(world, world.cast.anna))[1].headers["location"] == "/"
    assert await world.events() == ["signed_in"]


async def test_the_old_app_is_good_until_the_new_one_has_shown_its_first_code(world: World, secret: str) -> None:
    browser = await world.as_(world.cast.anna)
    await browser.post(f"{OWN}/app")
    new = await shown_secret(browser)
    other, _ = await first_step(world, world.cast.anna)
    assert (await other.post(f"{STEP}/code", data={"code": code(secret)})).status_code == 303

    assert (await browser.post(f"{OWN}/app/confirm", data={"code": code(new, -1)})).headers["location"] == OWN

    third, _ = await first_step(world, world.cast.anna)
    assert (await third.post(f"{STEP}/code", data={"code": code(secret, 1)})).status_code == 401
    assert (await third.post(f"{STEP}/code", data={"code": code(new)})).status_code == 303


async def test_long_after_signing_in_one_shows_again_who_one_is_before_anything_is_changed(world: World, secret: str) -> None:
    browser = await world.as_(world.cast.anna)
    await world.rows("UPDATE session SET begun = $1", now() - PROOF - timedelta(seconds=1))
    for act in ("app", "app/remove", "recovery"):
        assert (await browser.post(f"{OWN}/{act}")).headers["location"] == OWN
    page = (await browser.get(OWN)).text
    assert "Show first that it is you" in page
    assert "Remove the app" not in page
    assert (await browser.post(f"{OWN}/passkeys/challenge")).status_code == 403
    wrong = await browser.post(f"{OWN}/proof", data={"password": "wrong"})
    assert (wrong.status_code, "The password is not right." in wrong.text) == (401, True)

    for proof in ({"password": PASSWORD}, {"code": code(secret)}):
        await world.rows("UPDATE session SET proved = NULL")
        assert (await browser.post(f"{OWN}/proof", data=proof)).status_code == 303
        assert "Remove the app" in (await browser.get(OWN)).text

    assert (await browser.post(f"{OWN}/app/remove")).status_code == 303
    assert (await first_step(world, world.cast.anna))[1].headers["location"] == "/"
    assert (await world.events())[-2:] == ["second_factor_removed", "signed_in"]
