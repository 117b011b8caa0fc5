"""One slow, silent or hostile client harms no other."""

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

import msgpack
import pytest

from realtime.wire import Limits
from tests.realtime.wiring import House, serving, until

FAST: dict[str, dict[str, Any]] = {"direct": {}, "queued": {"direct": False}}


@pytest.fixture(scope="module", params=FAST)
def way(request: pytest.FixtureRequest) -> dict[str, Any]:
    return FAST[request.param]


@pytest.fixture(scope="module")
async def server(way: dict[str, Any]) -> AsyncIterator[House]:
    async with serving(Limits(outstanding=4), **way) as house:
        yield house


@pytest.fixture
async def house(server: House) -> AsyncIterator[House]:
    async with server.fresh() as house:
        yield house


async def test_one_who_does_not_read_is_dropped_and_the_others_hear_all(way: dict[str, Any]) -> None:
    async with serving(Limits(unsent=200_000), **way) as house, house.caller(max_queue=1) as slow, house.caller() as quick:
        heard = 0
        while house.live.counts.slow == 0:
            house.hall.tell("edit", {"filler": b"." * 50_000})
            assert (await quick.hear())["data"][0] == "edit"
            heard += 1
        assert heard < 1_000
        assert await house.hall.left.get() == (slow.sid, "slow")
        assert await quick.ask("echo", 1) == {"ok": True, "given": 1}


async def test_a_large_answer_is_no_reason_to_be_dropped(way: dict[str, Any]) -> None:
    async with serving(Limits(unsent=1_000), **way) as house, house.caller(max_size=None) as one:
        await one.send(2, ["echo", b"." * 400_000], 1)
        await until(lambda: len(house.hall.taken) == 1)
        house.hall.tell("edit", {})
        assert len((await one.hear())["data"][0]["given"]) == 400_000
        assert (await one.hear())["data"][0] == "edit"
        assert house.live.counts.slow == 0


@pytest.mark.parametrize("frames", [None, 10_000_000], ids=["uvicorn refuses it", "the wire refuses it"])
async def test_a_frame_that_is_too_large_ends_its_own_connection(way: dict[str, Any], frames: int | None) -> None:
    async with serving(frames=frames, **way) as house, house.caller() as other, house.caller() as large:
        await large.send(2, ["echo", b"." * 520_000], 1)
        assert (await large.hear())["type"] == 3
        await large.send(2, ["echo", b"." * 524_288], 1)
        await large.gone()
        assert (await house.hall.left.get())[0] == large.sid
        assert await other.ask("echo", 1) == {"ok": True, "given": 1}


def _packets() -> dict[str, bytes | str]:
    good = {"type": 2, "nsp": "/plan", "data": ["echo", 1], "id": 1}
    wrong: dict[str, object] = {
        "a list": [],
        "a number": 7,
        "nothing in it": {},
        "no such kind": good | {"type": 9},
        "a kind that is not a number": good | {"type": "2"},
        "a kind that is true": good | {"type": True},
        "binary events, which MessagePack has no use for": good | {"type": 5},
        "a refusal": good | {"type": 4},
        "a namespace that is a number": good | {"nsp": 1},
        "a namespace without a slash": good | {"nsp": "plan"},
        "no arguments": good | {"data": None},
        "arguments that are a map": good | {"data": {"0": "echo"}},
        "no event": good | {"data": []},
        "an event that is a number": good | {"data": [1]},
        "an event that is bytes": good | {"data": [b"echo"]},
        "the server's own connect": good | {"data": ["connect", {}, {}]},
        "the server's own disconnect": good | {"data": ["disconnect", "x"]},
        "a number below nought": good | {"id": -1},
        "a number that is words": good | {"id": "1"},
        "a number that is enormous": good | {"id": 2**63},
        "an answer that is words": good | {"type": 3, "data": "x"},
    }
    packed: dict[str, bytes | str] = {name: msgpack.packb(value) for name, value in wrong.items()}
    return packed | {
        "empty": b"",
        "cut off": msgpack.packb(good)[:-1],
        "more behind it": msgpack.packb(good) + b"\0",
        "never used": b"\xc1",
        "a list without end": b"\xdd\xff\xff\xff\xff",
        "nested without end": b"\x91" * 200_000,
        "no UTF-8": b"\x81\xa4type\xa2\xff\xfe",
        "keys that are lists": b"\x81\x90\x01",
        "a time that is none": b"\x81\xa4type\xc7\x03\xff\0\0\0",
        "words": "42[]",
        "empty words": "",
        "an upgrade": "2probe",
    }


@pytest.mark.parametrize("packet", _packets().values(), ids=_packets())
async def test_nonsense_ends_its_own_connection_quietly(house: House, packet: bytes | str, caplog: pytest.LogCaptureFixture) -> None:
    async with house.caller() as other, house.caller() as hostile:
        with caplog.at_level(logging.WARNING):
            await hostile.line.send(packet)
            await hostile.gone()
        assert await house.hall.left.get() == (hostile.sid, "malformed")
        assert not caplog.records
        assert await other.ask("echo", 1) == {"ok": True, "given": 1}
        assert house.hall.present == {other.sid}


async def test_events_before_entering_and_answers_to_nothing_are_passed_over(house: House) -> None:
    async with house.caller(enter=False) as one:
        await one.send(2, ["echo", 1], 1)
        await one.send(3, [1], 99)
        await one.send(1)
        await one.enter()
        await one.send(3, [1], 99)
        assert await one.ask("echo", 2) == {"ok": True, "given": 2}
        assert house.hall.taken == [2]


async def test_the_next_event_is_read_while_an_answer_is_under_way_but_not_without_end(house: House) -> None:
    async with house.caller() as one, house.caller() as other:
        for number in range(10):
            await one.send(2, ["later", number], number)
        await until(lambda: len(house.hall.taken) == 4)
        assert await other.ask("echo", "meanwhile") == {"ok": True, "given": "meanwhile"}
        for _ in range(10):
            house.hall.laters.pop(0).give({"ok": True})
            await until(lambda: len(house.hall.laters) > 0 or len(house.hall.taken) == 11)
        assert [(await one.hear())["id"] for _ in range(10)] == list(range(10))
        assert [each for each in house.hall.taken if each != "meanwhile"] == list(range(10))


async def test_answers_to_one_who_is_gone_are_let_fall(house: House) -> None:
    async with house.caller() as one:
        for number in range(4):
            await one.send(2, ["later", number], number)
        await until(lambda: len(house.hall.laters) == 4)
    for later in house.hall.laters:
        later.give({"ok": True})
    assert (await house.hall.left.get())[0] == one.sid


async def test_a_handler_that_never_ends_holds_up_its_own_connection_only(house: House) -> None:
    async with house.caller() as stuck, house.caller() as other:
        await stuck.send(2, ["never", 1], 1)
        assert await other.ask("echo", 1) == {"ok": True, "given": 1}


async def test_one_who_is_gone_is_seen_off_though_a_handler_of_theirs_never_ends(way: dict[str, Any]) -> None:
    limits = Limits(ping_every=0.02, ping_answer=0.1, farewell=0.05)
    async with serving(limits, **way) as house, house.caller(pong=False) as dead:
        await dead.send(2, ["never", 1], 1)
        assert await house.hall.left.get() == (dead.sid, "silent")


async def test_an_answer_that_cannot_be_written_is_a_failure_and_spoils_no_later_one(house: House) -> None:
    async with house.caller() as one:
        assert await one.ask("unwritable", 1) == {"ok": False, "code": "unavailable"}
        with pytest.raises(TypeError):
            house.hall.tell("edit", {"a": b"long enough to have begun", "b": object()})
        house.hall.tell("edit", {"a": 1})
        assert (await one.hear())["data"] == ["edit", {"a": 1}]


async def test_one_who_answers_no_ping_is_let_go_and_one_who_does_stays(way: dict[str, Any]) -> None:
    limits = Limits(ping_every=0.02, ping_answer=0.5)
    async with serving(limits, **way) as house, house.caller() as alive, house.caller(pong=False) as dead:
        listening = asyncio.create_task(alive.hear())
        assert await house.hall.left.get() == (dead.sid, "silent")
        await dead.gone()
        house.hall.tell("edit", {"still": "here"})
        assert (await listening)["data"] == ["edit", {"still": "here"}]
        assert house.live.counts.silent == 1


async def test_a_dead_one_is_let_go_even_while_its_answer_is_waited_for(way: dict[str, Any]) -> None:
    limits = Limits(ping_every=0.02, ping_answer=0.1, outstanding=1)
    async with serving(limits, **way) as house, house.caller(pong=False) as dead:
        await dead.send(2, ["later", 1], 1)
        assert await house.hall.left.get() == (dead.sid, "silent")
        house.hall.laters[0].give({"ok": True})
