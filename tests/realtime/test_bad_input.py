"""Whatever a client sends: a clear refusal in the person's language, nothing changed, and nobody else the worse for it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
import pytest_asyncio
from sqlmodel import col, update

from realtime.forms import MOST_STATE, MOST_UPDATE
from realtime.rates import MOST_REFUSALS
from realtime.wire import Limits
from server.errors import Code
from server.i18n import words
from server.pages.names import REFUSED
from server.people.models import Person
from server.texts.document import EMPTY_STATE
from tests.realtime.steps import Kept, kept, refused_at_the_door, still_hears
from tests.realtime.updates import BROKEN, GAPS, OUTSIDE
from tests.visit import paragraph

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from server.db import Database
    from tests.cast import Cast
    from tests.visit import Socket, Visits

NUL = "\x00"


class Room:
    """Elsa, who sends what is wrong, and two others who write on."""

    def __init__(self, cast: Cast, database: Database, elsa: Socket, anna: Socket, mentor: Socket) -> None:
        self.cast = cast
        self.database = database
        self.elsa = elsa
        self.anna = anna
        self.mentor = mentor
        self.text = cast.text("talk_notes")
        self.before: Kept | None = None

    def edit(self, **other: Any) -> dict[str, Any]:
        """Give an edit that would be right, with something else instead."""
        self.elsa.ops += 1
        right = {"text": str(self.text), "epoch": 1, "client": self.elsa.id, "op": self.elsa.ops, "update": b"\x00\x00"}
        return {**right, **other}

    async def refuses(self, event: str, given: Any, code: Code, why: str = "") -> None:
        """Hold that Elsa gets a refusal with that code and its sentence."""
        answer = await self.elsa.ask(event, given)
        assert answer == {"ok": False, "code": str(code), "message": words("sv").say(REFUSED[code])}, why or repr(given)[:200]

    async def settle(self) -> None:
        """Hold that nothing was kept, and that the others and Elsa still write and hear."""
        assert await kept(self.database) == self.before
        await still_hears(self.anna, self.mentor, self.text)
        for name, given in self.anna.heard + self.mentor.heard:
            assert name != "gone", given
        assert self.elsa.count("gone") == 0


@pytest_asyncio.fixture(loop_scope="session")
async def room(cast: Cast, live: Visits, database: Database) -> AsyncIterator[Room]:
    """Open Elsa's notes for three; Elsa's language is Swedish."""
    async with database.session() as session:
        await session.exec(update(Person).where(col(Person.id) == cast.elsa.id).values(language="sv"))
        await session.commit()
    sockets = [await live.socket(person) for person in (cast.elsa, cast.anna, cast.mentor)]
    made = Room(cast, database, *sockets)
    for one in sockets:
        assert (opened := await one.open(cast.plan.id, made.text))["ok"], opened
    assert (begun := await made.anna.write(made.text, "We begin."))["ok"], begun
    made.before = await kept(database)
    yield made
    await made.settle()


def test_the_refusals_are_said_in_the_persons_language() -> None:
    for code in Code:
        said = {language: words(language).say(REFUSED[code]) for language in ("en", "sv", "ar")}
        assert len(set(said.values())) == 3, code


async def test_what_is_no_update(room: Room) -> None:
    for why, one in BROKEN.items():
        await room.refuses("edit", room.edit(update=one), Code.form, why)


async def test_what_a_text_may_not_hold(room: Room) -> None:
    for why, one in OUTSIDE.items():
        await room.refuses("edit", room.edit(update=one), Code.schema, why)


async def test_what_builds_on_nothing(room: Room) -> None:
    for why, one in GAPS.items():
        await room.refuses("edit", room.edit(update=one), Code.gap, why)


async def test_a_right_edit_after_all_these_is_kept(room: Room) -> None:
    for one in [*BROKEN.values(), *OUTSIDE.values(), *GAPS.values()]:
        await room.elsa.ask("edit", room.edit(update=one))
    assert (await room.elsa.write(room.text, "And this is right."))["ok"]
    room.before = await kept(room.database)


async def test_fields_of_a_wrong_type(room: Room) -> None:
    key, update_ = str(room.text), paragraph(room.elsa.docs[room.text], "Words")
    wrong: dict[str, list[Any]] = {
        "text": [None, 7, "", "not-an-id", key + "0", [key], {"id": key}, b"\x00" * 16, NUL],
        "epoch": [None, "1", 1.0, -1, True, 2**53, 2**63, []],
        "client": [None, 7, "", "me", [], NUL, b"\x00"],
        "op": [None, "1", 1.5, -1, False, 2**53, 2**64 - 1],
        "update": [None, "words", 7, [], {}, list(update_)],
    }
    for field, values in wrong.items():
        for value in values:
            await room.refuses(
                "edit", room.edit(update=update_, **{field: value}) if field != "update" else room.edit(update=value), Code.form
            )


async def test_things_that_are_no_form_at_all(room: Room) -> None:
    for event in ("join", "open", "edit", "point", "close", "leave"):
        wrong: list[Any] = [None, 7, "words", [], {}, b"\x00", True, [{}], {"": ""}, {"text": {"text": {}}}]
        for given in wrong:
            await room.refuses(event, given, Code.form, f"{event} {given!r}")
            await asyncio.sleep(0.025)  # twenty a second and no more are read at all


async def test_carets_that_are_none(room: Room) -> None:
    place = {"tname": "body", "assoc": 0}
    wrong: list[Any] = [
        7,
        "here",
        {},
        {"anchor": place},
        {"anchor": place, "head": {"tname": "b" * 11}},
        {"anchor": place, "head": {"html": "<b>"}},
        {"anchor": place, "head": place, "name": "Somebody else"},
        {"anchor": place, "head": {"item": {"client": -1, "clock": 0}}},
    ]
    for at in wrong:
        await room.refuses("point", {"text": str(room.text), "at": at}, Code.form)
    assert room.anna.count("point") == 0


async def test_events_that_there_are_not(room: Room) -> None:
    for event in ("news", "delete", "on_edit", "__init__", "handle", "live", "visitor", "ö", "e" * 1000):
        await room.refuses(event, {"text": str(room.text)}, Code.form, event)


async def test_ids_that_are_nothings_or_not_for_her(room: Room) -> None:
    cast = room.cast
    state = {"epoch": 0, "state": EMPTY_STATE}
    for plan in (uuid4(), cast.omars_plan.id, cast.far_plan.id, cast.foreign_plan.id, cast.elsa.id, room.text):
        await room.refuses("join", {"plan": str(plan)}, Code.unknown)
    for text in (uuid4(), cast.plan.id, cast.text("staff_notes")):
        await room.refuses("open", {"text": str(text), **state}, Code.unknown)


async def test_what_was_not_joined(room: Room) -> None:
    other = str(room.cast.text("agreement"))
    await room.refuses("edit", room.edit(text=other), Code.not_joined)
    await room.refuses("edit", room.edit(text=str(uuid4())), Code.not_joined)
    await room.refuses("point", {"text": other, "at": None}, Code.not_joined)
    await room.refuses("close", {"text": other}, Code.not_joined)
    await room.refuses("leave", {"plan": str(room.cast.omars_plan.id)}, Code.not_joined)


async def test_a_text_is_not_opened_before_its_plan_is_joined(cast: Cast, live: Visits) -> None:
    elsa = await live.socket(cast.elsa)
    answer = await elsa.ask("open", {"text": str(cast.text("talk_notes")), "epoch": 0, "state": EMPTY_STATE})
    assert answer["code"] == "not_joined"
    assert (await elsa.write(cast.text("talk_notes"), "Words"))["code"] == "not_joined"


async def test_a_text_that_may_only_be_read(room: Room) -> None:
    text = room.cast.text("home_anna")
    await room.elsa.open(room.cast.plan.id, text)
    await room.refuses("edit", room.edit(text=str(text), update=paragraph(room.elsa.docs[text], "Words")), Code.forbidden)


async def test_another_epoch(room: Room) -> None:
    right = paragraph(room.elsa.docs[room.text], "Words")
    for epoch in (0, 2, 2**53 - 1):
        await room.refuses("edit", room.edit(epoch=epoch, update=right), Code.epoch)
    await room.refuses("open", {"text": str(room.text), "epoch": 2, "state": EMPTY_STATE}, Code.epoch)
    await room.elsa.open(room.cast.plan.id, room.text)


async def test_an_update_that_is_too_large(room: Room) -> None:
    await room.refuses("edit", room.edit(update=b"\x00" * (MOST_UPDATE + 1)), Code.too_large)
    await room.refuses("edit", room.edit(update=paragraph(room.elsa.docs[room.text], "a" * MOST_UPDATE)), Code.too_large)


async def test_a_state_that_is_too_large_or_none(room: Room) -> None:
    await room.refuses("open", {"text": str(room.text), "epoch": 0, "state": b"\x00" * (MOST_STATE + 1)}, Code.too_large)
    for state in (b"", b"\x05", b"\xff" * 20, EMPTY_STATE + b"\x00"):
        await room.refuses("open", {"text": str(room.text), "epoch": 0, "state": state}, Code.form, repr(state))
    await room.elsa.open(room.cast.plan.id, room.text)


async def test_the_same_edit_with_other_words_is_the_first(room: Room) -> None:
    first = await room.elsa.ask("edit", room.edit(op=5000, update=paragraph(room.elsa.docs[room.text], "First.")))
    room.before = await kept(room.database)
    again = await room.elsa.ask("edit", room.edit(op=5000, update=paragraph(room.elsa.docs[room.text], "Second.")))
    assert again == first


async def test_a_text_that_is_full(room: Room) -> None:
    room.elsa.docs.clear()
    await room.elsa.open(room.cast.plan.id, room.text)
    part = "a" * (MOST_UPDATE - 100)
    answers = [await room.elsa.write(room.text, part) for _ in range(5)]
    assert [one["ok"] for one in answers] == [True, True, True, True, False]
    assert answers[-1]["code"] == "full"
    room.before = await kept(room.database)


async def test_a_flood(room: Room) -> None:
    """The burst is kept, the rest is told to wait, and those who write at a human pace do not notice."""
    flood = [room.elsa.ask("edit", room.edit(update=b"\x00\x00")) for _ in range(900)]
    answers, _ = await asyncio.gather(asyncio.gather(*flood), still_hears(room.anna, room.mentor, room.text))
    refused = [one for one in answers if not one["ok"]]
    assert {one["code"] for one in refused} == {"slow_down"}
    assert len(answers) - len(refused) >= 240
    assert len(refused) > 200
    assert refused[0]["message"] == words("sv").say(REFUSED[Code.slow_down])
    room.before = await kept(room.database)


async def test_whoever_goes_on_after_being_refused_over_and_over_is_hung_up_on(room: Room) -> None:
    sid = room.elsa.client.get_sid("/plan")
    assert sid
    for _ in range(MOST_REFUSALS + 50):
        if room.elsa.count("gone"):
            break
        await room.elsa.client.emit("edit", room.edit(update=b"\x00"), namespace="/plan")
    await room.elsa.until("gone")
    room.elsa.heard.clear()


async def test_a_frame_that_is_too_large_ends_that_connection_alone(room: Room) -> None:
    await room.elsa.client.emit("edit", room.edit(update=b"\x00" * (Limits().frame + 1)), namespace="/plan")
    await room.elsa.until("gone")
    room.elsa.heard.clear()


@pytest.mark.parametrize("namespace", ["/plan", "/me", "/talk"])
async def test_a_page_of_another_site_is_refused_at_the_door(cast: Cast, live: Visits, namespace: str) -> None:
    cookie = {"Cookie": f"stegvis={await live.cookie(cast.elsa)}; language=sv"}
    refused = {"message": words("sv").say(REFUSED[Code.origin]), "data": {"code": "origin"}}

    assert await refused_at_the_door(live.base, cookie, namespace) == refused, "no Origin at all"
    for origin in ("null", "", "https://elsewhere.example", "http://127.0.0.1", "http://127.0.0.1:1", "file://", f"{live.base}.example"):
        assert await refused_at_the_door(live.base, {**cookie, "Origin": origin}, namespace) == refused, origin
    assert await refused_at_the_door(live.base, {**cookie, "Origin": live.base}, namespace) == {}


@pytest.mark.parametrize("namespace", ["/plan", "/me", "/talk"])
async def test_whoever_is_not_signed_in_is_refused_at_the_door(cast: Cast, live: Visits, namespace: str) -> None:
    ended = await live.cookie(cast.elsa, hours=-1)
    for cookie in ("", "stegvis=", "stegvis=nobody", f"stegvis={ended}", 'stegvis="', "; ;=", "stegvis=" + "a" * 5000):
        headers = {"Origin": live.base, "Cookie": cookie, "Accept-Language": "ar"}
        said = await refused_at_the_door(live.base, headers, namespace)
        assert said == {"message": words("ar").say(REFUSED[Code.sign_in]), "data": {"code": "sign_in"}}, cookie
