"""The outbox, sent to a real mail server, and what the person sees of it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from server.config import Settings
from server.courier import Courier
from server.mail import PAUSES, Letter, put
from tests.catcher import Catcher, catching

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.server.accounts.conftest import Accounts
    from tests.server.world import World

LETTER = Letter("test", "En <nyhet>", ("Hej & hå!", "Läs här:\nhttps://plan.example/link/abc"))


@pytest.fixture(scope="module")
def catcher() -> Iterator[Catcher]:
    with catching() as caught:
        yield caught


@pytest.fixture
def courier(world: World, catcher: Catcher) -> Courier:
    """Give a courier to the catcher."""
    catcher.caught.clear()
    catcher.refuses.clear()
    return courier_of(world, STEGVIS_SMTP_URL=catcher.url, STEGVIS_MAIL_FROM="Ekskolan <plan@example.se>")


def courier_of(world: World, **settings: str) -> Courier:
    given = {"STEGVIS_ORIGIN": "https://plan.example", **settings}
    return Courier(Settings.model_validate(given), world.visits.database)


async def write(world: World, address: str = "anna@hem.example", letter: Letter = LETTER) -> None:
    async with world.visits.database.session() as session:
        await put(session, Settings(), world.cast.anna, lambda _: letter, address)
        await session.commit()


async def one(world: World) -> Any:
    return (await world.rows("SELECT * FROM mail"))[0]


async def test_a_mail_arrives_as_text_and_as_html(world: World, courier: Courier, catcher: Catcher) -> None:
    await write(world, "Anna@Hem.example")
    await courier.deliver()
    await courier.deliver()

    [(to, message)] = catcher.caught
    assert to == ["anna@hem.example"]
    assert (message["Subject"], message["From"]) == ("En <nyhet>", "Ekskolan <plan@example.se>")
    assert (message["Auto-Submitted"], message["Content-Language"]) == ("auto-generated", "en")
    text, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert text
    assert html
    assert text.get_content().splitlines() == ["Hej & hå!", "", "Läs här:", "https://plan.example/link/abc"]
    assert '<html lang="en" dir="ltr">' in html.get_content()
    assert 'href="https://plan.example/link/abc"' in html.get_content()
    assert "Hej &amp; hå!" in html.get_content()
    assert "<nyhet>" not in html.get_content()
    mail = await one(world)
    assert (mail["state"], mail["text"]) == ("sent", "")
    assert message["Message-ID"] == f"<{mail['id']}@plan.example>"


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@b.example\r\nBcc: c@d.example", "a@b.example, c@d.example", "<a@b.example>", "a@b.example\x01"]
)
async def test_what_is_no_address_gets_nothing_and_no_second_header(world: World, courier: Courier, catcher: Catcher, address: str) -> None:
    await write(world, address)
    await courier.deliver()

    assert catcher.caught == []
    assert ((await one(world))["state"], (await one(world))["error"]) == ("failed", "address")


async def test_a_subject_brings_no_header_with_it(world: World, courier: Courier, catcher: Catcher) -> None:
    await write(world, letter=Letter("test", "Hej\r\nBcc: c@d.example", ("x",)))
    await courier.deliver()

    [(to, message)] = catcher.caught
    assert (to, message["Bcc"], message["Subject"]) == (["anna@hem.example"], None, "Hej Bcc: c@d.example")


async def test_whom_the_server_does_not_know_is_given_up_and_told(world: World, courier: Courier, catcher: Catcher) -> None:
    catcher.refuses["anna@hem.example"] = "550 no such mailbox"
    await write(world)
    await write(world, "bo@hem.example")
    await courier.deliver()

    assert [to for to, _ in catcher.caught] == [["bo@hem.example"]]
    page = (await world.get(world.cast.anna, "/settings/mail")).text
    assert "Could not be delivered. Your mail server did not take it." in page
    assert ">Sent<" in page
    assert "No mail has been sent to you yet." in (await world.get(world.cast.bo, "/settings/mail")).text


async def test_a_mail_that_cannot_be_written_stands_in_nobodys_way(world: World, courier: Courier, catcher: Catcher) -> None:
    await write(world)
    await write(world, "bo@hem.example")
    await world.rows("UPDATE mail SET address = E'a@b\\r\\nBcc: c@d.example' WHERE address LIKE 'anna%'")
    await courier.deliver()

    assert [to for to, _ in catcher.caught] == [["bo@hem.example"]]
    assert await world.value("SELECT count(*) FROM mail WHERE state = 'failed'") == 1


async def test_what_is_not_taken_now_is_tried_again_and_not_for_ever(world: World, courier: Courier, catcher: Catcher) -> None:
    catcher.refuses["anna@hem.example"] = "451 later"
    await write(world)
    pauses = []
    for _ in range(len(PAUSES) + 1):
        await courier.deliver()
        pauses.append(await world.value("SELECT next_try - now() FROM mail"))
        await world.rows("UPDATE mail SET next_try = now()")

    assert [round(pause.total_seconds() / 60) for pause in pauses[:3]] == [1, 5, 15]
    assert ((await one(world))["state"], (await one(world))["tries"]) == ("failed", len(PAUSES) + 1)
    assert catcher.caught == []


async def test_a_mail_server_that_is_away_costs_nothing_but_time(world: World, courier: Courier, catcher: Catcher) -> None:
    await write(world)
    await courier_of(world, STEGVIS_SMTP_URL="smtp://127.0.0.1:9").deliver()
    assert ((await one(world))["state"], (await one(world))["error"]) == ("waiting", "unreachable")
    assert "The mail server could not be reached." in (await world.get(world.cast.anna, "/settings/mail")).text

    await courier.deliver()
    assert catcher.caught == []
    await world.rows("UPDATE mail SET next_try = now()")
    await courier.deliver()
    assert len(catcher.caught) == 1


async def test_two_processes_send_each_mail_once(world: World, courier: Courier, catcher: Catcher) -> None:
    for number in range(12):
        await write(world, f"a{number}@hem.example")
    other = courier_of(world, STEGVIS_SMTP_URL=catcher.url)

    await asyncio.gather(courier.deliver(), other.deliver())

    assert sorted(to[0] for to, _ in catcher.caught) == sorted(f"a{number}@hem.example" for number in range(12))


async def test_without_a_mail_server_mails_become_files(world: World, tmp_path: Path) -> None:
    await write(world)
    await courier_of(world, STEGVIS_DATA=str(tmp_path)).deliver()

    [file] = (tmp_path / "mail").iterdir()
    assert b"Subject: En <nyhet>" in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0


async def test_the_demos_mailbox_is_there_in_the_demo_only(accounts: Accounts) -> None:
    world = accounts.world
    await accounts.account(world.cast.anna, "anna@hem.example")
    await write(world)
    state = world.visits.transport.app.state  # type: ignore[union-attr]
    await state.courier.deliver()
    assert (await world.get(None, "/mail")).status_code == 404

    await world.rows("UPDATE account SET demo = true")
    page = (await world.get(None, "/mail")).text
    assert "En &lt;nyhet&gt;" in page
    assert 'href="https://plan.example/link/abc"' in page
    assert page.count('<p dir="auto">') == len(LETTER.paragraphs), "each in its own direction"
