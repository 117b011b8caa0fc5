"""Following how far a class or a school has come: told at once, twice a second at most, and never past the right."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlmodel import col, select, text, update

from realtime import following
from realtime.stirring import PAUSE
from server.columns import now
from server.people.models import Relation, RelationKind
from tests.realtime.steps import comment, end_teaching, move_plan

if TYPE_CHECKING:
    import pytest

    from server.db import Database
    from tests.cast import Cast
    from tests.visit import Socket, Visits

AT_ONCE = 1.0


async def stirs(socket: Socket, times: int = 1) -> None:
    """Wait until something has stirred so many times."""
    await socket.until("stirred", lambda _: socket.count("stirred") >= times)


async def test_what_happens_in_a_plan_is_told_to_those_who_follow_its_class_and_school(cast: Cast, live: Visits) -> None:
    mentor, principal, director = [await live.socket(one) for one in (cast.mentor, cast.principal, cast.director)]
    stranger = await live.socket(cast.far_principal)
    await mentor.follow("class", cast.klass.id)
    await principal.follow("school", cast.school.id)
    await director.follow("organisation", cast.organisation.id)
    await stranger.follow("school", cast.far_school.id)
    begun = monotonic()

    await move_plan(cast, live, "agreed")

    for one, place, key in (
        (mentor, "class", cast.klass.id),
        (principal, "school", cast.school.id),
        (director, "organisation", cast.organisation.id),
    ):
        assert await one.until("stirred") == {"place": place, "id": str(key)}, "ids, no content"
    assert monotonic() - begun < AT_ONCE
    assert stranger.count("stirred") == 0


async def test_many_things_at_once_are_told_together(cast: Cast, live: Visits) -> None:
    mentor, anna = await live.socket(cast.mentor), await live.as_(cast.anna)
    await mentor.follow("class", cast.klass.id)
    begun = monotonic()

    await asyncio.gather(*(comment(cast, anna) for _ in range(20)))
    await comment(cast, anna)
    took = monotonic() - begun
    last = await comment(cast, anna)

    await mentor.until("badge", lambda one: one["unread"] == 1)
    assert last
    await stirs(mentor)
    assert mentor.count("stirred") <= 2 + took / PAUSE


async def test_the_first_word_in_a_text_stirs_and_the_second_does_not(cast: Cast, live: Visits) -> None:
    mentor, elsa = await live.socket(cast.mentor), await live.socket(cast.elsa)
    await mentor.follow("class", cast.klass.id)
    await elsa.open(cast.plan.id, cast.text("self_assessment"))

    assert (await elsa.write(cast.text("self_assessment"), "I like to read."))["ok"]
    await stirs(mentor)
    assert (await elsa.write(cast.text("self_assessment"), "And to count."))["ok"]
    await comment(cast, await live.as_(cast.anna))
    await stirs(mentor, 2)

    assert mentor.count("stirred") == 2, "one for the first word, one for the comment"


async def test_a_pupil_in_another_class_by_now_stirs_there_too(cast: Cast, live: Visits, database: Database) -> None:
    async with database.session() as session:
        await session.exec(
            text("UPDATE relation SET class_id = :far WHERE kind = 'pupil_in' AND person_id = :elsa AND class_id = :old"),
            params={"far": cast.far_plan.class_id, "elsa": cast.elsa.id, "old": cast.klass.id},  # type: ignore[call-overload]
        )
        await session.commit()
    there = await live.socket(cast.far_teacher)
    await there.follow("class", cast.far_plan.class_id)

    await comment(cast, await live.as_(cast.anna))

    await stirs(there)


async def test_a_right_that_ends_ends_the_following_within_a_second(cast: Cast, live: Visits, database: Database) -> None:
    teacher, mentor = await live.socket(cast.teacher), await live.socket(cast.mentor)
    for one in (teacher, mentor):
        await one.follow("class", cast.klass.id)
    begun = monotonic()

    await end_teaching(cast, live, database)
    closed = await teacher.until("closed")

    assert monotonic() - begun < AT_ONCE
    assert (closed["place"], closed["id"], closed["code"]) == ("class", str(cast.klass.id), "unknown")
    assert closed["message"] == "The school has changed who may see it. If that is wrong, ask the school."
    await stirs(mentor)
    before = teacher.count("stirred")
    await comment(cast, await live.as_(cast.anna))
    await stirs(mentor, 2)
    assert teacher.count("stirred") == before
    assert (await teacher.follow("class", cast.klass.id))["code"] == "unknown"


async def test_a_mentor_whose_last_pupil_leaves_the_class_follows_it_no_longer(cast: Cast, live: Visits, database: Database) -> None:
    async with database.session() as session:
        others = (col(Relation.kind) == RelationKind.teacher_in) | (col(Relation.pupil_id) != cast.elsa.id)
        await session.exec(update(Relation).where(col(Relation.person_id) == cast.mentor.id, others).values(until=now()))
        last = (await session.exec(select(Relation).where(Relation.person_id == cast.elsa.id, Relation.class_id == cast.klass.id))).one()
        await session.commit()
    admin = await live.as_(cast.admin)
    mentor = await live.socket(cast.mentor)
    assert (await mentor.follow("class", cast.klass.id))["ok"]

    await admin.post(f"/relations/{last.id}/end", data={"reason": "Moved"})

    assert (await mentor.until("closed"))["id"] == str(cast.klass.id)


async def test_following_no_longer_is_quiet(cast: Cast, live: Visits) -> None:
    mentor, principal = await live.socket(cast.mentor), await live.socket(cast.principal)
    for one in (mentor, principal):
        await one.follow("class", cast.klass.id)
    assert (await mentor.follow("class", cast.klass.id, "unfollow")) == {"ok": True}

    await comment(cast, await live.as_(cast.anna))
    await stirs(principal)

    assert mentor.count("stirred") == 0


async def test_malformed_following_is_refused(cast: Cast, live: Visits) -> None:
    mentor = await live.socket(cast.mentor)
    key = str(cast.klass.id)
    for given in (
        {},
        {"place": "class"},
        {"place": "street", "id": key},
        {"place": "class", "id": "x"},
        {"place": "class", "id": key, "more": 1},
        7,
        None,
    ):
        answer = await mentor.client.call("follow", given, namespace="/me", timeout=10)
        assert answer["code"] == "form", given
    assert (await mentor.follow("class", uuid4()))["code"] == "unknown"
    assert (await mentor.follow("school", cast.klass.id))["code"] == "unknown", "a class is no school"


async def test_one_connection_follows_so_many_and_no_more(cast: Cast, live: Visits, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "MOST_FOLLOWED", 1)
    principal = await live.socket(cast.principal)
    assert (await principal.follow("class", cast.klass.id))["ok"]
    assert (await principal.follow("class", cast.klass.id))["ok"], "the same again is none more"

    assert (await principal.follow("school", cast.school.id))["code"] == "slow_down"
