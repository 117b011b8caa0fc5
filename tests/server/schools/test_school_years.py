from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from server.organisation.models import SchoolYear
from server.schools.models import Organisation
from server.schools.roster.columns import File
from tests.server.schools.rosters import demo_school, put, rewrite
from tests.server.schools.test_load import LATER, bring

if TYPE_CHECKING:
    from pathlib import Path

    from sqlmodel.ext.asyncio.session import AsyncSession


@pytest.fixture(name="school")
def _school(tmp_path: Path) -> Path:
    return demo_school(tmp_path / "school")


async def years(session: AsyncSession) -> list[tuple[str, str, date, date]]:
    return [
        (one.source_id.split(":")[0], one.title, one.first_day, one.last_day)
        for one in await session.exec(select(SchoolYear).order_by(col(SchoolYear.first_day)))
    ]


THIS_YEAR = ("lasar-2026", "Läsåret 2026/27", date(2026, 8, 17), date(2027, 6, 11))


async def test_school_years_come_from_the_roster(session: AsyncSession, school: Path) -> None:
    await bring(session, school)
    assert await years(session) == [THIS_YEAR]
    put(school, File.sessions, "lasar-2026", title="26/27", endDate="2027-06-10")
    await bring(session, school, LATER)
    assert await years(session) == [("lasar-2026", "26/27", date(2026, 8, 17), date(2027, 6, 10))]


async def test_a_school_year_made_by_hand_becomes_the_rosters_where_they_are_one(session: AsyncSession, school: Path) -> None:
    await bring(session, school)
    organisation = (await session.exec(select(Organisation.id))).one()
    year = (await session.exec(select(SchoolYear))).one()
    year.source_id, year.title, year.last_day = "hand:x", "Ours", date(2027, 6, 30)
    session.add(
        SchoolYear(organisation_id=organisation, source_id="hand:y", title="Next", first_day=date(2027, 8, 1), last_day=date(2028, 6, 1))
    )
    await session.commit()
    await bring(session, school, LATER)
    assert await years(session) == [THIS_YEAR, ("hand", "Next", date(2027, 8, 1), date(2028, 6, 1))]


async def test_school_years_that_meet_are_refused(session: AsyncSession, school: Path) -> None:
    await bring(session, school)
    rewrite(
        school,
        File.sessions,
        lambda rows: [*rows, rows[0] | {"sourcedId": "other", "startDate": "2027-06-01", "endDate": "2028-06-01"}],
    )
    assert [(one.line, one.reason) for one in (await bring(session, school, LATER)).bad_rows] == [(5, "overlap")]


async def test_a_roster_year_does_not_swallow_two_of_ours(session: AsyncSession, school: Path) -> None:
    put(school, File.sessions, "lasar-2026", type="term")
    await bring(session, school)
    organisation = (await session.exec(select(Organisation.id))).one()
    for key, first, last in (("hand:a", date(2026, 8, 1), date(2026, 12, 31)), ("hand:b", date(2027, 1, 1), date(2027, 6, 30))):
        session.add(SchoolYear(organisation_id=organisation, source_id=key, title=key, first_day=first, last_day=last))
    await session.commit()
    put(school, File.sessions, "lasar-2026", type="schoolYear")
    assert [one.reason for one in (await bring(session, school, LATER)).bad_rows] == ["overlap"]
