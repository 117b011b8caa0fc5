"""One's own password, address and sessions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher

from server.accounts.actions import hash_password
from server.accounts.actions.sessions import in_words
from server.accounts.models import Account
from server.accounts.policy import MOST_BY_NAME, MOST_MAILS
from tests.server.accounts.conftest import MAIL, NEW, PASSWORD

if TYPE_CHECKING:
    from server.people.models import Person
    from tests.server.accounts.conftest import Accounts

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


async def test_a_changed_password_signs_out_the_others_and_tells(accounts: Accounts, anna: Person) -> None:
    name = await accounts.account(anna, MAIL)
    here, there = await accounts.world.visits.as_(anna), await accounts.world.visits.as_(anna)

    answer = await here.post("/settings/password", data={"present": PASSWORD, "password": NEW})

    assert answer.status_code == 303
    assert (await here.get("/")).status_code == 200
    assert (await there.get("/")).status_code == 303
    assert (await accounts.sign_in(name, PASSWORD)).status_code == 401
    assert (await accounts.sign_in(name, NEW)).status_code == 303
    assert [one["kind"] for one in await accounts.mails()] == ["password_changed"]
    assert "password_changed" in await accounts.world.events()


@pytest.mark.parametrize(
    ("present", "password", "says"),
    [
        ("wrong", NEW, "This is not your present password."),
        (PASSWORD, "short", "Use at least 10"),
        (PASSWORD, "anna.x.anna.x", "user name"),
    ],
)
async def test_nothing_changes_without_the_present_password_and_a_good_new_one(
    accounts: Accounts, anna: Person, present: str, password: str, says: str
) -> None:
    name = await accounts.account(anna, MAIL)
    other = await accounts.world.visits.as_(anna)

    answer = await accounts.world.post(anna, "/settings/password", present=present, password=password)

    assert answer.status_code == 422
    assert says in answer.text
    assert (await other.get("/")).status_code == 200
    assert (await accounts.sign_in(name, PASSWORD)).status_code == 303
    assert await accounts.mails() == []


async def test_the_present_password_cannot_be_tried_out(accounts: Accounts, anna: Person) -> None:
    await accounts.account(anna)
    await accounts.world.rows(
        "INSERT INTO attempt (id, act, user_name, address, at) "
        "SELECT gen_random_uuid(), 'password', 'anna.x', '', now() FROM generate_series(1, 10)"
    )

    assert (await accounts.world.post(anna, "/settings/password", present=PASSWORD, password=NEW)).status_code == 429


async def test_a_new_address_counts_when_it_is_confirmed_and_the_old_one_is_told(accounts: Accounts, anna: Person) -> None:
    await accounts.account(anna, MAIL)

    page = (await accounts.world.post(anna, "/settings/address", email="Ny@Hem.example", present=PASSWORD)).text
    assert "Nothing changes until you have opened it" in page
    link = await accounts.link("confirm_address")
    shown = await accounts.visit("GET", link)
    assert "ny@hem.example" in shown.text
    assert MAIL in (await accounts.world.get(anna, "/settings/sign-in")).text, "looking at the link is not confirming"

    assert (await accounts.visit("POST", link)).status_code == 200

    assert "ny@hem.example" in (await accounts.world.get(anna, "/settings/sign-in")).text
    assert [(one["kind"], one["address"]) for one in await accounts.mails()] == [
        ("confirm_address", "ny@hem.example"),
        ("address_changed", MAIL),
    ]
    assert await accounts.world.events() == ["address_changed"]
    assert (await accounts.visit("POST", link)).status_code == 404
    await accounts.visit("POST", "/forgotten", name="ny@hem.example")
    assert (await accounts.mails("forgotten"))[0]["address"] == "ny@hem.example"


async def confirmed(accounts: Accounts, person: Person, email: str) -> str:
    """Let somebody change to an address and confirm it; give the page that is shown then."""
    await accounts.world.post(person, "/settings/address", email=email, present=PASSWORD)
    return (await accounts.visit("POST", await accounts.link("confirm_address"))).text


async def test_a_confirmed_address_opens_the_account_beside_the_user_name(accounts: Accounts, anna: Person) -> None:
    name = await accounts.account(anna, MAIL)
    assert (await accounts.sign_in(MAIL, PASSWORD)).status_code == 401, "what only the roster says is not confirmed"

    page = await confirmed(accounts, anna, "Ny@Hem.example")

    assert f'Your user name is still: <b dir="ltr">{name}</b>' in page
    assert "You can sign in with either." in page
    assert [(await accounts.sign_in(one, PASSWORD)).status_code for one in (name, " NY@hem.example")] == [303, 303]
    assert "You can sign in with your mail address, too." in (await accounts.world.get(anna, "/settings/sign-in")).text


async def test_an_address_that_two_have_confirmed_opens_neither(accounts: Accounts, anna: Person) -> None:
    bo = accounts.world.cast.bo
    names = [await accounts.account(anna, MAIL), await accounts.account(bo)]
    await confirmed(accounts, anna, "ny@hem.example")

    page = await confirmed(accounts, bo, "ny@hem.example")

    assert "Somebody else has this address too" in page
    assert (await accounts.sign_in("ny@hem.example", PASSWORD)).status_code == 401
    assert [(await accounts.sign_in(one, PASSWORD)).status_code for one in names] == [303, 303]


async def test_somebodys_user_name_is_never_taken_by_anothers_address(accounts: Accounts, anna: Person) -> None:
    await accounts.account(anna, MAIL)
    await accounts.world.add(Account(person_id=accounts.world.cast.bo.id, user_name="ny@hem.example", password_hash=hash_password(NEW)))

    await confirmed(accounts, anna, "ny@hem.example")

    assert (await accounts.sign_in("ny@hem.example", PASSWORD)).status_code == 401


async def test_guesses_by_address_and_by_user_name_are_counted_together(accounts: Accounts, anna: Person) -> None:
    name = await accounts.account(anna, MAIL)
    await confirmed(accounts, anna, "ny@hem.example")
    for number in range(MOST_BY_NAME):
        assert (await accounts.sign_in(("ny@hem.example", name)[number % 2], "wrong")).status_code == 401

    assert (await accounts.sign_in(name, PASSWORD)).status_code == 429


@pytest.mark.parametrize(("email", "present"), [("nobody", PASSWORD), ("ny@hem.example", "wrong"), ("a@b\r\nBcc: c@d", PASSWORD)])
async def test_a_wrong_address_or_password_mails_nothing(accounts: Accounts, anna: Person, email: str, present: str) -> None:
    await accounts.account(anna, MAIL)

    assert (await accounts.world.post(anna, "/settings/address", email=email, present=present)).status_code == 422
    assert await accounts.mails() == []


async def test_nobodys_mailbox_is_filled_from_here(accounts: Accounts, anna: Person) -> None:
    await accounts.account(anna, MAIL)

    answers = [
        (await accounts.world.post(anna, "/settings/address", email=f"a{number}@b.example", present=PASSWORD)).status_code
        for number in range(MOST_MAILS + 1)
    ]

    assert answers == [200] * MOST_MAILS + [429]
    assert len(await accounts.mails()) == MOST_MAILS


async def test_a_password_voids_an_address_that_somebody_else_wanted(accounts: Accounts, anna: Person) -> None:
    await accounts.account(anna, MAIL)
    await accounts.world.post(anna, "/settings/address", email="thief@hem.example", present=PASSWORD)
    link = await accounts.link("confirm_address")
    await accounts.world.post(anna, "/settings/password", present=PASSWORD, password=NEW)

    assert (await accounts.visit("POST", link)).status_code == 404


async def test_sessions_are_listed_in_words_and_ended_one_by_one(accounts: Accounts, anna: Person) -> None:
    await accounts.account(anna)
    here, there = await accounts.world.visits.as_(anna), await accounts.world.visits.as_(anna)
    await there.get("/", headers={"User-Agent": FIREFOX})

    page = (await here.get("/settings/sign-in")).text
    found = re.search(r"/sessions/([\w-]+)/end", page)

    assert "<bdi>Firefox, Windows</bdi>" in page
    assert page.count("this one") == 1
    assert "Gecko" not in str(await accounts.world.rows("SELECT * FROM session"))
    assert found
    for _ in range(2):
        assert (await here.post(f"/sessions/{found[1]}/end")).status_code == 303
    assert (await there.get("/")).status_code == 303
    assert (await here.get("/")).status_code == 200
    assert await accounts.world.events() == ["signed_out"]


async def test_all_others_are_ended_at_once_and_nobody_elses(accounts: Accounts, anna: Person) -> None:
    here, *others = [await accounts.world.visits.as_(anna) for _ in range(3)]
    bo = await accounts.world.visits.as_(accounts.world.cast.bo)

    await here.post("/sessions/end-others")

    assert [(await one.get("/")).status_code for one in (here, *others, bo)] == [200, 303, 303, 200]


async def test_signing_in_never_takes_over_a_session_that_was_there(accounts: Accounts, anna: Person) -> None:
    name = await accounts.account(anna)
    browser = await accounts.world.visits.as_(None)
    browser.cookies.set("stegvis", "chosen-by-somebody-else")

    answer = await browser.post("/sign-in", data={"user_name": name, "password": PASSWORD})

    assert answer.cookies["stegvis"] != "chosen-by-somebody-else"
    assert (await accounts.visit("GET", "/")).status_code == 303


async def test_an_older_hash_is_made_anew_when_its_password_comes_by(accounts: Accounts, anna: Person, light: PasswordHasher) -> None:
    name = await accounts.account(anna)
    await accounts.world.rows("UPDATE account SET password_hash = $1", PasswordHasher(time_cost=1, memory_cost=64).hash(PASSWORD))

    assert (await accounts.sign_in(name, PASSWORD)).status_code == 303

    assert not light.check_needs_rehash(await accounts.world.value("SELECT password_hash FROM account"))
    assert (await accounts.sign_in(name, PASSWORD)).status_code == 303


@pytest.mark.parametrize("password", ["", "x", PASSWORD])
async def test_an_account_without_a_password_is_opened_by_none(accounts: Accounts, anna: Person, password: str) -> None:
    name = await accounts.account(anna, password=False)

    assert (await accounts.sign_in(name, password or " ")).status_code in {401, 422}
    assert (await accounts.world.post(anna, "/settings/password", present=password or "x", password=NEW)).status_code == 422


@pytest.mark.parametrize(
    ("agent", "says"),
    [
        (FIREFOX, "Firefox, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0", "Edge, Windows"),
        ("<script>", ""),
        ("", ""),
    ],
)
def test_a_browser_is_known_by_two_words(agent: str, says: str) -> None:
    assert in_words(agent) == says
