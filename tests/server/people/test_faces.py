"""Pictures in a plan, for those who may see them; initials for all others. One look for the whole page."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from server.goals.models import Status
from server.people.actions import faces as looked
from server.people.models import Picture, Profile, Shown
from tests.server.world import new

if TYPE_CHECKING:
    from server.people.models import Person
    from server.work import Work
    from tests.server.world import World

ALL = {"elsa", "anna", "bo", "mentor", "teacher", "observer", "principal"}


async def pictured(world: World, person: Person, shown: Shown = Shown.staff) -> str:
    """Give somebody a picture; give how a page shows it."""
    mark = f"m{person.source_id}"
    await world.add(Profile(person_id=person.id, picture_for=shown), Picture(id=person.id, mark=mark, large=b"large", small=b"small"))
    return f'<img src="/people/{person.id}/picture?v={mark}&amp;size=small"'


def here(page: str) -> dict[str, str]:
    """Give the pictures that may be shown of those who are here."""
    found = re.search(r'<people-here data-faces="([^"]*)"', page)
    assert found
    faces: dict[str, str] = json.loads(unescape(found[1]))
    return faces


@pytest.mark.parametrize(("shown", "who"), [("staff", ALL - {"elsa", "bo"}), ("classes", ALL)])
async def test_whoever_may_see_a_picture_sees_it_by_a_comment_and_among_those_who_are_here(world: World, shown: str, who: set[str]) -> None:
    face = await pictured(world, world.cast.anna, Shown(shown))
    await world.thread(world.cast.anna)

    for name in ALL:
        person = getattr(world.cast, name)
        page, comments = [(await world.get(person, f"{world.home}{part}")).text for part in ("", "/comments")]
        assert [face in one for one in (page, comments)] == [name in who] * 2, name
        assert here(page) == ({str(world.cast.anna.id): "manna"} if name in who else {}), name
        assert "AB</span>" in page or name in who


async def test_pictures_stand_by_the_names_in_goals(world: World) -> None:
    proposed, responsible = await pictured(world, world.cast.mentor, Shown.classes), await pictured(world, world.cast.elsa, Shown.classes)
    goal = await world.goal(world.cast.mentor, Status.ongoing, responsible_id=world.cast.elsa.id)
    checked = await pictured(world, world.cast.teacher)
    await world.post(world.cast.teacher, f"/goals/{goal}/check-ins", id=new(), words="Goes well")

    for part in ("", "/goals", "/since/0"):
        page = (await world.get(world.cast.principal, f"{world.home}{part}")).text
        assert all(face in page for face in (proposed, responsible, checked)), part
    assert checked not in (await world.get(world.cast.anna, f"{world.home}/goals")).text


async def test_with_protected_identity_there_is_no_picture(world: World) -> None:
    face = await pictured(world, world.cast.elsa, Shown.classes)
    await world.thread(world.cast.elsa)
    assert face in (await world.get(world.cast.anna, world.home)).text

    await world.rows("UPDATE person SET protected = true WHERE id = $1", world.cast.elsa.id)

    page = (await world.get(world.cast.anna, world.home)).text
    assert "/picture" not in page
    assert here(page) == {}


async def test_a_page_looks_once_at_everybody(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for person in (world.cast.anna, world.cast.mentor):
        await pictured(world, person)
    await world.thread(world.cast.anna)
    looks: list[int] = []
    look_at = looked.__globals__["look_at"]

    async def counting(work: Work, people: list[Person]) -> object:
        looks.append(len(people))
        return await look_at(work, people)

    monkeypatch.setitem(looked.__globals__, "look_at", counting)
    await world.get(world.cast.principal, world.home)

    assert looks == [2]
