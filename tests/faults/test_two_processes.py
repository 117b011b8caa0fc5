"""Two processes with Redis serve one plan as one does; without Redis too, a little later."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import TYPE_CHECKING

import pytest_asyncio
from sqlmodel import select

from server.people.models import Relation
from tests.realtime.steps import comment

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.db import Database
    from tests.cast import Cast
    from tests.faults.conftest import House
    from tests.faults.machines import Redis, Server
    from tests.visit import Socket, Visits

PLACE = {"anchor": {"tname": "body", "assoc": 0}, "head": {"tname": "body", "assoc": 0}}
SOON = 1.0
SECONDS = 5.0
SEED = 2


class Two:
    """Elsa at one process, Anna at the other, both with the talk's notes open."""

    def __init__(self, servers: tuple[Server, Server], visits: tuple[Visits, Visits]) -> None:
        self.servers = servers
        self.here, self.there = visits


@pytest_asyncio.fixture(loop_scope="session")
async def two(house: House, redis: Redis, database: Database, address: str) -> Two:
    """Start two processes with one Redis."""
    servers = (await house.server(address, redis.address), await house.server(address, redis.address))
    return Two(servers, (await house.visits(servers[0], database), await house.visits(servers[1], database)))


async def both(cast: Cast, two: Two) -> tuple[Socket, Socket]:
    """Open the notes for Elsa here and for Anna there; wait until they see each other, for then Redis carries."""
    elsa, anna, text = await two.here.socket(cast.elsa), await two.there.socket(cast.anna), cast.text("talk_notes")
    for one in (elsa, anna):
        await one.open(cast.plan.id, text)
    for one in (elsa, anna):
        await one.until("here", lambda said: len(said["people"]) == 2)
    return elsa, anna


async def test_what_is_written_at_one_is_had_at_the_other(cast: Cast, two: Two) -> None:
    elsa, anna = await both(cast, two)
    text = cast.text("talk_notes")

    for number in range(1, 11):
        writer, reader = (elsa, anna) if number % 2 else (anna, elsa)
        assert await writer.write(text, f"Line {number}") == {"ok": True, "seq": number}
        heard = await reader.until("edit", lambda one, number=number: one["seq"] == number)  # type: ignore[misc]
        reader.docs[text].apply_update(heard["update"])

    assert elsa.docs[text].get_state() == anna.docs[text].get_state()
    assert (elsa.count("edit"), anna.count("edit")) == (5, 5)


async def test_news_and_badges_cross(cast: Cast, two: Two) -> None:
    _, anna = await both(cast, two)
    mentor = await two.there.socket(cast.mentor)
    await mentor.open(cast.plan.id)
    page = await two.here.as_(cast.elsa)

    began = monotonic()
    await page.post(f"/goals/{cast.goal.id}/status", data={"status": "done"})
    for one in (anna, mentor):
        assert (await one.until("news"))["carry"] == {"status": "done"}
        await one.until("badge", lambda said: said["unread"] == 1)
    assert monotonic() - began < SECONDS

    await (await two.here.as_(cast.mentor)).post("/notices/read")
    await mentor.until("badge", lambda _: mentor.heard[-1] == ("badge", {"unread": 0}))
    assert anna.count("news") == mentor.count("news") == 1


async def test_people_and_carets_cross(cast: Cast, two: Two) -> None:
    elsa, anna = await both(cast, two)
    text = str(cast.text("talk_notes"))

    await anna.ask("point", {"text": text, "at": PLACE})
    seen = await elsa.until("point")
    assert (seen["name"], seen["client"]) == (cast.anna.name, anna.client.get_sid("/plan"))
    await elsa.until("here", lambda one: text in {who["writing"] for who in one["people"]})

    await anna.client.disconnect()
    await elsa.until("point", lambda one: one["at"] is None)
    await elsa.until("here", lambda _: [len(said["people"]) for name, said in elsa.heard if name == "here"][-1] == 1)


async def test_the_people_of_a_process_that_is_killed_are_gone_within_seconds(cast: Cast, two: Two) -> None:
    elsa, _ = await both(cast, two)

    await two.servers[1].kill()

    await elsa.until("here", lambda _: [len(said["people"]) for name, said in elsa.heard if name == "here"][-1] == 1)


async def test_a_right_that_ends_at_one_ends_at_the_other(cast: Cast, two: Two, database: Database, report: Callable[[str], None]) -> None:
    _, anna = await both(cast, two)
    async with database.session() as session:
        tie = (await session.exec(select(Relation.id).where(Relation.person_id == cast.anna.id))).one()
    admin = await two.here.as_(cast.admin)

    await admin.post(f"/relations/{tie}/end", data={"reason": "Moved"})
    began = monotonic()
    await anna.until("over")

    took = monotonic() - began
    assert took < SOON
    assert (await anna.write(cast.text("talk_notes"), "Nevertheless."))["code"] == "not_joined"
    report(f"two processes: a right ended at the other after {took * 1000:.0f} ms")


async def test_a_plan_locked_at_one_is_locked_at_the_other(cast: Cast, two: Two) -> None:
    _, anna = await both(cast, two)
    mentor = await two.here.as_(cast.mentor)

    await mentor.post(f"/plans/{cast.plan.id}/phase", data={"phase": "agreed"})

    assert (await anna.until("right", lambda one: one["text"] == str(cast.text("talk_notes"))))["code"] == "locked"
    assert (await anna.write(cast.text("talk_notes"), "Nevertheless."))["code"] == "forbidden"


async def test_signing_out_at_one_closes_the_pages_at_the_other(cast: Cast, two: Two) -> None:
    phone = await two.here.as_(cast.anna)
    anna = await two.there.socket(cast.anna, phone.cookies["stegvis"])

    await phone.post("/sign-out")

    await anna.until("me_over")
    await anna.until("gone")


async def test_redis_is_killed_and_everything_still_arrives_within_seconds(
    cast: Cast, two: Two, redis: Redis, report: Callable[[str], None]
) -> None:
    elsa, anna = await both(cast, two)
    text = cast.text("talk_notes")
    redis.kill()

    began = monotonic()
    await elsa.write(text, "Without Redis.")
    heard = await anna.until("edit")
    edits = monotonic() - began
    began = monotonic()
    key = await comment(cast, await two.here.as_(cast.elsa))
    assert (await anna.until("news"))["about"]["comment"] == key
    await anna.until("badge", lambda one: one["unread"] == 1)
    news = monotonic() - began

    anna.docs[text].apply_update(heard["update"])
    assert (await anna.write(text, "Answered."))["ok"]
    await elsa.until("edit")
    assert edits < SECONDS
    assert news < SECONDS
    await redis.start()
    elsa.heard.clear()
    await carets_cross_again(elsa, anna, str(text))
    report(f"Redis killed: an edit arrived after {edits:.1f} s, news after {news:.1f} s")


async def carets_cross_again(elsa: Socket, anna: Socket, text: str) -> None:
    """Point again and again until it is seen: Redis is looked for once a second, and a hint sent before that is gone."""
    async with asyncio.timeout(SECONDS):
        while not elsa.count("point"):
            await anna.ask("point", {"text": text, "at": PLACE})
            await asyncio.sleep(0.1)


async def test_five_write_at_two_processes_while_redis_comes_and_goes(
    house: House, cast: Cast, two: Two, redis: Redis, report: Callable[[str], None]
) -> None:
    storm = await house.storm((two.here, two.there), cast, SEED)

    for _ in range(3):
        await storm.some(20, 60)
        redis.kill()
        await storm.some(20, 60)
        await redis.start()
    await storm.some(20, 60)

    await storm.calm()
    report(storm.books(f"Redis killed under two processes (seed {SEED})", 3))


async def test_a_talk_in_two_processes_is_one_room(cast: Cast, two: Two) -> None:
    elsa, anna, text = await two.here.socket(cast.elsa), await two.there.socket(cast.anna), cast.text("talk_notes")
    for one in (elsa, anna):
        await one.open(cast.plan.id, text)
        assert (await one.talk("enter", {"talk": str(cast.talk.id)}))["ok"]
    for one in (elsa, anna):
        await one.until("people", lambda said: len(said["people"]) == 2)

    await elsa.talk("hand", {"up": True})
    await anna.until("people", lambda said: any(one["hand"] is not None for one in said["people"]))
    await elsa.talk("say", {"words": "https://example.org"})
    assert (await anna.until("said"))["line"]["words"] == "https://example.org"
    data = {"candidate": "x"}
    assert (await elsa.talk("signal", {"to": str(anna.client.get_sid("/talk")), "data": data}))["ok"]
    heard = await anna.until("signal")
    assert (heard["from"], heard["data"]) == (str(elsa.client.get_sid("/talk")), data)

    mentor = await two.here.as_(cast.mentor)
    await mentor.post(f"/talks/{cast.talk.id}/point", data={"point": "new_goals"})
    await anna.until("state", lambda said: said["point"] == "new_goals")

    await mentor.post(f"/talks/{cast.talk.id}/ended")
    ended = monotonic()
    await anna.until("talk_over")
    await anna.until("right", lambda said: said["text"] == str(text) and said["right"] == "read")
    assert monotonic() - ended < SOON
    assert (await anna.write(text, "Nevertheless."))["code"] == "forbidden"
