"""People stand in one order wherever they are listed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from server.people.actions import by_name
from server.people.models import Person, Relation, RelationKind
from tests.server.world import new

if TYPE_CHECKING:
    from uuid import UUID

    from tests.server.world import World

NAMES = ["Ada Öst", "Élin Berg", "Zoe Ali", "åsa Berg", "Åsa Dal", "Äril Ek", "Örjan Alm"]


def person(name: str, organisation: UUID) -> Person:
    given, family = name.split()
    return Person(organisation_id=organisation, source_id=f"test:{new()}", given_name=given, family_name=family)


def test_the_swedish_letters_come_last_and_other_accents_and_capitals_do_not_count() -> None:
    people = [person(name, new()) for name in reversed(NAMES)]

    assert [one.name for one in sorted(people, key=by_name)] == NAMES


async def test_every_list_of_a_class_has_the_same_order(world: World) -> None:
    klass, school = world.cast.klass.id, world.cast.school.id
    people = [person(name, world.cast.organisation.id) for name in reversed(NAMES)]
    await world.add(*people, *(Relation(person_id=one.id, kind=RelationKind.pupil_in, class_id=klass, source="test") for one in people))
    expected = [*NAMES[:2], "Elsa Berg", "Omar Aziz", *NAMES[2:]]

    for address in (
        f"/classes/{klass}",
        f"/classes/{klass}/list",
        f"/classes/{klass}/relations",
        f"/schools/{school}/accounts?class={klass}",
    ):
        page = (await world.get(world.cast.admin, address)).text.split("<main", 1)[1]
        found = [name for name in re.findall(r">([^<>]+)</", page) if name in expected]
        assert found == expected, address
    first = (await world.get(world.cast.admin, f"/schools/{school}/without-mentor")).text.split("<main", 1)[1]
    assert [name for name in re.findall(r">([^<>]+)</a>", first) if name in NAMES] == NAMES
