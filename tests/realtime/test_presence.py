"""Who has the plan open and who writes where; gone at once with the connection, and within seconds when a device only falls silent."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import TYPE_CHECKING, Any

from websockets.asyncio.client import connect

from realtime.app import LIMITS
from tests.realtime.wiring import Caller

if TYPE_CHECKING:
    from server.people.models import Person
    from tests.cast import Cast
    from tests.visit import Socket, Visits

PLACE = {"anchor": {"tname": "body", "assoc": 0}, "head": {"tname": "body", "assoc": 0}}


def names(said: dict[str, Any]) -> list[str]:
    """Give the people of a list by name."""
    return sorted(one["name"] for one in said["people"])


async def here(socket: Socket, *people: Person) -> dict[str, Any]:
    """Wait until the newest list holds exactly these, in any order."""
    wanted = sorted(person.name for person in people)

    def newest() -> dict[str, Any]:
        return [given for name, given in socket.heard if name == "here"][-1]

    await socket.until("here", lambda _: names(newest()) == wanted)
    return newest()


async def writes(socket: Socket, who: Person, where: str | None) -> None:
    """Wait until the newest list says where somebody writes."""

    def newest() -> dict[str, Any]:
        return {one["name"]: one["writing"] for one in [given for name, given in socket.heard if name == "here"][-1]["people"]}

    await socket.until("here", lambda _: newest().get(who.name, "") == where)


async def test_who_comes_and_goes_is_seen_by_all(cast: Cast, live: Visits) -> None:
    elsa, anna = await live.socket(cast.elsa), await live.socket(cast.anna)
    await elsa.open(cast.plan.id)
    answer = await anna.open(cast.plan.id)

    assert names(answer) == sorted([cast.elsa.name, cast.anna.name])
    said = await here(elsa, cast.elsa, cast.anna)
    assert {one["name"]: one["role"] for one in said["people"]} == {cast.elsa.name: "pupil", cast.anna.name: "guardian"}
    assert {one["client"] for one in said["people"]} == {elsa.client.get_sid("/plan"), anna.client.get_sid("/plan")}
    assert all(1 <= one["colour"] <= 8 for one in said["people"])

    await anna.ask("leave", {"plan": str(cast.plan.id)})
    await here(elsa, cast.elsa)


async def test_whoever_has_two_pages_open_is_there_twice(cast: Cast, live: Visits) -> None:
    elsa, one, other = await live.socket(cast.elsa), await live.socket(cast.anna), await live.socket(cast.anna)
    for socket in (elsa, one, other):
        await socket.open(cast.plan.id)
    await here(elsa, cast.elsa, cast.anna, cast.anna)

    await other.client.disconnect()

    await here(elsa, cast.elsa, cast.anna)


async def test_a_page_that_is_closed_is_gone_at_once_and_its_caret_with_it(cast: Cast, live: Visits) -> None:
    elsa, anna, text = await live.socket(cast.elsa), await live.socket(cast.anna), cast.text("talk_notes")
    await elsa.open(cast.plan.id, text)
    await anna.open(cast.plan.id, text)
    await anna.ask("point", {"text": str(text), "at": PLACE})
    await elsa.until("point", lambda one: one["at"] is not None)
    began = monotonic()

    await anna.client.disconnect()

    await here(elsa, cast.elsa)
    await elsa.until("point", lambda one: one["at"] is None)
    assert monotonic() - began < LIMITS.ping_every, "at once, not when a ping is missed"


async def test_where_somebody_writes_is_seen(cast: Cast, live: Visits) -> None:
    elsa, anna, text = await live.socket(cast.elsa), await live.socket(cast.anna), cast.text("talk_notes")
    await elsa.open(cast.plan.id, text, cast.text("home_anna"))
    await anna.open(cast.plan.id, text)

    await anna.ask("point", {"text": str(text), "at": PLACE})

    seen = await elsa.until("point")
    assert {**seen, "at": PLACE} == {
        "text": str(text), "client": anna.client.get_sid("/plan"), "name": cast.anna.name, "colour": seen["colour"], "at": PLACE,
    }  # fmt: skip
    assert anna.count("point") == 0
    await writes(elsa, cast.anna, str(text))

    await anna.ask("point", {"text": str(text), "at": None})
    await elsa.until("point", lambda one: one["at"] is None)
    await writes(elsa, cast.anna, None)


async def test_a_reader_has_a_caret_but_writes_nowhere(cast: Cast, live: Visits) -> None:
    elsa, anna, text = await live.socket(cast.elsa), await live.socket(cast.anna), cast.text("home_anna")
    await anna.open(cast.plan.id, text)
    await elsa.open(cast.plan.id, text)

    await elsa.ask("point", {"text": str(text), "at": PLACE})

    await anna.until("point")
    said = await here(anna, cast.elsa, cast.anna)
    assert all(one["writing"] is None for one in said["people"])


async def test_a_caret_in_a_text_is_not_shown_to_those_who_may_not_read_it(cast: Cast, live: Visits) -> None:
    anna, bo, elsa, text = await live.socket(cast.anna), await live.socket(cast.bo), await live.socket(cast.elsa), cast.text("home_anna")
    for socket in (anna, elsa):
        await socket.open(cast.plan.id, text)
    await bo.open(cast.plan.id)

    await anna.ask("point", {"text": str(text), "at": PLACE})

    await elsa.until("point")
    assert bo.count("point") == 0


async def test_a_device_that_falls_silent_is_gone_within_seconds(cast: Cast, live: Visits) -> None:
    elsa = await live.socket(cast.elsa)
    await elsa.open(cast.plan.id)
    port = live.base.rpartition(":")[2]
    headers = {"Origin": live.base, "Cookie": f"stegvis={await live.cookie(cast.anna)}"}
    async with connect(f"ws://127.0.0.1:{port}/live/?EIO=4&transport=websocket", additional_headers=headers, ping_interval=None) as line:
        frozen = Caller(line)
        await line.recv()
        await frozen.enter({})
        assert (await frozen.ask("join", {"plan": str(cast.plan.id)}))["ok"]
        await here(elsa, cast.elsa, cast.anna)
        began = monotonic()

        # from here on it reads nothing and answers no ping, and the line stays open
        async with asyncio.timeout(LIMITS.ping_every + LIMITS.ping_answer + 4):
            await here(elsa, cast.elsa)

        assert monotonic() - began > LIMITS.ping_every - 1, "it was missed, not hung up on"
        line.transport.abort()
