from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from server.accounts.actions import hash_password
from server.accounts.models import Account
from server.people.models import Person, Relation, RelationKind

if TYPE_CHECKING:
    import httpx

    from tests.server.world import World

EVERYTHING = ("relation", "goal", "comment", "thread", "plan", "text_update", "account", "notice", "check_in", "version")


async def person(world: World, name: str = "Anna Berg", **fields: Any) -> Person:
    given, family = name.split()
    made = Person(organisation_id=world.cast.organisation.id, source_id=f"second {name}", given_name=given, family_name=family, **fields)
    await world.add(made)
    return made


async def tie(world: World, who: Person, kind: RelationKind, **to: Any) -> None:
    await world.add(Relation(person_id=who.id, kind=kind, **to))


async def merge(world: World, kept: Person, double: Person) -> httpx.Response:
    return await world.post(world.cast.director, f"/organisation/merges/{kept.id}/{double.id}", reason="The same address")


async def undo(world: World) -> httpx.Response:
    key = await world.value("SELECT id FROM merge ORDER BY at DESC LIMIT 1")
    return await world.post(world.cast.director, f"/organisation/merged/{key}/undone")


async def dump(world: World) -> str:
    """Give every row of every table that can point to a person."""
    tables = {name: [dict(row) for row in await world.rows(f"SELECT * FROM {name} ORDER BY 1, 2")] for name in EVERYTHING}  # noqa: S608
    return json.dumps(tables, default=str)


async def test_everything_of_the_double_moves_and_comes_back(own: World) -> None:
    cast = own.cast
    kept = await person(own)
    await own.thread(cast.anna)
    await own.post(cast.anna, f"{own.home}/goals", id=kept.id, title="Swim")
    before, seen = await dump(own), (await own.get(cast.anna, own.home)).status_code
    assert seen == 200

    assert (await merge(own, kept, cast.anna)).status_code == 303

    assert (await own.get(cast.anna, own.home)).status_code == 303  # signed out
    own.browsers.clear()
    assert (await own.get(kept, own.home)).status_code == 200
    for table, column in (("relation", "person_id"), ("goal", "proposed_by"), ("comment", "person_id"), ("thread", "begun_by")):
        assert await own.value(f"SELECT count(*) FROM {table} WHERE {column} = $1", cast.anna.id) == 0  # noqa: S608
    assert await own.value("SELECT count(*) FROM event WHERE actor_id = $1", cast.anna.id) > 0  # the log stays as it was written

    assert (await undo(own)).status_code == 303

    assert await dump(own) == before
    own.browsers.clear()
    assert (await own.get(cast.anna, own.home)).status_code == 200
    assert (await own.get(kept, own.home)).status_code == 404
    assert (await own.events())[-1] == "merge_undone"


async def test_sent_twice_they_are_merged_once_and_undone_once(own: World) -> None:
    double = await person(own)
    for _ in range(2):
        assert (await merge(own, own.cast.anna, double)).status_code == 303
    assert (await merge(own, own.cast.bo, double)).status_code == 403
    for _ in range(2):
        assert (await undo(own)).status_code == 303

    assert await own.events() == ["persons_merged", "merge_undone"]


async def test_relations_that_both_have_end_and_begin_again(own: World) -> None:
    cast = own.cast
    double = await person(own)
    await tie(own, double, RelationKind.guardian_of, pupil_id=cast.elsa.id)
    await tie(own, double, RelationKind.guardian_of, pupil_id=cast.omar.id)
    before = await dump(own)
    page = (await own.get(cast.director, f"/organisation/merges/{cast.anna.id}/{double.id}")).text
    assert "1 relation that the one who is kept has already" in page
    assert "1 relation<" in page

    await merge(own, cast.anna, double)

    open_ = "SELECT pupil_id FROM relation WHERE person_id = $1 AND until IS NULL"
    assert {row["pupil_id"] for row in await own.rows(open_, cast.anna.id)} == {cast.elsa.id, cast.omar.id}
    assert (await own.get(cast.anna, f"/plans/{cast.omars_plan.id}")).status_code == 200
    await undo(own)
    assert await dump(own) == before


async def test_two_pupils_with_guardians_in_common_become_one(own: World) -> None:
    cast = own.cast
    double = await person(own, "Elsa Berg")
    await tie(own, double, RelationKind.pupil_in, class_id=cast.klass.id)
    await tie(own, cast.anna, RelationKind.guardian_of, pupil_id=double.id)
    await tie(own, cast.omars_mother, RelationKind.guardian_of, pupil_id=double.id)

    assert (await merge(own, cast.elsa, double)).status_code == 303

    assert (await own.get(cast.omars_mother, own.home)).status_code == 200
    assert await own.value("SELECT count(*) FROM relation WHERE pupil_id = $1 AND until IS NULL", double.id) == 0
    page = (await own.get(cast.principal, f"/classes/{cast.klass.id}")).text
    assert page.count("Elsa Berg</") == 1


async def signs_in(world: World, name: str) -> int:
    answer = await (await world.visits.as_(None)).post("/sign-in", data={"user_name": name, "password": "a long password"})
    return answer.status_code


async def test_the_doubles_account_is_closed_and_opened_again_by_the_undo(own: World) -> None:
    double, password = await person(own), hash_password("a long password")
    for one, name in ((own.cast.anna, "anna"), (double, "anna2")):
        await own.add(Account(person_id=one.id, user_name=name, password_hash=password, email=f"{name}@hem.example"))
    page = (await own.get(own.cast.director, f"/organisation/merges/{own.cast.anna.id}/{double.id}")).text
    assert "account to sign in with</li>" not in page
    assert "there is one account to sign in with" in page

    await merge(own, own.cast.anna, double)

    assert [await signs_in(own, name) for name in ("anna", "anna2", "anna2@hem.example")] == [303, 401, 401]
    await undo(own)
    assert [await signs_in(own, name) for name in ("anna", "anna2", "anna2@hem.example")] == [303, 303, 303]


async def test_where_only_the_double_had_an_account_it_moves(own: World) -> None:
    double = await person(own)
    await own.add(Account(person_id=double.id, user_name="anna2", password_hash=hash_password("a long password")))
    await merge(own, own.cast.anna, double)

    browser = await own.visits.as_(None)
    await browser.post("/sign-in", data={"user_name": "anna2", "password": "a long password"})

    assert "Hello, Anna" in (await browser.get("/")).text
    assert (await browser.get(own.home)).status_code == 200


async def test_an_account_that_was_only_invited_does_not_stand_in_the_way_of_one_with_a_password(own: World) -> None:
    double = await person(own)
    await own.add(Account(person_id=own.cast.anna.id, user_name="anna", password_hash=""))
    await own.add(Account(person_id=double.id, user_name="anna2", password_hash=hash_password("a long password")))
    await merge(own, own.cast.anna, double)

    browser = await own.visits.as_(None)
    await browser.post("/sign-in", data={"user_name": "anna2", "password": "a long password"})
    assert (await browser.get(own.home)).status_code == 200

    await undo(own)
    assert await own.value("SELECT user_name FROM account WHERE person_id = $1", own.cast.anna.id) == "anna"
    assert await own.value("SELECT person_id FROM account WHERE user_name = 'anna2'") == double.id
    assert await signs_in(own, "anna2") == 303


async def test_whoever_has_forgotten_the_doubles_password_gets_a_link_for_the_kept_ones_account(own: World) -> None:
    double = await person(own)
    for one, name in ((own.cast.anna, "anna"), (double, "anna2")):
        await own.add(Account(person_id=one.id, user_name=name, password_hash="x", email=f"{name}@hem.example"))
    await merge(own, own.cast.anna, double)

    await (await own.visits.as_(None)).post("/forgotten", data={"name": "anna2"})

    mails = await own.rows("SELECT address, text FROM mail")
    assert [one["address"] for one in mails] == ["anna@hem.example"]
    assert "Your user name: anna\n" in mails[0]["text"]


async def test_a_protected_double_makes_the_kept_one_protected(own: World) -> None:
    cast = own.cast
    double = await person(own, "Kim Berg", protected=True)
    assert (await merge(own, cast.anna, double)).status_code == 404
    await tie(own, cast.director, RelationKind.sees_protected, pupil_id=double.id)

    assert (await merge(own, cast.anna, double)).status_code == 303

    assert await own.value("SELECT protected FROM person WHERE id = $1", cast.anna.id)
    await undo(own)
    assert not await own.value("SELECT protected FROM person WHERE id = $1", cast.anna.id)


async def test_an_undone_merge_of_somebody_protected_is_seen_by_those_who_are_granted(own: World) -> None:
    director, double = own.cast.director, await person(own, "Kim Berg", protected=True)
    await tie(own, director, RelationKind.sees_protected, pupil_id=double.id)
    await merge(own, own.cast.anna, double)
    await undo(own)
    assert "Kim Berg" in (await own.get(director, "/organisation/merges")).text

    await own.rows("UPDATE relation SET until = now() WHERE person_id = $1 AND kind = 'sees_protected'", director.id)

    assert "Kim Berg" not in (await own.get(director, "/organisation/merges")).text
    assert (await undo(own)).status_code == 404


@pytest.mark.parametrize(
    ("kept", "double", "sentence"),
    [
        ("elsa", "omar", "Two pupils with plans of their own cannot become one."),
        ("elsa", "anna", "One of them is tied to the other"),
        ("bo", "bo", "it is the same one twice"),
    ],
)
async def test_what_cannot_be_one_is_refused_and_changes_nothing(world: World, kept: str, double: str, sentence: str) -> None:
    one, two = getattr(world.cast, kept), getattr(world.cast, double)
    before = await dump(world)

    answer = await merge(world, one, two)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert sentence in (await world.get(world.cast.director, f"/organisation/merges/{one.id}/{two.id}")).text
    assert await dump(world) == before
    assert await world.events() == []


async def test_the_one_with_the_plan_that_is_written_in_is_kept(own: World) -> None:
    from server.plans.actions import begin_plan  # noqa: PLC0415
    from server.plans.models import Phase  # noqa: PLC0415

    double = await person(own, "Elsa Berg")
    async with own.visits.database.session() as session:
        empty = await begin_plan(session, double.id, own.cast.klass, Phase.draft)
        await session.commit()

    assert "Keep that one instead." in (await merge(own, double, own.cast.elsa)).text
    assert (await merge(own, own.cast.elsa, double)).status_code == 303
    assert await own.value("SELECT pupil_id FROM plan WHERE id = $1", empty.id) == double.id  # it stays behind
    assert (await own.get(own.cast.elsa, own.home)).status_code == 200


async def test_after_thirty_days_or_a_merge_onwards_it_is_too_late(own: World) -> None:
    one, two, three = [await person(own, f"Kim {name}") for name in ("One", "Two", "Three")]
    await merge(own, two, three)
    await merge(own, one, two)
    first = await own.value("SELECT id FROM merge WHERE double_id = $1", three.id)

    answer = await own.post(own.cast.director, f"/organisation/merged/{first}/undone")
    assert "has since been merged" in answer.text
    await own.rows("UPDATE merge SET at = now() - interval '31 days'")
    assert "more than 30 days ago" in (await undo(own)).text
    assert await own.value("SELECT merged_into FROM person WHERE id = $1", two.id) == one.id


async def test_what_left_the_kept_one_meanwhile_does_not_come_back(own: World) -> None:
    double = await person(own)
    await own.goal(double)
    goal = await own.goal(double)
    await merge(own, own.cast.anna, double)
    await own.rows("UPDATE goal SET proposed_by = $1 WHERE id = $2", own.cast.bo.id, goal)

    await undo(own)

    assert await own.value("SELECT proposed_by FROM goal WHERE id = $1", goal) == own.cast.bo.id
    assert await own.value("SELECT count(*) FROM goal WHERE proposed_by = $1", double.id) == 1


async def test_who_is_looked_for_is_found_but_nobody_protected_and_no_double_of_before(own: World) -> None:
    double = await person(own, email="anna@example.se")
    page = (await own.get(own.cast.director, "/organisation/merges?words=berg+anna")).text
    assert "2 people found" in page
    assert "Perhaps known twice" in page
    assert "anna@example.se" in page
    assert "Hanna" not in (await own.get(own.cast.director, "/organisation/merges?words=hanna")).text
    assert "0 people found" in (await own.get(own.cast.director, "/organisation/merges?words=%25")).text

    await merge(own, own.cast.anna, double)

    page = (await own.get(own.cast.director, "/organisation/merges?words=anna+berg")).text
    assert "1 person found" in page
    assert "The same address" in page
    assert "Perhaps known twice" not in page
