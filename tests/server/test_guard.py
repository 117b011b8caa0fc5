"""Requests of other sites, bodies without end, and the headers that keep a page to itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from server.app import build
from server.config import Settings
from server.guard import MOST_BODY, is_own
from tests.server.world import new

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.server.world import World

FOREIGN = [
    None,
    "",
    "null",
    "http://evil.example",
    "https://stegvis.test.evil.example",
    "http://stegvis.test@evil.example",
    "http://stegvis.test:8000",
    "http://evil.example/http://stegvis.test",
    "file://stegvis.test",
    "stegvis.test",
    "http://[",
    "http://[::1",
    "http://",
    "\xff",
]


@pytest.mark.parametrize("origin", FOREIGN)
async def test_an_act_from_another_site_is_refused_and_does_nothing(world: World, origin: str | None) -> None:
    browser = await world.visits.as_(world.cast.elsa)
    del browser.headers["Origin"]
    headers = {} if origin is None else {b"Origin": origin.encode("latin-1")}

    answer = await browser.post(f"/goals/{world.cast.goal.id}/status", data={"status": "done"}, headers=headers)

    assert answer.status_code == 403
    assert "This came from another site and was refused." in answer.text
    assert await world.value("SELECT status FROM goal WHERE id = $1", world.cast.goal.id) == "ongoing"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
async def test_whatever_the_method(world: World, method: str) -> None:
    browser = await world.visits.as_(world.cast.elsa)

    answer = await browser.request(method, "/sign-out", headers={"Origin": "http://evil.example"})

    assert answer.status_code == 403
    assert (await browser.get("/")).status_code == 200


async def test_a_page_may_be_reached_from_anywhere(world: World) -> None:
    browser = await world.visits.as_(world.cast.elsa)

    assert (await browser.get("/", headers={"Origin": "http://evil.example"})).status_code == 200


@pytest.mark.parametrize(
    ("origin", "host", "own", "expected"),
    [
        ("https://plan.example.se", "10.0.0.1:8000", "https://plan.example.se", True),
        ("http://plan.example.se", "plan.example.se", "https://plan.example.se", False),
        ("https://plan.example.se:444", "plan.example.se", "https://plan.example.se", False),
        ("http://localhost:8000", "localhost:8000", "", True),
        ("http://localhost:8000", "", "", False),
        ("http://localhost:8000", None, "", False),
    ],
)
def test_which_origin_is_ours(origin: str, host: str | None, own: str, *, expected: bool) -> None:
    assert is_own(origin, host, own) is expected


async def test_a_form_that_is_too_large_is_refused_whether_it_says_so_or_not(world: World) -> None:
    browser = await world.as_(world.cast.elsa)
    address = f"{world.home}/comments"
    body = f"id={new()}&words={'x' * MOST_BODY}".encode()

    async def unannounced() -> AsyncIterator[bytes]:
        for at in range(0, len(body), 4096):
            yield body[at : at + 4096]

    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    for content in (body, unannounced()):
        answer = await browser.post(address, content=content, headers=kind)
        assert answer.status_code == 413
        assert "This is too large to be sent." in answer.text
    assert await world.value("SELECT count(*) FROM comment") == 0


@pytest.mark.parametrize("address", ["/", "/sign-in", "/notices", "/nowhere", "/healthz"])
async def test_every_answer_keeps_itself_to_itself(world: World, address: str) -> None:
    answer = await world.get(world.cast.elsa, address)

    policy = answer.headers["content-security-policy"]
    for rule in ("default-src 'self'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'", "object-src 'none'"):
        assert rule in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"


async def test_a_page_with_somebodys_words_is_not_stored(world: World) -> None:
    for address in ("/", world.home, "/notices", f"/goals/{world.cast.proposal.id}/edit"):
        assert (await world.get(world.cast.anna, address)).headers["cache-control"] == "no-store"


async def test_a_public_address_is_the_only_one_that_is_ours(world: World) -> None:
    settings = Settings.model_validate({"STEGVIS_ORIGIN": "https://plan.example.se/", "DATABASE_URL": world.visits.database.address})
    app = build(settings, world.visits.database, lambda _: None)
    cookie = await world.visits.cookie(world.cast.elsa)
    async with httpx.AsyncClient(base_url="http://inside", transport=httpx.ASGITransport(app), cookies={"stegvis": cookie}) as browser:
        assert (await browser.post("/theme", data={"theme": "dark"}, headers={"Origin": "http://inside"})).status_code == 403
        assert (await browser.post("/theme", data={"theme": "dark"}, headers={"Origin": "https://plan.example.se"})).status_code == 303


async def test_a_script_that_sends_a_form_is_told_where_it_leads_instead_of_being_led_there(world: World) -> None:
    browser = await world.as_(world.cast.elsa)
    script = {"Stegvis-Form": "script"}

    answer = await browser.post("/theme", data={"theme": "dark", "then": "/notices"}, headers=script)
    assert (answer.status_code, answer.headers["location"], answer.text) == (200, "/notices", "")
    assert (await browser.post("/theme", data={"theme": "dark", "then": "/notices"})).status_code == 303
    assert (await browser.post("/theme", data={"theme": "pink"}, headers=script)).status_code == 422


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "POST"])
async def test_a_method_that_does_not_fit_is_explained(world: World, method: str) -> None:
    browser = await world.as_(world.cast.elsa)

    answer = await browser.request(method, "/notices")

    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]
    assert "That did not work" in answer.text


async def test_only_a_talk_may_ask_for_camera_microphone_and_screen(world: World) -> None:
    browser = await world.visits.as_(world.cast.anna)
    talk, others = (
        f"/talks/{world.cast.talk.id}",
        ["/", f"/plans/{world.cast.plan.id}", "/talks", "/sign-in", f"/talks/{world.cast.talk.id}/agenda"],
    )

    said = (await browser.get(talk)).headers["Permissions-Policy"]

    for device in ("camera", "microphone", "display-capture"):
        assert f"{device}=(self)" in said
        for other in others:
            assert f"{device}=()" in (await browser.get(other)).headers["Permissions-Policy"], other
