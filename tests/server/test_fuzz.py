"""Whatever is sent, by whomever: an answer that makes sense, never a fault of ours, and nothing broken afterwards."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.routing import Route

from server.app import routes

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from tests.server.world import World

PATHS = sorted({route.path for route in routes() if isinstance(route, Route)} | {"/static/{file}", "/{nowhere}"})
METHODS = ["GET", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW"]
FIELDS = [
    "id", "words", "title", "why", "due", "status", "phase", "reason", "thread", "goal", "text", "anchor", "quote", "responsible_id",
    "language", "theme", "then", "user_name", "password", "extra", "", "\x00", "å",
    "code", "credential", "name", "asked", "day", "sure",
]  # fmt: skip
IN_PATHS = [
    "\x00",
    "a\x00b",
    "-1",
    "9" * 40,
    "../../etc/passwd",
    "%",
    "%ff",
    "\u202e",
    "\uffff",
    "😀" * 50,
    "x" * 5_000,
    "'; DROP TABLE plan; --",
]
ODD = [
    *IN_PATHS, "", " ", "0", "true", "null", "{}", "[]", '{"start":{},"end":{}}', "%00", "\ud7ff", "done", "agreed", "draft", "sv", "dark",
    "2026-02-30", "0001-01-01", "10000-01-01", "/", "//evil.example", "{{ 7 * 7 }}", "<script>",
]  # fmt: skip
KINDS = [
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "application/json",
    "text/plain; charset=x",
    "",
]
FINE = {200, 303, 304, 307, 400, 401, 403, 404, 405, 413, 422, 429}


@pytest_asyncio.fixture(loop_scope="session")
async def ids(world: World) -> list[str]:
    """Give ids of all kinds of things, to be mixed up."""
    thread, comment = await world.thread(world.cast.anna)
    cast = world.cast
    own = [cast.plan.id, cast.omars_plan.id, cast.goal.id, cast.proposal.id, cast.elsa.id, cast.school.id, cast.klass.id]
    return [str(one) for one in (*own, thread, comment, cast.text("agreement"))]


async def ask(world: World, who: str, method: str, address: bytes | str, **how: object) -> httpx.Response:
    """Ask as somebody; an error that the application lets out is raised here."""
    browser = await world.as_(getattr(world.cast, who) if who else None)
    answer = await browser.request(method, address, **how)  # type: ignore[arg-type]
    assert answer.status_code in FINE, (method, address, how, answer.status_code)
    return answer


def filled(path: str, value: Callable[[], str]) -> str:
    """Fill a route's path with what was drawn."""
    return re.sub(r"\{[^}]*\}", lambda _: quote(value(), safe=""), path)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
async def test_no_request_is_a_fault_of_ours(world: World, ids: list[str], data: st.DataObject) -> None:
    odd = st.sampled_from([*ids, *ODD]) | st.text(st.characters(codec="utf-8"), max_size=20)
    path = filled(data.draw(st.sampled_from(PATHS)), lambda: data.draw(odd))
    method = data.draw(st.sampled_from(METHODS[:2] * 3 + METHODS))
    how: dict[str, object] = {}
    if data.draw(st.booleans()):
        how["data"] = data.draw(st.dictionaries(st.sampled_from(FIELDS), odd, max_size=6))
    else:
        how["content"] = data.draw(st.binary(max_size=200) | odd.map(str.encode))
        how["headers"] = {"Content-Type": data.draw(st.sampled_from(KINDS)), "HX-Request": data.draw(st.sampled_from(["true", "x"]))}
    who = data.draw(st.sampled_from(["mentor", "elsa", "anna", "principal", "admin", "stranger", ""]))

    await ask(world, who, method, path, **how)


async def test_the_house_still_stands_after_much_nonsense(world: World, ids: list[str]) -> None:
    for path in PATHS:
        for value in (ids[0], *IN_PATHS) if "{" in path else ():
            await ask(world, "mentor", "GET", filled(path, lambda: value))  # noqa: B023  # used at once

    for person in world.cast.everyone().values():
        assert (await world.get(person, "/")).status_code == (404 if person.guest else 200)
    assert (await world.get(world.cast.mentor, world.home)).status_code == 200


@pytest.mark.parametrize(
    "charset", ["utf-8", "utf-16", "utf-7", "unicode_escape", "raw_unicode_escape", "idna", "rot13", "base64", "nothing", "\\x00"]
)
@pytest.mark.parametrize("name", ["words", "\\ud800"])
async def test_letters_in_any_charset_are_read_or_refused(world: World, charset: str, name: str) -> None:
    body = f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n\\ud800 \\x00 +2AA-\r\n--x--\r\n'.encode()
    kind = {"Content-Type": f"multipart/form-data; boundary=x; charset={charset}"}

    answer = await ask(world, "elsa", "POST", f"{world.home}/comments", content=body, headers=kind)

    assert answer.status_code == 422


async def test_files_and_crowds_of_fields_are_refused(world: World) -> None:
    crowd = "&".join(f"a{number}=1" for number in range(1_000))
    file = b'--x\r\nContent-Disposition: form-data; name="words"; filename="a.txt"\r\n\r\nhello\r\n--x--\r\n'
    form = {"Content-Type": "application/x-www-form-urlencoded"}

    assert (await ask(world, "elsa", "POST", f"{world.home}/comments", content=crowd.encode(), headers=form)).status_code == 422
    many = {"Content-Type": "multipart/form-data; boundary=x"}
    assert (await ask(world, "elsa", "POST", f"{world.home}/comments", content=file, headers=many)).status_code == 422


@pytest.mark.parametrize(
    "file", ["nowhere.js", "..%2f..%2fpyproject.toml", "%00", "a%00b", "x" * 5_000, "..%5c..%5cserver", ".vite%2f..%2f..%2f..%2fMakefile"]
)
async def test_only_what_the_build_made_is_served(world: World, file: str) -> None:
    assert (await ask(world, "", "GET", f"/static/{file}")).status_code == 404
