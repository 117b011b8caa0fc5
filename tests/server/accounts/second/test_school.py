"""A school that asks its staff for a second step, and its administrator's help for whoever has lost theirs."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from server.accounts.models import StaffRule
from server.accounts.second.policy import Held, Step, is_required, may_remove, may_reset, next_step
from server.columns import now
from server.people.models import RelationKind
from server.people.policy import Actor, Tie
from tests.server.accounts.second.doors import OWN, STEP, Device, account, add_passkey, code, first_step, is_in, set_up_app

if TYPE_CHECKING:
    from server.people.models import Person
    from tests.server.world import World

TODAY = date(2026, 11, 24)
HERE, THERE, ORGANISATION = uuid4(), uuid4(), uuid4()


def somebody(kind: RelationKind, **to: Any) -> Actor:
    person: Any = SimpleNamespace(id=uuid4(), organisation_id=ORGANISATION)
    return Actor(person, (Tie(kind, **to),))


@pytest.mark.parametrize(
    ("actor", "asked"),
    [
        (somebody(RelationKind.teacher_in, school_id=HERE), True),
        (somebody(RelationKind.mentor_of, school_id=HERE), True),
        (somebody(RelationKind.observer_in, school_id=HERE), True),
        (somebody(RelationKind.principal_of, school_id=HERE), True),
        (somebody(RelationKind.admin_of, school_id=HERE), True),
        (somebody(RelationKind.admin_of, organisation_id=ORGANISATION), True),
        (somebody(RelationKind.teacher_in, school_id=THERE), False),
        (somebody(RelationKind.admin_of, organisation_id=uuid4()), False),
        (somebody(RelationKind.guardian_of, school_id=HERE), False),
        (somebody(RelationKind.pupil_in, school_id=HERE), False),
    ],
)
def test_staff_of_the_school_are_asked_and_nobody_else(actor: Actor, asked: bool) -> None:  # noqa: FBT001  # a column of the table
    assert is_required(actor, {HERE: TODAY}, TODAY) is asked
    assert not is_required(actor, {HERE: TODAY}, TODAY - timedelta(days=1))
    assert not is_required(actor, {}, TODAY)


def test_nobody_resets_their_own_or_that_of_somebody_hidden_from_them() -> None:
    admin, hidden = somebody(RelationKind.admin_of, school_id=HERE), uuid4()

    assert may_reset(admin, hidden)
    assert not may_reset(admin, admin.id)
    assert not may_reset(Actor(admin.person, admin.ties, frozenset({hidden})), hidden)


@pytest.mark.parametrize(
    ("held", "required", "vouched", "step"),
    [
        (Held(), False, False, Step.enter),
        (Held(), True, False, Step.set_up),
        (Held(app=True), False, False, Step.ask),
        (Held(passkeys=1), True, False, Step.ask),
        (Held(codes=5), False, False, Step.enter),
        (Held(app=True), True, True, Step.enter),
        (Held(), True, True, Step.enter),
    ],
)
def test_what_comes_after_the_first_step(held: Held, required: bool, vouched: bool, step: Step) -> None:  # noqa: FBT001  # columns of the table
    assert next_step(held, required=required, vouched=vouched) is step


def test_the_last_one_stays_while_it_is_asked_for() -> None:
    assert not may_remove(Held(app=True), required=True)
    assert may_remove(Held(app=True), required=False)
    assert may_remove(Held(app=True, passkeys=1), required=True)


@pytest.fixture
async def teacher(world: World) -> Person:
    """Let the school ask its staff for a second step; give a teacher with an account and none."""
    await account(world, world.cast.teacher)
    await world.add(StaffRule(school_id=world.cast.school.id, second_step_from=now().date()))
    return world.cast.teacher


async def test_staff_without_one_set_it_up_before_anything_else(world: World, teacher: Person) -> None:
    browser, answer = await first_step(world, teacher, "/notices")
    assert (answer.status_code, answer.headers["location"]) == (303, OWN)
    assert "Your school asks its staff" in (await browser.get(OWN)).text
    for page in ("/", "/notices", world.home):
        assert (await browser.get(page)).status_code == 303
    assert (await browser.post(f"{OWN}/recovery")).status_code == 403
    assert (await browser.post("/language", data={"language": "sv", "then": OWN})).headers["location"] == OWN
    assert '<html lang="sv"' in (await browser.get(OWN)).text

    await set_up_app(browser)

    assert await is_in(browser)
    assert (await world.events())[-3:] == ["second_factor_added", "recovery_codes_made", "signed_in"]


async def test_a_passkey_is_enough_and_leads_on(world: World, teacher: Person) -> None:
    browser, _ = await first_step(world, teacher, "/notices")

    answer = await add_passkey(browser, Device())

    assert 'href="/notices"' in answer.text
    assert await is_in(browser)


async def test_whoever_knows_the_password_adds_nothing_once_there_is_one(world: World, teacher: Person) -> None:
    early, _ = await first_step(world, teacher)
    browser, _ = await first_step(world, teacher)
    await set_up_app(browser)

    assert (await early.post(f"{OWN}/app")).status_code == 401
    assert (await early.post(f"{OWN}/passkeys/challenge")).status_code == 401
    assert not await is_in(early)


async def test_the_last_one_cannot_be_removed(world: World, teacher: Person) -> None:
    browser, _ = await first_step(world, teacher)
    await set_up_app(browser)
    assert "the last one cannot be removed" in (await browser.get(OWN)).text
    assert (await browser.post(f"{OWN}/app/remove")).status_code == 403

    await add_passkey(browser, Device())
    assert (await browser.post(f"{OWN}/app/remove")).status_code == 303
    key = await world.value("SELECT id FROM passkey")
    assert (await browser.post(f"{OWN}/passkeys/{key}/remove")).status_code == 403


@pytest.mark.usefixtures("teacher")
async def test_homes_and_other_schools_are_not_asked(world: World) -> None:
    for person in (world.cast.anna, world.cast.elsa, world.cast.far_teacher):
        await account(world, person)
        assert (await first_step(world, person))[1].headers["location"] == "/"


async def test_the_administrator_sets_the_day_and_takes_it_back(world: World) -> None:
    address, admin = f"/schools/{world.cast.school.id}/security", world.cast.admin
    await account(world, world.cast.teacher)
    later = (now() + timedelta(days=7)).date()
    await world.post(admin, address, asked="yes", day=later)
    assert "Staff will be asked for a second step from" in (await world.get(admin, address)).text
    assert (await first_step(world, world.cast.teacher))[1].headers["location"] == "/"

    await world.post(admin, address, asked="yes")
    assert "Staff have been asked for a second step since" in (await world.get(admin, address)).text
    assert (await first_step(world, world.cast.teacher))[1].headers["location"] == OWN

    await world.post(admin, address, asked="no")
    await world.post(admin, address, asked="no")
    assert (await first_step(world, world.cast.teacher))[1].headers["location"] == "/"
    assert [one for one in await world.events() if one == "staff_rule_set"] == ["staff_rule_set"] * 3


@pytest.mark.parametrize("wrong", [{}, {"asked": "perhaps"}, {"asked": "yes", "day": "2026-02-30"}, {"asked": "yes", "more": "x"}])
async def test_a_wrong_rule_is_refused(world: World, wrong: dict[str, str]) -> None:
    assert (await world.post(world.cast.admin, f"/schools/{world.cast.school.id}/security", **wrong)).status_code == 422
    assert await world.value("SELECT count(*) FROM staff_rule") == 0


async def test_the_page_names_staff_and_whoever_has_a_second_step_and_nobody_who_is_hidden(world: World) -> None:
    address = f"/schools/{world.cast.school.id}/security"
    await account(world, world.cast.anna)
    page = (await world.get(world.cast.admin, address)).text
    assert world.cast.teacher.name in page
    assert world.cast.anna.name not in page
    assert world.cast.far_teacher.name not in page

    for person in (world.cast.anna, world.cast.hidden):
        await set_up_app(await world.as_(person))
    page = (await world.get(world.cast.admin, address)).text
    assert world.cast.anna.name in page
    assert world.cast.hidden.name not in page


async def test_a_reset_takes_every_second_step_and_signs_out(world: World) -> None:
    await account(world, world.cast.anna)
    browser = await world.as_(world.cast.anna)
    secret, codes = await set_up_app(browser)
    waiting, _ = await first_step(world, world.cast.anna)
    address = f"/schools/{world.cast.school.id}/security/{world.cast.anna.id}/reset"

    assert (await world.post(world.cast.admin, address)).status_code == 422
    assert (await world.post(world.cast.admin, address, sure="yes")).status_code == 303

    assert not await is_in(browser)
    assert (await waiting.get(OWN)).status_code == 303
    assert (await waiting.post("/sign-in/second-step/code", data={"code": code(secret)})).status_code == 401
    assert (await waiting.post("/sign-in/second-step/recovery", data={"code": codes[0]})).status_code == 401
    assert (await first_step(world, world.cast.anna))[1].headers["location"] == "/"
    row = (await world.rows("SELECT actor_id, data FROM event WHERE kind = 'second_factor_reset'"))[0]
    assert row["actor_id"] == world.cast.admin.id
    assert str(world.cast.anna.id) in str(row["data"])
    assert "signed_out" in await world.events()


async def test_a_reset_is_told_to_whom_it_befell(world: World) -> None:
    anna = world.cast.anna
    await account(world, anna)
    await world.rows("UPDATE person SET email = 'anna@hem.example', language = 'en' WHERE id = $1", anna.id)
    await set_up_app(await world.as_(anna))
    address = f"/schools/{world.cast.school.id}/security/{anna.id}/reset"

    await world.post(world.cast.admin, address, sure="yes")

    [mail] = await world.rows("SELECT * FROM mail")
    assert (mail["person_id"], mail["address"], mail["kind"]) == (anna.id, "anna@hem.example", "second_step_reset")
    assert "/settings/second-factor" in mail["text"]
    assert "Adam" not in mail["text"]
    browser, _ = await first_step(world, anna)
    for page in ("/", OWN):
        said = (await browser.get(page)).text
        assert "Your second step was reset on" in said
        assert "by Adam Admin." in said
    await browser.post("/settings/sign-in/seen")
    assert "was reset" not in (await browser.get("/")).text
    assert "was reset" in (await browser.get(OWN)).text


async def test_without_an_address_the_page_alone_tells_of_a_reset(world: World) -> None:
    await account(world, world.cast.elsa)
    await set_up_app(await world.as_(world.cast.elsa))

    answer = await world.post(world.cast.admin, f"/schools/{world.cast.school.id}/security/{world.cast.elsa.id}/reset", sure="yes")

    assert answer.status_code == 303
    assert await world.value("SELECT count(*) FROM mail") == 0
    browser, _ = await first_step(world, world.cast.elsa)
    assert "Your second step was reset on" in (await browser.get("/")).text


async def test_whoever_is_led_to_the_second_step_and_goes_elsewhere_is_told_that_one_is_left(world: World, teacher: Person) -> None:
    browser, _ = await first_step(world, teacher)
    page = (await browser.get("/", follow_redirects=True)).text
    assert "You have begun to sign in, and one step is left." in page
    assert f'href="{OWN}">Go on' in page

    await set_up_app(browser)
    again, _ = await first_step(world, teacher)
    assert f'href="{STEP}">Go on' in (await again.get("/", follow_redirects=True)).text
    assert "one step is left" not in (await (await world.visits.as_(None)).get("/sign-in")).text


async def test_what_was_done_is_said_and_is_then_no_longer_the_main_thing_to_do(world: World) -> None:
    address, admin = f"/schools/{world.cast.school.id}/security", world.cast.admin
    main = '<button class="btn main" name="asked" value="yes">'
    assert main in (await world.get(admin, address)).text

    for sends, said in (({"asked": "yes"}, "Saved. Staff are asked"), ({"asked": "no"}, "Staff are no longer asked")):
        answer = await world.post(admin, address, **sends)
        page = (await world.get(admin, answer.headers["location"])).text
        assert said in page
        assert (main in page) is (sends["asked"] == "no")

    await account(world, world.cast.anna)
    await set_up_app(await world.as_(world.cast.anna))
    answer = await world.post(admin, f"{address}/{world.cast.anna.id}/reset", sure="yes")
    assert "The second step is reset" in (await world.get(admin, answer.headers["location"])).text
