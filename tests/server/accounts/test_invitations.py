"""Administrators invite the people of their school, and see how far each has come."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import pytest

from server.people.models import RelationKind
from tests.server.accounts.conftest import MAIL, NEW
from tests.server.people.ties import tie

if TYPE_CHECKING:
    import httpx

    from server.people.models import Person
    from tests.server.accounts.conftest import Accounts


@pytest.fixture
def school(accounts: Accounts) -> str:
    return f"/schools/{accounts.world.cast.school.id}"


async def invite(accounts: Accounts, **whom: object) -> httpx.Response:
    cast = accounts.world.cast
    browser = await accounts.world.as_(cast.admin)
    return await browser.post(f"/schools/{cast.school.id}/invitations", data={name: str(value) for name, value in whom.items()})


async def test_an_invitation_leads_to_a_password_and_in(accounts: Accounts, anna: Person) -> None:
    await accounts.email(anna, MAIL)

    answer = await invite(accounts, person=anna.id)
    [mail] = await accounts.mails()
    link = await accounts.link("invitation")
    browser = await accounts.world.visits.as_(None)
    shown = await browser.get(link)
    done = await browser.post(link, data={"password": NEW})

    assert answer.status_code == 303
    assert mail["address"] == MAIL
    assert f"Your user name: {MAIL}" in mail["text"]
    assert not {"Anna", "Berg", "Bo", "Omar", "Matematik"} & set(re.findall(r"\w+", mail["text"])), "it names no more than it must"
    assert "http://localhost:8000/sign-in" in mail["text"]
    assert MAIL in shown.text
    assert (done.status_code, done.headers["location"]) == (303, "/")
    assert "Hello, Anna" in (await browser.get("/")).text
    assert (await accounts.sign_in(MAIL, NEW)).status_code == 303
    assert await accounts.world.events() == ["person_invited", "password_changed", "signed_in", "signed_in"]
    assert [one["kind"] for one in await accounts.mails()] == ["invitation"]


async def test_a_link_is_used_once_even_by_two_at_once(accounts: Accounts, anna: Person) -> None:
    await accounts.email(anna, MAIL)
    await invite(accounts, person=anna.id)
    link = await accounts.link("invitation")

    answers = await asyncio.gather(*(accounts.visit("POST", link, password=f"{NEW} {number}") for number in range(2)))

    assert sorted(one.status_code for one in answers) == [303, 404]


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "Use at least 10 characters."),
        ("password1234", "Many people use this password"),
        ("aaaaaaaaaaaaa", "Many people use this password"),
        ("anna-is-my-name", "Your user name must not be in the password."),
    ],
)
async def test_a_weak_password_is_not_taken_and_the_link_stays_good(accounts: Accounts, anna: Person, password: str, why: str) -> None:
    await accounts.email(anna, MAIL)
    await invite(accounts, person=anna.id)
    link = await accounts.link("invitation")

    answer = await accounts.visit("POST", link, password=password)

    assert answer.status_code == 422
    assert why in answer.text
    assert password not in answer.text
    assert (await accounts.visit("POST", link, password=NEW)).status_code == 303


async def test_letters_are_the_same_however_a_device_composes_them(accounts: Accounts, anna: Person) -> None:
    await accounts.email(anna, MAIL)
    await invite(accounts, person=anna.id)

    await accounts.visit("POST", await accounts.link("invitation"), password="mycket på a\u030akern")

    assert (await accounts.sign_in(MAIL, "mycket på \u00e5kern")).status_code == 303


async def test_inviting_again_voids_the_older_link(accounts: Accounts, anna: Person) -> None:
    await accounts.email(anna, MAIL)
    await invite(accounts, person=anna.id)
    old = await accounts.link("invitation")
    await invite(accounts, person=anna.id)

    assert (await accounts.visit("GET", old)).status_code == 404
    assert (await accounts.visit("GET", await accounts.link("invitation"))).status_code == 200
    assert await accounts.world.value("SELECT count(*) FROM account") == 1


async def test_all_who_wait_are_invited_and_only_they(accounts: Accounts, school: str) -> None:
    cast = accounts.world.cast
    for one in (cast.anna, cast.elsa, cast.teacher, cast.far, cast.stranger, cast.hidden):
        await accounts.email(one, f"{one.source_id}@hem.example")
    await accounts.account(cast.bo, "bo@hem.example")

    page = (await accounts.world.get(cast.admin, f"{school}/accounts")).text
    assert "Invite all 3 who are not invited yet" in page
    await invite(accounts, group="guardians")
    assert {one["person_id"] for one in await accounts.mails()} == {cast.anna.id}
    await invite(accounts)
    await invite(accounts)

    assert sorted(one["address"].split("@")[0] for one in await accounts.mails()) == ["anna", "elsa", "teacher"]


async def test_the_page_says_how_far_each_has_come(accounts: Accounts, school: str) -> None:
    world, cast = accounts.world, accounts.world.cast
    await accounts.account(cast.anna, MAIL)
    await accounts.email(cast.bo, "bo@hem.example")
    await accounts.email(cast.omars_mother, "nobody")
    await invite(accounts, person=cast.bo.id)

    whole = (await world.get(cast.admin, f"{school}/accounts")).text
    page = (await world.get(cast.admin, f"{school}/accounts?class={cast.klass.id}")).text
    staff = (await world.get(cast.principal, f"{school}/accounts?staff")).text

    assert "1 can sign in · 1 is invited · 1 has no mail address" in whole
    assert "Invite again: Bo Lind" in page
    assert "Maja Mentor" in staff
    assert "Invite" not in staff, "the principal reads"
    await world.rows("UPDATE mail SET state = 'failed', error = 'refused'")
    assert "The invitation could not be delivered" in (await world.get(cast.admin, f"{school}/accounts?class={cast.klass.id}")).text


async def test_an_invitation_names_the_school_and_for_whom_one_is_invited(accounts: Accounts) -> None:
    cast = accounts.world.cast
    for one in (cast.anna, cast.elsa, cast.teacher):
        await accounts.email(one, f"{one.source_id}@hem.example")
    await invite(accounts)

    mails = {one["address"].split("@")[0]: one for one in await accounts.mails()}
    assert {one["subject"] for one in mails.values()} == {"Ekskolan invites you to Stegvis"}
    assert "because you are an adult of the home of Elsa, 4B, at Ekskolan." in mails["anna"]["text"]
    assert "as a pupil at Ekskolan, 4B." in mails["elsa"]["text"]
    assert "because you work at Ekskolan." in mails["teacher"]["text"]


@pytest.mark.parametrize("how", ["protected = true", "protected_by = id"])
async def test_an_invitation_to_the_home_of_a_protected_child_names_neither_child_nor_school(accounts: Accounts, how: str) -> None:
    cast, world = accounts.world.cast, accounts.world
    await accounts.email(cast.anna, MAIL)
    await tie(world, cast.admin, RelationKind.sees_protected, pupil_id=cast.elsa.id)
    await world.rows(f"UPDATE person SET {how} WHERE id = $1", cast.elsa.id)  # noqa: S608  # one of two above

    for whom in ({"person": cast.anna.id}, {"group": "guardians"}):
        await invite(accounts, **whom)

    [mail] = await accounts.mails()
    assert mail["subject"] == "You can now sign in to Stegvis"
    assert not {"Elsa", "4B", "Ekskolan"} & set(re.findall(r"\w+", mail["text"]))


async def test_whose_language_is_not_known_is_written_to_in_all_three(accounts: Accounts, anna: Person) -> None:
    await accounts.email(anna, MAIL)
    await accounts.world.rows("UPDATE person SET language = '' WHERE id = $1", anna.id)

    await invite(accounts, person=anna.id)

    [mail] = await accounts.mails()
    assert mail["text"].count("/link/") == 3
    for name in ("— Svenska —", "— العربية —"):
        assert mail["text"].count(name) == 1
    assert mail["subject"].count("Stegvis") == 3
    await accounts.world.post(anna, "/forgotten", name=MAIL)
    assert (await accounts.mails("forgotten"))[0]["text"].count("/link/") == 1, "a mail that was asked for is in one language"


@pytest.mark.parametrize(
    ("state", "error", "said", "counted"),
    [
        ("waiting", "", "the mail waits to be sent", "1 is invited"),
        ("sent", "", "the mail was sent", "1 is invited"),
        ("waiting", "unreachable", "the mail waits to be sent. The mail server cannot be reached", "1 invitation has not left yet"),
        ("failed", "refused", "the mail was given up. The mail server refuses it", "1 invitation could not be delivered"),
        ("failed", "address", "the mail was given up. There is no such address", "1 invitation could not be delivered"),
    ],
)
async def test_what_became_of_the_mail_is_said_with_the_reason(
    accounts: Accounts, school: str, state: str, error: str, said: str, counted: str
) -> None:
    world, cast = accounts.world, accounts.world.cast
    await accounts.email(cast.bo, "bo@hem.example")
    await invite(accounts, person=cast.bo.id)
    await world.rows("UPDATE mail SET state = $1, error = $2", state, error)

    page = (await world.get(cast.admin, f"{school}/accounts?class={cast.klass.id}")).text
    row = next(one for one in page.split("<li") if "Bo Lind" in one)

    assert f"just now · {said}" in row
    assert counted in (await world.get(cast.admin, f"{school}/accounts")).text


async def test_a_protected_pupil_and_the_home_behind_are_not_there(accounts: Accounts, school: str) -> None:
    world, cast = accounts.world, accounts.world.cast
    await accounts.email(cast.hidden, "h@hem.example")
    await accounts.email(cast.stranger, "s@hem.example")
    await world.rows(
        "INSERT INTO relation (id, person_id, kind, pupil_id, source, since, subject, reason, end_reason, ended_by_roster) "
        "VALUES (gen_random_uuid(), $1, 'guardian_of', $2, 'test', now(), '', '', '', false)",
        cast.far.id, cast.hidden.id,
    )  # fmt: skip
    await accounts.email(cast.far, "f@hem.example")

    page = (await world.get(cast.admin, f"{school}/accounts?class={cast.klass.id}")).text

    assert "Hanna" not in page
    assert "Frida" not in page, "a home that is there for no child betrays one"
    for one in (cast.hidden, cast.far):
        assert (await invite(accounts, person=one.id)).status_code == 404
    await invite(accounts)
    assert await accounts.mails() == []


async def test_who_has_a_password_is_not_given_another_by_the_school(accounts: Accounts, anna: Person) -> None:
    await accounts.account(anna, MAIL)

    assert (await invite(accounts, person=anna.id)).status_code == 403
    assert await accounts.mails() == []


@pytest.mark.parametrize("wrong", [{"person": "x"}, {"group": "everybody"}, {"klass": "4B"}, {"all": "1"}])
async def test_a_wrong_form_is_refused(accounts: Accounts, wrong: dict[str, str]) -> None:
    assert (await invite(accounts, **wrong)).status_code == 422


@pytest.mark.parametrize("wrong", ["x", "00000000-0000-0000-0000-000000000000"])
async def test_a_class_that_is_not_of_the_school_is_not_there(accounts: Accounts, school: str, wrong: str) -> None:
    assert (await accounts.world.get(accounts.world.cast.admin, f"{school}/accounts?class={wrong}")).status_code == 404
