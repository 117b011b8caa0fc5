"""`stegvis import`, as a program sees it; and what must stay small however large a roster is."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import psutil
import pytest

from server.schools.roster.columns import File
from tests.faults.machines import ROOT
from tests.server.schools.many import write_many
from tests.server.schools.rosters import demo_school, drop, put

if TYPE_CHECKING:
    from pathlib import Path

MEMORY = 190 * 1024 * 1024
"""Bytes that an import may take in all, the interpreter included."""


async def command(address: str, *given: object, status: int = 0, **environment: str) -> dict[str, Any]:
    """Run the command; give its report and the most memory it was seen to take."""
    line = [sys.executable, "-m", "server.cli", "import", *map(str, given), "--json"]
    env = {**os.environ, "DATABASE_URL": address, **environment}
    ran = await asyncio.create_subprocess_exec(*line, cwd=ROOT, env=env, stdout=asyncio.subprocess.PIPE)
    most, watched = 0, psutil.Process(ran.pid)
    reading = asyncio.create_task(ran.communicate())
    while not reading.done():
        try:
            most = max(most, watched.memory_info().rss)
        except psutil.Error:
            break
        await asyncio.wait([reading], timeout=0.05)
    out, _ = await reading
    assert ran.returncode == status, out.decode()
    report: dict[str, Any] = json.loads(out)
    return report | {"memory": most}


async def test_the_report_and_the_exit_status(address: str, tmp_path: Path) -> None:
    school = demo_school(tmp_path / "school")
    looked = await command(address, school, "--dry-run")
    assert (looked["ok"], looked["applied"], looked["people"]["new"]) == (True, False, 167)
    brought = await command(address, school)
    assert brought["people"] == {"new": 167, "changed": 0, "ended": 0, "unchanged": 0}
    again = await command(address, school)
    assert (again["people"]["unchanged"], again["relations"]["new"], again["bad_rows"]) == (167, 0, [])

    put(school, File.users, "mentor-4b", familyName="")
    broken = await command(address, school, status=1)
    (row,) = broken["bad_rows"]
    assert (row["file"], row["line"], row["column"], row["reason"]) == ("users.csv", 7, "familyName", "This must not be empty.")
    assert (broken["ok"], broken["applied"]) == (False, False)


async def test_a_mass_end_needs_a_second_word(address: str, tmp_path: Path) -> None:
    school = demo_school(tmp_path / "school")
    await command(address, school)
    drop(school, File.enrollments, "role", "student")
    stopped = await command(address, school, status=1)
    assert (stopped["many_end"], stopped["applied"]) == (True, False)
    assert "--force" in stopped["stopped"]
    assert (await command(address, school, "--force"))["applied"]


async def test_1_1_is_read_as_1_2_is(address: str, tmp_path: Path) -> None:
    school = demo_school(tmp_path / "school")
    await command(address, school)
    older = tmp_path / "older.zip"
    roles: dict[str, str] = {}
    for line in (school / File.roles).read_text("utf-8").splitlines()[1:]:
        cells = line.split(",")
        roles.setdefault(cells[3], cells[5])
    with zipfile.ZipFile(older, "w") as archive:
        for file in File:
            text = (school / file).read_text("utf-8")
            if file is File.manifest:
                text = text.replace("oneroster.version,1.2", "oneroster.version,1.1")
            if file is File.users:
                header, *rows = text.splitlines()
                rows = [f"{row},{roles[row.split(',')[0]]},ekskolan" for row in rows]
                text = "\r\n".join([f"{header},role,orgSourcedIds", *rows])
            if file is not File.roles:
                archive.writestr(file, text)
    report = await command(address, older, "--dry-run")
    assert report["people"]["unchanged"] == 167
    assert report["relations"]["ended"] == 2, (
        "what 1.1 cannot say: a second role (the teacher is a guardian too), and who runs more than a school"
    )


async def test_a_hundred_thousand_rows_of_junk_and_many_people_take_no_more_memory(address: str, tmp_path: Path) -> None:
    many = write_many(tmp_path / "many", 3000)
    report = await command(address, tmp_path / "many")
    assert (report["people"]["new"], report["ok"]) == (many, True)
    assert report["memory"] < MEMORY
    with (tmp_path / "many" / File.users).open("a", encoding="utf-8") as stream:
        stream.writelines(f"junk,{number},=cmd|'/c calc'!A1,\x01\r\n" for number in range(100_000))
    junk = await command(address, tmp_path / "many", status=1)
    assert (junk["bad_row_count"], len(junk["bad_rows"]), junk["bad_rows"][0]["line"]) == (100_000, 200, many + 2)
    assert junk["memory"] < MEMORY


async def test_brackets_within_brackets_take_no_memory(address: str, tmp_path: Path) -> None:
    (tmp_path / "deep.json").write_bytes(b"[" * 20_000)
    report = await command(address, tmp_path / "deep.json", status=1)
    assert report["bad_rows"][0]["code"] == "too_large"
    assert report["memory"] < MEMORY


@pytest.mark.parametrize("wrong", ["nowhere.zip", "http://example.se/ss12000"])
async def test_what_is_not_there_is_told(address: str, wrong: str) -> None:
    report = await command(address, wrong, status=1)
    assert report["bad_row_count"] == 1
