"""What is said and answered over the wire, whichever way it goes."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.realtime.wiring import WAYS, House, serving, until


@pytest.fixture(scope="module", params=WAYS)
async def server(request: pytest.FixtureRequest) -> AsyncIterator[House]:
    async with serving(**WAYS[request.param]) as house:
        yield house


@pytest.fixture
async def house(server: House) -> AsyncIterator[House]:
    async with server.fresh() as house:
        yield house


async def test_everybody_but_the_one_who_wrote_hears_it(house: House) -> None:
    async with house.caller() as one, house.caller() as two, house.caller() as three:
        house.hall.tell("edit", {"update": b"\0\xff"}, skip=one.sid)
        for other in (two, three):
            assert (await other.hear())["data"] == ["edit", {"update": b"\0\xff"}]
        assert await one.ask("echo", 1) == {"ok": True, "given": 1}


async def test_each_hears_all_in_the_order_it_was_said(house: House) -> None:
    said = list(range(200))
    async with house.caller() as one, house.caller() as two:
        for number in said:
            house.hall.tell("edit", {"number": number, "filler": b"." * (number % 7) * 1_000})
        for caller in (one, two):
            assert [(await caller.hear())["data"][1]["number"] for _ in said] == said


async def test_nobody_is_told_twice_and_unknown_ids_are_passed_over(house: House) -> None:
    async with house.caller() as one:
        house.hall.tell("edit", {"n": 1}, to=["nobody", one.sid])
        assert (await one.hear())["data"] == ["edit", {"n": 1}]
        assert await one.ask("echo", None) == {"ok": True, "given": None}


@pytest.mark.parametrize("event", ["echo", "slowly", "future"])
async def test_a_plain_an_async_and_a_future_answer(house: House, event: str) -> None:
    async with house.caller() as one:
        given = {"bytes": b"\1\2", "words": "åäö عربي", "none": None, "list": [1, -1, 1.5]}
        assert await one.ask(event, given, number=77) == {"ok": True, "given": given}


async def test_a_later_answer(house: House) -> None:
    async with house.caller() as one:
        await one.send(2, ["later", 1], 5)
        await until(lambda: len(house.hall.laters) == 1)
        house.hall.laters[0].give({"ok": True, "seq": 9})
        house.hall.laters[0].give({"ok": False})
        answer = await one.hear()
        assert (answer["id"], answer["data"]) == (5, [{"ok": True, "seq": 9}])
        assert await one.ask("echo", "once") == {"ok": True, "given": "once"}


@pytest.mark.parametrize("given", [(), (1, 2), ("a", {}, b"")])
async def test_none_or_several_arguments_come_as_a_list(house: House, given: tuple[object, ...]) -> None:
    async with house.caller() as one:
        assert await one.ask("echo", *given) == {"ok": True, "given": list(given)}


async def test_an_event_without_a_handler_is_answered(house: House) -> None:
    async with house.caller() as one:
        for name in ("nothing", "", "_connect", "handle", "../x"):
            assert await one.ask(name, {}) == {"ok": False, "code": "form"}


@pytest.mark.parametrize(("event", "given"), [("break", {}), ("future", "fail")])
async def test_a_handler_that_breaks_is_answered_and_ends_nothing(house: House, event: str, given: object) -> None:
    async with house.caller() as one:
        assert await one.ask(event, given) == {"ok": False, "code": "unavailable"}
        assert await one.ask("echo", 1) == {"ok": True, "given": 1}


async def test_an_event_that_wants_no_answer_gets_none(house: House) -> None:
    async with house.caller() as one:
        await one.send(2, ["echo", "unasked"])
        assert await one.ask("echo", "asked") == {"ok": True, "given": "asked"}
        assert house.hall.taken == ["unasked", "asked"]


async def test_what_is_told_at_the_door_comes_after_the_welcome(house: House) -> None:
    house.hall.greeting = {"unread": 3}
    async with house.caller(enter=False) as one:
        kinds = [(await one.enter())["type"], (await one.hear())["data"]]
        assert kinds == [0, ["greeting", {"unread": 3}]] or not house.live.fast


async def test_two_namespaces_on_one_connection(house: House) -> None:
    async with house.caller() as one:
        plan = one.sid
        assert (await one.enter(namespace="/me"))["nsp"] == "/me"
        house.live.broadcast("badge", {"unread": 1}, namespace="/me", to=[one.sid])
        assert (await one.hear())["nsp"] == "/me"
        house.hall.tell("edit", {}, to=[plan])
        assert (await one.hear())["nsp"] == "/plan"


async def test_the_door_refuses_and_says_why(house: House) -> None:
    async with house.caller(enter=False) as one:
        refused = await one.enter({"stranger": True})
        assert (refused["type"], refused["data"]) == (4, {"message": "Who are you?", "data": {"code": "sign_in"}})
        await one.send(2, ["echo", 1], 1)
        assert (await one.enter())["type"] == 0
        assert house.hall.taken == []


@pytest.mark.parametrize("namespace", ["/", "/admin", "/plan/"])
async def test_an_unknown_namespace_is_refused(house: House, namespace: str) -> None:
    async with house.caller(enter=False) as one:
        refused = await one.enter(namespace=namespace)
        assert (refused["type"], refused["nsp"], refused["data"]) == (4, namespace, {"message": "Unable to connect"})


async def test_nobody_enters_twice_on_one_connection(house: House) -> None:
    async with house.caller() as one:
        assert (await one.enter())["type"] == 4
        assert await one.ask("echo", 1) == {"ok": True, "given": 1}


async def test_leaving_a_namespace_and_hanging_up_are_noticed(house: House) -> None:
    async with house.caller() as one, house.caller() as two:
        await one.send(1)
        assert await house.hall.left.get() == (one.sid, "client disconnect")
        await two.line.close()
        assert await house.hall.left.get() == (two.sid, "transport close")
        assert house.hall.present == set()
        house.hall.tell("edit", {}, to=[one.sid, two.sid])


async def test_nothing_is_left_of_those_who_left(house: House) -> None:
    for _ in range(3):
        async with house.caller() as one:
            await one.enter(namespace="/me")
    await until(lambda: not house.live.eio.sockets and not house.live.environ)
    assert not house.live.manager.rooms
    assert not house.live.manager.pending_disconnect
    assert not house.live._seats


async def test_the_server_hangs_up_after_what_it_has_said(house: House) -> None:
    async with house.caller() as one:
        house.hall.tell("over", {"code": "sign_in"})
        hanging = asyncio.create_task(house.live.hang_up(one.sid, "/plan"))
        assert (await one.hear())["data"][0] == "over"
        if house.live.fast:
            await one.gone()
        else:
            assert (await one.hear())["type"] == 1
            await one.line.close()
        await hanging
        assert (await house.hall.left.get())[0] == one.sid


async def test_the_library_still_finds_one_by_its_id(house: House) -> None:
    async with house.caller() as one, house.caller() as two:
        await house.live.emit("news", {"n": 1}, to=one.sid, namespace="/plan")
        await house.live.emit("news", {"n": 2}, namespace="/plan")
        assert [(await one.hear())["data"][1]["n"] for _ in range(2)] == [1, 2]
        assert (await two.hear())["data"][1]["n"] == 2
        await house.live.disconnect(one.sid, namespace="/plan")
        assert "data" not in await one.hear()
        assert await house.hall.left.get() == (one.sid, "server disconnect")
