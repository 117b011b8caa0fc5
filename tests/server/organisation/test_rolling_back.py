from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from server.people.models import Relation, RelationKind
from server.plans.actions import begin_plan
from server.plans.models import Phase
from tests.server.organisation.test_rollover import address, classes_of, form, prepare, send

if TYPE_CHECKING:
    import httpx

    from tests.server.world import World

STATE = (
    "SELECT id, person_id, class_id, pupil_id, until, due FROM relation WHERE until IS NULL ORDER BY id",
    "SELECT id, class_id FROM plan ORDER BY id",
)


@pytest_asyncio.fixture(loop_scope="session")
async def school(own: World) -> World:
    """Give a world in which one can step to the next school year."""
    await prepare(own)
    return own


async def state(world: World) -> list[list[tuple[object, ...]]]:
    """Give all relations in force, and in which class each plan is."""
    return [[tuple(row) for row in await world.rows(wanted)] for wanted in STATE]


async def undo(world: World) -> httpx.Response:
    step = await world.value("SELECT id FROM rollover ORDER BY at DESC LIMIT 1")
    return await world.post(world.cast.admin, f"/organisation/rollovers/{step}/undone")


@pytest.mark.parametrize("fields", [{}, {"follow": "true"}])
async def test_everybody_goes_back_to_where_they_were(school: World, fields: dict[str, str]) -> None:
    before = await state(school)
    await send(school, {**await form(school), **fields})
    assert await state(school) != before
    assert "Undo the step" in (await school.get(school.cast.admin, address(school))).text

    for _ in range(2):
        assert (await undo(school)).status_code == 303

    assert await state(school) == before
    assert (await school.events()).count("rollover_undone") == 1
    assert (await school.get(school.cast.teacher, school.home)).status_code == 200
    assert "Undo the step" not in (await school.get(school.cast.admin, address(school))).text


async def test_those_who_had_left_are_back_with_their_mentor(school: World) -> None:
    before = await state(school)
    await send(school, {**await form(school), f"way.{school.cast.klass.id}": "leaves"})

    await undo(school)

    assert await state(school) == before


async def test_after_it_one_can_step_again_under_another_name(school: World) -> None:
    await send(school, await form(school))
    await undo(school)

    await send(school, {**await form(school), f"name.{school.cast.klass.id}": "5 Blå"})

    assert await classes_of(school, school.cast.elsa.id) == ["5 Blå"]
    assert await school.value("SELECT count(*) FROM class WHERE source_id LIKE 'rollover:%'") == 1


async def moved_by_hand(world: World) -> None:
    await world.rows("UPDATE relation SET until = now() WHERE person_id = $1 AND until IS NULL AND kind = 'pupil_in'", world.cast.omar.id)


async def came(world: World) -> None:
    klass = await world.value("SELECT id FROM class WHERE name = '5B'")
    await world.add(Relation(person_id=world.cast.far.id, kind=RelationKind.pupil_in, class_id=klass))


async def began(world: World) -> None:
    async with world.visits.database.session() as session:
        from server.schools.models import Class  # noqa: PLC0415

        klass = await session.get_one(Class, await world.value("SELECT id FROM class WHERE name = '5B'"))
        await begin_plan(session, world.cast.far.id, klass, Phase.draft)
        await session.commit()


@pytest.mark.parametrize("change", [moved_by_hand, came, began], ids=["gone", "come", "begun"])
async def test_once_something_has_changed_it_stays(school: World, change: object) -> None:
    await send(school, await form(school))
    await change(school)  # type: ignore[operator]
    before = await state(school)

    answer = await undo(school)

    assert answer.status_code == 422
    assert "can no longer be undone" in answer.text
    assert "Undo the step" not in (await school.get(school.cast.admin, address(school))).text
    assert await state(school) == before


async def test_after_thirty_days_it_stays(school: World) -> None:
    await send(school, await form(school))
    await school.rows("UPDATE rollover SET at = now() - interval '31 days'")

    assert "more than 30 days ago" in (await undo(school)).text
