"""Rounds for many classes at once, the years with a written plan, and what a mentor's start page asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.people.models import Relation, RelationKind
from server.schools.models import Class, ClassKind
from tests.server.rounds.making import ASKS_ALL, form, hand_out_all, publish, round_begun, term
from tests.server.world import new

if TYPE_CHECKING:
    from uuid import UUID

    from tests.server.world import World


async def another_class(world: World, *pupils: UUID, year: str = "8") -> Class:
    """Make another homeroom class of the school, with pupils."""
    cast = world.cast
    made = Class(
        organisation_id=cast.organisation.id,
        school_id=cast.school.id,
        source_id=f"test:{new()}",
        name="8C",
        kind=ClassKind.homeroom,
        year=year,
    )
    await world.add(made, *(Relation(person_id=one, kind=RelationKind.pupil_in, class_id=made.id, source="test") for one in pupils))
    return made


async def test_each_class_begins_with_its_own_template_and_its_own_kind_of_round(world: World) -> None:
    cast, spring = world.cast, await term(world)
    fourth, eighth = await publish(world, form(years=["4"])), await publish(world, form(years=["8"]))
    other = await another_class(world, cast.omar.id)
    base = f"/schools/{cast.school.id}/rounds"
    page = (await world.get(cast.principal, base)).text
    assert page.split(f'name="talk_only:{other.id}" value="true"')[1].startswith(" checked")
    assert not page.split(f'name="talk_only:{cast.klass.id}" value="true"')[1].startswith(" checked")

    answer = await world.post(
        cast.admin,
        base,
        **ASKS_ALL,
        **{f"class:{cast.klass.id}": "true", f"template:{cast.klass.id}": fourth},
        **{f"class:{other.id}": "true", f"template:{other.id}": eighth, f"talk_only:{other.id}": "true"},
    )

    assert answer.headers["location"] == base
    rounds = {row["class_id"]: row for row in await world.rows("SELECT * FROM round")}
    assert (rounds[cast.klass.id]["template_version_id"], rounds[cast.klass.id]["talk_only"]) == (fourth, False)
    assert (rounds[other.id]["template_version_id"], rounds[other.id]["talk_only"]) == (eighth, True)
    assert {row["term_id"] for row in rounds.values()} == {spring}
    await hand_out_all(world)
    page = (await world.get(cast.admin, f"{base}/progress")).text
    assert page.count("handed out") == 2


async def test_with_one_class_in_the_way_nothing_is_begun(world: World) -> None:
    cast, version = world.cast, await publish(world)
    await term(world)
    empty = await another_class(world)
    base = f"/schools/{cast.school.id}/rounds"

    page = (await world.get(cast.principal, base)).text
    answer = await world.post(
        cast.principal,
        base,
        **{f"class:{one.id}": "true" for one in (cast.klass, empty)},
        **{f"template:{one.id}": version for one in (cast.klass, empty)},
    )

    assert "There is no pupil in this class." in page
    assert f'name="class:{empty.id}"' not in page
    assert answer.status_code == 422
    assert await world.rows("SELECT FROM round") == []


async def test_at_least_one_class_is_chosen(world: World) -> None:
    await publish(world)

    answer = await world.post(world.cast.principal, f"/schools/{world.cast.school.id}/rounds")

    assert answer.status_code == 422
    assert "Choose at least one class." in answer.text


async def test_the_years_with_a_written_plan_are_the_schools_to_say(world: World) -> None:
    cast, base = world.cast, f"/schools/{world.cast.school.id}/plan-years"
    before = (await world.get(cast.admin, base)).text
    assert [year for year in "123456789" if f'name="year:{year}" value="true" checked' in before] == list("12345")

    answer = await world.post(cast.admin, base, **{"year:1": "true", "year:9": "true", "year:77": "true"})
    after = (await world.get(cast.principal, answer.headers["location"])).text

    assert [year for year in "123456789" if f'name="year:{year}" value="true" checked' in after] == ["1", "9"]
    assert "Saved." in after
    assert await world.value("SELECT years FROM plan_years") == ["1", "9"]
    assert await world.events() == ["plan_years_set"]
    await world.post(cast.admin, base, **{"year:1": "true", "year:9": "true"})
    assert await world.events() == ["plan_years_set"], "the same again tells nobody"


async def test_a_mentor_is_asked_to_begin_the_round_where_there_is_none_this_term(world: World) -> None:
    cast = world.cast
    assert "Begin the round of talks" not in (await world.get(cast.mentor, "/")).text, "there is nothing to begin it with"
    await publish(world)
    assert "Begin the round of talks" not in (await world.get(cast.mentor, "/")).text, "everybody has a plan"
    await world.rows("DELETE FROM template_version")
    await world.rows("DELETE FROM template")

    version, spring = await publish(world), await term(world)
    asked = (await world.get(cast.mentor, "/")).text
    assert "Begin the round of talks" in asked
    assert f'href="/classes/{cast.klass.id}/round"' in asked
    for one in (cast.teacher, cast.principal, cast.anna):
        assert "Begin the round of talks" not in (await world.get(one, "/")).text
    await world.post(cast.mentor, f"/classes/{cast.klass.id}/round", template=version, term=spring)

    assert "Begin the round of talks" not in (await world.get(cast.mentor, "/")).text


async def test_class_school_and_start_page_lead_to_the_overview(world: World) -> None:
    await round_begun(world)
    cast, overview = world.cast, f"/classes/{world.cast.klass.id}/overview"

    assert f'href="{overview}"' in (await world.get(cast.mentor, "/")).text
    assert f'href="{overview}"' in (await world.get(cast.teacher, f"/classes/{cast.klass.id}")).text
    assert f'href="{overview}"' not in (await world.get(cast.elsa, f"/classes/{cast.klass.id}")).text
    assert f'href="/schools/{cast.school.id}/overview"' in (await world.get(cast.principal, f"/schools/{cast.school.id}")).text
    assert f'href="/schools/{cast.school.id}/overview"' not in (await world.get(cast.teacher, f"/schools/{cast.school.id}")).text
