"""How far a class has come, for those who may see it: states and names, no content."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.agreeing import propose
from tests.server.rounds.making import day, plan_of, ready, round_begun

if TYPE_CHECKING:
    from server.people.models import Person
    from tests.server.world import World


def address(world: World, rest: str = "") -> str:
    """Give where the class's overview is."""
    return f"/classes/{world.cast.klass.id}/overview{rest}"


def rows(page: str) -> dict[str, str]:
    """Give what stands in each pupil's row, tags left out, by the name."""
    found = {}
    for row in re.findall(r'<tr role="row" id="row.*?</tr>', page, re.DOTALL):
        words = " ".join(re.sub(r"<[^>]+>", " ", row).split())
        name = re.search(r"Elsa Berg|Omar Aziz|Hanna Skyddad", words)
        assert name
        found[name[0]] = words.replace(name[0], "").strip()
    return found


async def test_a_row_a_pupil_a_state_a_step_and_who_has_not_answered(world: World) -> None:
    held = await round_begun(world)
    await ready(world, await plan_of(world, world.cast.omar, held), "pupil")

    page = (await world.get(world.cast.mentor, address(world))).text
    found = rows(page)

    assert list(found) == ["Elsa Berg", "Hanna Skyddad", "Omar Aziz"]
    assert "3 pupils · 3 wait for somebody" in " ".join(page.split())
    assert found["Elsa Berg"].endswith("Not answered yet The pupil Matematik : Tore Lärare")
    assert found["Omar Aziz"].endswith("Not answered yet Matematik : Tore Lärare")
    assert "Done Waiting Not begun Not begun Not begun Not begun Not begun" in found["Elsa Berg"]


async def test_once_shown_the_homes_are_missing_each_by_its_adults(world: World) -> None:
    held = await round_begun(world)
    plan = await plan_of(world, world.cast.elsa, held)
    await ready(world, plan, "pupil")
    await ready(world, plan, "teachers")
    assert "Not answered yet" in rows((await world.get(world.cast.mentor, address(world))).text)["Elsa Berg"]
    await world.rows("UPDATE plan SET phase = 'shared' WHERE id = $1", plan)
    await world.rows("UPDATE preparation SET ready = now() WHERE plan_id = $1 AND household_id = $2", plan, world.cast.bos.id)

    found = rows((await world.get(world.cast.mentor, address(world))).text)

    assert found["Elsa Berg"].endswith("Not answered yet The home: Anna Berg")


SEES = {
    "mentor": {"Elsa Berg", "Omar Aziz", "Hanna Skyddad"},
    "teacher": {"Elsa Berg", "Omar Aziz"},
    "observer": {"Elsa Berg", "Omar Aziz"},
    "principal": {"Elsa Berg", "Omar Aziz"},
    "admin": {"Elsa Berg", "Omar Aziz"},
    "director": {"Elsa Berg", "Omar Aziz"},
}


@pytest.mark.parametrize(("who", "names"), SEES.items())
async def test_each_sees_the_pupils_that_are_theirs_and_nobody_who_is_protected_from_them(world: World, who: str, names: set[str]) -> None:
    await round_begun(world)
    person: Person = getattr(world.cast, who)

    page = (await world.get(person, address(world))).text

    assert set(rows(page)) == names
    assert ("Hanna" in page) is (who == "mentor")
    assert ('value="remind"' in page) is (who in {"mentor", "principal"})
    assert ("/plans/" in page) is (who not in {"admin", "director"}), "administrators read no plan"


async def test_a_look_at_a_protected_pupil_is_noted(world: World) -> None:
    await round_begun(world)
    await world.get(world.cast.mentor, address(world))

    assert "protected_seen" in await world.events()


async def test_a_mentor_of_some_who_teaches_nobody_there_sees_only_those(world: World) -> None:
    await round_begun(world)
    await world.rows(
        "UPDATE relation SET until = now() WHERE person_id = $1 AND (kind = 'teacher_in' OR pupil_id = $2)",
        world.cast.mentor.id,
        world.cast.omar.id,
    )

    found = rows((await world.get(world.cast.mentor, address(world))).text)

    assert set(found) == {"Elsa Berg", "Hanna Skyddad"}


async def test_sifting_by_name_and_by_who_waits(world: World) -> None:
    held = await round_begun(world)
    await ready(world, await plan_of(world, world.cast.omar, held))

    async def names(query: str) -> set[str]:
        return set(rows((await world.get(world.cast.mentor, address(world, f"/rows?{query}"))).text))

    assert await names("q=aziz") == {"Omar Aziz"}
    assert await names("q=OM") == {"Omar Aziz"}
    assert await names("q=elsa%20b") == {"Elsa Berg"}
    assert await names("q=zzz") == set()
    assert await names("only=waiting") == {"Elsa Berg", "Hanna Skyddad"}
    assert await names("only=waiting&q=omar") == set()


async def test_late_is_said_with_its_day(world: World) -> None:
    await round_begun(world, prepare_school_by=day(3))
    await world.rows("UPDATE round SET prepare_school_by = '2026-01-15'")

    found = rows((await world.get(world.cast.mentor, address(world))).text)

    assert "Late (15 January 2026)" in found["Elsa Berg"]


async def test_the_fragment_is_the_same_until_something_happens(world: World) -> None:
    held = await round_begun(world)
    first = await world.get(world.cast.principal, address(world, "/rows"))

    same = await world.get(world.cast.principal, address(world, "/rows"), **{"If-None-Match": first.headers["etag"]})
    await ready(world, await plan_of(world, world.cast.elsa, held), "pupil")
    other = await world.get(world.cast.principal, address(world, "/rows"), **{"If-None-Match": first.headers["etag"]})

    assert (same.status_code, other.status_code) == (304, 200)


async def test_nothing_that_anybody_wrote_is_in_it(world: World) -> None:
    held = await round_begun(world)
    plan = await plan_of(world, world.cast.elsa, held)
    await world.rows("""UPDATE answer SET value = '"a secret"' WHERE plan_id = $1""", plan)
    await world.goal(world.cast.elsa, "ongoing", plan_id=plan, title="a secret")

    assert "secret" not in (await world.get(world.cast.mentor, address(world))).text


async def test_before_any_round_the_plans_that_there_are_count(world: World) -> None:
    page = (await world.get(world.cast.mentor, address(world))).text

    assert "No round is begun for this class." in page
    assert "Done Done Passed over Passed over Your turn" in rows(page)["Elsa Berg"]


async def test_a_schools_overview_counts_and_names_nobody(world: World) -> None:
    held = await round_begun(world)
    await ready(world, await plan_of(world, world.cast.omar, held))
    base = f"/schools/{world.cast.school.id}/overview"

    page = (await world.get(world.cast.principal, base)).text
    words = " ".join(re.sub(r"<[^>]+>", " ", page).split())

    assert "4B 2 pupils Material Done: 2 Prepare at school Waiting: 1" in words, "the protected pupil is not counted"
    assert "Elsa" not in page
    everyone = (await world.get(world.cast.principal, f"{base}?all=yes")).text
    assert set(rows(everyone)) == {"Elsa Berg", "Omar Aziz"}


async def test_the_directors_overview_counts_school_by_school(world: World) -> None:
    await round_begun(world)

    page = (await world.get(world.cast.director, "/organisation/overview")).text
    words = " ".join(re.sub(r"<[^>]+>", " ", page).split())

    assert "Ekskolan 2 pupils · 1 class Material Done: 2" in words
    assert "Fjärran 1 pupil · 1 class" in words
    assert "Främmande" not in words
    assert "Elsa" not in page


async def test_counts_and_rows_say_the_same(world: World) -> None:
    held = await round_begun(world, prepare_school_by=day(3), talk_only="true")
    await ready(world, await plan_of(world, world.cast.omar, held), "pupil")
    await world.rows("UPDATE plan SET phase = 'shared' WHERE id = $1", await plan_of(world, world.cast.elsa, held))

    await hold_same(world)


async def test_they_say_the_same_of_an_agreement_that_is_proposed(world: World) -> None:
    held = await round_begun(world)
    plan = await plan_of(world, world.cast.elsa, held)
    await world.rows("UPDATE plan SET phase = 'talk' WHERE id = $1", plan)
    one = await propose(await world.as_(world.cast.mentor), plan)

    await hold_same(world)
    for who in (world.cast.elsa, world.cast.anna, world.cast.bo):
        await world.post(who, f"/agreements/{one}/answer", yes="true")
    await hold_same(world)


async def hold_same(world: World) -> None:
    """Hold that a school's counts are its rows, counted."""
    page = (await world.get(world.cast.principal, address(world))).text
    counts = (await world.get(world.cast.principal, f"/schools/{world.cast.school.id}/overview/counts")).text

    cells = Counter(re.findall(r'class="step-state.*?</svg><span>([^<(]+?) *(?:<|\()', page, re.DOTALL))
    added: Counter[str] = Counter()
    for said, n in re.findall(r"<span>([A-Z][a-z ]+): (\d+)</span>", counts):
        added[said] += int(n)
    assert sum(cells.values()) == 2 * 7
    assert added == cells
