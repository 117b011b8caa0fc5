"""Printed sign-in slips: who prints them, what stands on them, and what a child does with one."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from server.accounts.policy import MOST_BY_NAME
from tests.server.accounts.conftest import NEW

if TYPE_CHECKING:
    import httpx

    from server.people.models import Person
    from tests.server.accounts.conftest import Accounts


async def prints(accounts: Accounts, person: Person, **pupil: object) -> httpx.Response:
    return await accounts.world.post(person, f"/classes/{accounts.world.cast.klass.id}/slips", **pupil)


async def printed(accounts: Accounts, person: Person, **pupil: object) -> str:
    answer = await prints(accounts, person, **pupil)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    reader = PdfReader(BytesIO(answer.content))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"], "a reader of screens reads it too"  # type: ignore[index]
    assert reader.trailer["/Root"]["/Lang"] == "en"  # type: ignore[index]
    return "\n".join(page.extract_text() for page in reader.pages)


async def code_of(accounts: Accounts, pupil: Person) -> tuple[str, str]:
    """Print a pupil's slip, and give the user name and the code on it."""
    text = await printed(accounts, accounts.world.cast.mentor, pupil=pupil.id)
    name = await accounts.world.value("SELECT user_name FROM account WHERE person_id = $1", pupil.id)
    found = re.search(r"\b\w{3}-\w{3}-\w{3}\b", text)
    assert name in text
    assert found
    return name, found[0]


async def test_a_child_types_the_slip_and_is_in(accounts: Accounts) -> None:
    elsa = accounts.world.cast.elsa
    name, code = await code_of(accounts, elsa)
    browser = await accounts.world.visits.as_(None)

    answer = await browser.post("/first", data={"user_name": f" {name.upper()}", "code": code.replace("-", " ").upper(), "password": NEW})

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "Hello, Elsa" in (await browser.get("/")).text
    assert (await accounts.sign_in(name, NEW)).status_code == 303
    replay = await accounts.visit("POST", "/first", user_name=name, code=code, password="another long one")
    assert replay.status_code == 401
    assert await accounts.world.events() == ["slip_printed", "password_changed", "signed_in", "signed_in"]


async def test_a_slip_says_what_a_child_needs(accounts: Accounts) -> None:
    cast = accounts.world.cast

    text = await printed(accounts, cast.admin)

    assert "Elsa Berg" in text
    assert "Omar Aziz" in text
    assert "http://localhost:8000/first" in text
    assert "Hanna" not in text, "nobody has granted the administrator to see her"
    assert "Hanna" in await printed(accounts, cast.mentor)
    assert "hanna" not in str(await accounts.world.rows("SELECT user_name FROM account"))


async def test_a_new_slip_voids_the_old_one(accounts: Accounts) -> None:
    elsa = accounts.world.cast.elsa
    name, old = await code_of(accounts, elsa)
    _, new = await code_of(accounts, elsa)

    assert (await accounts.visit("POST", "/first", user_name=name, code=old, password=NEW)).status_code == 401
    assert (await accounts.visit("POST", "/first", user_name=name, code=new, password=NEW)).status_code == 303


async def test_codes_run_out_and_cannot_be_tried_out(accounts: Accounts) -> None:
    world, elsa = accounts.world, accounts.world.cast.elsa
    name, code = await code_of(accounts, elsa)
    await world.rows(
        "INSERT INTO attempt (id, act, user_name, address, at) "
        "SELECT gen_random_uuid(), 'first', $1, '', now() FROM generate_series(1, $2)",
        name, MOST_BY_NAME,
    )  # fmt: skip
    assert (await accounts.visit("POST", "/first", user_name=name, code=code, password=NEW)).status_code == 429
    await world.rows("DELETE FROM attempt")
    await world.rows("UPDATE ticket SET expires = now()")
    assert (await accounts.visit("POST", "/first", user_name=name, code=code, password=NEW)).status_code == 401


async def test_nobody_learns_whether_there_is_an_account(accounts: Accounts) -> None:
    name, _ = await code_of(accounts, accounts.world.cast.elsa)

    answers = [await accounts.visit("POST", "/first", user_name=one, code="bcd-fgh-jkm", password=NEW) for one in (name, "nobody")]

    assert [one.status_code for one in answers] == [401, 401]
    assert answers[0].text.replace(name, "") == answers[1].text.replace("nobody", "")


async def test_who_has_a_password_gets_a_slip_only_when_asked_for_by_name_and_with_a_reason(accounts: Accounts) -> None:
    cast = accounts.world.cast
    await accounts.account(cast.elsa)

    assert "Elsa" not in await printed(accounts, cast.mentor)
    for reason in ({}, {"reason": " "}):
        assert (await prints(accounts, cast.mentor, pupil=cast.elsa.id, **reason)).status_code == 422
    assert await accounts.world.value("SELECT count(*) FROM ticket WHERE person_id = $1", cast.elsa.id) == 0
    assert "Elsa" in await printed(accounts, cast.mentor, pupil=cast.elsa.id, reason="Has forgotten it")
    assert "Omar" in await printed(accounts, cast.mentor, pupil=cast.omar.id), "a first one needs none"


async def test_a_slip_for_who_has_a_password_is_told_to_them(accounts: Accounts) -> None:
    cast, world = accounts.world.cast, accounts.world
    name = await accounts.account(cast.elsa, "elsa@hem.example")
    await printed(accounts, cast.mentor, pupil=cast.elsa.id, reason="Has <b>forgotten</b> it")

    [mail] = await accounts.mails("slip_printed")
    assert (mail["person_id"], mail["address"]) == (cast.elsa.id, "elsa@hem.example")
    assert "Maja" not in mail["text"]
    assert "forgotten" not in mail["text"]
    browser = await accounts.world.as_(cast.elsa)
    for page in ("/", "/settings/sign-in", "/settings/second-factor"):
        said = (await browser.get(page)).text
        assert "A sign-in slip was printed for you on" in said, page
        assert "by Maja Mentor." in said
        assert "Has &lt;b&gt;forgotten&lt;/b&gt; it" in said
    assert "Printed a sign-in slip" in (await world.get(cast.anna, f"/pupils/{cast.elsa.id}/access-log")).text

    assert (await browser.post("/settings/sign-in/seen")).headers["location"] == "/"
    assert "A sign-in slip" not in (await browser.get("/")).text
    assert "A sign-in slip" in (await browser.get("/settings/sign-in")).text, "whoever may have taken the account over hides nothing"
    await printed(accounts, cast.admin, pupil=cast.elsa.id, reason="Once more")
    assert "by Adam Admin." in (await browser.get("/")).text
    assert "Maja" not in (await browser.get("/")).text[: (await browser.get("/")).text.find("This is asked of you now")]
    await world.rows("UPDATE event SET at = at - interval '91 days'")
    assert "A sign-in slip" not in (await browser.get("/settings/sign-in")).text
    assert name


async def test_a_first_slip_and_other_peoples_are_nothing_to_be_told_of(accounts: Accounts) -> None:
    cast = accounts.world.cast
    await accounts.account(cast.omar)
    await printed(accounts, cast.mentor)
    await printed(accounts, cast.mentor, pupil=cast.omar.id, reason="Forgotten")

    assert await accounts.mails() == []
    for person in (cast.elsa, cast.anna):
        assert "A sign-in slip" not in (await accounts.world.get(person, "/")).text


async def test_the_ways_to_a_new_slip(accounts: Accounts) -> None:
    cast, world = accounts.world.cast, accounts.world
    page = f"/pupils/{cast.elsa.id}"
    assert "New slip" not in (await world.get(cast.mentor, page)).text
    await accounts.account(cast.elsa)

    for person in (cast.mentor, cast.admin):
        assert "New slip: Elsa Berg" in (await world.get(person, page)).text
    for person in (cast.teacher, cast.principal, cast.anna, cast.elsa):
        assert "New slip" not in (await world.get(person, page)).text
    members = (await world.get(cast.admin, f"/schools/{cast.school.id}/accounts?class={cast.klass.id}")).text
    assert members.count('name="reason"') == 1


async def test_what_people_are_called_is_no_markup(accounts: Accounts) -> None:
    world, cast = accounts.world, accounts.world.cast
    name = '#sys.inputs "]#panic("x") *$ <b> \\ 😀 مريم'
    await world.rows("UPDATE person SET given_name = $2 WHERE id = $1", cast.elsa.id, name)

    text = await printed(accounts, cast.mentor)
    await world.rows("UPDATE person SET given_name = 'Elsa' WHERE id = $1", cast.elsa.id)

    assert '#sys.inputs "]#panic("x") *$ <b> \\' in text


@pytest.mark.parametrize("who", ["omars_mother", "hidden", "far"])
async def test_slips_are_for_pupils_of_the_class_whom_one_may_see(accounts: Accounts, who: str) -> None:
    cast = accounts.world.cast

    assert (await prints(accounts, cast.admin, pupil=getattr(cast, who).id)).status_code == 404
    assert await accounts.world.value("SELECT count(*) FROM ticket") == 0


async def test_wherever_slips_are_printed_it_is_said_that_older_ones_no_longer_work(accounts: Accounts) -> None:
    world, cast = accounts.world, accounts.world.cast

    for page in (f"/classes/{cast.klass.id}", f"/schools/{cast.school.id}/accounts?class={cast.klass.id}"):
        assert "Slips printed before no longer work." in (await world.get(cast.admin, page)).text
