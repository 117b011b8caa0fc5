"""Signing in by a real provider."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from server.accounts.models import StaffRule
from server.accounts.sso.policy import VISIT, known_by
from server.columns import now
from tests.server.accounts.second.doors import OWN, STEP, code, is_in, set_up_app
from tests.server.accounts.sso.providers import CLIENT, consent, known, query

if TYPE_CHECKING:
    import httpx

    from tests.server.world import World
    from tests.visit import Visits


async def go_there(visits: Visits, key: str = "school", then: str = "/") -> tuple[httpx.AsyncClient, str]:
    """Press the button; give the browser and where it is sent."""
    browser = await visits.as_(None)
    answer = await browser.get(f"/sign-in/with/{key}?then={quote(then)}")
    assert answer.status_code == 303, answer.text
    return browser, answer.headers["location"]


async def come_back(visits: Visits, sub: str, key: str = "school", then: str = "/") -> tuple[httpx.AsyncClient, httpx.Response]:
    """Go there, sign in there, and come back."""
    browser, there = await go_there(visits, key, then)
    return browser, await browser.get(await consent(there, sub))


async def nothing_happened(world: World) -> bool:
    """Whether nobody is signed in, and nothing was written down."""
    return await world.events() == [] and await world.value("SELECT count(*) FROM pending_sign_in") == 0


async def test_the_sign_in_page_has_a_button_for_each(visits: Visits) -> None:
    page = (await (await visits.as_(None)).get("/sign-in?then=/notices")).text

    assert "Sign in with Skolans konto" in page
    assert 'href="/sign-in/with/school?then=/notices"' in page


async def test_a_provider_of_an_organisation_that_there_is_not_is_not_offered(visits: Visits) -> None:
    browser = await visits.as_(None)
    assert "Bortas konto" not in (await browser.get("/sign-in")).text
    wrong = await browser.post("/sign-in", data={"user_name": "nobody", "password": "at all"})
    assert wrong.status_code == 401
    assert "Skolans konto" in wrong.text
    assert "Bortas konto" not in wrong.text


async def test_one_is_sent_there_with_all_that_ties_the_answer_to_this_browser(visits: Visits) -> None:
    browser = await visits.as_(None)
    answer = await browser.get("/sign-in/with/school")
    sent = query(answer.headers["location"])

    assert (sent["client_id"], sent["response_type"], sent["code_challenge_method"]) == (CLIENT, "code", "S256")
    assert sent["redirect_uri"] == "http://stegvis.test/sign-in/from/school"
    assert min(len(sent[one]) for one in ("state", "nonce", "code_challenge")) >= 43
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert not any(sent[one] in answer.headers["set-cookie"] for one in ("state", "nonce", "code_challenge"))


async def test_a_person_without_a_password_signs_in_by_the_rosters_id(world: World, visits: Visits) -> None:
    browser, answer = await come_back(visits, "teacher", then="/notices")

    assert (answer.status_code, answer.headers["location"]) == (303, "/notices")
    assert "Hello, Tore" in (await browser.get("/")).text
    assert await world.events() == ["signed_in", "signed_in_by_provider"]
    assert "stegvis_visit" not in browser.cookies


async def test_a_confirmed_address_is_known_in_any_case_of_letters(world: World, visits: Visits, provider: str) -> None:
    await world.rows("UPDATE person SET email = 'Tore.Larare@example.se' WHERE id = $1", world.cast.teacher.id)
    known(provider, "t1", email="tore.larare@EXAMPLE.se", email_verified=True)

    browser, _ = await come_back(visits, "t1", "mail")

    assert "Hello, Tore" in (await browser.get("/")).text
    await world.rows("UPDATE person SET email = ''")


@pytest.mark.parametrize(
    ("sub", "claims", "key"),
    [
        ("nobody", {}, "school"),
        ("stranger", {}, "school"),  # of another organisation
        ("teacher", {}, "there"),
        ("m1", {"email": "tore@example.se", "email_verified": False}, "mail"),
        ("m2", {"email": "tore@example.se"}, "mail"),
        ("m3", {"email": "", "email_verified": True}, "mail"),
        ("m4", {"email_verified": True}, "mail"),
        ("m5", {"email": ["tore@example.se"], "email_verified": True}, "mail"),
        ("m6", {"email": "two@example.se", "email_verified": True}, "mail"),  # two have it: which is meant?
    ],
)
async def test_whoever_is_not_known_is_told_so_and_nobody_is_made(
    world: World, visits: Visits, provider: str, sub: str, claims: dict[str, object], key: str
) -> None:
    cast = world.cast
    await world.rows("UPDATE person SET email = 'tore@example.se' WHERE id = $1", cast.teacher.id)
    await world.rows("UPDATE person SET email = 'two@example.se' WHERE id = ANY($1)", [cast.anna.id, cast.bo.id])
    people = await world.value("SELECT count(*) FROM person")
    known(provider, sub, **claims)

    browser, answer = await come_back(visits, sub, key)

    assert answer.status_code == 403
    assert "we do not know you by that" in answer.text
    assert not await is_in(browser)
    assert await nothing_happened(world)
    assert await world.value("SELECT count(*) FROM person") == people
    await world.rows("UPDATE person SET email = ''")


async def test_an_answer_is_taken_once(world: World, visits: Visits) -> None:
    browser, there = await go_there(visits)
    back = await consent(there, "teacher")
    cookie = browser.cookies["stegvis_visit"]
    await browser.get(back)

    again = await visits.as_(None)
    answer = await again.get(back, headers={"Cookie": f"stegvis_visit={cookie}"})

    assert answer.status_code == 400
    assert "was not begun in this browser" in answer.text
    assert not await is_in(again)
    assert len(await world.events()) == 2


@pytest.mark.parametrize("how", ["another browser", "another's visit", "state", "no state", "another provider", "too late"])
async def test_an_answer_that_was_not_begun_here_is_refused(world: World, visits: Visits, how: str) -> None:
    browser, there = await go_there(visits)
    back = await consent(there, "teacher")
    match how:
        case "another browser":
            browser = await visits.as_(None)
        case "another's visit":
            browser, _ = await go_there(visits)
        case "state":
            back = back.replace(query(back)["state"], "x" * 43)
        case "no state":
            back = back.replace("state=", "stat=")
        case "another provider":
            back = back.replace("/from/school", "/from/trusted")
        case _:
            await world.rows("UPDATE provider_visit SET at = $1", now() - VISIT - timedelta(seconds=1))

    answer = await browser.get(back)

    assert answer.status_code == 400
    assert "was not begun in this browser" in answer.text
    assert not await is_in(browser)
    assert await nothing_happened(world)


async def test_a_code_that_was_given_to_another_visit_is_refused(world: World, visits: Visits) -> None:
    _, there = await go_there(visits)
    stolen = query(await consent(there, "teacher"))["code"]
    browser, there = await go_there(visits)
    back = await consent(there, "omar")

    answer = await browser.get(back.replace(query(back)["code"], stolen))

    assert answer.status_code == 400
    assert "could not be trusted" in answer.text
    assert await nothing_happened(world)


@pytest.mark.parametrize("said", ["error=access_denied", "error=server_error&error_description=%3Cb%3E", "code=", "x=1"])
async def test_whoever_is_not_let_in_there_is_told_so(world: World, visits: Visits, said: str) -> None:
    browser, there = await go_there(visits)

    answer = await browser.get(f"/sign-in/from/school?state={query(there)['state']}&{said}")

    assert answer.status_code == 403
    assert "<b>" not in answer.text
    assert await nothing_happened(world)


@pytest.mark.parametrize("then", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\x00", "x" * 9_000])
async def test_it_never_leads_to_another_site(world: World, visits: Visits, then: str) -> None:
    assert (await come_back(visits, "teacher", then=then))[1].headers["location"] == "/"
    assert await world.events() == ["signed_in", "signed_in_by_provider"]


async def test_a_session_that_was_there_before_is_not_the_one_that_begins(world: World, visits: Visits) -> None:
    browser, there = await go_there(visits)
    browser.cookies.set("stegvis", "chosen-by-somebody-else")
    answer = await browser.get(await consent(there, "teacher"))

    token = answer.headers["set-cookie"].split("stegvis=", 1)[1].split(";")[0]
    assert len(token) >= 43
    assert await world.value("SELECT count(*) FROM session WHERE person_id = $1", world.cast.teacher.id) == 1


async def test_the_own_second_step_is_asked_for_all_the_same(world: World, visits: Visits) -> None:
    secret, _ = await set_up_app(await visits.as_(world.cast.teacher))
    browser, answer = await come_back(visits, "teacher", then="/notices")
    assert answer.headers["location"] == STEP
    assert not await is_in(browser)

    answer = await browser.post(f"{STEP}/code", data={"code": code(secret)})

    assert answer.headers["location"] == "/notices"
    assert (await world.events())[-2:] == ["signed_in", "signed_in_by_provider"]


async def test_staff_set_one_up_first_where_the_school_asks(world: World, visits: Visits) -> None:
    await world.add(StaffRule(school_id=world.cast.school.id, second_step_from=now().date()))

    assert (await come_back(visits, "teacher"))[1].headers["location"] == OWN


async def test_a_provider_that_is_trusted_with_it_is_enough(world: World, visits: Visits) -> None:
    await world.add(StaffRule(school_id=world.cast.school.id, second_step_from=now().date()))
    await set_up_app(await visits.as_(world.cast.teacher))

    browser, answer = await come_back(visits, "teacher", "trusted")

    assert answer.headers["location"] == "/"
    assert await is_in(browser)


@pytest.mark.parametrize("key", ["nowhere", "%00", "x" * 300, "..%2fschool"])
async def test_a_provider_that_is_not_in_the_settings_is_no_page(visits: Visits, key: str) -> None:
    browser = await visits.as_(None)

    assert (await browser.get(f"/sign-in/with/{key}")).status_code == 404
    assert (await browser.get(f"/sign-in/from/{key}?state=x&code=x")).status_code == 404


async def test_a_provider_that_is_away_is_said_to_be(world: World, visits: Visits) -> None:
    answer = await (await visits.as_(None)).get("/sign-in/with/away")

    assert answer.status_code == 503
    assert "does not answer right now" in answer.text
    assert await nothing_happened(world)


def test_only_what_counts_makes_somebody_known() -> None:
    assert known_by("source_id", "id", {"id": " a1 "}) == "a1"
    assert known_by("source_id", "id", {"id": 7}) == ""
    assert known_by("source_id", "id", {"sub": "a1"}) == ""
    assert known_by("source_id", "id", {"id": "a" * 400}) == ""
    assert known_by("email", "sub", {"email": "a@b.se", "email_verified": 1.5}) == ""
    assert known_by("email", "sub", {"email": "a@b.se", "email_verified": "true"}) == "a@b.se"
