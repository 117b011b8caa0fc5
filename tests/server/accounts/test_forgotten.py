"""A forgotten password: one answer for all, one mail for whoever is meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from server.accounts.policy import MOST_BY_NAME, MOST_MAILS
from tests.server.accounts.conftest import MAIL, NEW, PASSWORD

if TYPE_CHECKING:
    from server.people.models import Person
    from tests.server.accounts.conftest import Accounts


async def ask(accounts: Accounts, name: str) -> str:
    answer = await accounts.visit("POST", "/forgotten", name=name)
    assert answer.status_code == 200
    return re.sub(r"/words/\S+", "", answer.text)


@pytest.mark.parametrize("by", ["anna.x", " Anna.X", MAIL, MAIL.upper()])
async def test_a_link_in_a_mail_gives_a_new_password_once(accounts: Accounts, anna: Person, by: str) -> None:
    name = await accounts.account(anna, MAIL)
    other = await accounts.world.visits.as_(anna)

    await ask(accounts, by)
    link = await accounts.link("forgotten")
    assert name in (await accounts.visit("GET", link)).text
    answer = await accounts.visit("POST", link, password=NEW)

    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers, "a second step is not to be passed by"
    assert (await accounts.sign_in(name, PASSWORD)).status_code == 401
    assert (await accounts.sign_in(name, NEW)).status_code == 303
    assert (await other.get("/")).status_code == 303, "whoever was signed in before is no longer"
    assert [one["kind"] for one in await accounts.mails()] == ["forgotten", "password_changed"]
    replay = await accounts.visit("POST", link, password="another long one")
    assert replay.status_code == 404
    assert 'href="/forgotten"' in replay.text
    assert (await accounts.sign_in(name, NEW)).status_code == 303


async def test_nobody_learns_whether_there_is_an_account(accounts: Accounts, anna: Person) -> None:
    await accounts.account(anna, MAIL)
    await accounts.account(accounts.world.cast.bo)

    answers = {await ask(accounts, name) for name in ("anna.x", MAIL, "bo.x", "nobody", "nobody@hem.example", "%", "' OR 1=1 --")}

    assert len(answers) == 1
    assert [one["person_id"] for one in await accounts.mails()] == [anna.id] * 2


async def test_asking_again_and_again_fills_no_mailbox_and_voids_no_link(accounts: Accounts, anna: Person) -> None:
    await accounts.account(anna, MAIL)
    await ask(accounts, "anna.x")
    first = await accounts.link("forgotten")

    for _ in range(MOST_MAILS + 2):
        await ask(accounts, "anna.x")

    assert len(await accounts.mails()) == MOST_MAILS
    assert (await accounts.visit("POST", first, password=NEW)).status_code == 200
    for later in (await accounts.mails("forgotten"))[1:]:
        assert (await accounts.visit("GET", later["text"].split("8000")[1].split()[0])).status_code == 404


async def test_whoever_is_guessed_at_gets_in_by_a_link(accounts: Accounts, anna: Person) -> None:
    name = await accounts.account(anna, MAIL)
    await accounts.world.rows(
        "INSERT INTO attempt (id, act, user_name, address, at) SELECT gen_random_uuid(), 'sign_in', $1, '192.0.2.1', now() "
        "FROM generate_series(1, $2)", name, MOST_BY_NAME,
    )  # fmt: skip
    assert (await accounts.sign_in(name, PASSWORD)).status_code == 429

    await ask(accounts, name)
    await accounts.visit("POST", await accounts.link("forgotten"), password=NEW)

    assert (await accounts.sign_in(name, NEW)).status_code == 303


async def test_a_link_runs_out(accounts: Accounts, anna: Person) -> None:
    await accounts.account(anna, MAIL)
    await ask(accounts, "anna.x")
    await accounts.world.rows("UPDATE ticket SET expires = now()")

    link = await accounts.link("forgotten")

    assert (await accounts.visit("GET", link)).status_code == 404
    assert (await accounts.visit("POST", link, password=NEW)).status_code == 404
    assert (await accounts.sign_in("anna.x", PASSWORD)).status_code == 303


async def test_the_token_itself_is_kept_nowhere_once_the_mail_has_left(accounts: Accounts, anna: Person) -> None:
    await accounts.account(anna, MAIL)
    await ask(accounts, "anna.x")
    token = (await accounts.link("forgotten")).rpartition("/")[2]
    await accounts.world.visits.transport.app.state.courier.deliver()  # type: ignore[union-attr]

    for table in ("ticket", "mail", "event", "attempt"):
        assert token not in str(await accounts.world.rows(f"SELECT * FROM {table}"))  # noqa: S608  # one of ours


async def test_the_links_host_is_not_the_one_that_a_request_claims(accounts: Accounts, anna: Person) -> None:
    await accounts.account(anna, MAIL)
    browser = await accounts.world.visits.as_(None)

    await browser.post("/forgotten", data={"name": MAIL}, headers={"Host": "evil.example", "Origin": "http://evil.example"})

    assert "evil" not in (await accounts.mails())[0]["text"]
