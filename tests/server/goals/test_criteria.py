"""The school's list of criteria: read from a file, looked at, brought in, tied to goals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from server.goals.actions.reading import read
from tests.server.world import new

if TYPE_CHECKING:
    from uuid import UUID

    import httpx

    from tests.server.world import World

LIST = "Ämne;Årskurs;Text;Id\r\nMatematik;4-6;Räknar med bråk;ma1\r\nMatematik;1\u20133;Räknar till tusen;ma2\r\nSvenska;;Läser högt;\r\n"


async def upload(world: World, content: bytes, who: str = "principal") -> httpx.Response:
    browser = await world.as_(getattr(world.cast, who))
    address = f"/schools/{world.cast.school.id}/criteria"
    return await browser.post(address, data={"id": str(new())}, files={"file": ("list.csv", content)})


async def bring_in(world: World, content: str = LIST) -> str:
    """Bring a list in; give the page on which it could be seen before."""
    sent = await upload(world, content.encode())
    assert sent.status_code == 303, sent.text
    page = (await world.get(world.cast.principal, sent.headers["location"])).text
    assert (await world.post(world.cast.principal, f"{sent.headers['location']}/applied")).status_code == 303
    return page


async def current(world: World) -> dict[str, list[str]]:
    return {row["text"]: row["years"] for row in await world.rows('SELECT text, years FROM criterion WHERE "left" IS NULL')}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_list_is_read_as_rosters_are(encoding: str, delimiter: str) -> None:
    found = read(LIST.replace(";", delimiter).encode(encoding))

    assert found.bad == []
    assert [(one["text"], one["years"]) for one in found.lines] == [
        ("Räknar med bråk", ["4", "5", "6"]),
        ("Räknar till tusen", ["1", "2", "3"]),
        ("Läser högt", []),
    ]


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b"", 1, "missing_column"),
        (b"PK\x03\x04", 0, "workbook"),
        (b"Subject;Years;Text\n", 0, "no_rows"),
        (b"Subject;Years\nx;1\n", 1, "missing_column"),
        (b"Subject;Years;Text\nMaths;1;\n", 2, "empty"),
        (b"Subject;Years;Text\n;1;Counts\n", 2, "empty"),
        (b"Subject;Years;Text\nMaths;6-4;Counts\n", 2, "order"),
        (b"Subject;Years;Text\nMaths;1-99;Counts\n", 2, "order"),
        (b"Subject;Years;Text\nMaths;<b>;Counts\n", 2, "choice"),
        (b"Subject;Years;Text\nMaths;1;Counts\nMaths;2;Counts\n", 3, "again"),
        (b"Subject;Years;Text;Id\nMaths;1;Counts;a\nMaths;2;Adds;a\n", 3, "twice"),
        (b"Subject;Years;Text\nMaths;99;Counts\n", 2, "choice"),
        (b"Subject;Years;Text\nMaths;1;Counts;more\n", 2, "cells"),
        (b"Subject;Years;Text\n=cmd;1;Counts\n", 2, "formula"),
        (b"Subject;Years;Text\nMaths;1;" + b"x" * 1001, 2, "too_long"),
        ("Subject;Years;Text\nMätt;1;Räknar\nM".encode() + b"\xe4tt;1;x\n", 3, "mixed"),
        (b"Subject;Years;Text\nMaths;1;a\x00b\n", 2, "control"),
    ],
)
def test_what_cannot_be_used_is_told_with_its_line(content: bytes, line: int, reason: str) -> None:
    assert (line, reason) in [(one["line"], one["reason"]) for one in read(content).bad]


async def test_nothing_changes_before_it_is_said_and_a_second_time_changes_nothing(world: World) -> None:
    sent = await upload(world, LIST.encode())
    assert await current(world) == {}
    assert "Räknar med bråk" in (await world.get(world.cast.principal, sent.headers["location"])).text

    for _ in range(2):
        assert (await world.post(world.cast.principal, f"{sent.headers['location']}/applied")).status_code == 303
    assert len(await current(world)) == 3
    assert "nothing to change" in await bring_in(world)


async def test_a_newer_list_changes_what_changed_and_goals_stay_tied(world: World) -> None:
    await bring_in(world)
    first, second = [await world.value("SELECT id FROM criterion WHERE source_id = $1", key) for key in ("ma1", "ma2")]
    await tie(world, first, second)

    page = await bring_in(world, "Subject,Years,Text,Id\nMatematik,5,Räknar med bråk och procent,ma1\n")

    assert "Criteria that change (1)" in page
    assert "Criteria that leave the list; goals stay tied to them (1)" in page
    assert await current(world) == {"Räknar med bråk och procent": ["5"], "Läser högt": []}, "another subject stays as it was"
    shown = (await world.get(world.cast.anna, f"/goals/{world.cast.goal.id}")).text
    assert "Räknar med bråk och procent" in shown
    assert re.search(r"Räknar till tusen.*?not on the school", shown, re.DOTALL)


async def test_with_a_bad_row_nothing_can_be_brought_in(world: World) -> None:
    sent = await upload(world, (LIST + "Svenska;9-7;Skriver;\r\n").encode())

    page = (await world.get(world.cast.principal, sent.headers["location"])).text
    assert "row 5" in page
    assert "Bring it in" not in page
    assert (await world.post(world.cast.principal, f"{sent.headers['location']}/applied")).status_code == 422
    assert await current(world) == {}


async def tie(world: World, *criteria: UUID, who: str = "mentor", shown: tuple[UUID, ...] = ()) -> httpx.Response:
    form = {f"criterion:{one}": "yes" for one in criteria} | {f"shown:{one}": "yes" for one in (*criteria, *shown)}
    return await world.post(getattr(world.cast, who), f"/goals/{world.cast.goal.id}/criteria", **form)


async def test_criteria_are_offered_by_subject_and_the_pupils_year(world: World) -> None:
    await bring_in(world)

    async def offered(query: str) -> set[str]:
        page = (await world.get(world.cast.mentor, f"/goals/{world.cast.goal.id}/criteria?{query}")).text
        return {one for one in ("Räknar med bråk", "Räknar till tusen", "Läser högt") if one in page}

    assert await offered("") == {"Räknar med bråk", "Läser högt"}, "Elsa is in year 4"
    assert await offered("subject=Matematik") == {"Räknar med bråk"}
    assert await offered("all=yes") == {"Räknar med bråk", "Räknar till tusen", "Läser högt"}
    assert await offered("q=högt+läser") == {"Läser högt"}
    assert await offered("q=%25") == set(), "a sign is a sign"


async def test_a_goal_is_tied_and_untied_and_only_what_was_shown_is_untied(world: World) -> None:
    await bring_in(world)
    first, second = [await world.value("SELECT id FROM criterion WHERE source_id = $1", key) for key in ("ma1", "ma2")]
    await tie(world, first, second)
    assert (await world.events())[-1] == "goal_reworded"
    before = len(await world.events())
    await tie(world, first)
    assert len(await world.events()) == before, "the second was not on that page, and nothing changed"

    assert (await tie(world, shown=(first,))).status_code == 303

    assert [row["criterion_id"] for row in await world.rows("SELECT criterion_id FROM goal_criterion")] == [second]


async def test_a_goal_is_tied_to_no_other_schools_criteria(world: World) -> None:
    await bring_in(world)
    await world.rows("UPDATE criterion SET school_id = $1", world.cast.far_school.id)
    far = await world.value("SELECT id FROM criterion LIMIT 1")

    assert (await tie(world, far)).status_code == 422
    assert (await tie(world, new())).status_code == 422


async def test_the_agreed_version_says_the_criteria_as_they_were(world: World) -> None:
    await bring_in(world)
    await tie(world, await world.value("SELECT id FROM criterion WHERE source_id = 'ma1'"))
    await world.agree()
    await bring_in(world, LIST.replace("med bråk", "med allt"))

    assert "Räknar med bråk" in (await world.get(world.cast.anna, f"{world.home}/versions/1")).text
