"""A provider's word that does not hold, or that is none."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from joserfc import jwk
from starlette.responses import PlainTextResponse, RedirectResponse

from tests.server.accounts.second.doors import is_in
from tests.server.accounts.sso.providers import CLIENT, query
from tests.server.accounts.sso.test_sign_in import go_there, nothing_happened

if TYPE_CHECKING:
    import httpx

    from tests.server.accounts.sso.providers import Liar
    from tests.server.world import World
    from tests.visit import Visits


async def come_back(visits: Visits, liar: Liar, key: str = "liar", **more: str) -> tuple[httpx.AsyncClient, httpx.Response]:
    """Go there and come back with a code; the provider's token has the right nonce unless the test has said otherwise."""
    browser, there = await go_there(visits, key)
    sent = query(there)
    liar.claims.setdefault("nonce", sent["nonce"])
    return browser, await browser.get(f"/sign-in/from/{key}", params={"state": sent["state"], "code": "x", **more})


async def test_an_honest_word_is_taken(world: World, visits: Visits, liar: Liar) -> None:
    browser, answer = await come_back(visits, liar, iss=liar.address)

    assert (answer.status_code, await is_in(browser)) == (303, True)
    assert len(liar.asked[0]["code_verifier"]) >= 43
    assert await world.events() == ["signed_in", "signed_in_by_provider"]


HOUR = 3600
WRONG: dict[str, dict[str, Any]] = {
    "nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "audience": {"aud": "another"},
    "audiences, another's token": {"aud": [CLIENT, "another"], "azp": "another"},
    "another's token, asked for by us": {"aud": "another", "azp": CLIENT},
    "no audience": {"aud": None},
    "issuer": {"iss": "https://evil.example"},
    "expired": {"iat": time.time() - 2 * HOUR, "exp": time.time() - HOUR},
    "never expires": {"exp": None},
    "not yet": {"nbf": time.time() + HOUR},
    "of the future": {"iat": time.time() + HOUR, "exp": time.time() + 2 * HOUR},
    "no subject": {"sub": None},
    "access token": {"at_hash": "x"},
}


@pytest.mark.parametrize("wrong", WRONG)
async def test_a_token_that_is_not_for_us_now_is_refused(world: World, visits: Visits, liar: Liar, wrong: str) -> None:
    liar.claims.update(WRONG[wrong])

    browser, answer = await come_back(visits, liar)

    assert answer.status_code == 400
    assert "could not be trusted" in answer.text
    assert not await is_in(browser)
    assert await nothing_happened(world)


@pytest.mark.parametrize("seconds", [-90, 90])
async def test_a_clock_may_differ_a_little(visits: Visits, liar: Liar, seconds: int) -> None:
    at = int(time.time()) + seconds
    liar.claims.update(iat=at, exp=at + 10)

    assert (await come_back(visits, liar))[1].status_code == 303


@pytest.mark.parametrize(
    "wrong", ["another key", "no signature", "our shared secret", "unknown key", "cut", "no token", "nonsense", "number"]
)
async def test_a_token_that_the_provider_did_not_sign_is_refused(world: World, visits: Visits, liar: Liar, wrong: str) -> None:
    match wrong:
        case "another key":
            liar.signs = jwk.RSAKey.generate_key(2048)
        case "no signature":
            liar.header = {"alg": "none"}
        case "our shared secret":
            liar.doors = {"id_token_signing_alg_values_supported": ["HS256", "RS256"]}
            liar.header, liar.signs = {"alg": "HS256"}, jwk.OctKey.import_key("a secret of theirs, made long enough to sign")
        case "unknown key":
            liar.header, liar.signs = {"kid": "two"}, jwk.RSAKey.generate_key(2048)
        case _:
            liar.token = {
                "cut": {"id_token": liar.signed()[:-20]},
                "no token": {"access_token": "x"},
                "nonsense": {"id_token": "x.y.z"},
                "number": {"id_token": 7},
            }[wrong]

    browser, answer = await come_back(visits, liar)

    assert answer.status_code == 400
    assert "could not be trusted" in answer.text
    assert not await is_in(browser)
    assert await nothing_happened(world)


async def test_new_keys_of_the_provider_are_fetched(visits: Visits, liar: Liar) -> None:
    assert (await come_back(visits, liar))[1].status_code == 303
    old, liar.key = liar.key, jwk.RSAKey.generate_key(2048, {"kid": "two", "alg": "RS256"})
    liar.header, liar.signs = {"kid": "two"}, liar.key
    liar.claims.pop("nonce")

    assert (await come_back(visits, liar))[1].status_code == 303
    liar.key = old


async def test_an_answer_that_names_another_provider_is_refused(world: World, visits: Visits, liar: Liar) -> None:
    assert (await come_back(visits, liar, iss="https://evil.example"))[1].status_code == 400
    assert await nothing_happened(world)


@pytest.mark.parametrize(
    "doors",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"authorization_endpoint": "javascript:x"},
        {"jwks_uri": None},
    ],
)
async def test_a_provider_that_describes_itself_wrongly_is_not_gone_to(visits: Visits, liar: Liar, doors: dict[str, Any]) -> None:
    liar.doors = doors

    assert (await (await visits.as_(None)).get("/sign-in/with/liar")).status_code == 503


@pytest.mark.parametrize(
    ("token", "status"),
    [
        (PlainTextResponse("no", 400), 400),
        (PlainTextResponse("away", 503), 503),
        (PlainTextResponse("not JSON"), 503),
        (RedirectResponse("http://127.0.0.1:9/"), 503),
        ([], None),
    ],
)
async def test_a_provider_that_fails_on_the_way_back_is_no_fault_of_ours(
    world: World, visits: Visits, liar: Liar, token: Any, status: int | None
) -> None:
    liar.token = token

    assert (await come_back(visits, liar))[1].status_code == (status or 503)
    assert await nothing_happened(world)


async def test_a_claim_of_ones_own_choice_comes_from_the_token_or_from_who_is_asked_further(visits: Visits, liar: Liar) -> None:
    liar.claims["eduPersonPrincipalName"] = "anna"
    browser, _ = await come_back(visits, liar, "claim")
    assert "Hello, Anna" in (await browser.get("/")).text

    liar.begin()
    liar.userinfo = {"sub": "teacher", "eduPersonPrincipalName": "bo"}
    browser, _ = await come_back(visits, liar, "claim")
    assert "Hello, Bo" in (await browser.get("/")).text


async def test_what_is_asked_further_must_be_of_the_same_subject(world: World, visits: Visits, liar: Liar) -> None:
    liar.userinfo = {"sub": "somebody else", "eduPersonPrincipalName": "bo"}

    assert (await come_back(visits, liar, "claim"))[1].status_code == 400
    assert await nothing_happened(world)
