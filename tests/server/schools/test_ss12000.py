from __future__ import annotations

import json
import threading
import zipfile
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from server.schools.roster import source as sources
from server.schools.roster.bring import load
from server.schools.roster.formats import source
from server.schools.roster.json_parts import LONGEST_TOKEN
from server.schools.roster.reasons import Reason
from server.schools.roster.report import Counts
from tests.server.schools.rosters import looked
from tests.server.schools.test_load import everything, held, homes, person

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlmodel.ext.asyncio.session import AsyncSession

    from tests.server.world import World

META = {"created": "2026-08-01T10:00:00+02:00", "modified": "2026-08-01T10:00:00+02:00"}


def human(key: str, name: str, **other: Any) -> dict[str, Any]:
    given, family = name.split()
    civic = {"value": "201601021234", "nationality": "SE"}
    return {"id": key, "meta": META, "givenName": given, "familyName": family, "personStatus": "Aktiv", "civicNo": civic, **other}


def at(street: str) -> list[dict[str, str]]:
    return [{"type": "Folkbokföring", "streetAddress": street, "postalCode": "123 45", "locality": "Ekby"}]


def ties(*whose: tuple[str, str]) -> list[dict[str, Any]]:
    return [{"person": {"id": key}, "relationType": kind} for key, kind in whose]


YEAR = [{"enroledAt": {"id": "unit"}, "schoolYear": 4, "schoolType": "GR", "cancelled": False}]
VH = "Vårdnadshavare"
DUMP: dict[str, list[dict[str, Any]]] = {
    "organisations": [
        {"id": "top", "meta": META, "displayName": "Ekby kommun", "organisationType": "Huvudman"},
        {"id": "area", "displayName": "Norra", "organisationType": "Rektorsområde", "parentOrganisation": {"id": "top"}},
        {"id": "unit", "displayName": "Ekskolan", "organisationType": "Skolenhet", "parentOrganisation": {"id": "area"}},
    ],
    "persons": [
        human("alma", "Alma Ek", enrolments=YEAR, responsibles=ties(("eva", VH), ("erik", VH), ("ola", "Kontaktperson"))),
        human("nils", "Nils Al", enrolments=YEAR, responsibles=ties(("ola", "Familjehemsförälder"))),
        human("tova", "Tova Ny", enrolments=YEAR, securityMarking="Sekretessmarkering", responsibles=ties(("ulf", VH))),
        human("eva", "Eva Ek", addresses=at("Storgatan 1"), emails=[{"value": "e@hem.se", "type": "Privat"}]),
        human("erik", "Erik Ek", addresses=at("storgatan  1")),
        human("ola", "Ola Al"),
        human("ulf", "Ulf Ny"),
        human("maja", "Maja Lind", emails=[{"value": "m@hem.se", "type": "Privat"}, {"value": "m@skola.se", "type": "Skola personal"}]),
        human("rita", "Rita Rask"),
        human("gone", "Gun Borta", personStatus="Avliden", responsibles=ties(("eva", VH))),
    ],
    "groups": [
        {
            "id": "4b", "displayName": "4B", "groupType": "Klass", "organisation": {"id": "unit"}, "startDate": "2026-08-17",
            "groupMemberships": [{"person": {"id": key}} for key in ("alma", "nils", "tova")],
        },
        {
            "id": "en", "displayName": "4 Engelska", "groupType": "Undervisning", "organisation": {"id": "unit"}, "startDate": "2026-08-17",
            "groupMemberships": [
                {"person": {"id": "alma"}},
                {"person": {"id": "nils"}, "startDate": "2020-01-01", "endDate": "2020-06-01"},
            ],
        },
        {
            "id": "mg", "displayName": "Majas", "groupType": "Mentor", "organisation": {"id": "unit"}, "startDate": "2026-08-17",
            "groupMemberships": [{"person": {"id": "alma"}}],
        },
        {
            "id": "old", "displayName": "3B", "groupType": "Klass", "organisation": {"id": "unit"}, "startDate": "2025-08-17",
            "endDate": "2026-06-10",
        },
    ],
    "duties": [
        {
            "id": "d1", "person": {"id": "maja"}, "dutyAt": {"id": "unit"}, "dutyRole": "Lärare", "startDate": "2026-08-01",
            "assignmentRole": [{"group": {"id": "mg"}, "assignmentRoleType": "Mentor", "startDate": "2026-08-17"}],
        },
        {"id": "d2", "person": {"id": "rita"}, "dutyAt": {"id": "area"}, "dutyRole": "Rektor", "startDate": "2026-08-01"},
    ],
    "activities": [
        {
            "id": "a1", "displayName": "Engelska 4", "startDate": "2026-08-17", "syllabus": {"id": "s-en"}, "groups": [{"id": "en"}],
            "teachers": [{"duty": {"id": "d1"}, "startDate": "2026-08-17"}],
        },
        {
            "id": "a2", "displayName": "Matematik 4", "startDate": "2026-08-17", "syllabus": {"id": "s-ma"}, "groups": [{"id": "4b"}],
            "teachers": [{"duty": {"id": "d1"}, "startDate": "2026-08-17"}],
        },
    ],
    "syllabuses": [{"id": "s-en", "subjectName": "Engelska"}, {"id": "s-ma", "subjectName": "Matematik"}],
}  # fmt: skip


def changed(**lists: list[dict[str, Any]]) -> str:
    """Give the whole as one file, with some lists replaced."""
    return json.dumps({name: {"data": things, "pageToken": None} for name, things in (DUMP | lists).items()})


async def test_every_part_becomes_what_it_is_here(session: AsyncSession, tmp_path: Path) -> None:
    (tmp_path / "all.json").write_text(changed(), "utf-8")
    with source(tmp_path / "all.json") as roster:
        report = await load(session, roster)
    assert report.bad_rows == ()
    assert (report.people, report.classes) == (Counts(new=10), Counts(new=3))
    assert await held(session, "maja") == {("mentor_of", "alma"), ("teacher_in", "en"), ("teacher_in", "a2 4b")}
    assert await held(session, "alma") == {("pupil_in", "4b"), ("pupil_in", "en"), ("pupil_in", "a2 4b")}
    assert await held(session, "nils") == {("pupil_in", "4b"), ("pupil_in", "a2 4b")}
    assert await held(session, "rita") == {("principal_of", "unit")}
    assert await held(session, "ola") == {("contact_for", "nils")}
    assert await held(session, "eva") == {("guardian_of", "alma")}, "and nothing to who is not active"
    assert len(set(await homes(session, "alma"))) == 1, "one registered address is one home"
    tova, maja = await person(session, "tova"), await person(session, "maja")
    assert (tova.protected, maja.protected, maja.email) == (True, False, "m@skola.se")
    rows = await everything(session)
    classes: dict[str, Any] = {one["source_id"]: one for one in rows["Class"]}  # type: ignore[index]
    assert {key: (one["name"], one["year"], one["subject"]) for key, one in classes.items()} == {
        "4b": ("4B", "4", ""),
        "en": ("4 Engelska", "4", "Engelska"),
        "a2 4b": ("4B Matematik", "4", "Matematik"),
    }
    kept = json.dumps(rows, default=str)
    assert "201601021234" not in kept
    assert "torgatan" not in kept


def dumped(tmp_path: Path, *, packed: bool) -> None:
    """Write a file for every object, as a page of its own."""
    for name, things in DUMP.items():
        for number, thing in enumerate(things):
            (tmp_path / f"{name}-{number:02}.json").write_text(json.dumps({"data": [thing], "pageToken": "more"}), "utf-8")
    if packed:
        with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
            for file in sorted(tmp_path.glob("*.json")):
                archive.write(file, f"dump/{file.name}")


@pytest.mark.parametrize("packed", [False, True])
async def test_a_folder_and_a_zip_of_pages_say_the_same(world: World, tmp_path: Path, packed: bool) -> None:  # noqa: FBT001
    dumped(tmp_path, packed=packed)
    report = await looked(world, tmp_path / "all.zip" if packed else tmp_path)
    assert (report.bad_rows, report.people.new, report.classes.new) == ((), 10, 3)


@pytest.mark.parametrize(
    ("lists", "told"),
    [
        ({"persons": [*DUMP["persons"], human("alma", "Alma Igen")]}, ("persons", 11, Reason.twice, "id")),
        ({"persons": [*DUMP["persons"], human("kim", "Kim =1+1")]}, ("persons", 11, Reason.formula, "familyName")),
        ({"persons": [*DUMP["persons"], human("kim", "Kim Ny", birthDate="2999-01-01")]}, ("persons", 11, Reason.senseless, "birthDate")),
        (
            {"persons": [*DUMP["persons"], human("kim", "Kim Ny", responsibles=ties(("nobody", VH)))]},
            ("persons", 11, Reason.reference, "responsibles"),
        ),
        ({"persons": [*DUMP["persons"], human("kim", "Kim Ny", responsibles={"a": 1})]}, ("persons", 11, Reason.shape, "responsibles")),
        (
            {"persons": [*DUMP["persons"], human("kim", "Kim Ny", responsibles=ties(("alma", VH)))]},
            ("persons", 11, Reason.pupil_guardian, "responsibles"),
        ),
        ({"duties": []}, ("duties", 0, Reason.missing_file, "")),
    ],
)
async def test_a_wrong_object_is_told_by_its_place(world: World, tmp_path: Path, lists: dict[str, Any], told: tuple[Any, ...]) -> None:
    (tmp_path / "all.json").write_text(changed(**lists), "utf-8")
    report = await looked(world, tmp_path / "all.json")
    assert report.bad_rows[0][:4] == told


async def test_a_file_that_ends_in_the_middle_is_told(world: World, tmp_path: Path) -> None:
    (tmp_path / "all.json").write_text(changed()[:3000], "utf-8")
    assert Reason.not_json in {one.reason for one in (await looked(world, tmp_path / "all.json")).bad_rows}


@pytest.mark.parametrize(
    "junk",
    [
        b"[" * 20_000,
        b'{"persons": {"data": [{"id": ' + b'{"a":' * 20_000,
        b'{"persons": {"data": [{"id": "' + b"x" * 2 * LONGEST_TOKEN + b'"}]}}',
        b'{"persons": {"data": [{"id": ' + b"1" * 5_000 + b"}]}}",
        b'{"persons": {"data": [{"id": ' + b"1" * 2 * LONGEST_TOKEN + b"}]}}",
        b'{"persons":' + b" " * 2 * LONGEST_TOKEN,
    ],
    ids=["lists", "objects", "text", "number", "long number", "blank"],
)
async def test_what_is_deeper_or_longer_than_any_roster_is_told_and_not_built(world: World, tmp_path: Path, junk: bytes) -> None:
    (tmp_path / "all.json").write_bytes(junk)
    assert (await looked(world, tmp_path / "all.json")).bad_rows[0].reason is Reason.too_large


async def test_an_object_of_long_texts_is_too_large_and_the_next_is_read(world: World, tmp_path: Path) -> None:
    heavy = {str(number): "x" * 5_000 for number in range(2_000)}
    (tmp_path / "all.json").write_text(changed(persons=[heavy, *DUMP["persons"]]), "utf-8")
    assert [one[:4] for one in (await looked(world, tmp_path / "all.json")).bad_rows] == [("persons", 1, Reason.too_large, "")]


@contextmanager
def interface(**pages: Any) -> Iterator[str]:
    """Serve the dump, two objects a page, to whoever brings the token."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            endpoint, first = parts.path.rsplit("/", 1)[1], int(parse_qs(parts.query).get("pageToken", ["0"])[0])
            things = DUMP[endpoint]
            body = {"data": things[first : first + 2], "pageToken": str(first + 2) if first + 2 < len(things) else None}
            status = 200 if self.headers["Authorization"] == "Bearer secret" else 401
            status, where = pages.get(endpoint, (status, ""))
            self.send_response(status)
            if where:
                self.send_header("Location", where)
            self.end_headers()
            self.wfile.write(json.dumps(body if status == 200 else {"code": "no"}).encode())

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v2"
    server.shutdown()
    thread.join()
    server.server_close()


async def test_an_interface_is_read_page_after_page(world: World) -> None:
    with interface() as address:
        report = await looked(world, address, token="secret")
        refused = await looked(world, address, token="wrong")
    assert (report.bad_rows, report.people.new, report.classes.new) == ((), 10, 3)
    assert [one[:4] for one in refused.bad_rows] == [("organisations", 0, Reason.api_refused, "")]


async def test_no_redirect_is_followed_and_no_token_is_sent_in_the_open(world: World) -> None:
    with interface(persons=(302, "http://elsewhere.invalid/persons")) as address:
        told = (await looked(world, address, token="secret")).bad_rows
    assert [one[:4] for one in told] == [("persons", 0, Reason.api_away, "")]
    assert (await looked(world, "http://sis.example.se/v2", token="secret")).bad_rows[0].reason is Reason.api_refused


async def test_zip_bombs_are_not_unpacked(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = tmp_path / "bomb.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("persons.json", b" " * 20_000_000)
    assert [one[:4] for one in (await looked(world, packed)).bad_rows] == [("bomb.zip", 0, Reason.bomb, "")]
    monkeypatch.setattr(sources, "MOST_BYTES", 2000)
    (tmp_path / "all.json").write_text(changed(), "utf-8")
    assert Reason.bomb in {one.reason for one in (await looked(world, tmp_path / "all.json")).bad_rows}
