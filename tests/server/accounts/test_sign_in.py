from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

import pytest

from server.accounts.actions import digest, hash_password
from server.accounts.models import Account, Attempt, Session
from server.accounts.policy import MOST_BY_ADDRESS, MOST_BY_NAME, WINDOW
from server.columns import now

if TYPE_CHECKING:
    import httpx

    from tests.server.world import World

PASSWORD = "correct horse"


@cache
def kept() -> str:
    """Hash the password once: it is slow by intent."""
    return hash_password(PASSWORD)


@pytest.fixture
async def anna(world: World) -> World:
    """Give a world where Anna has an account."""
    await world.add(Account(person_id=world.cast.anna.id, user_name="anna.berg", password_hash=kept()))
    return world


async def sign_in(world: World, **fields: str) -> httpx.Response:
    browser = await world.visits.as_(None)
    return await browser.post("/sign-in", data={"user_name": "anna.berg", "password": PASSWORD, **fields})


async def test_the_right_password_opens_the_start_page(anna: World) -> None:
    browser = await anna.visits.as_(None)

    answer = await browser.post("/sign-in", data={"user_name": " Anna.BERG ", "password": PASSWORD})

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "Hello, Anna" in (await browser.get("/")).text
    assert await anna.events() == ["signed_in"]


async def test_the_token_itself_is_kept_nowhere(anna: World) -> None:
    answer = await sign_in(anna)

    token = answer.cookies["stegvis"]
    assert await anna.value("SELECT token_hash FROM session") == digest(token)
    assert token not in str(await anna.rows("SELECT * FROM event"))


@pytest.mark.parametrize("wrong", [{"password": "wrong"}, {"user_name": "nobody"}, {"password": PASSWORD + " x"}])
async def test_which_of_the_two_is_wrong_is_not_told(anna: World, wrong: dict[str, str]) -> None:
    answer = await sign_in(anna, **wrong)

    assert answer.status_code == 401
    assert "The user name or the password is not right." in answer.text
    assert "set-cookie" not in answer.headers
    assert await anna.events() == []


async def test_a_failed_try_gives_back_the_name_and_not_the_password(anna: World) -> None:
    answer = await sign_in(anna, user_name='anna"><b>', password="secret-try")

    assert 'value="anna&#34;&gt;&lt;b&gt;"' in answer.text
    assert "secret-try" not in answer.text


async def test_guessing_has_to_wait_even_with_the_right_password_and_not_for_ever(anna: World) -> None:
    await anna.add(*(Attempt(user_name="anna.berg", address="192.0.2.1") for _ in range(MOST_BY_NAME)))

    answer = await sign_in(anna)
    assert answer.status_code == 429
    assert "Wait a little and try again." in answer.text

    await anna.rows("UPDATE attempt SET at = $1", now() - WINDOW - timedelta(seconds=1))
    assert (await sign_in(anna)).status_code == 303


async def test_stuffing_one_password_each_into_many_accounts_has_to_wait_too(anna: World) -> None:
    await anna.add(*(Attempt(user_name=f"somebody.{number}", address="127.0.0.1") for number in range(MOST_BY_ADDRESS)))

    assert (await sign_in(anna)).status_code == 429


async def test_one_account_guessed_at_locks_nobody_else_out(anna: World) -> None:
    await anna.add(*(Attempt(user_name="somebody", address="192.0.2.1") for _ in range(MOST_BY_NAME)))

    assert (await sign_in(anna)).status_code == 303


@pytest.mark.parametrize(
    ("then", "leads"),
    [
        ("/notices", "/notices"),
        ("https://evil.example", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/\tevil", "/"),
        ("", "/"),
    ],
)
async def test_one_comes_back_to_where_one_wanted_and_never_to_another_site(anna: World, then: str, leads: str) -> None:
    assert (await sign_in(anna, then=then)).headers["location"] == leads


@pytest.mark.parametrize("wrong", [{"user_name": ""}, {"password": ""}, {"user_name": "x" * 201}, {"password": "x" * 1001}, {"admin": "1"}])
async def test_a_wrong_form_is_refused(anna: World, wrong: dict[str, str]) -> None:
    assert (await sign_in(anna, **wrong)).status_code == 422


async def test_whoever_is_not_signed_in_is_sent_to_sign_in_and_back(world: World) -> None:
    answer = await world.get(None, world.home)

    assert answer.status_code == 303
    assert answer.headers["location"] == f"/sign-in?then={world.home}"
    assert f'name="then" value="{world.home}"' in (await world.get(None, answer.headers["location"])).text


async def test_a_script_whose_session_is_over_is_told_so(world: World) -> None:
    browser = await world.as_(None, live=True)

    answer = await browser.get(f"{world.home}/goals")

    assert answer.status_code == 401
    assert "You are signed out." in answer.text


@pytest.mark.parametrize("token", ["", "wrong", "x" * 3000, "%00", "å"])
async def test_a_made_up_cookie_opens_nothing(world: World, token: str) -> None:
    browser = await world.visits.as_(None)

    assert (await browser.get("/", headers={b"Cookie": f"stegvis={token}".encode()})).status_code == 303


async def test_a_session_runs_out(world: World) -> None:
    await world.add(Session(token_hash=digest("old"), person_id=world.cast.anna.id, expires=now() - timedelta(seconds=1)))
    browser = await world.visits.as_(None)

    assert (await browser.get("/", headers={"Cookie": "stegvis=old"})).status_code == 303


async def test_signing_out_ends_this_session_and_no_other(world: World) -> None:
    telephone, desk = await world.visits.as_(world.cast.anna), await world.visits.as_(world.cast.anna)
    cookie = telephone.cookies["stegvis"]

    answer = await telephone.post("/sign-out")

    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert "cache" in answer.headers["clear-site-data"]
    stolen = await world.visits.as_(None)
    assert (await stolen.get("/", headers={"Cookie": f"stegvis={cookie}"})).status_code == 303
    assert (await desk.get("/")).status_code == 200
    assert await world.events() == ["signed_out"]


async def test_signing_out_twice_asks_to_sign_in(world: World) -> None:
    browser = await world.visits.as_(world.cast.anna)
    await browser.post("/sign-out")

    assert (await browser.post("/sign-out")).status_code == 401
