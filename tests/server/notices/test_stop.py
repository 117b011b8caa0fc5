"""Turning mails off by the link in one (RFC 8058): from anywhere, for exactly these mails, and undone under Settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from server.courier import message_of
from server.mail import Mail
from server.notices.actions.stopping import token_for
from tests.server.world import new

if TYPE_CHECKING:
    from server.config import Settings
    from tests.server.world import World

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def token(world: World, what: str = "nightly") -> str:
    """Give the token that stands in Anna's mails; the server of these tests has its key in its own data folder."""
    return token_for(settings(world), world.cast.anna.id, what)


def settings(world: World) -> Settings:
    """Give the settings of the server."""
    found: Settings = world.visits.transport.app.state.settings  # type: ignore[union-attr]
    return found


def program(world: World) -> httpx.AsyncClient:
    """Give a mail program: no cookie, no origin."""
    return httpx.AsyncClient(base_url=world.visits.base, transport=world.visits.transport)


async def test_the_mail_names_the_link_and_one_click_on_it_is_enough(world: World) -> None:
    mail = Mail(person_id=world.cast.anna.id, address="a@b.example", kind="digest", language="en", subject="x", text="x", stops="nightly")
    message = message_of(mail, settings(world))
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    [line] = [one for one in message.as_bytes().decode("ascii").split("\r\n") if one.startswith("List-Unsubscribe:")]  # as it is sent
    path = line.removeprefix("List-Unsubscribe: <").removesuffix(">").split("/stop/")[1]

    async with program(world) as client:
        answer = await client.post(f"/stop/{path}", data=ONE_CLICK)
        again = await client.post(f"/stop/{path}", data=ONE_CLICK, headers={"Origin": "https://mail.example"})

    assert (answer.status_code, again.status_code) == (200, 200)
    assert "You get no more of these mails" in answer.text
    assert "Anna" not in answer.text
    assert [row["what"] for row in await world.rows("SELECT what FROM mail_stop")] == ["nightly"]


async def test_looking_at_the_link_turns_nothing_off(world: World) -> None:
    async with program(world) as client:
        answer = await client.get(f"/stop/{token(world)}")

    assert "Do you want no more of these mails?" in answer.text
    assert '<form method="post"' in answer.text
    assert await world.value("SELECT count(*) FROM mail_stop") == 0


async def test_what_is_off_is_shown_under_settings_and_turned_on_again_there(world: World) -> None:
    anna = world.cast.anna
    async with program(world) as client:
        await client.post(f"/stop/{token(world)}", data=ONE_CLICK)
        await client.post(f"/stop/{token(world, 'booking')}", data=ONE_CLICK)

    page = (await world.get(anna, "/settings/notices")).text
    assert "The mail of each night" in page
    assert "You have turned off:" in (await world.get(anna, "/settings/mail")).text
    for what in ("nightly", "booking"):
        assert (await world.post(anna, "/settings/notices/again", what=what)).status_code == 303
    assert "Mails that you have turned off" not in (await world.get(anna, "/settings/notices")).text


async def test_only_what_is_turned_off_is_left_out_and_the_badge_stays(world: World) -> None:
    cast = world.cast
    await world.rows("UPDATE person SET email = source_id || '@hem.example'")
    await world.connection.execute("DELETE FROM talk_line; DELETE FROM attendance; DELETE FROM invited; DELETE FROM talk")
    async with program(world) as client:
        await client.post(f"/stop/{token(world, 'agreement')}", data=ONE_CLICK)
    await world.post(cast.mentor, f"{world.home}/agreement", id=new())
    await world.post(cast.mentor, f"{world.home}/talks", id=new())

    mailed = await world.rows("SELECT kind FROM mail WHERE person_id = $1", cast.anna.id)
    assert [row["kind"] for row in mailed] == ["talk_begun"]
    assert (await world.told())["anna"] == {"assent_asked": 1, "talk_begun": 1}


@pytest.mark.parametrize("change", [lambda one: one[:-2] + "xx", lambda one: one[1:], lambda _: "x", lambda one: one + "A" * 400])
async def test_a_token_that_is_not_ours_does_nothing(world: World, change: object) -> None:
    wrong = change(token(world))  # type: ignore[operator]
    async with program(world) as client:
        assert (await client.post(f"/stop/{wrong}", data=ONE_CLICK)).status_code == 404
        assert (await client.get(f"/stop/{wrong}")).status_code == 404
    assert await world.value("SELECT count(*) FROM mail_stop") == 0


async def test_exactly_this_route_takes_what_other_sites_send(world: World) -> None:
    async with program(world) as client:
        for address in ("/settings/notices/again", "/settings/push", "/notices/read", "/sign-out", "/stop", "/stop/x/y"):
            assert (await client.post(address, data=ONE_CLICK, headers={"Origin": "https://mail.example"})).status_code == 403, address
