"""Opening a text: what the page lacks, nothing missed and nothing twice, whatever happens meanwhile."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from pycrdt import Doc, XmlFragment
from sqlmodel import col, update

from server.texts.document import EMPTY_STATE
from server.texts.models import Text
from server.texts.schema import ROOT
from tests.visit import paragraph

if TYPE_CHECKING:
    from uuid import UUID

    from socketio import ASGIApp

    from realtime.sync import Shelf
    from server.db import Database
    from server.texts.actions import State
    from tests.cast import Cast
    from tests.visit import Socket, Visits


def lines(document: Doc[Any]) -> list[str]:
    """Give a document's paragraphs as words."""
    return ["".join(str(part) for part in block.children) for block in document.get(ROOT, type=XmlFragment).children]


def catch_up(socket: Socket, text: UUID) -> Doc[Any]:
    """Apply what a socket has heard."""
    for name, given in socket.heard:
        if name == "edit":
            socket.docs[text].apply_update(given["update"])
    return socket.docs[text]


async def test_opening_brings_what_the_page_lacks_and_says_what_the_school_has(cast: Cast, live: Visits) -> None:
    elsa, anna = await live.socket(cast.elsa), await live.socket(cast.anna)
    text = cast.text("talk_notes")
    await elsa.open(cast.plan.id, text)
    await elsa.write(text, "First.")
    await anna.open(cast.plan.id, text)
    known = anna.docs[text].get_state()
    await anna.ask("close", {"text": str(text)})
    await elsa.write(text, "Second.")

    answer = await anna.ask("open", {"text": str(text), "epoch": 1, "state": known})

    whole = elsa.docs[text]
    assert (answer["ok"], answer["seq"], answer["epoch"], answer["right"]) == (True, 2, 1, "write")
    assert answer["state"] == whole.get_state()
    assert len(answer["update"]) < len(whole.get_update())
    anna.docs[text].apply_update(answer["update"])
    assert lines(anna.docs[text]) == ["First.", "Second."]


async def test_a_page_that_has_more_than_the_school_learns_what_to_send(cast: Cast, live: Visits) -> None:
    elsa, text = await live.socket(cast.elsa), cast.text("talk_notes")
    await elsa.open(cast.plan.id, text)
    await elsa.write(text, "First.")
    paragraph(elsa.docs[text], "Written while the line was down.")

    answer = await elsa.ask("open", {"text": str(text), "epoch": 1, "state": elsa.docs[text].get_state()})
    missing = elsa.docs[text].get_update(answer["state"])

    assert await elsa.send(text, missing) == {"ok": True, "seq": 2}
    anna = await live.socket(cast.anna)
    await anna.open(cast.plan.id, text)
    assert lines(anna.docs[text]) == ["First.", "Written while the line was down."]


@pytest.mark.parametrize("when", ["before the state is read", "after the state is read"])
async def test_what_is_written_during_an_opening_is_had_once(
    cast: Cast, live: Visits, app: ASGIApp, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    elsa, anna, text = await live.socket(cast.elsa), await live.socket(cast.anna), cast.text("talk_notes")
    await elsa.open(cast.plan.id, text)
    await elsa.write(text, "Before.")
    await anna.open(cast.plan.id)
    shelf: Shelf = app.live.shelf
    reached, go, read = asyncio.Event(), asyncio.Event(), shelf.read

    async def slowly(key: UUID) -> State:
        found = await read(key) if when.startswith("after") else None
        reached.set()
        await go.wait()
        return found or await read(key)

    monkeypatch.setattr(shelf, "read", slowly)
    opening = asyncio.create_task(anna.ask("open", {"text": str(text), "epoch": 0, "state": EMPTY_STATE}))
    await reached.wait()
    assert (await elsa.write(text, "Meanwhile."))["ok"]
    assert anna.count("edit") == 0, "nothing is told of a text before the page has it"
    go.set()
    answer = await opening

    anna.docs[text].apply_update(answer["update"])
    assert (await elsa.write(text, "After."))["seq"] == 3
    await anna.until("edit", lambda one: one["seq"] == 3)
    assert lines(catch_up(anna, text)) == ["Before.", "Meanwhile.", "After."]
    told = [given["seq"] for name, given in anna.heard if name == "edit"]
    assert told == ([3] if when.startswith("before") else [2, 3])
    assert answer["seq"] == (2 if when.startswith("before") else 1)


async def test_an_opening_is_not_disturbed_by_a_look_at_the_database(
    cast: Cast, live: Visits, app: ASGIApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsa, text = await live.socket(cast.elsa), cast.text("talk_notes")
    await elsa.open(cast.plan.id)
    shelf: Shelf = app.live.shelf
    read = shelf.read

    async def looked_at(key: UUID) -> State:
        await app.live.watch.look()
        return await read(key)

    monkeypatch.setattr(shelf, "read", looked_at)
    answer = await elsa.ask("open", {"text": str(text), "epoch": 0, "state": EMPTY_STATE})

    assert answer["ok"], answer
    assert elsa.count("afresh") == 0


async def test_two_who_open_and_write_at_once_end_with_the_same_words(cast: Cast, live: Visits) -> None:
    text = cast.text("talk_notes")
    sockets = [await live.socket(person) for person in (cast.elsa, cast.anna, cast.bo, cast.mentor, cast.teacher)]
    await asyncio.gather(*(one.open(cast.plan.id, text) for one in sockets))

    answers = await asyncio.gather(*(one.write(text, f"{who} {n}") for n in range(8) for who, one in enumerate(sockets)))

    assert sorted(one["seq"] for one in answers) == list(range(1, 41)), "each is numbered once, none is left out"
    for one in sockets:
        await one.until("edit", lambda _, one=one: one.count("edit") == 32)  # type: ignore[misc]  # mypy knows no default here
    found = [lines(catch_up(one, text)) for one in sockets]
    assert all(each == found[0] for each in found)
    assert sorted(found[0]) == sorted(f"{who} {n}" for n in range(8) for who in range(5))


async def test_one_connections_edits_are_numbered_in_the_order_they_were_sent(cast: Cast, live: Visits) -> None:
    elsa, text = await live.socket(cast.elsa), cast.text("talk_notes")
    await elsa.open(cast.plan.id, text)

    answers = await asyncio.gather(*(elsa.write(text, f"Line {n}") for n in range(30)))

    assert [one["seq"] for one in answers] == list(range(1, 31))


async def test_the_same_edit_again_is_answered_as_the_first_time_and_kept_once(cast: Cast, live: Visits) -> None:
    elsa, anna, text = await live.socket(cast.elsa), await live.socket(cast.anna), cast.text("talk_notes")
    await elsa.open(cast.plan.id, text)
    await anna.open(cast.plan.id, text)
    words = paragraph(elsa.docs[text], "Once.")

    first = await elsa.send(text, words, op=7)
    again = await asyncio.gather(*(elsa.send(text, words, op=7) for _ in range(5)))

    assert first == {"ok": True, "seq": 1}
    assert again == [first] * 5
    assert (await anna.write(text, "Two."))["seq"] == 2
    assert anna.count("edit") == 1


async def test_an_edit_sent_again_on_a_new_connection_is_kept_once(cast: Cast, live: Visits) -> None:
    elsa, text = await live.socket(cast.elsa), cast.text("talk_notes")
    await elsa.open(cast.plan.id, text)
    words = paragraph(elsa.docs[text], "Once.")
    first = await elsa.send(text, words, op=1)
    await elsa.client.disconnect()

    back = await live.socket(cast.elsa)
    back.id = elsa.id
    await back.open(cast.plan.id, text)

    assert await back.send(text, words, op=1) == first
    assert lines(back.docs[text]) == ["Once."]


async def test_a_text_that_begins_afresh_is_opened_again(cast: Cast, live: Visits, database: Database) -> None:
    elsa, text = await live.socket(cast.elsa), cast.text("talk_notes")
    await elsa.open(cast.plan.id, text)
    async with database.session() as session:
        await session.exec(update(Text).where(col(Text.id) == text).values(epoch=2))
        await session.commit()

    assert await elsa.until("afresh") == {"text": str(text), "epoch": 2}
    assert (await elsa.write(text, "Old."))["code"] == "not_joined"
    assert (await elsa.ask("open", {"text": str(text), "epoch": 1, "state": EMPTY_STATE}))["code"] == "epoch"
    assert (await elsa.ask("open", {"text": str(text), "epoch": 0, "state": EMPTY_STATE}))["epoch"] == 2
    elsa.docs.clear()
    assert (await elsa.send(text, paragraph(elsa.docs[text], "New."), epoch=2))["ok"]


async def test_nothing_is_told_of_a_text_that_was_closed_or_a_plan_that_was_left(cast: Cast, live: Visits) -> None:
    elsa, anna, bo, text = await live.socket(cast.elsa), await live.socket(cast.anna), await live.socket(cast.bo), cast.text("talk_notes")
    for one in (elsa, anna, bo):
        await one.open(cast.plan.id, text)
    await anna.ask("close", {"text": str(text)})
    await bo.ask("leave", {"plan": str(cast.plan.id)})

    await elsa.write(text, "Not for them.")
    assert (await anna.ask("open", {"text": str(text), "epoch": 0, "state": EMPTY_STATE}))["seq"] == 1
    assert (await bo.ask("open", {"text": str(text), "epoch": 0, "state": EMPTY_STATE}))["code"] == "not_joined"
    assert anna.count("edit") == bo.count("edit") == 0


async def test_a_text_is_followed_by_those_who_may_read_it_and_by_nobody_else(cast: Cast, live: Visits) -> None:
    anna, bo, elsa = await live.socket(cast.anna), await live.socket(cast.bo), await live.socket(cast.elsa)
    text = cast.text("home_anna")
    await anna.open(cast.plan.id, text)
    answer = await bo.open(cast.plan.id)
    assert str(text) not in {one["text"] for one in answer["texts"]}
    assert (await bo.ask("open", {"text": str(text), "epoch": 0, "state": EMPTY_STATE}))["code"] == "unknown"
    assert (await elsa.open(cast.plan.id, text))["right"] == "read"

    await anna.write(text, "From our home.")

    await elsa.until("edit")
    assert (await elsa.write(text, "Mine too."))["code"] == "forbidden"
    assert bo.count("edit") == 0
