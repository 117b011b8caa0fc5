"""What an administrator reads of a roster before and after it is applied."""

from __future__ import annotations

import html
import re
import zipfile
from typing import TYPE_CHECKING

import pytest

from server.people.models import Relation, RelationKind
from server.schools.models import ImportState, RosterImport
from server.schools.roster.bring import Reach, load
from server.schools.roster.formats import source
from server.schools.roster.stage import _Taking
from tests.server.schools.rosters import demo_school, looked
from tests.server.schools.test_import import HERE, ROSTER, WITHOUT_BO, apply, ended, upload

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from server.people.models import Person
    from tests.server.world import World


def plain(page: httpx.Response) -> str:
    """Give a page's words without its marks."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.text)))


async def upload_as(world: World, who: Person, content: str) -> httpx.Response:
    """Upload a file as somebody, and give the page as that person sees it."""
    answer = await (await world.as_(who)).post(HERE, files={"file": ("skolan.csv", content.encode())})
    return await ended(world, answer.headers["location"], who)


async def test_all_that_is_wrong_with_a_row_is_told_at_once_by_heading_and_value(own: World) -> None:
    header = ROSTER.splitlines()[0] + ";Födelsedatum\r\n"
    rows = "".join(f"{line};\r\n" for line in ROSTER.splitlines()[1:])
    page = await upload(own, header + rows + "Elev;20160102-1234;Ove;=1+1;Ekskolan;;;;;kanske;2016-02-30\r\n")
    said = plain(page)
    assert "1 row cannot be used" in said
    assert "row 13 · Ove =1+1" in said
    for fault in (
        "Id: This looks like a personal identity number.",
        "Family name =1+1: This begins like a formula",
        "Class: This must not be empty.",
        "Protected identity kanske: This must say yes or no.",
        "Birth date 2016-02-30: There is no such day.",
    ):
        assert fault in said
    assert "20160102-1234" not in await own.value("SELECT report::text FROM roster_import"), "it is not even kept"


async def test_headings_are_in_the_readers_language_and_values_for_whoever_has_the_file(own: World) -> None:
    page = await upload(own, ROSTER + "Elev;olle;=1+1;Olsson;Ekskolan;4B;;;;\r\n")
    await own.rows("UPDATE person SET language = 'sv' WHERE id = $1", own.cast.admin.id)
    assert "Förnamn =1+1:" in plain(await own.get(own.cast.admin, page.url.path))
    other = plain(await own.get(own.cast.director, page.url.path))
    assert "Given name: This begins like a formula" in other
    assert "Olsson" not in other


async def test_the_value_of_what_contradicts_another_row_is_told_too(own: World) -> None:
    page = await upload(own, ROSTER + "Vårdnadshavare;kim;Kim;Ny;;;;nobody;kim;\r\n")
    assert "Pupils nobody: What this refers to is not in the roster." in plain(page)


async def test_a_file_that_is_torn_is_one_fault_and_not_a_row(own: World) -> None:
    page = plain(await upload(own, "[" * 50, "bad.json"))
    assert "1 file cannot be used as it is" in page
    assert "row cannot be used" not in page
    assert "bad.json" in page
    assert "The file is missing" not in page
    assert "row 1" not in page


@pytest.mark.parametrize("whole", [True, False])
async def test_a_workbook_is_to_be_saved_as_csv(own: World, tmp_path: Path, whole: bool) -> None:  # noqa: FBT001
    book = tmp_path / "skolan.xlsx"
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    content = book.read_bytes()
    assert "Save it as CSV" in (await upload(own, content if whole else content[:60], "skolan.xlsx")).text
    assert "Save it as CSV" in (await upload(own, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "skolan.xls")).text


async def test_a_mentor_is_a_mentor_and_a_guardian_is_told_with_the_child(own: World) -> None:
    page = plain(
        await upload(
            own,
            ROSTER + "Mentor;kim;Kim;Ny;Ekskolan;4B;;;;\r\nLärare;kim;Kim;Ny;Ekskolan;4B;;;;\r\nVårdnadshavare;li;Li;Hem;;;;elsa;;\r\n",
        )
    )
    assert "Kim Ny · Mentor · 4B" in page
    assert "Li Hem · Guardian · Elsa Berg" in page
    begins = page.split("Relations that begin")[1]
    assert "Kim Ny · Mentor · Elsa Berg" in begins
    assert "Kim Ny · Teacher · 4B" in begins


async def test_new_schools_and_what_changes_of_somebody_are_told(own: World) -> None:
    text = ROSTER.replace("Elev;elsa;Elsa;Berg", "Elev;elsa;Else;Berg") + "Rektor;ny;Nora;Ny;Lindskolan;;;;;\r\n"
    page = plain(await upload_as(own, own.cast.director, text))
    assert "Schools 1 Lindskolan · new" in page
    assert "Else Berg · name · until now Elsa Berg" in page
    assert "Adults who change household" in page


async def test_whose_own_right_to_administer_ends_is_asked_apart(own: World) -> None:
    page = await upload(own, ROSTER.replace("Skoladministratör;admin;Adam;Admin;Ekskolan;;;;;\r\n", ""))
    assert "Your own right to administer would end" in page.text
    assert page.text.index("Your own right") < page.text.index('class="figures"')
    assert "1 administrator would lose" in (await own.get(own.cast.director, page.url.path)).text

    page = await apply(own, page)
    assert "Ready to be applied" in page.text, "it was not said yes to"

    await own.post(own.cast.admin, f"{page.url.path}/apply", own="true")
    while await own.value("SELECT state FROM roster_import") == "applying":
        await own.get(own.cast.director, page.url.path)
    assert await own.value("SELECT count(*) FROM relation WHERE person_id = $1 AND until IS NULL", own.cast.admin.id) == 0


async def test_that_nobody_would_be_left_who_administers_is_asked_apart(own: World) -> None:
    await own.rows("UPDATE relation SET until = now() WHERE person_id = $1", own.cast.director.id)
    page = await upload(own, ROSTER.replace("Skoladministratör;admin;Adam;Admin;Ekskolan;;;;;\r\n", ""))
    assert "Nobody would be left who administers" in page.text
    assert "Ready to be applied" in (await apply(own, page, own="true")).text


async def test_after_it_is_applied_the_way_leads_to_who_can_sign_in(own: World) -> None:
    page = await apply(own, await upload(own, ROSTER))
    assert f'href="/schools/{own.cast.school.id}/accounts"' in page.text


async def test_older_imports_can_be_looked_at(own: World) -> None:
    made = [
        RosterImport(
            organisation_id=own.cast.organisation.id, person_id=own.cast.admin.id, file_name=f"{n}.csv", size=1, state=ImportState.dropped
        )
        for n in range(12)
    ]
    await own.add(*made)
    first, second = await own.get(own.cast.admin, HERE), await own.get(own.cast.admin, f"{HERE}?page=2")
    assert (">11.csv<" in first.text, ">0.csv<" in first.text) == (True, False)
    assert (">11.csv<" in second.text, ">0.csv<" in second.text) == (False, True)
    assert "Older" in first.text


def test_the_rows_that_are_counted_are_the_files_rows(tmp_path: Path) -> None:
    folder = demo_school(tmp_path / "school")
    rows = sum(len(one.read_text("utf-8").splitlines()) - 1 for one in folder.glob("*.csv") if one.name != "manifest.csv")
    with source(folder) as roster:
        taking = _Taking(roster.records)
        while taking.next():
            pass
    assert taking.rows == rows


async def test_a_grant_that_the_roster_drops_is_not_told_to_others(own: World) -> None:
    await own.add(Relation(person_id=own.cast.observer.id, kind=RelationKind.sees_protected, pupil_id=own.cast.hidden.id))
    assert "Olga Special" not in plain(await upload(own, ROSTER)).split("Relations that end")[-1]


async def test_a_command_asks_too(own: World, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text(ROSTER.replace("Skoladministratör;admin;Adam;Admin;Ekskolan;;;;;\r\n", ""), "utf-8")
    await own.rows("UPDATE relation SET until = now() WHERE person_id = $1", own.cast.director.id)
    report = await looked(own, file, Reach(own.cast.organisation.source_id))
    assert report.nobody_administers


async def test_the_log_says_that_it_was_the_roster_where_nobody_was_at_the_page(own: World, tmp_path: Path) -> None:
    file = tmp_path / "skolan.csv"
    file.write_bytes(WITHOUT_BO)
    async with own.visits.database.session() as session:
        with source(file) as roster:
            await load(session, roster, Reach(own.cast.organisation.source_id))
        await session.commit()
    page = plain(await own.get(own.cast.anna, f"/pupils/{own.cast.elsa.id}/access-log"))
    assert "The roster Access ended: Bo Lind" in page
    assert "By itself" not in page
