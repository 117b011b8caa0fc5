"""Every route, walked as every person of the cast and as nobody."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from starlette.routing import Route

from server.app import routes
from tests.server.rights import EVERYBODY, Row, cells, route_of, rows
from tests.server.things import Things

if TYPE_CHECKING:
    from server.people.models import Person
    from tests.server.world import World


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def people(whole_world: World) -> World:
    """Give a world in which everybody stays signed in from row to row."""
    await whole_world.begin()
    return whole_world


@pytest_asyncio.fixture(loop_scope="session")
async def fresh(people: World) -> World:
    """Give that world without what the last row did."""
    await people.tidy()
    return people


async def visit(world: World, things: Things, person: Person | None, act: str, sends: str) -> tuple[int, str]:
    """Do an act as somebody; give the status, and what was wrong with the page that the act led to."""
    method, address = await things.address(act)
    browser = await world.as_(person)
    form = await things.form(sends) if method == "POST" else None
    answer = await browser.request(method, address, data=form)
    if method == "GET" or not answer.is_redirect:
        return answer.status_code, ""
    led = await browser.get(answer.headers["location"], follow_redirects=True)
    return answer.status_code, "" if led.is_success else f"led to {led.url.path}: {led.status_code}"


async def walk(world: World, row: Row) -> list[str]:
    """Do one act as everyone and as nobody; give what was not as the table says. What somebody may do is done to something fresh."""
    things, wrong = Things(world), []
    which = re.search(r"\{plan:(\w+)\}", row.act)
    plan = things.plans[which[1] if which else "elsa"]
    await world.phase(row.phase, plan)
    walked = [(name, person) for name, person in world.cast.everyone().items() if row.walks(name)]
    for name, person in [("nobody", None), *sorted(walked, key=lambda one: one[0] in row.may)]:
        expected = row.expected(name) if person else row.unknown
        status, astray = await visit(world, things, person, row.act, row.sends)
        if status != expected or astray:
            wrong.append(f"{name}: {status} instead of {expected} {astray}")
        if status == 303 and row.act.startswith("POST"):
            things.made.clear()
            await world.set_ties_back()
            await world.phase(row.phase, plan)
    return wrong


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.act} in {row.phase} {row.sends}")
async def test_each_may_what_the_table_says(fresh: World, row: Row) -> None:
    if "versions" in row.act:
        await fresh.post(fresh.cast.mentor, f"{fresh.home}/phase", phase="agreed")

    assert await walk(fresh, row) == []


async def test_everybody_may_what_is_everybodys(world: World) -> None:
    wrong = []
    for act, sends, signed_in, not_signed_in in cells(EVERYBODY):
        await world.rows("DELETE FROM attempt")
        for name, person in [*list(world.cast.everyone().items())[:8], ("nobody", None), *list(world.cast.everyone().items())[8:]]:
            expected = int(signed_in if person else not_signed_in)
            status, astray = await visit(world, Things(world), person, act, sends)
            if status == 429 and act in {"POST /sign-in", "POST /first"}:  # all guess at one account here
                continue
            if status != expected or astray:
                wrong.append(f"{act} as {name}: {status} instead of {expected} {astray}")

    assert wrong == []


def test_no_route_is_left_out() -> None:
    there = set()
    for route in routes():
        for method in (getattr(route, "methods", None) or {"GET"}) - {"HEAD"}:
            there.add(f"{method} {re.sub(r':int}', '}', route.path)}")
    walked = {route_of(row.act) for row in rows()} | {route_of(act) for act, *_ in cells(EVERYBODY)}

    assert there == walked
    assert all(isinstance(route, Route) or route.path == "/static" for route in routes())
