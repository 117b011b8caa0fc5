"""Pushes: switched on per device, content-free, once, and only where they may go."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from server import columns
from server.columns import now
from server.config import Settings
from server.notices.actions.leaving import let_leave
from server.notices.actions.pushing import PAUSES, push_all
from server.push import Browser as Target
from server.push import UnreachableError, a_client, key_of, may_go_to, send
from tests.server.notices.pushes import Browser, Service, said, serving
from tests.server.notices.test_choices import choose
from tests.server.world import new

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from server.people.models import Person
    from tests.server.world import World

NAMES = ("Elsa", "Berg", "Maja", "Good")


class Pushing:
    """Somebody with a browser at a push service."""

    def __init__(self, world: World, service: Service) -> None:
        self.world, self.service = world, service
        self.settings = Settings.model_validate({"STEGVIS_PUSH_ALSO": service.base, "STEGVIS_ORIGIN": "https://plan.example"})
        self.browsers: dict[str, Browser] = {}

    async def switch_on(self, person: Person, name: str) -> None:
        """Switch pushes on in a browser of somebody's."""
        browser = await self.world.as_(person)
        made = self.browsers.setdefault(name, Browser(self.service.base, name))
        app = browser._transport.app  # type: ignore[attr-defined]
        before, app.state.settings = app.state.settings, app.state.settings.model_copy(update={"push_also": self.service.base})
        answer = await browser.post("/settings/push", data=made.form)
        app.state.settings = before
        assert answer.status_code == 200, answer.text

    async def comment(self) -> None:
        world = self.world
        assert (await world.post(world.cast.mentor, f"{world.home}/comments", id=new(), words="Good")).status_code == 303

    async def look(self) -> list[tuple[str, dict[str, Any]]]:
        """Let a process do what is due; give what came to which browser since the last time."""
        await let_leave(self.world.visits.database, self.settings)
        async with a_client() as client:
            await push_all(self.world.visits.database, self.settings, client)
        came, self.service.came = self.service.came, []
        self.headers = [headers for _, headers, _ in came]
        return [(name, self.browsers[name].read(body)) for name, _, body in came]

    async def later(self, monkeypatch: pytest.MonkeyPatch, **more: float) -> None:
        """Let time pass."""
        then = now() + timedelta(**more)
        monkeypatch.setattr(columns, "the_clock", lambda: then)


@pytest.fixture
async def pushing(world: World) -> AsyncIterator[Pushing]:
    async with serving() as service:
        made = Pushing(world, service)
        await made.switch_on(world.cast.anna, "phone")
        yield made


async def test_a_push_says_that_there_is_something_new_and_where_and_nothing_else(pushing: Pushing) -> None:
    await pushing.world.rows("UPDATE person SET language = 'ar' WHERE source_id = 'anna'")
    await pushing.comment()

    [(name, told)] = await pushing.look()
    assert name == "phone"
    assert set(told) == {"title", "notice", "language", "direction"}
    assert (told["language"], told["direction"]) == ("ar", "rtl")
    assert not any(one in str(told) for one in NAMES)
    answer = await pushing.world.get(pushing.world.cast.anna, f"/notices/{told['notice']}")
    assert answer.headers["location"].startswith(f"{pushing.world.home}#comment-")
    assert await pushing.world.value("SELECT read FROM notice WHERE id = $1::uuid", told["notice"]), "a click reads it"
    assert await pushing.look() == [], "once"


async def test_the_push_service_knows_who_sends(pushing: Pushing) -> None:
    await pushing.comment()
    await pushing.look()

    [headers] = pushing.headers
    claims = pushing.service.sender(headers)
    assert claims["aud"] == pushing.service.base
    assert claims["sub"] == "mailto:stegvis@plan.example"
    assert time.time() < claims["exp"] <= time.time() + 24 * 3600
    assert (headers["content-encoding"], headers["urgency"]) == ("aes128gcm", "normal")
    assert key_of(pushing.settings).public in headers["authorization"]
    assert key_of(pushing.settings).public == key_of(Settings.model_validate({"STEGVIS_ORIGIN": "https://plan.example"})).public


async def test_no_second_push_until_the_first_is_read_but_for_each_talk(pushing: Pushing) -> None:
    await pushing.comment()
    assert len(await pushing.look()) == 1
    await pushing.comment()
    assert await pushing.look() == []

    await pushing.world.post(pushing.world.cast.anna, "/notices/read")
    await pushing.comment()
    assert len(await pushing.look()) == 1


async def test_what_was_read_or_is_not_wanted_is_not_pushed(pushing: Pushing) -> None:
    world, cast = pushing.world, pushing.world.cast
    await pushing.comment()
    await world.post(cast.anna, "/notices/read")
    assert await pushing.look() == []
    await choose(world, cast.anna, cast.elsa.id)
    await pushing.comment()
    assert await pushing.look() == [], "not ticked"
    await choose(world, cast.anna, cast.elsa.id, comments_push="true")
    await world.post(cast.anna, "/notices/read")
    await pushing.comment()
    assert len(await pushing.look()) == 1


async def test_quiet_hours_are_waited_for_and_a_talk_that_begins_is_not_kept_back(
    pushing: Pushing, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, cast = pushing.world, pushing.world.cast
    await world.rows("INSERT INTO quiet_hours (person_id, begins, ends) VALUES ($1, '00:00', '23:59:59')", cast.anna.id)
    await world.connection.execute("DELETE FROM talk_line; DELETE FROM attendance; DELETE FROM invited; DELETE FROM talk")
    await pushing.comment()
    assert await pushing.look() == []
    assert (await world.post(cast.mentor, f"{world.home}/talks", id=new())).status_code == 303
    [(_, told)] = await pushing.look()
    assert pushing.headers[0]["urgency"] == "high"
    assert (await world.get(cast.anna, f"/notices/{told['notice']}")).headers["location"].startswith("/talks/")
    await world.rows("DELETE FROM quiet_hours")
    await pushing.later(monkeypatch, days=1)
    assert len(await pushing.look()) == 1, "the comment came when they were over"


@pytest.mark.parametrize("status", [404, 410])
async def test_to_a_browser_that_is_gone_nothing_more_is_pushed_and_its_owner_can_see_why(pushing: Pushing, status: int) -> None:
    world, anna = pushing.world, pushing.world.cast.anna
    pushing.service.answers["phone"] = status
    await pushing.comment()
    await pushing.look()

    assert "Its push service knows this browser no longer." in (await world.get(anna, "/settings/mail")).text
    assert "Turn off" not in (await world.get(anna, "/settings/notices")).text
    await world.post(anna, "/notices/read")
    await pushing.comment()
    assert await world.value("SELECT count(*) FROM push") == 1, "no second one is even tried"

    pushing.service.answers.clear()
    await pushing.switch_on(anna, "phone")
    await world.post(anna, "/notices/read")
    await pushing.comment()
    assert [name for name, _ in await pushing.look()] == ["phone"]


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_service_that_is_busy_is_asked_again_and_not_for_ever(
    pushing: Pushing, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    pushing.service.answers["phone"] = status
    await pushing.comment()
    tries = 0
    for _ in range(len(PAUSES) + 3):
        tries += len(await pushing.look())
        assert await pushing.look() == [], "not before the pause is over"
        await pushing.later(monkeypatch, hours=2)
    assert tries == len(PAUSES) + 1
    assert await pushing.world.value("SELECT state FROM push") == "failed"


async def test_a_process_that_dies_over_a_push_leaves_it_to_the_next(pushing: Pushing, monkeypatch: pytest.MonkeyPatch) -> None:
    await pushing.comment()
    await let_leave(pushing.world.visits.database, pushing.settings)
    await pushing.world.rows("UPDATE push SET next_try = now() + interval '60 s', tries = 1")
    assert await pushing.look() == []
    await pushing.later(monkeypatch, minutes=2)
    assert len(await pushing.look()) == 1


async def test_signing_out_or_a_right_that_ends_ends_it(pushing: Pushing) -> None:
    world, cast = pushing.world, pushing.world.cast
    await pushing.switch_on(cast.bo, "bos")
    await pushing.comment()
    await let_leave(world.visits.database, pushing.settings)
    relation = await world.value("SELECT id FROM relation WHERE person_id = $1", cast.bo.id)
    await world.post(cast.admin, f"/relations/{relation}/end", reason="Moved")
    assert (await world.post(cast.anna, "/sign-out")).status_code == 303

    assert await pushing.look() == []
    assert [row["person_id"] for row in await world.rows("SELECT person_id FROM push_device")] == [cast.bo.id]


async def test_a_browser_that_another_signs_in_at_is_theirs(pushing: Pushing) -> None:
    await pushing.switch_on(pushing.world.cast.bo, "phone")
    await pushing.comment()
    assert [name for name, _ in await pushing.look()] == ["phone"]
    assert [row["person_id"] for row in await pushing.world.rows("SELECT person_id FROM push")] == [pushing.world.cast.bo.id]


POINT = said(Browser("x", "x").point)


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "http://push.example/x"},
        {"endpoint": "https://push.example:8443/x"},
        {"endpoint": "https://user@push.example/x"},
        {"endpoint": "ftp://push.example/x"},
        {"endpoint": "https:///nowhere-at-all"},
        {"p256dh": said(b"\x04" + b"x" * 64)},
        {"p256dh": POINT[:80]},
        {"auth": said(b"too short, by far")[:20]},
        {"auth": "!" * 22},
    ],
)
async def test_what_cannot_be_pushed_to_is_refused(world: World, wrong: dict[str, str]) -> None:
    form = {"endpoint": "https://push.example/x", "p256dh": POINT, "auth": said(b"sixteen byte key"), **wrong}
    assert (await world.post(world.cast.anna, "/settings/push", **form)).status_code == 422
    assert await world.value("SELECT count(*) FROM push_device") == 0


INSIDE = ["127.0.0.1", "localhost", "[::1]", "10.0.0.1", "169.254.169.254", "[::ffff:127.0.0.1]", "0.0.0.0"]  # noqa: S104


@pytest.mark.parametrize("host", INSIDE)
async def test_nothing_is_sent_to_what_lies_inside(host: str) -> None:
    settings, browser = Settings(), Browser("x", "x")
    endpoint = f"https://{host}/x"
    assert may_go_to(settings, endpoint), "what it leads to is only known when it is sent"
    async with a_client() as client:
        with pytest.raises(UnreachableError):
            await send(client, settings, Target(endpoint, browser.form["p256dh"], browser.form["auth"]), b"x", "x", urgent=False)


async def test_the_worker_is_served_at_the_root_and_asked_for_anew(world: World) -> None:
    answer = await world.get(None, "/worker.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["content-security-policy"].startswith("default-src 'self'")
    assert "showNotification" in answer.text
    assert "import" not in answer.text
    assert "export" not in answer.text, "one file, as a worker that is no module"
