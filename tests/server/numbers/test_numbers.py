"""Numbers: what is counted, that no small group is told, and that none can be worked out from the others."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from server.goals.models import Status
from server.i18n import words
from server.numbers.actions import Figures, Group, as_csv, told
from server.people.models import RelationKind
from tests.server.people.ties import tie
from tests.server.world import new

if TYPE_CHECKING:
    from server.people.models import Person
    from tests.server.world import World

MONDAY = date(2026, 11, 2)


def group(name: str, pupils: int, talks: int = 0) -> Group:
    figures = Figures(pupils=pupils, written=pupils)
    figures.talks[MONDAY] += talks
    return Group(name, figures, new())


@pytest.mark.parametrize(
    ("sizes", "names", "whole"),
    [
        ([20, 25], ["0", "1"], 45),
        ([20, 4], ["0"], 20),
        ([20, 4, 3], ["0", ""], 27),
        ([4], [], 0),
        ([3, 3], [""], 6),
        ([5, 0, 1], ["0"], 5),
    ],
)
def test_no_small_group_is_told_nor_left_when_the_others_are_taken_from_the_whole(sizes: list[int], names: list[str], whole: int) -> None:
    found = told([group(str(place), size, 1) for place, size in enumerate(sizes)], 5)

    assert [one.name for one in found.groups] == names
    assert found.whole.pupils == whole == sum(one.figures.pupils for one in found.groups)
    assert found.whole.talks.total() == sum(one.figures.talks.total() for one in found.groups)
    assert all(one.figures.pupils >= 5 for one in found.groups)


def test_a_file_has_a_line_a_figure_and_no_formula() -> None:
    lines = list(csv.reader(io.StringIO(as_csv(told([group("=4B", 6, 2)], 5), words("sv"))), delimiter=";"))

    assert ["'=4B", "", "Genomförda samtal", "2"] in lines
    assert ["'=4B", "2026-11-02", "Genomförda samtal hittills", "2"] in lines
    assert ["Alla tillsammans", "", "Elever", "6"] in lines


def test_the_line_goes_on_to_this_week_while_the_term_does() -> None:
    figures = group("4B", 6, 2).figures

    assert figures.weeks() == [(MONDAY, 2, 0)]
    assert figures.weeks(date(2026, 11, 18)) == [(date(2026, 11, day), 2, 0) for day in (2, 9, 16)]


async def numbers(world: World, who: Person, address: str) -> dict[tuple[str, str, str], int]:
    """Read a file of numbers."""
    answer = await world.get(who, address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return {(line[0], line[1], line[2]): int(line[3]) for line in list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))[1:]}


async def least(world: World, pupils: int) -> None:
    await world.rows("DELETE FROM smallest_group")
    await world.rows("INSERT INTO smallest_group VALUES ($1, $2)", world.cast.organisation.id, pupils)


@pytest.fixture
async def held(world: World) -> World:
    """Let Elsa's talk and Omar's have been held in two weeks, and Omar's plan be agreed."""
    cast = world.cast
    for plan, day in ((cast.plan, datetime(2026, 11, 4, 9, tzinfo=UTC)), (cast.omars_plan, datetime(2026, 11, 15, 23, 30, tzinfo=UTC))):
        await world.rows("UPDATE talk SET ended = $2 WHERE plan_id = $1", plan.id, day)
    await world.phase("agreed", cast.omars_plan)
    await world.rows(
        "INSERT INTO version (id, plan_id, number, at, locked_by, body, sha256) VALUES ($1, $2, 1, '2026-11-18 10:00Z', $3, '', 'x')",
        new(), cast.omars_plan.id, cast.mentor.id,
    )  # fmt: skip
    await world.goal(cast.omar, Status.done, plan_id=cast.omars_plan.id)
    await world.goal(cast.hidden, Status.fulfilled, plan_id=cast.hidden_plan.id)
    await least(world, 2)
    return world


async def test_talks_plans_and_goals_are_counted_by_class_and_week_without_the_protected(held: World) -> None:
    found = await numbers(held, held.cast.principal, f"/schools/{held.cast.school.id}/numbers/file")

    assert {name: n for (of, week, name), n in found.items() if of == "4B" and not week} == {
        "Pupils": 2, "Talks held": 2, "Plans to agree on": 2, "Plans agreed": 1, "Goals: Proposed": 1, "Goals: Ongoing": 1,
        "Goals: Done": 1, "Goals: Fulfilled": 0, "Goals: Cancelled": 0, "Goals: Carried over": 0,
    }  # fmt: skip
    weeks = {(week, name): n for (of, week, name), n in found.items() if of == "4B" and week}
    assert weeks["2026-11-02", "Talks held so far"] == weeks["2026-11-09", "Talks held so far"] == 1
    assert weeks["2026-11-16", "Talks held so far"] == 2  # past midnight by the clock at school
    assert weeks["2026-11-16", "Plans agreed so far"] == 1


async def test_whoever_is_granted_a_protected_pupil_has_the_same_numbers(held: World) -> None:
    address = f"/schools/{held.cast.school.id}/numbers/file"
    before = await numbers(held, held.cast.principal, address)
    await tie(held, held.cast.principal, RelationKind.sees_protected, pupil_id=held.cast.hidden.id)

    assert await numbers(held, held.cast.principal, address) == before == await numbers(held, held.cast.admin, address)


async def test_a_class_that_is_too_small_is_in_no_number_on_any_page(held: World) -> None:
    await least(held, 3)
    cast = held.cast

    page = (await held.get(cast.principal, f"/schools/{cast.school.id}/numbers")).text
    assert "There are too few pupils to count." in page
    assert not re.search(r"<table|Elsa|Omar", page)
    everything = await numbers(held, cast.director, "/organisation/numbers/file")
    assert everything == {}


async def test_an_organisations_number_of_a_school_is_what_the_school_itself_is_told(held: World) -> None:
    own = await numbers(held, held.cast.director, f"/schools/{held.cast.school.id}/numbers/file")
    everywhere = await numbers(held, held.cast.director, "/organisation/numbers/file")

    whole = {(week, name): n for (of, week, name), n in own.items() if of == "All together"}
    assert whole == {(week, name): n for (of, week, name), n in everywhere.items() if of == "Ekskolan"}
    assert not any(of == "Fjärran" for of, _, _ in everywhere)  # one pupil


async def test_the_page_says_in_words_and_tables_what_it_draws(held: World) -> None:
    page = (await held.get(held.cast.admin, f"/schools/{held.cast.school.id}/numbers")).text

    assert 'aria-label="Week from 16 November 2026: 2 talks held, 1 plans agreed"' in page
    assert page.count("<table") == 2
    assert "1 of 2" in page
    assert not re.search(r"Elsa|Omar|Hanna", page)


async def test_the_smallest_group_is_set_for_all_schools_and_not_below_three(world: World) -> None:
    director = world.cast.director
    for pupils, status in ((10, 303), (10, 303), (2, 422), (51, 422)):
        assert (await world.post(director, "/organisation/numbers/smallest-group", pupils=pupils)).status_code == status

    assert await world.value("SELECT pupils FROM smallest_group") == 10
    assert await world.events() == ["smallest_group_set"]
    assert "fewer than 10 pupils" in (await world.get(world.cast.principal, f"/schools/{world.cast.school.id}/numbers")).text
