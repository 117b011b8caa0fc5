"""Folding updates into a snapshot: what a text says is the same before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pycrdt import Doc, get_state

from server.texts import actions
from server.texts.document import EMPTY, html, plain
from server.texts.models import TextUpdate
from server.texts.update import parse_state
from tests.server.texts.writing import block, letters, saying
from tests.server.world import new

if TYPE_CHECKING:
    from uuid import UUID

    import pytest

    from tests.server.world import World


async def keep(world: World, text: UUID, *updates: bytes, after: int = 0) -> None:
    """Keep updates as the committer does."""
    author = world.cast.elsa.id
    kept = [
        TextUpdate(text_id=text, seq=after + number, client=new(), op=1, person_id=author, payload=update)
        for number, update in enumerate(updates, 1)
    ]
    await world.add(*kept)
    await world.rows("UPDATE text SET seq = $2 WHERE id = $1", text, after + len(updates))


async def fold(world: World, text: UUID) -> int:
    async with world.visits.database.session() as session:
        folded = await actions.fold(session, text)
        await session.commit()
    return folded


async def whole(world: World, text: UUID) -> actions.State:
    async with world.visits.database.session() as session:
        return await actions.state(session, text)


def strokes(count: int) -> list[bytes]:
    """Write letter by letter, and take some back."""
    document: Doc[Any] = Doc()
    run = letters(block(document, "paragraph", "."))
    updates = [document.get_update()]
    for number in range(count):
        before = document.get_state()
        if number % 5 == 4:
            del run[0:2]
        else:
            run.insert(0, "x")
        updates.append(document.get_update(before))
    return updates


async def test_a_folded_text_says_the_same(world: World) -> None:
    text = world.cast.text("agreement")
    await keep(world, text, *strokes(30))
    before = await whole(world, text)

    assert await fold(world, text) == 31

    after = await whole(world, text)
    assert (after.seq, after.epoch) == (before.seq, before.epoch) == (31, 1)
    assert html(after.update) == html(before.update)
    assert parse_state(get_state(after.update)) == parse_state(get_state(before.update))
    assert await world.value("SELECT count(*) FROM text_update WHERE text_id = $1", text) == 0


async def test_what_comes_after_a_fold_is_added_to_it(world: World) -> None:
    text = world.cast.text("agreement")
    updates = strokes(10)
    await keep(world, text, *updates[:6])
    await fold(world, text)
    await keep(world, text, *updates[6:], after=6)

    assert await fold(world, text) == 5

    assert plain((await whole(world, text)).update) == plain(actions.merged(updates))


async def test_folding_again_changes_nothing(world: World) -> None:
    text = world.cast.text("agreement")
    await keep(world, text, *strokes(5))
    await fold(world, text)
    first = await whole(world, text)

    assert await fold(world, text) == 0
    assert await whole(world, text) == first


async def test_whoever_was_away_gets_what_came_meanwhile_also_over_a_fold(world: World) -> None:
    text = world.cast.text("agreement")
    await keep(world, text, *strokes(8))
    async with world.visits.database.session() as session:
        head, later = await actions.since(session, text, 7)
        assert (head, len(later)) == (9, 2)
    await fold(world, text)
    async with world.visits.database.session() as session:
        assert await actions.since(session, text, 9) == (9, [])
        head, later = await actions.since(session, text, 7)
    assert head == 9
    assert plain(later[0]) == plain((await whole(world, text)).update)


async def test_an_empty_text_is_empty(world: World) -> None:
    state = await whole(world, world.cast.text("agreement"))

    assert state == actions.State(1, 0, EMPTY)
    assert html(state.update) == ""
    assert await fold(world, world.cast.text("agreement")) == 0


async def test_only_texts_with_many_updates_wait_to_be_folded(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "FOLD_AFTER", 5)
    many, few = world.cast.text("agreement"), world.cast.text("talk_notes")
    await keep(world, many, *strokes(6))
    await keep(world, few, saying("Few"))

    async with world.visits.database.session() as session:
        assert await actions.to_fold(session) == [many]


async def test_the_page_reads_a_folded_text(world: World) -> None:
    text = world.cast.text("agreement")
    await keep(world, text, saying("We read & write <daily>"))
    await fold(world, text)

    assert "We read &amp; write &lt;daily&gt;" in (await world.get(world.cast.anna, world.home)).text
