"""What folding keeps of a text's past: who wrote what and when, in few bytes, and nothing is lost by it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import asyncpg
import pytest
from pycrdt import Doc, XmlFragment, get_state

from server.texts import actions, past
from server.texts.authors import authored
from server.texts.document import EMPTY, html
from server.texts.models import TextUpdate
from server.texts.past import Moment, Stroke, bursts, gathered, moments, thinned
from server.texts.update import parse_state
from tests.server.texts.test_fold import fold, keep, strokes, whole
from tests.server.texts.writing import block, body, letters, saying
from tests.server.world import new

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from tests.server.world import World

MORNING = datetime(2026, 11, 2, 8, tzinfo=UTC)
ELSA, MAJA = new(), new()


def at(seconds: float) -> datetime:
    return MORNING + timedelta(seconds=seconds)


class Writing:
    """Two who write in one text, each with a page of their own."""

    def __init__(self) -> None:
        self.pages: dict[UUID, Doc[Any]] = {ELSA: Doc(client_id=11), MAJA: Doc(client_id=5)}
        self.strokes: list[Stroke] = []

    def do(self, who: UUID, seconds: float, act: Callable[[XmlFragment], object]) -> None:
        """Let somebody change the text; the other's page hears of it."""
        page = self.pages[who]
        before = page.get_state()
        act(body(page))
        update = page.get_update(before)
        for other in self.pages.values():
            other.apply_update(update)
        self.strokes.append(Stroke(len(self.strokes) + 1, who, at(seconds), update))

    def begin(self, words: str) -> None:
        self.do(ELSA, 0, lambda _: block(self.pages[ELSA], "paragraph", words))

    def type(self, who: UUID, seconds: float, place: int, words: str, delete: int = 0) -> None:
        def act(text: XmlFragment) -> None:
            run = letters(text.children[0])  # type: ignore[arg-type]
            if delete:
                del run[place : place + delete]
            if words:
                run.insert(place, words)

        self.do(who, seconds, act)


def said(parts: list[tuple[Any, bytes]]) -> str:
    """Say who wrote what."""
    names = {ELSA: "E", MAJA: "M", None: "?"}
    return re.sub(r"</?p[^>]*>", "", authored(parts, lambda who, inner, _: inner.__class__(f"[{names[who]}:{inner}]")))


def parts_of(found: list[Moment]) -> list[tuple[Any, bytes]]:
    return [part for one in found for part in one.parts]


def two() -> Writing:
    """Elsa begins, Maja writes into the middle, Elsa changes what both wrote."""
    writing = Writing()
    writing.begin("I read books")
    writing.type(MAJA, 60, 7, "many 😀 ")
    writing.type(ELSA, 120, 0, "Now ", delete=0)
    writing.type(ELSA, 121, 11, "", delete=3)
    return writing


def test_each_letter_is_known_to_be_whose_it_is() -> None:
    writing = two()

    assert said(parts_of(moments(writing.strokes))) == "[E:Now I read ][M:y 😀 ][E:books]"
    assert said(parts_of(gathered(EMPTY, writing.strokes))) == "[E:Now I read ][M:y 😀 ][E:books]"


def test_what_is_gathered_says_the_same_as_the_strokes_at_each_moment() -> None:
    writing = two()
    for found in (moments(writing.strokes), gathered(EMPTY, writing.strokes)):
        for place, one in enumerate(found):
            then = html(actions.merged([each.payload for each in writing.strokes if each.seq <= one.seq]))
            assert html(actions.merged([payload for _, payload in parts_of(found[: place + 1])])) == then
            plain = authored(parts_of(found[: place + 1]), lambda _, inner, __: inner)
            assert plain == then


def test_a_pause_a_long_time_and_another_hand_begin_a_moment_and_two_at_once_share_one() -> None:
    def stroke(number: int, who: UUID, seconds: float) -> Stroke:
        return Stroke(number, who, at(seconds), b"")

    alone = [stroke(1, ELSA, 0), stroke(2, ELSA, 10), stroke(3, ELSA, 41)]
    assert [len(one) for one in bursts(alone)] == [2, 1]
    assert [len(one) for one in bursts([stroke(n, ELSA, n * 20) for n in range(20)])] == [10, 10]
    at_once = [stroke(n, (ELSA, MAJA)[n % 2], n) for n in range(60)]
    assert [len(one) for one in bursts(at_once)] == [60]
    after = [stroke(0, ELSA, 0), stroke(1, ELSA, 25), stroke(2, MAJA, 26), stroke(3, ELSA, 27)]
    assert [len(one) for one in bursts(after)] == [2, 2]


def test_two_who_write_at_once_are_told_apart_in_their_one_moment() -> None:
    writing = Writing()
    writing.begin("-")
    for n in range(12):
        writing.type((ELSA, MAJA)[n % 2], 1 + n, 1 if n % 2 else 0, "me"[n % 2])
    found = gathered(EMPTY, writing.strokes)

    assert [len(one.parts) for one in found] == [2]
    assert said(parts_of(found)) == said(parts_of(moments(writing.strokes)))


def test_a_text_of_twenty_thousand_letters_typed_key_by_key_has_a_small_past() -> None:
    document: Doc[Any] = Doc()
    run, typed, before = letters(block(document, "paragraph", ".")), [], EMPTY
    typed.append(Stroke(1, ELSA, at(0), document.get_update()))
    for number in range(20_000):
        state = document.get_state()
        run.insert(number, "abcde "[number % 6])
        typed.append(Stroke(number + 2, ELSA, at(number / 4), document.get_update(state)))
    found: list[Moment] = []
    for place in range(0, len(typed), 201):  # as it is folded, little by little
        few = typed[place : place + 201]
        found += gathered(before, few)
        before = actions.merged([before, *(payload for one in found[-3:] for _, payload in one.parts)])

    kept = sum(one.size for one in thinned(found))
    assert kept < 30_000
    assert sum(len(one.payload) for one in typed) > 400_000
    assert html(actions.merged([payload for _, payload in parts_of(found)])) == html(document.get_update())


def test_a_past_is_bounded_in_moments_and_in_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    writing = Writing()
    writing.begin("x")
    for number in range(1, 60):
        writing.type((ELSA, MAJA)[number % 2], number * 100, 0, "w" * 30, delete=0)
        writing.type(MAJA, number * 100 + 50, 0, "", delete=30)
    found = gathered(EMPTY, writing.strokes)
    monkeypatch.setattr(past, "MOST_MOMENTS", 40)
    fewer = thinned(found)
    monkeypatch.setattr(past, "MOST_BYTES", 500)
    smaller = thinned(found)

    for kept in (fewer, smaller):
        assert html(actions.merged([payload for _, payload in parts_of(kept)])) == '<p dir="auto">x</p>'
        assert kept[-1].seq == found[-1].seq
    assert len(fewer) <= 40 < len(found)
    assert fewer[-10:] == found[-10:]
    assert sum(one.size for one in smaller) <= 500
    assert smaller[0].parts[0][0] is None


async def test_folding_moves_the_strokes_into_the_past_and_folds_again_behind_it(world: World) -> None:
    text = world.cast.text("agreement")
    updates = strokes(30)
    await keep(world, text, *updates[:12])
    await fold(world, text)
    await keep(world, text, *updates[12:], after=12)
    await fold(world, text)

    async with world.visits.database.session() as session:
        found = await actions.past(session, text)
    assert [one.seq for one in found] == [12, 31]
    assert {person for person, _ in parts_of(found)} == {world.cast.elsa.id}
    again = actions.merged([payload for _, payload in parts_of(found)])
    assert html(again) == html((await whole(world, text)).update)
    assert parse_state(get_state(again)) == parse_state(get_state((await whole(world, text)).update))
    assert parts_of(found)[0][1] != actions.merged(updates[:12])  # as Yjs writes it, not stroke by stroke


async def test_nothing_is_deleted_where_the_past_would_not_say_what_the_text_says(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    text = world.cast.text("agreement")
    await keep(world, text, *strokes(12))
    monkeypatch.setattr(actions, "gathered", lambda before, some: gathered(before, list(some)[:-4]))

    with pytest.raises(actions.FoldError):
        await fold(world, text)

    assert await world.value("SELECT count(*) FROM text_update WHERE text_id = $1", text) == 13
    assert await world.value("SELECT count(*) FROM text_past") == await world.value("SELECT count(*) FROM text_snapshot") == 0


async def test_the_past_goes_once_the_plan_is_archived_and_what_the_text_says_stays(world: World) -> None:
    text = world.cast.text("agreement")
    await keep(world, text, *strokes(8))
    await fold(world, text)
    await world.rows("UPDATE text SET seq = 10 WHERE id = $1", text)
    await world.add(TextUpdate(text_id=text, seq=10, client=new(), op=1, person_id=world.cast.anna.id, payload=saying("More", 77)))
    before = html((await whole(world, text)).update)
    async with world.visits.database.session() as session:
        assert text not in await actions.to_fold(session)
    await world.phase("archived")

    async with world.visits.database.session() as session:
        assert text in await actions.to_fold(session)
    await fold(world, text)

    assert await world.value("SELECT count(*) FROM text_past") == await world.value("SELECT count(*) FROM text_update") == 0
    assert html((await whole(world, text)).update) == before
    async with world.visits.database.session() as session:
        assert text not in await actions.to_fold(session)


async def test_the_database_lets_nothing_change_in_an_archived_plan(world: World) -> None:
    await world.phase("archived")
    await world.connection.execute("SET stegvis.archive = ''")
    goal, plan = world.cast.goal.id, world.cast.plan.id
    refused = []
    for act, key in (
        ("UPDATE goal SET status = 'done' WHERE id = $1", goal),
        ("INSERT INTO check_in (id, goal_id, person_id, words, at) SELECT id, id, proposed_by, 'x', now() FROM goal WHERE id = $1", goal),
        ("UPDATE text SET open = true WHERE plan_id = $1", plan),
        ("UPDATE plan SET phase = 'talk' WHERE id = $1", plan),
        ("UPDATE plan SET locked = NULL WHERE id = $1", plan),
    ):
        try:
            await world.rows(act, key)
        except asyncpg.RestrictViolationError as error:
            refused.append(str(error))
    assert refused == [f"the plan {plan} is archived"] * 5
    await world.rows("UPDATE plan SET revision = revision + 1 WHERE id = $1", plan)
