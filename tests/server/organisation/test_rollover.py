from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest_asyncio

from server.columns import now
from server.notices.models import Notice
from server.people.models import Relation, RelationKind
from server.schools.models import Class, ClassKind

if TYPE_CHECKING:
    from uuid import UUID

    import httpx

    from tests.server.world import World


async def prepare(world: World) -> None:
    """Make the next school year known."""
    year, key = now().year + 1, uuid4()
    days = {"first_day": f"{year}-08-01", "last_day": f"{year + 1}-06-30"}
    await world.post(world.cast.director, "/organisation/years", id=key, title="Next", **days)
    days["last_day"] = f"{year}-12-20"
    await world.post(world.cast.director, f"/organisation/years/{key}/terms", id=uuid4(), title="Autumn", **days)


@pytest_asyncio.fixture(loop_scope="session")
async def school(own: World) -> World:
    """Give a world in which one can step to the next school year."""
    await prepare(own)
    return own


def address(world: World) -> str:
    return f"/organisation/rollover/{world.cast.school.id}"


async def form(world: World) -> dict[str, str]:
    """Give what the preview's form would send as it stands."""
    page = (await world.get(world.cast.admin, address(world))).text
    fields = {name: value for name, value in re.findall(r'<input [^>]*?name="([^"]+)"[^>]*? value="([^"]*)"', page) if name}
    for select, options in re.findall(r'<select name="([^"]+)">(.*?)</select>', page, re.DOTALL):
        found = re.search(r'value="([^"]+)" selected', options)
        assert found
        fields[select] = found[1]
    return {name: value for name, value in fields.items() if name not in {"then", "language", "theme", "q"}}


async def send(world: World, fields: dict[str, str]) -> httpx.Response:
    return await world.post(world.cast.admin, address(world), **fields)


async def classes_of(world: World, person: UUID) -> list[str]:
    wanted = (
        "SELECT name FROM class JOIN relation r ON r.class_id = class.id WHERE person_id = $1 AND until IS NULL AND r.kind = 'pupil_in'"
    )
    return sorted(row["name"] for row in await world.rows(wanted, person))


async def test_the_preview_names_nobody_and_counts_whom_the_reader_may_know_of(school: World) -> None:
    page = (await school.get(school.cast.admin, address(school))).text

    assert 'value="5B"' in page
    assert "2 pupils" in page  # a third would betray that somebody is there
    assert "2 pupils" in (await school.get(school.cast.director, "/organisation")).text
    assert "Elsa" not in page
    assert "Hanna" not in page
    assert await school.value("SELECT count(*) FROM relation WHERE until IS NOT NULL") == 0


async def test_a_class_moves_up_with_its_plans_and_mentors(school: World) -> None:
    cast = school.cast
    answer = await send(school, await form(school))

    assert "done" in answer.headers["location"]
    for pupil in (cast.elsa, cast.omar, cast.hidden):
        assert await classes_of(school, pupil.id) == ["5B"]
    assert await classes_of(school, cast.far.id) == ["4B"]
    row = (await school.rows("SELECT * FROM class WHERE name = '5B'"))[0]
    assert row["year"] == "5"
    assert row["source_id"].startswith(f"rollover:{cast.klass.id}:")
    assert await school.value("SELECT class_id FROM plan WHERE id = $1", cast.plan.id) == row["id"]
    assert (await school.get(cast.mentor, school.home)).status_code == 200
    assert (await school.get(cast.anna, f"/classes/{row['id']}")).status_code == 200
    assert (await school.get(cast.teacher, school.home)).status_code == 404  # the old year's group has ended
    events = await school.events()
    assert events.count("relation_begun") == 3
    assert "year_rolled_over" in events


async def test_the_number_has_in_it_those_whom_the_reader_is_granted(school: World) -> None:
    await school.add(Relation(person_id=school.cast.admin.id, kind=RelationKind.sees_protected, pupil_id=school.cast.hidden.id))

    assert "3 pupils" in (await school.get(school.cast.admin, address(school))).text
    assert "3 pupils" in (await school.get(school.cast.admin, "/organisation")).text


async def test_before_the_school_year_begins_it_warns_and_asks(school: World) -> None:
    fields = await form(school)
    assert f"begins on 1 August {now().year + 1}" in (await school.get(school.cast.admin, address(school))).text
    assert fields.pop("early") == "true"

    answer = await send(school, fields)

    assert answer.status_code == 422
    assert "The school year has not begun." in answer.text
    assert await classes_of(school, school.cast.elsa.id) == ["4B", "4B Matematik"]


async def test_in_the_school_year_itself_nothing_is_asked(school: World) -> None:
    await school.rows("UPDATE school_year SET first_day = $1", now().date())
    fields = await form(school)
    assert "early" not in fields


async def test_sent_twice_nothing_is_double(school: World) -> None:
    fields = await form(school)
    await send(school, fields)
    before = await school.value("SELECT count(*) FROM relation"), await school.events()

    again = await send(school, fields)

    assert "changed" in again.headers["location"]
    assert (await school.value("SELECT count(*) FROM relation"), await school.events()) == before
    assert "No class is left to move" in (await school.get(school.cast.admin, again.headers["location"])).text


async def test_what_changed_since_the_preview_refuses_it(school: World) -> None:
    fields = await form(school)
    await school.rows("UPDATE relation SET until = now() WHERE person_id = $1 AND class_id = $2", school.cast.omar.id, school.cast.klass.id)

    answer = await send(school, fields)

    assert await classes_of(school, school.cast.elsa.id) == ["4B", "4B Matematik"]
    page = (await school.get(school.cast.admin, answer.headers["location"])).text
    assert "Something has changed since you looked" in page
    assert "1 pupil<" in page


async def test_those_who_leave_are_let_go_by_their_mentor_and_keep_their_guardians(school: World) -> None:
    cast, fields = school.cast, await form(school)
    event = await school.value(
        "INSERT INTO event (at, kind, organisation_id, data) VALUES (now(), 'x', $1, '{}') RETURNING id", cast.organisation.id
    )
    await school.add(Notice(person_id=cast.mentor.id, plan_id=cast.plan.id, bundle_id=cast.plan.id, kind="goal_moved", event_id=event))

    await send(school, {**fields, f"way.{cast.klass.id}": "leaves"})

    assert await classes_of(school, cast.elsa.id) == []
    assert (await school.get(cast.mentor, school.home)).status_code == 404
    assert await school.badge(cast.mentor) == 0
    assert (await school.get(cast.anna, school.home)).status_code == 200
    assert (await school.get(cast.principal, school.home)).status_code == 200


async def test_the_teachers_follow_if_wished(school: World) -> None:
    await send(school, {**await form(school), "follow": "true"})

    assert await classes_of(school, school.cast.elsa.id) == ["4B Matematik", "5B"]
    assert (await school.get(school.cast.teacher, school.home)).status_code == 200
    held = (
        "SELECT name FROM class JOIN relation r ON r.class_id = class.id WHERE person_id = $1 AND until IS NULL AND r.kind = 'teacher_in'"
    )
    assert [row["name"] for row in await school.rows(held, school.cast.mentor.id)] == ["5B"]


async def test_a_class_may_stay_and_another_name_be_chosen(school: World) -> None:
    fields, key = await form(school), school.cast.klass.id
    await send(school, {**fields, f"way.{key}": "stays"})
    assert await classes_of(school, school.cast.elsa.id) == ["4B", "4B Matematik"]

    await send(school, {**fields, f"name.{key}": "5 Blå"})
    assert await classes_of(school, school.cast.elsa.id) == ["5 Blå"]


async def test_a_class_of_the_new_year_that_is_there_already_is_used(school: World) -> None:
    cast = school.cast
    term = await school.value("SELECT id FROM term")
    there = Class(
        organisation_id=cast.organisation.id, school_id=cast.school.id, term_id=term, source_id="5b", name="5b", kind=ClassKind.homeroom
    )
    await school.add(there)

    await send(school, await form(school))

    assert await classes_of(school, cast.elsa.id) == ["5b"]
    assert await school.value("SELECT class_id FROM plan WHERE id = $1", cast.plan.id) == there.id
    assert await school.value("SELECT count(*) FROM class WHERE source_id LIKE 'rollover:%'") == 0


async def test_two_classes_do_not_get_one_name(school: World) -> None:
    other = Class(
        organisation_id=school.cast.organisation.id, school_id=school.cast.school.id, source_id="4c", name="4C", kind=ClassKind.homeroom
    )
    await school.add(other, Relation(person_id=school.cast.far.id, kind=RelationKind.pupil_in, class_id=other.id))

    answer = await send(school, {**await form(school), f"name.{other.id}": "5b"})

    assert "Two classes would have the same name." in answer.text
    assert await classes_of(school, school.cast.elsa.id) == ["4B", "4B Matematik"]


async def test_the_year_after_the_one_the_classes_are_in_is_proposed(school: World) -> None:
    year = now().year + 1
    key, days = uuid4(), {"first_day": f"{year + 1}-08-01", "last_day": f"{year + 2}-06-30"}
    await school.post(school.cast.director, "/organisation/years", id=key, title="The one after", **days)
    await school.post(school.cast.director, f"/organisation/years/{key}/terms", id=uuid4(), title="Autumn", **days)
    assert 'Classes · <span dir="auto">Next<' in (await school.get(school.cast.admin, address(school))).text

    await send(school, await form(school))

    page = (await school.get(school.cast.admin, address(school))).text
    assert 'Classes · <span dir="auto">The one after<' in page
    assert 'value="6B"' in page


async def test_nonsense_is_refused_and_changes_nothing(school: World) -> None:
    fields, key = await form(school), school.cast.klass.id
    for wrong in (
        {f"way.{key}": "sideways"},
        {f"name.{key}": "x" * 101},
        {"year": "x"},
        {"way.x": "up"},
        {f"name.{key}": " "},
        {"extra": "1"},
    ):
        assert (await send(school, {**fields, **wrong})).status_code == 422, wrong
    assert (await send(school, {**fields, "year": str(uuid4())})).status_code == 404
    assert await classes_of(school, school.cast.elsa.id) == ["4B", "4B Matematik"]


async def test_without_a_school_year_to_come_it_says_what_to_do(own: World) -> None:
    assert "First there must be a school year" in (await own.get(own.cast.director, address(own))).text


async def test_the_year_the_classes_are_in_is_no_year_to_step_to_and_the_next_one_needs_a_term(school: World) -> None:
    await send(school, {**await form(school), "early": "true"})
    year, key = now().year + 2, uuid4()
    days = {"first_day": f"{year}-08-01", "last_day": f"{year + 1}-06-30"}
    await school.post(school.cast.director, "/organisation/years", id=key, title="The one after", **days)

    page = (await school.get(school.cast.director, address(school))).text

    assert "The next school year, The one after, has no term yet." in page
    assert f"/organisation/years/{key}" in page
    assert "No class is left" not in page
    assert "Next</option>" not in page
