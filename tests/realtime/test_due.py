"""What begins or ends by the clock is felt on open pages when its moment comes, without anybody's hand."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select, update

from server.accounts.models import Attempt
from server.columns import now
from server.people.actions import acting, coming_of_age, local_day
from server.people.actions.age import birthday, midnight
from server.people.models import Person, Relation, RelationKind
from server.plans.actions import due
from tests.conftest import serving

if TYPE_CHECKING:
    from socketio import ASGIApp

    from server.db import Database
    from tests.cast import Cast
    from tests.visit import Visits

SOON = timedelta(seconds=1)
ABOUT_A_SECOND = 1.3


async def late(moment: datetime) -> float:
    """Say how many seconds ago a moment was."""
    return (now() - moment).total_seconds()


async def date_tie(database: Database, person: Person, **dates: datetime) -> datetime:
    """Let somebody's relation to Elsa begin or end shortly, as the administrator's form keeps it."""
    async with database.session() as session:
        at = next(iter(dates.values()))
        await session.exec(update(Relation).where(col(Relation.person_id) == person.id).values(**dates, due=at))
        await session.commit()
    return at


async def test_a_relation_ends_when_its_last_moment_is_over(cast: Cast, live: Visits, database: Database) -> None:
    anna, elsa, text = await live.socket(cast.anna), await live.socket(cast.elsa), cast.text("talk_notes")
    await anna.open(cast.plan.id, text)
    await elsa.open(cast.plan.id, text)
    assert (await anna.write(text, "Until the last."))["ok"]
    ends = await date_tie(database, cast.anna, until=now() + SOON)

    over = await anna.until("over")

    assert 0 <= await late(ends) < ABOUT_A_SECOND
    assert over["plan"] == str(cast.plan.id)
    assert over["message"] == "The school has changed who may see it. If that is wrong, ask the school."
    assert (await anna.write(text, "Nevertheless."))["code"] == "not_joined"
    assert (await elsa.write(text, "I go on."))["ok"]
    await elsa.until("news", lambda one: one["kind"] == "relation_ended")
    await elsa.until("badge", lambda one: one["unread"] == 1)


async def test_a_relation_begins_when_its_first_moment_comes(cast: Cast, live: Visits, database: Database) -> None:
    await date_tie(database, cast.anna, since=now() + timedelta(hours=1))
    anna, elsa = await live.socket(cast.anna), await live.socket(cast.elsa)
    await elsa.open(cast.plan.id)
    assert (await anna.ask("join", {"plan": str(cast.plan.id)}))["code"] == "unknown"

    await date_tie(database, cast.anna, since=now() + SOON)
    await elsa.until("news", lambda one: one["kind"] == "relation_begun")

    assert (await anna.ask("join", {"plan": str(cast.plan.id)}))["ok"]
    await anna.until("badge", lambda one: one["unread"] == 1)


async def test_the_eighteenth_birthday_closes_the_homes_pages_at_midnight(
    cast: Cast, live: Visits, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Time is put so that it is nearly midnight at school, on the eve of the birthday."""
    birth = local_day(now()).replace(year=local_day(now()).year - 18, day=15)
    async with database.session() as session:
        await session.exec(update(Person).where(col(Person.id) == cast.elsa.id).values(born=birth))
        await session.exec(update(Relation).values(since=midnight(birthday(birth)) - timedelta(days=1)))
        await session.commit()
    shift = midnight(birthday(birth)) - SOON - SOON - now()
    for module in (acting, due, coming_of_age):
        monkeypatch.setattr(module, "now", lambda: now() + shift)
    anna, mentor, text = await live.socket(cast.anna), await live.socket(cast.mentor), cast.text("talk_notes")
    assert (await anna.open(cast.plan.id, text))["ok"]
    await mentor.open(cast.plan.id, text)

    over = await anna.until("over")

    assert 0 <= await late(midnight(birthday(birth)) - shift) < ABOUT_A_SECOND
    assert over["plan"] == str(cast.plan.id)
    assert over["message"] == "The pupil is of age now, and decides who at home follows the plan."
    assert (await anna.ask("join", {"plan": str(cast.plan.id)}))["code"] == "unknown"
    assert (await mentor.write(text, "She is of age."))["ok"]


async def test_several_processes_tell_it_once(cast: Cast, database: Database) -> None:
    ends = await date_tie(database, cast.anna, until=now() + timedelta(milliseconds=1))
    await asyncio.sleep(0.01)

    told = await asyncio.gather(*(due.come_due(database) for _ in range(4)))

    assert [one.kind for news in told for one in news] == ["relation_ended"]
    async with database.session() as session:
        row = (await session.exec(select(Relation).where(Relation.person_id == cast.anna.id))).one()
    assert (row.until, row.due, row.kind) == (ends, None, RelationKind.guardian_of)


@pytest.mark.parametrize("act", ["protection", "household"])
async def test_protection_and_households_are_felt_on_open_pages(cast: Cast, live: Visits, database: Database, act: str) -> None:
    admin, bo, mentor = await live.as_(cast.admin), await live.socket(cast.bo), await live.socket(cast.mentor)
    await bo.open(cast.plan.id)
    await mentor.open(cast.plan.id)

    if act == "protection":
        answer = await admin.post(f"/pupils/{cast.elsa.id}/protection", data={"on": "true", "reason": "Decided"})
        assert (await mentor.until("over"))["plan"] == str(cast.plan.id)
        assert bo.count("over") == 0
    else:
        async with database.session() as session:
            key = (await session.exec(select(Relation.id).where(Relation.person_id == cast.bo.id))).one()
        answer = await admin.post(f"/relations/{key}/household", data={"household": str(cast.annas.id), "reason": "Together"})
        annas = str(cast.texts["home_anna"].id)
        assert (await bo.until("right", lambda one: one["text"] == annas))["right"] == "write"
        assert mentor.count("over") == 0
    assert answer.status_code == 303


async def test_a_process_that_runs_forgets_what_has_had_its_time(app: ASGIApp, database: Database) -> None:
    async with database.session() as session:
        session.add_all(Attempt(user_name=name, address="x", at=now() - old) for name, old in (("old", timedelta(days=2)), ("new", SOON)))
        await session.commit()

    async with serving(app), database.session() as session, asyncio.timeout(10):
        while "old" in (left := set(await session.exec(select(Attempt.user_name)))):
            await session.rollback()

    assert left == {"new"}
