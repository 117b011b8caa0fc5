from __future__ import annotations

import zipfile
from datetime import date
from typing import TYPE_CHECKING

import pytest

from server.schools.roster.columns import File
from server.schools.roster.reasons import Reason
from server.schools.roster.records import Group, Home, Human, Org, Place
from server.schools.roster.report import MOST_BAD_ROWS
from server.schools.roster.rows import LONGEST_LINE
from tests.server.schools.rosters import demo_school, drop, looked, put, records, rewrite, rows_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server.world import World


@pytest.fixture(name="school")
def _school(tmp_path: Path) -> Path:
    return demo_school(tmp_path / "school")


async def bad(world: World, folder: Path) -> list[tuple[str, int, Reason, str]]:
    return [(one.file, one.line, one.reason, one.field) for one in (await looked(world, folder)).bad_rows]


def append(folder: Path, file: File, text: str | bytes) -> None:
    with (folder / file).open("ab") as stream:
        stream.write(text if isinstance(text, bytes) else text.encode())


def say(folder: Path, name: str, value: str) -> None:
    """Let the manifest say something else."""
    rewrite(folder, File.manifest, lambda rows: [row | {"value": value} if row["propertyName"] == name else row for row in rows])


def test_rows_become_records(school: Path) -> None:
    put(school, File.enrollments, "klass-4b-elev-4b-01", beginDate="2026-09-01", endDate="2027-01-31")
    users = records(school, Human)
    assert (users["elev-8c-15"].family_name, [one.protected for one in users.values()].count(True)) == ("O'Brien", 1)
    homes = [one for one in records(school, Home, key=str).values() if one.pupil == "elev-8c-15"]
    assert [one.adult for one in homes] == ["vh-8c-15-a", "vh-8c-15-b"]
    (homeroom,) = [one for one in records(school, Group).values() if one.title == "4B"]
    assert (homeroom.kind, homeroom.year, homeroom.terms) == ("homeroom", "4", ("ht-2026", "vt-2027"))
    place = records(school, Place)["klass-4b-elev-4b-01"]
    assert place[3:] == ("klass-4b", "elev-4b-01", "student", False, date(2026, 9, 1), date(2027, 1, 31))


def test_a_preferred_name_goes_before_the_registered_one(school: Path) -> None:
    put(school, File.users, "elev-1a-02", preferredGivenName="Allie")
    assert records(school, Human)["elev-1a-02"].given_name == "Allie"


def test_what_the_roster_does_not_say_of_protection_is_not_a_no(school: Path) -> None:
    put(school, File.users, "elev-4b-01", metadata_protected="")
    said = {key: one.protected for key, one in records(school, Human).items()}
    assert (said["elev-4b-01"], said["elev-4b-02"], said["elev-4b-14"]) == (None, False, True)


def test_a_byte_order_mark_is_passed_over(school: Path) -> None:
    for file in File:
        (school / file).write_bytes(b"\xef\xbb\xbf" + (school / file).read_bytes())
    assert records(school) == records(demo_school(school.parent / "plain"))


@pytest.mark.parametrize("inside", ["", "export/"])
def test_a_zip_says_the_same_as_its_folder(school: Path, tmp_path: Path, inside: str) -> None:
    packed = tmp_path / "roster.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("__MACOSX/users.csv", b"\x00\x01")
        for file in File:
            archive.write(school / file, inside + file)
    assert records(packed) == records(school)


def test_a_row_marked_to_be_deleted_is_not_there(school: Path) -> None:
    put(school, File.enrollments, "klass-4b-elev-4b-01", status="tobedeleted")
    assert "klass-4b-elev-4b-01" not in records(school, Place)


@pytest.mark.parametrize(
    ("file", "row", "cells", "line", "reason"),
    [
        (File.users, "admin", {"givenName": ""}, 3, Reason.empty),
        (File.users, "admin", {"enabledUser": "kanske"}, 3, Reason.flag),
        (File.users, "admin", {"familyName": "Ra\x00himi"}, 3, Reason.control),
        (File.users, "admin", {"familyName": "a" * 5000}, 3, Reason.too_long),
        (File.users, "elev-1a-01", {"agentSourcedIds": "vh-1a-01-a,nobody"}, 13, Reason.reference),
        (File.users, "elev-1a-01", {"agentSourcedIds": "elev-1a-01"}, 13, Reason.itself),
        (File.users, "elev-4b-14", {"metadata_seenBy": "nobody"}, 99, Reason.reference),
        (File.orgs, "ekskolan", {"type": "skola"}, 3, Reason.choice),
        (File.orgs, "ekskolan", {"parentSourcedId": "nowhere"}, 3, Reason.reference),
        (File.orgs, "ekskolan", {"parentSourcedId": ""}, 3, Reason.no_organisation),
        (File.orgs, "ekby-kommun", {"parentSourcedId": "ekskolan"}, 3, Reason.circle),
        (File.sessions, "ht-2026", {"startDate": "17/8 2026"}, 3, Reason.date),
        (File.sessions, "ht-2026", {"startDate": "20260817"}, 3, Reason.date),
        (File.sessions, "ht-2026", {"startDate": "2026-02-30"}, 3, Reason.no_day),
        (File.sessions, "ht-2026", {"endDate": "2025-12-18"}, 3, Reason.order),
        (File.classes, "klass-1a", {"schoolSourcedId": "ekby-kommun"}, 2, Reason.not_a_school),
        (File.classes, "klass-1a", {"termSourcedIds": "ht-2026,ht-1926"}, 2, Reason.reference),
        (File.roles, "roll-rektor-principal", {"orgSourcedId": "ekby-kommun"}, 2, Reason.not_a_school),
        (File.roles, "roll-rektor-principal", {"role": "rektor"}, 2, Reason.choice),
        (File.demographics, "elev-1a-01", {"sourcedId": "nobody"}, 2, Reason.reference),
        (File.enrollments, "klass-1a-mentor-1a", {"userSourcedId": "nobody"}, 2, Reason.reference),
        (File.enrollments, "klass-1a-mentor-1a", {"classSourcedId": "nowhere"}, 2, Reason.reference),
    ],
)
async def test_a_wrong_cell_is_told_by_file_line_and_reason(  # noqa: PLR0917  # a case has many parts
    world: World, school: Path, file: File, row: str, cells: dict[str, str], line: int, reason: Reason
) -> None:
    put(school, file, row, **cells)
    told = await bad(world, school)
    assert [one[:3] for one in told] == [(file, line, reason)]
    assert told[0][3]


async def test_a_wrong_row_is_told_once_and_not_again_by_all_that_refer_to_it(world: World, school: Path) -> None:
    put(school, File.users, "mentor-4b", familyName="")
    assert await bad(world, school) == [(File.users, 7, Reason.empty, "familyName")]


async def test_the_same_id_twice_is_a_bad_row(world: World, school: Path) -> None:
    rewrite(school, File.users, lambda rows: [*rows, rows[0]])
    assert await bad(world, school) == [(File.users, 169, Reason.twice, "sourcedId")]


async def test_a_school_of_another_organisation_is_a_bad_row(world: World, school: Path) -> None:
    append(school, File.orgs, "annanby,,,Annanby kommun,district,,\r\nalskolan,,,Alskolan,school,,annanby\r\n")
    assert await bad(world, school) == [(File.orgs, 5, Reason.two_organisations, "parentSourcedId")]


async def test_rows_of_the_wrong_length_and_broken_quotes_are_told_and_the_rest_is_read(world: World, school: Path) -> None:
    append(school, File.orgs, 'short,row\r\n"bro"ken",,,x,school,,\r\nalskolan,,,Alskolan,school,,ekby-kommun\r\n\r\n')
    assert await bad(world, school) == [(File.orgs, 4, Reason.cells, ""), (File.orgs, 5, Reason.not_readable, "")]
    assert list(records(school, Org)) == ["ekby-kommun", "ekskolan", "alskolan"]


async def test_bytes_that_are_not_utf8_are_told(world: World, school: Path) -> None:
    append(school, File.orgs, "skola,,,Sm\xe5skolan,school,,ekby-kommun\r\n".encode("latin-1"))
    assert (File.orgs, Reason.not_text) in [(file, reason) for file, _, reason, _ in await bad(world, school)]


async def test_a_line_without_end_is_not_read_into_memory(world: World, school: Path) -> None:
    append(school, File.orgs, b"a" * (3 * LONGEST_LINE))
    assert await bad(world, school) == [(File.orgs, 4, Reason.not_readable, "")]


async def test_a_flood_of_bad_rows_is_counted_and_the_first_are_listed(world: World, school: Path) -> None:
    append(school, File.orgs, "junk\r\n" * (MOST_BAD_ROWS + 500))
    report = await looked(world, school)
    assert (report.bad_row_count, len(report.bad_rows), report.bad_rows[0].line) == (MOST_BAD_ROWS + 500, MOST_BAD_ROWS, 4)


async def test_missing_and_doubled_columns_are_told_once(world: World, school: Path) -> None:
    text = (school / File.roles).read_text("utf-8")
    (school / File.roles).write_text(text.replace("userSourcedId", "role", 1), "utf-8")
    assert await bad(world, school) == [
        (File.roles, 1, Reason.twice_column, "role"),
        (File.roles, 1, Reason.missing_column, "userSourcedId"),
    ]


@pytest.mark.parametrize("file", [File.manifest, File.users, File.enrollments])
async def test_a_file_that_should_be_there_is_missed(world: World, school: Path, file: File) -> None:
    (school / file).unlink()
    told = await bad(world, school)
    assert told[0] == (file, 0, Reason.missing_file, "")


async def test_an_empty_file_is_not_taken_for_everybody_having_left(world: World, school: Path) -> None:
    rewrite(school, File.enrollments, lambda _: [])
    assert await bad(world, school) == [(File.enrollments, 0, Reason.no_rows, "")]


async def test_an_organisation_without_schools_is_no_roster(world: World, school: Path) -> None:
    put(school, File.orgs, "ekskolan", type="department")
    assert (File.orgs, 0, Reason.no_school, "") in await bad(world, school)


async def test_courses_and_birth_dates_may_be_absent(world: World, school: Path) -> None:
    for file in (File.courses, File.demographics):
        (school / file).unlink()
        say(school, f"file.{file.removesuffix('.csv')}", "absent")
    assert await bad(world, school) == []


@pytest.mark.parametrize(("name", "value", "reason"), [("oneroster.version", "1.0", Reason.version), ("file.users", "delta", Reason.delta)])
async def test_other_versions_and_mere_changes_are_refused(world: World, school: Path, name: str, value: str, reason: Reason) -> None:
    say(school, name, value)
    assert (await bad(world, school))[0][2] is reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, Reason.not_readable),
        (b"", Reason.not_a_roster),
        (b"PK\x03\x04 torn", Reason.not_readable),
        (b"just text", Reason.not_a_roster),
        (b"\xff\xfeR\x00o\x00l\x00l\x00", Reason.not_text),
    ],
)
async def test_something_that_is_no_roster_is_told_and_not_raised(
    world: World, tmp_path: Path, content: bytes | None, reason: Reason
) -> None:
    path = tmp_path / "roster.zip"
    if content is not None:
        path.write_bytes(content)
    assert await bad(world, path) == [("roster.zip", 0, reason, "")]


async def test_a_torn_file_inside_a_zip_is_told(world: World, school: Path, tmp_path: Path) -> None:
    packed = tmp_path / "roster.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for file in File:
            archive.write(school / file, file)
    packed.write_bytes(packed.read_bytes().replace(b"Ekby kommun", b"Ekby komnum"))
    assert (File.orgs, Reason.not_readable) in [(file, reason) for file, _, reason, _ in await bad(world, packed)]


async def test_a_word_of_ones_own_is_no_mistake(world: World, school: Path) -> None:
    put(school, File.roles, "roll-specialpedagog-counselor", role="ext:skolsköterska")
    drop(school, File.enrollments, "role", "nothing")
    assert await bad(world, school) == []
    assert rows_of(school, File.roles)[3]["role"] == "ext:skolsköterska"
