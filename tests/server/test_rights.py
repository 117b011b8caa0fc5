"""Every route, walked as every person of the cast and as nobody."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from starlette.routing import Route

from server.app import routes
from server.people.models import RelationKind
from tests.conftest import OVER_HTTP
from tests.server.people.ties import tie
from tests.server.rights import EVERYBODY, Row, cells, route_of, rows
from tests.server.things import Things

if TYPE_CHECKING:
    from collections.abc import Callable

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
    files = {"file": ("a.pdf", b"%PDF-1.4")} if form and form.pop("pdf", "") else None
    answer = await browser.request(method, address, data=form, files=files)
    if method == "GET" or not answer.is_redirect:
        return answer.status_code, ""
    led = await browser.get(answer.headers["location"], follow_redirects=True)
    return answer.status_code, "" if led.is_success else f"led to {led.url.path}: {led.status_code}"


async def walk(world: World, row: Row) -> tuple[int, list[str]]:
    """Do one act as everyone and as nobody; give how many did it and what was not as the table says.

    What somebody may do is done to something fresh.
    """
    things, wrong = Things(world), []
    which = re.search(r"\{plan:(\w+)\}", row.act)
    plan = things.plans[which[1] if which else "elsa"]
    await world.phase(row.phase, plan)
    if row.sends == "phase=shared":
        await world.prepared(plan)
    walked = [(name, person) for name, person in world.cast.everyone().items() if row.walks(name)]
    trying = [("nobody", None), *sorted(walked, key=lambda one: one[0] in row.may)]
    for name, person in trying:
        expected = row.expected(name) if person else row.unknown
        status, astray = await visit(world, things, person, row.act, row.sends)
        if status != expected or astray:
            wrong.append(f"{name}: {status} instead of {expected} {astray}")
        if status == 303 and row.act.startswith("POST"):
            things.made.clear()
            await world.set_ties_back()
            await world.phase(row.phase, plan)
    return len(trying), wrong


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.act} in {row.phase} {row.sends}")
async def test_each_may_what_the_table_says(fresh: World, row: Row, record_property: Callable[[str, object], None]) -> None:
    if "versions" in row.act:
        await fresh.post(fresh.cast.mentor, f"{fresh.home}/phase", phase="agreed")

    tried, wrong = await walk(fresh, row)

    record_property(OVER_HTTP, tried)
    assert wrong == []


@pytest.mark.parametrize("name", ["mentor", "observer", "principal", "admin"])
async def test_who_works_at_one_school_and_has_a_child_at_another_is_a_parent_there(
    fresh: World, name: str, record_property: Callable[[str, object], None]
) -> None:
    person, things, wrong = getattr(fresh.cast, name), Things(fresh), []
    await tie(fresh, person, RelationKind.guardian_of, pupil_id=fresh.cast.far.id)
    there = [row for row in rows() if re.match(r"\w+ /[\w/]+\{\w+:far\}", row.act) and "far" not in row.may]
    for row in there:
        status, _astray = await visit(fresh, things, person, row.act, row.sends)
        if status != row.expected("far"):
            wrong.append(f"{row.act}: {status} instead of {row.expected('far')}")

    record_property(OVER_HTTP, len(there))
    assert wrong == []


async def test_everybody_may_what_is_everybodys(world: World, record_property: Callable[[str, object], None]) -> None:
    tried, wrong = 0, []
    for act, sends, signed_in, not_signed_in in cells(EVERYBODY):
        await world.rows("DELETE FROM attempt")
        for name, person in [*list(world.cast.everyone().items())[:8], ("nobody", None), *list(world.cast.everyone().items())[8:]]:
            tried += 1
            expected = int(signed_in if person else not_signed_in)
            status, astray = await visit(world, Things(world), person, act, sends)
            if status == 429 and act in {"POST /sign-in", "POST /first"}:  # all guess at one account here
                continue
            if person is not None and person.guest:
                if status not in guests_get(act, expected, int(not_signed_in)):
                    wrong.append(f"{act} as a guest: {status}")
            elif status != expected or astray:
                wrong.append(f"{act} as {name}: {status} instead of {expected} {astray}")

    record_property(OVER_HTTP, tried)
    assert wrong == []


def guests_get(act: str, signed_in: int, not_signed_in: int) -> set[int]:
    """Say what a guest may get where others have something of their own: nothing, but for the language, the light and the way out."""
    if act in {"POST /language", "POST /theme", "POST /sign-out"}:
        return {303}
    return {404} if signed_in != not_signed_in else {404, signed_in}


def test_no_route_is_left_out() -> None:
    there = set()
    for route in routes():
        for method in (getattr(route, "methods", None) or {"GET"}) - {"HEAD"}:
            there.add(f"{method} {re.sub(r':int}', '}', route.path)}")
    walked = {route_of(row.act) for row in rows()} | {route_of(act) for act, *_ in cells(EVERYBODY)}

    assert there == walked
    assert all(isinstance(route, Route) or route.path == "/static" for route in routes())
