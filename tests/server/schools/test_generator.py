from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from server.schools.roster.columns import HOUSEHOLD, PROTECTED, SEEN_BY, File
from server.schools.roster.records import BadRow
from tests.server.schools.rosters import demo_school, records, rows_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(name="school")
def _school(tmp_path: Path) -> Path:
    return demo_school(tmp_path / "school")


def test_two_runs_give_the_same_bytes(school: Path, tmp_path: Path) -> None:
    again = demo_school(tmp_path / "again")
    assert {one.name: one.read_bytes() for one in school.iterdir()} == {one.name: one.read_bytes() for one in again.iterdir()}
    assert {one.name for one in school.iterdir()} == set(File)


def test_the_columns_are_those_of_oneroster_in_its_order(school: Path) -> None:
    assert (school / "users.csv").read_text("utf-8").splitlines()[0] == (
        "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,"
        "agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,preferredMiddleName,preferredFamilyName,"
        "primaryOrgSourcedId,pronouns,metadata.household,metadata.protected,metadata.seenBy"
    )
    assert (school / "enrollments.csv").read_bytes().splitlines(keepends=True)[0] == (
        b"sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\r\n"
    )


def test_the_manifest_tells_of_every_file(school: Path) -> None:
    said = {row["propertyName"]: row["value"] for row in rows_of(school, File.manifest)}
    assert said["oneroster.version"] == "1.2"
    assert {name for name, value in said.items() if value == "bulk"} == {
        f"file.{file.removesuffix('.csv')}" for file in File if file is not File.manifest
    }


def test_it_can_be_read_without_a_bad_row(school: Path) -> None:
    assert records(school, BadRow, key=str) == {}


def test_there_are_three_classes_of_twenty(school: Path) -> None:
    pupils = Counter(row["classSourcedId"] for row in rows_of(school, File.enrollments) if row["role"] == "student")
    assert {name: pupils[name] for name in ("klass-1a", "klass-4b", "klass-8c")} == {"klass-1a": 20, "klass-4b": 20, "klass-8c": 20}
    groups = Counter(row["title"][:2] for row in rows_of(school, File.classes) if row["classType"] == "scheduled")
    assert groups == {"1A": 3, "4B": 4, "8C": 4}


def test_homes_are_of_every_kind(school: Path) -> None:
    users = {row["sourcedId"]: row for row in rows_of(school, File.users)}
    agents = [tuple(row["agentSourcedIds"].split(",")) for row in users.values() if row["agentSourcedIds"]]
    kinds = Counter((len(one), len({users[agent][HOUSEHOLD] for agent in one})) for one in agents)
    assert set(kinds) == {(1, 1), (2, 1), (2, 2)}
    assert min(kinds.values()) >= 10
    siblings = [count for count in Counter(agents).values() if count > 1]
    assert siblings == [2, 2, 2, 3]
    erik = "vh-1a-04-b"
    assert users[erik][HOUSEHOLD] == users["vh-1a-04-a"][HOUSEHOLD]
    assert {one for one in agents if erik in one} == {("vh-1a-04-a", erik), ("vh-8c-19-a", erik)}, "half-siblings in two homes"


def test_one_pupil_is_protected_and_has_no_address(school: Path) -> None:
    (pupil,) = [row for row in rows_of(school, File.users) if row[PROTECTED] == "true"]
    assert (pupil["username"], pupil[SEEN_BY], pupil["email"]) == ("elev.4b.14", "mentor-4b,rektor", "")
    guardians = [row for row in rows_of(school, File.users) if row["sourcedId"] in pupil["agentSourcedIds"].split(",")]
    assert [row["email"] for row in guardians] == [""]


def test_a_teacher_is_also_a_guardian(school: Path) -> None:
    roles = [(row["roleType"], row["role"]) for row in rows_of(school, File.roles) if row["userSourcedId"] == "larare-idrott"]
    assert roles == [("primary", "teacher"), ("secondary", "guardian")]


def test_names_and_user_names_are_all_different_and_no_address_can_be_reached(school: Path) -> None:
    users = rows_of(school, File.users)
    assert max(Counter((row["givenName"], row["familyName"]) for row in users).values()) == 1
    assert max(Counter(row["username"].lower() for row in users).values()) == 1
    assert all(row["email"].endswith(".invalid") for row in users if row["email"])
