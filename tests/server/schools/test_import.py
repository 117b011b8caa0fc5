"""A roster brought in by an administrator in the browser, without a script."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest

from server.guard import MOST_BODY
from server.people.models import Relation, RelationKind
from server.schools.roster.template import COLUMNS, blank, is_template

if TYPE_CHECKING:
    import httpx

    from server.people.models import Person
    from tests.server.world import World

HERE = "/organisation/import"
HEADER = "Roll;Id;Förnamn;Efternamn;Skola;Klass;Ämne;Elever;Hushåll;Skyddad identitet\r\n"
ROSTER = HEADER + (
    "Elev;elsa;Elsa;Berg;Ekskolan;4B;;;;\r\nElev;omar;Omar;Aziz;Ekskolan;4B;;;;\r\nElev;hidden;Hanna;Skyddad;Ekskolan;4B;;;;\r\n"
    "Vårdnadshavare;anna;Anna;Berg;;;;elsa;anna;\r\nVårdnadshavare;bo;Bo;Lind;;;;elsa;bo;\r\n"
    "Vårdnadshavare;omars_mother;Maryam;Aziz;;;;omar;aziz;\r\n"
    "Mentor;mentor;Maja;Mentor;Ekskolan;4B;;;;\r\nLärare;teacher;Tore;Lärare;Ekskolan;4B;Matematik;;;\r\n"
    "Specialpedagog;observer;Olga;Special;Ekskolan;;;;;\r\nRektor;principal;Pia;Rektor;Ekskolan;;;;;\r\n"
    "Skoladministratör;admin;Adam;Admin;Ekskolan;;;;;\r\n"
)
"""The cast's own school, as its administrator would write it."""
WITHOUT_BO = ROSTER.replace("Vårdnadshavare;bo;Bo;Lind;;;;elsa;bo;\r\n", "").encode()


@pytest.fixture(name="world")
def _world(own: World) -> World:
    """Give a world of the test's own: an import changes what others stand on."""
    return own


async def upload(world: World, content: str | bytes, name: str = "skolan.csv") -> httpx.Response:
    """Upload a file, and give the page it leads to when the dry run is over."""
    admin = await world.as_(world.cast.admin)
    body = content if isinstance(content, bytes) else content.encode()
    answer = await admin.post(HERE, files={"file": (name, body)})
    assert answer.status_code == 303, answer.text
    return await ended(world, answer.headers["location"])


async def ended(world: World, address: str, who: Person | None = None) -> httpx.Response:
    """Wait for an import's end, and give its page."""
    while True:
        page = await world.get(who or world.cast.admin, address)
        if "/progress" not in page.text:
            return page


def figures(page: httpx.Response) -> dict[str, list[int]]:
    """Read the table of numbers: new, changed, ended, unchanged."""
    rows = re.findall(r'<th scope="row">(\w+)(?: and groups)?</th>((?:<td>\d+</td>)+)', page.text)
    assert "Classes and groups" in page.text
    return {name.lower(): [int(one) for one in re.findall(r"\d+", cells)] for name, cells in rows}


async def apply(world: World, page: httpx.Response, **fields: object) -> httpx.Response:
    answer = await world.post(world.cast.admin, f"{page.url.path}/apply", **fields)
    assert answer.status_code == 303
    return await ended(world, answer.headers["location"])


async def test_the_same_school_changes_nothing_but_the_homes_names(world: World) -> None:
    page = await upload(world, ROSTER)
    assert figures(page) == {"people": [0, 0, 0, 10], "classes": [0, 0, 0, 2], "relations": [0, 3, 0, 11]}, "without the protected"
    assert "Hanna" not in page.text
    assert "<b>Protected identity" not in page.text


async def test_whoever_is_granted_sees_the_protected_in_lists_and_numbers(world: World) -> None:
    await world.add(Relation(person_id=world.cast.admin.id, kind=RelationKind.sees_protected, pupil_id=world.cast.hidden.id, source="test"))
    page = await upload(world, ROSTER)
    assert figures(page) == {"people": [0, 0, 0, 11], "classes": [0, 0, 0, 2], "relations": [0, 3, 1, 14]}
    assert "<b><bdi>Maja Mentor</bdi></b> · May see protected identity" in page.text, "whose grant the roster does not name"
    assert '<h2 class="inline">Relations that end</h2> <span class="soft">1</span>' in page.text
    assert "protected_seen" in await world.events()


async def test_a_dry_run_changes_nothing_and_applying_ends_the_relation_and_tells_it(world: World) -> None:
    before = await world.value("SELECT count(*) FROM relation WHERE until IS NULL")
    page = await upload(world, ROSTER.replace("Vårdnadshavare;bo;Bo;Lind;;;;elsa;bo;\r\n", "Elev;nils;Nils;Ny;Ekskolan;4B;;;;\r\n"))
    assert "Nils Ny" in page.text
    assert await world.value("SELECT count(*) FROM relation WHERE until IS NULL") == before
    assert await world.events() == []

    page = await apply(world, page)

    assert "The roster is applied" in page.text
    gone = await world.rows("SELECT ended_by_roster, until FROM relation WHERE person_id = $1", world.cast.bo.id)
    assert [(one["ended_by_roster"], one["until"] is not None) for one in gone] == [(True, True)]
    told = await world.rows("SELECT data FROM event WHERE kind = 'relation_ended' AND data->>'person' = $1", str(world.cast.bo.id))
    assert len(told) == 1
    assert "roster_applied" in await world.events()


async def test_a_broken_row_is_named_and_nothing_can_be_applied(world: World) -> None:
    page = await upload(world, ROSTER + "Elev;olle;=1+1;Olsson;Ekskolan;4B;;;;\r\nElev;20160102-1234;Ove;Olsson;Ekskolan;4B;;;;\r\n")
    assert "2 rows cannot be used" in page.text
    assert "row 13" in page.text
    assert "This begins like a formula" in page.text
    assert "personal identity number" in page.text
    assert f"{page.url.path}/apply" not in page.text
    await world.post(world.cast.admin, f"{page.url.path}/apply")
    assert await world.events() == []


async def refused(world: World, *rows: str) -> list[str]:
    """Give what is said of rows that stand after the school's own."""
    page = await upload(world, ROSTER + "".join(f"{row}\r\n" for row in rows))
    assert "/apply" not in page.text
    return [html.unescape(one) for one in re.findall(r'<span class="under">(?:.*?: )?([A-Z][^<]*?)</span>', page.text.split('id="bad"')[1])]


async def test_rows_that_contradict_each_other_are_refused(world: World) -> None:
    said = await refused(
        world,
        "Vårdnadshavare;kim;Kim;Ny;;;;nobody;kim;",
        "Vårdnadshavare;omar;Omar;Aziz;;;;elsa;;",
        "Elev;elsa;Elsa;Berg;Ekskolan;4B;;;;",
        "Elev;anna;Anna;Annan;Ekskolan;4B;;;;",
        "Vårdnadshavare;li;Li;Ny;;;;li;;",
        "Trollkarl;li;Li;Ny;;;;;;",
    )
    assert {one.split(",")[0].split(".")[0] for one in said} == {
        "What this refers to is not in the roster",
        "A guardian is a pupil here",
        "The same id stands there twice",
        "The same id stands in an earlier row with another name",
        "This refers to its own row",
        "There is a word here that is not known",
    }


async def test_an_administrator_of_one_school_reaches_no_further(world: World) -> None:
    said = await refused(
        world,
        "Elev;far;Frida;Fjärran;Ekskolan;4B;;;;",
        "Lärare;far_teacher;Fanny;Bytt;Ekskolan;4B;;;;",
        "Huvudmannaadministratör;principal;Pia;Rektor;;;;;;",
        "Rektor;kim;Kim;Ny;Fjärran;;;;;",
    )
    assert [one.split(":")[0] for one in said] == [
        "This person belongs to another school too",
        "This person belongs to another school too",
        "Only an administrator of the whole organisation can import this.",
        "Only an administrator of the whole organisation can import this.",
    ]


async def test_nobody_becomes_the_guardian_of_another_schools_pupil(world: World) -> None:
    page = await upload(world, ROSTER + "Kontaktvuxen;far;Frida;Fjärran;;;;elsa;;\r\nVårdnadshavare;kim;Kim;Ny;;;;far;;\r\n")
    assert "belongs to another school too" in page.text


async def test_other_schools_stay_as_they_are(world: World) -> None:
    page = await apply(world, await upload(world, ROSTER))
    assert "The roster is applied" in page.text
    for person in (world.cast.far, world.cast.far_teacher, world.cast.far_principal):
        assert await world.value("SELECT count(*) FROM relation WHERE person_id = $1 AND until IS NULL", person.id) == 1


async def test_what_a_hand_ended_or_began_the_roster_leaves(world: World) -> None:
    await world.rows("UPDATE relation SET until = now() WHERE person_id = $1", world.cast.bo.id)
    by_hand = Relation(person_id=world.cast.stranger.id, kind=RelationKind.guardian_of, pupil_id=world.cast.omar.id, source="test")
    await world.add(by_hand)
    page = await upload(world, ROSTER)
    assert "Ended by hand here, and left ended" in page.text
    await apply(world, page)
    assert await world.value("SELECT count(*) FROM relation WHERE person_id = $1 AND until IS NULL", world.cast.bo.id) == 0
    assert await world.value("SELECT until IS NULL FROM relation WHERE id = $1", by_hand.id)


async def test_a_change_after_the_report_asks_again(world: World) -> None:
    page = await upload(world, ROSTER)
    await world.rows("UPDATE relation SET until = now() WHERE person_id = $1", world.cast.bo.id)
    page = await apply(world, page)
    assert "nothing was applied" in page.text
    assert "The roster is applied" in (await apply(world, page)).text


async def test_windows_letters_commas_and_english_headings_are_read(world: World) -> None:
    english = "Role,Id,Given name,Family name,School,Class,Pupils\nPupil,elsa,Elsa,Berg,Ekskolan,4B,\nGuardian,åke,Åke,Öst,,,elsa\n"
    page = await upload(world, english.encode("cp1252"))
    assert "Åke Öst" in page.text


async def test_a_file_is_utf8_or_windows_1252_and_never_half_of_each(world: World) -> None:
    torn = "Vårdnadshavare;åke;Åke;Öst;;;;elsa;;\r\n".encode("cp1252")
    page = await upload(world, ROSTER.encode() + torn + ROSTER.splitlines()[1].encode())
    assert "row 13" in page.text
    assert "but this line is not" in page.text
    assert f"{page.url.path}/apply" not in page.text


async def test_without_a_file_it_says_so(world: World) -> None:
    admin = await world.as_(world.cast.admin)
    answer = await admin.post(HERE, files={"file": ("", b"")}, follow_redirects=True)
    assert "Choose a file first." in answer.text


async def test_only_this_address_takes_more_and_that_has_an_end(world: World) -> None:
    admin, junk = await world.as_(world.cast.admin), "x" * (MOST_BODY + 1)
    assert "no roster" in (await upload(world, junk)).text
    assert (await admin.post(f"{HERE}/{world.cast.elsa.id}/apply", data={"sure": junk})).status_code == 413
    assert (
        await admin.post(
            HERE, content=b"x", headers={"content-length": str(65 * 1024 * 1024), "content-type": "multipart/form-data; boundary=x"}
        )
    ).status_code == 413


async def test_the_template_can_be_read_back(world: World) -> None:
    answer = await world.get(world.cast.admin, f"{HERE}/template")
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.text.startswith("\ufeffRole;Id;Given name")
    assert is_template(blank("sv").splitlines()[0])
    assert all(len(line.split(";")) == len(COLUMNS) for line in blank("en").splitlines())


async def test_an_import_whose_process_died_is_broken_off(world: World) -> None:
    page = await upload(world, ROSTER)
    await world.rows("UPDATE roster_import SET state = 'applying'")
    again = await world.get(world.cast.admin, page.url.path)
    assert "The import broke off" in again.text
