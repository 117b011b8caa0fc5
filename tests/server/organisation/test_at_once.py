"""What the organisation changes takes hold on open pages at once."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

import asyncpg
import pytest_asyncio

from server.people.models import Person, Relation, RelationKind
from tests.server.organisation.test_rollover import form, prepare, send
from tests.server.world import World

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.cast import Cast
    from tests.visit import Visits

AT_ONCE = 1.0


@pytest_asyncio.fixture(loop_scope="session")
async def alive(cast: Cast, live: Visits, address: str) -> AsyncIterator[World]:
    """Give a fresh world that really serves."""
    connection = await asyncpg.connect(address)
    yield World(cast, live, connection)
    await connection.close()


async def test_the_old_years_teacher_is_out_when_the_class_moves_up(alive: World) -> None:
    cast, text = alive.cast, alive.cast.text("talk_notes")
    await prepare(alive)
    teacher, mentor = await alive.visits.socket(cast.teacher), await alive.visits.socket(cast.mentor)
    await teacher.open(cast.plan.id, text)
    await mentor.open(cast.plan.id, text)

    await send(alive, await form(alive))
    ended = monotonic()
    await teacher.until("over")

    assert monotonic() - ended < AT_ONCE
    assert (await mentor.write(text, "We go on."))["ok"]


async def test_a_merge_hangs_up_the_double_and_its_undoing_puts_out_the_one_who_was_kept(alive: World) -> None:
    cast, text = alive.cast, alive.cast.text("talk_notes")
    kept = Person(organisation_id=cast.organisation.id, source_id="second", given_name="Anna", family_name="Berg")
    await alive.add(kept, Relation(person_id=kept.id, kind=RelationKind.guardian_of, pupil_id=cast.omar.id))
    anna = await alive.visits.socket(cast.anna)
    await anna.open(cast.plan.id, text)

    await alive.post(cast.director, f"/organisation/merges/{kept.id}/{cast.anna.id}", reason="The same")
    await anna.until("gone")
    both = await alive.visits.socket(kept)
    assert (await both.open(cast.plan.id, text))["ok"]

    merge = await alive.value("SELECT id FROM merge")
    await alive.post(cast.director, f"/organisation/merged/{merge}/undone")
    await both.until("gone")


async def test_a_teacher_who_saw_the_plan_only_through_the_merge_is_out_when_it_is_undone(alive: World) -> None:
    cast, text = alive.cast, alive.cast.text("talk_notes")
    kept = Person(organisation_id=cast.organisation.id, source_id="second", given_name="Elsa", family_name="Berg")
    await alive.add(kept, Relation(person_id=kept.id, kind=RelationKind.pupil_in, class_id=cast.far_plan.class_id))
    await alive.post(cast.director, f"/organisation/merges/{kept.id}/{cast.elsa.id}", reason="She changed school")
    teacher = await alive.visits.socket(cast.far_teacher)
    assert (await teacher.open(cast.plan.id, text))["ok"]

    merge = await alive.value("SELECT id FROM merge")
    await alive.post(cast.director, f"/organisation/merged/{merge}/undone")
    ended = monotonic()
    await teacher.until("over")

    assert monotonic() - ended < AT_ONCE
