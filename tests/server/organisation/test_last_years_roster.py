"""A roster that is older than a step to the next school year does not undo it; the new year's takes hold."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlmodel import select

from server.organisation.actions import Choice, look, roll_over
from server.organisation.actions.naming import propose
from server.organisation.actions.stepping import Target
from server.organisation.models import SchoolYear
from server.people.models import RelationKind
from server.people.policy import Actor
from server.schools.models import School, Term
from server.schools.roster.columns import File
from server.work import Work
from tests.server.organisation.test_rollover import classes_of, form, prepare, send
from tests.server.schools.rosters import demo_school, drop, put, rewrite
from tests.server.schools.test_import import ROSTER, apply, figures, upload
from tests.server.schools.test_load import bring, held, person

if TYPE_CHECKING:
    from pathlib import Path

    from sqlmodel.ext.asyncio.session import AsyncSession

    from tests.server.world import World

AUGUST = datetime(2027, 8, 20, 8, tzinfo=UTC)
PUPIL = RelationKind.pupil_in


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    return demo_school(tmp_path / "school")


async def step(session: AsyncSession, *, follow: bool = False) -> None:
    """Let the demo school step to 2027/28."""
    school = (await session.exec(select(School))).one()
    days: Any = {"first_day": date(2027, 8, 16), "last_day": date(2028, 6, 10)}
    year = SchoolYear(organisation_id=school.organisation_id, source_id="hand:y", title="2027/28", **days)
    term = Term(organisation_id=school.organisation_id, source_id="hand:t", title="Autumn", **days)
    session.add_all([year, term])
    await session.flush()
    work = Work(session, Actor(await person(session, "admin"), ()))
    stepping = await look(session, school, Target(year, (term,)))
    choices = {one.klass.id: Choice(propose(one.klass.name, one.klass.year).way, one.proposal.name) for one in stepping.steps}
    await roll_over(work, stepping, choices, follow=follow)
    await work.commit()
    session.expunge_all()


async def homeroom(session: AsyncSession, who: str) -> list[str]:
    """Give the classes that somebody is a pupil in, without the ids in their names."""
    return sorted(re.sub(r":.*", "", name) for kind, name in await held(session, who) if kind is PUPIL)


@pytest.mark.parametrize("follow", [False, True])
async def test_the_roster_of_before_changes_nothing(session: AsyncSession, folder: Path, follow: bool) -> None:  # noqa: FBT001
    await bring(session, folder)
    await step(session, follow=follow)
    before = await held(session, "elev-4b-01"), await held(session, "mentor-4b")
    groups = [name for _, name in before[0] if name.startswith("grupp")]
    assert bool(groups) is follow

    report = await bring(session, folder, AUGUST)

    assert not report.changed_anything
    assert report.last_year == 60
    assert (await held(session, "elev-4b-01"), await held(session, "mentor-4b")) == before
    assert not (await bring(session, folder, AUGUST)).changed_anything, "nor a second time"


async def test_who_comes_late_into_last_years_class_comes_into_the_new_one(session: AsyncSession, folder: Path) -> None:
    drop(folder, File.enrollments, "sourcedId", "klass-4b-elev-4b-01")
    await bring(session, folder)
    await step(session)

    report = await bring(session, demo_school(folder), AUGUST)

    assert await homeroom(session, "elev-4b-01") == ["grupp-4b-en", "grupp-4b-ma", "grupp-4b-no", "grupp-4b-sv", "rollover"]
    assert (report.relations.new, report.relations.ended) == (2, 0), "a place, and the mentor whom it brings"


async def test_the_new_years_classes_take_hold(session: AsyncSession, folder: Path) -> None:
    await bring(session, folder)
    await step(session)
    rewrite(
        folder,
        File.classes,
        lambda rows: [row | {"sourcedId": row["sourcedId"].replace("4b", "5b"), "title": row["title"].replace("4B", "5B")} for row in rows],
    )
    rewrite(folder, File.enrollments, lambda rows: [row | {"classSourcedId": row["classSourcedId"].replace("4b", "5b")} for row in rows])

    await bring(session, folder, AUGUST)

    assert await homeroom(session, "elev-4b-01") == ["grupp-5b-en", "grupp-5b-ma", "grupp-5b-no", "grupp-5b-sv", "klass-5b"]
    assert await homeroom(session, "elev-8c-03") == ["rollover"], "of these classes it is still last year's"


async def test_a_class_that_keeps_its_id_is_of_the_new_year_when_its_name_or_term_says_so(session: AsyncSession, folder: Path) -> None:
    await bring(session, folder)
    await step(session)
    put(folder, File.classes, "klass-4b", title="5B", grades="05")
    rewrite(
        folder, File.sessions, lambda rows: [*rows, rows[1] | {"sourcedId": "ht-2027", "startDate": "2027-08-16", "endDate": "2027-12-20"}]
    )
    put(folder, File.classes, "klass-8c", termSourcedIds="ht-2027")

    report = await bring(session, folder, AUGUST)

    assert "klass-4b" in await homeroom(session, "elev-4b-01")
    assert "klass-8c" in await homeroom(session, "elev-8c-03")
    assert (RelationKind.teacher_in, "klass-4b") in await held(session, "mentor-4b")
    assert report.last_year == 20


async def test_an_id_that_is_used_again_for_other_pupils_is_another_class(session: AsyncSession, folder: Path) -> None:
    await bring(session, folder)
    await step(session)
    other = {"klass-4b": "klass-8c", "klass-8c": "klass-4b"}
    rewrite(
        folder,
        File.enrollments,
        lambda rows: [row | {"classSourcedId": other.get(row["classSourcedId"], row["classSourcedId"])} for row in rows],
    )

    await bring(session, folder, AUGUST)

    assert "klass-8c" in await homeroom(session, "elev-4b-01")
    assert "rollover" not in await homeroom(session, "elev-4b-01")


async def test_a_spreadsheet_of_before_means_the_pupils_not_the_name(own: World) -> None:
    """After the step there is a new 4B: that of those who were in 3B."""
    cast, before = own.cast, ROSTER + "Elev;liten;Lina;Liten;Ekskolan;3B;;;;\r\n"
    await apply(own, await upload(own, before))
    await prepare(own)
    await send(own, await form(own))
    lina = await own.value("SELECT id FROM person WHERE source_id = 'liten'")
    assert (await classes_of(own, cast.elsa.id), await classes_of(own, lina)) == (["5B"], ["4B"])

    page = await upload(own, before)

    assert "This roster still has last year" in page.text
    assert "3 pupils have stepped" in page.text
    assert figures(page)["relations"][0::2] == [0, 0]
    await apply(own, page)
    assert (await classes_of(own, cast.elsa.id), await classes_of(own, lina)) == (["5B"], ["4B"])

    after = before.replace(";4B", ";5B").replace(";3B", ";4B") + "Elev;ny;Nils;Ny;Ekskolan;4B;;;;\r\n"
    await apply(own, await upload(own, after))
    nils = await own.value("SELECT id FROM person WHERE source_id = 'ny'")
    assert "5B" in await classes_of(own, cast.elsa.id)
    assert (await classes_of(own, lina), await classes_of(own, nils)) == (["4B"], ["4B"])
    assert await own.value("SELECT count(*) FROM class WHERE name = '4B' AND school_id = $1", cast.school.id) == 2, "the old and the new"
