"""The fast way is in use with the libraries that it was written against, and only with those."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import pytest
import socketio
import uvloop
from engineio import async_socket

from realtime.wire import LiveServer, pins
from realtime.wire.line import Line
from tests.realtime.wiring import serving, until


def test_the_installed_libraries_are_the_pinned_ones() -> None:
    assert pins.strangers() == []
    assert LiveServer().fast


async def test_deliveries_and_answers_go_straight_to_the_transport() -> None:
    async with serving() as house, house.caller() as one, house.caller() as two:
        house.hall.tell("edit", {})
        await one.hear()
        await two.hear()
        await one.ask("echo", 1)
        counts = house.live.counts
        assert (counts.opened, counts.direct, counts.written, counts.queued) == (2, 2, 2, 0)
        assert (counts.events, counts.answered) == (1, 1)


def test_the_same_on_the_loop_that_is_used_in_earnest() -> None:
    uvloop.run(test_deliveries_and_answers_go_straight_to_the_transport())


async def test_a_broadcast_makes_no_task() -> None:
    async with serving() as house, house.caller() as one:
        before = asyncio.all_tasks()
        house.hall.tell("edit", {})
        assert asyncio.all_tasks() == before
        await one.hear()


@pytest.mark.parametrize("package", list(pins.PINNED))
def test_another_version_means_the_plain_way(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pins, "PINNED", dict(pins.PINNED) | {package: "0.0.1"})
    live = LiveServer()
    assert not live.fast
    assert type(live.eio).__module__ == "engineio.async_server"
    assert type(live.manager) is socketio.AsyncManager


def test_a_part_that_is_missing_means_the_plain_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(async_socket.AsyncSocket, "_websocket_handler")
    assert not LiveServer().fast


async def test_a_send_that_is_wrapped_means_our_own_queue() -> None:
    async with serving() as house:
        inner = house.live.eio.handle_request

        async def wrapped(scope: Any, receive: Any, send: Callable[[MutableMapping[str, Any]], Awaitable[None]]) -> Any:
            async def through(message: MutableMapping[str, Any]) -> None:
                await send(message)

            return await inner(scope, receive, through)

        house.live.eio.handle_request = wrapped
        async with house.caller() as one:
            house.hall.tell("edit", {"n": 1})
            assert (await one.hear())["data"] == ["edit", {"n": 1}]
            assert (house.live.counts.direct, house.live.counts.queued) == (0, 1)


class _Strange:
    """Something that looks like uvicorn's protocol but for one thing."""

    def __init__(self, lacking: str) -> None:
        self.writable, self.close_sent, self.handshake_complete = asyncio.Event(), False, True
        self.conn = self.transport = self
        self.state, self.extensions = object(), ()
        if lacking in self.__dict__:
            delattr(self, lacking)

    async def send(self, _message: object) -> None:
        """Send nothing."""


@pytest.mark.parametrize("lacking", ["", "writable", "conn", "state", "transport"])
def test_a_server_that_is_not_as_expected_is_not_reached_into(lacking: str) -> None:
    assert Line.reach(_Strange(lacking).send, 1) is None


async def test_the_plain_way_disconnects_one_who_does_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("realtime.wire.plain.MOST_UNREAD", 20)
    async with serving(fast=False) as house, house.caller(max_queue=1) as slow, house.caller() as quick:
        while house.live.counts.slow == 0:
            house.hall.tell("edit", {"filler": b"." * 50_000})
            await quick.hear()
        assert (await house.hall.left.get())[0] == slow.sid
        await until(lambda: house.hall.present == {quick.sid})
