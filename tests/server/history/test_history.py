"""How a text came about: each reader has the moments in which they could have read it, and an earlier wording is taken up as an edit."""

from __future__ import annotations

import itertools
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from server.audit.models import Event
from server.columns import now
from server.history.actions.restoring import as_it_was
from server.texts import actions
from server.texts.document import html
from server.texts.models import TextUpdate
from tests.server.texts.writing import block, body, letters, rich
from tests.server.world import new

if TYPE_CHECKING:
    from uuid import UUID

    from pycrdt import Doc

    from server.people.models import Person
    from tests.server.world import World

AGO = {"draft": timedelta(days=9), "shared": timedelta(days=6), "again": timedelta(days=4), "talk": timedelta(days=2)}


async def write(world: World, text: UUID, by: Person, page: Doc[Any], ago: timedelta, words: str) -> None:
    """Add a paragraph to a text, so long ago."""
    before = page.get_state()
    block(page, "paragraph", words)
    seq = 1 + await world.value("SELECT seq FROM text WHERE id = $1", text)
    update = page.get_update(before)
    await world.add(TextUpdate(text_id=text, seq=seq, client=new(), op=1, person_id=by.id, payload=update, at=now() - ago))
    await world.rows("UPDATE text SET seq = $2 WHERE id = $1", text, seq)


async def moved(world: World, old: str, phase: str, ago: timedelta) -> None:
    """Let the plan have been taken from one phase to another, so long ago."""
    row: dict[str, Any] = {"organisation_id": world.cast.organisation.id, "plan_id": world.cast.plan.id, "data": {"old": old, "new": phase}}
    await world.add(Event(at=now() - ago, kind="plan_moved", **row))


@pytest.fixture
async def assessment(world: World) -> UUID:
    """Give an assessment with a past."""
    return await assessed(world)


async def assessed(world: World) -> UUID:
    """Give an assessment that was written, shown, taken back, written on and shown again, and then written on in the talk."""
    cast, page, mentors = world.cast, rich().__class__(client_id=9), rich().__class__(client_id=8)
    text = cast.text("assessment")
    await moved(world, "draft", "shared", AGO["shared"])
    await moved(world, "shared", "draft", AGO["shared"] - timedelta(days=1))
    await moved(world, "draft", "shared", AGO["again"])
    await moved(world, "shared", "talk", AGO["talk"])
    await write(world, text, cast.teacher, page, AGO["draft"], "Lazy at times")
    mentors.apply_update(page.get_update())
    await write(world, text, cast.mentor, mentors, AGO["draft"] - timedelta(days=1), "Knows her tables")
    page.apply_update(mentors.get_update())
    before = page.get_state()
    del body(page).children[0]
    await world.rows("UPDATE text SET seq = 3 WHERE id = $1", text)
    gone = TextUpdate(text_id=text, seq=3, client=new(), op=1, person_id=cast.teacher.id, payload=page.get_update(before))
    gone.at = now() - AGO["draft"] + timedelta(days=2)
    await world.add(gone)
    await write(world, text, cast.teacher, page, AGO["shared"] - timedelta(days=1, hours=12), "Between two showings")
    await write(world, text, cast.teacher, page, AGO["talk"] - timedelta(days=1), "Seen by all")
    return text


async def shown_to(world: World, person: Person, text: UUID) -> list[int]:
    """Give the moments that somebody is offered."""
    answer = await world.get(person, f"/texts/{text}/history")
    assert answer.status_code == 200
    return [int(one) for one in re.findall(r'data-seq="(\d+)"', answer.text)]


async def test_who_writes_a_text_has_each_moment_with_who_wrote_it(world: World, assessment: UUID) -> None:
    assert await shown_to(world, world.cast.teacher, assessment) == [1, 2, 3, 4, 5]

    first = (await world.get(world.cast.teacher, f"/texts/{assessment}/history/2")).text
    assert re.search(r'<span class="wrote c\d"><span class="wrote-by"><span aria-hidden="true">TL</span>', first)
    assert re.search(r'<ins class="wrote c\d"><span class="wrote-by"><span aria-hidden="true">MM</span>', first)
    assert "Tore Lärare" in first
    assert "Lazy at times" in first


async def test_the_home_has_what_it_was_shown_and_not_how_that_came_about(world: World, assessment: UUID) -> None:
    assert await shown_to(world, world.cast.anna, assessment) == [3, 4, 5]  # as shown, as shown again, and what came after

    for seq in (1, 2):
        assert (await world.get(world.cast.anna, f"/texts/{assessment}/history/{seq}")).status_code == 404
    page = await world.get(world.cast.anna, f"/texts/{assessment}/history?at=1")
    whole = page.text + "".join([(await world.get(world.cast.elsa, f"/texts/{assessment}/history/{seq}")).text for seq in (3, 4, 5)])
    assert "Lazy" not in whole
    assert "as it was when it was shown" in whole
    assert "Seen by all" in page.text


async def test_what_the_staff_keep_to_themselves_has_no_history_for_the_home(world: World, assessment: UUID) -> None:
    await write(world, world.cast.text("staff_notes"), world.cast.mentor, rich().__class__(), AGO["draft"], "Ours")
    address = f"/texts/{world.cast.text('staff_notes')}/history"

    assert (await world.get(world.cast.anna, address)).status_code == 404
    assert (await world.get(world.cast.observer, address)).status_code == 200
    await world.phase("draft")
    assert (await world.get(world.cast.anna, f"/texts/{assessment}/history")).status_code == 404


async def test_the_history_is_the_same_before_and_after_folding(world: World, assessment: UUID) -> None:
    before = [(await world.get(world.cast.teacher, f"/texts/{assessment}/history/{seq}")).text for seq in (1, 3, 5)]
    async with world.visits.database.session() as session:
        await actions.fold(session, assessment)
        await session.commit()

    assert await shown_to(world, world.cast.teacher, assessment) == [1, 2, 3, 4, 5]
    ids = re.compile(r'name="id" value="[^"]+"')
    after = [(await world.get(world.cast.teacher, f"/texts/{assessment}/history/{seq}")).text for seq in (1, 3, 5)]
    assert [ids.sub("", one) for one in after] == [ids.sub("", one) for one in before]


async def test_an_earlier_wording_is_taken_up_as_an_edit_of_whoever_does_it(world: World, assessment: UUID) -> None:
    cast, key = world.cast, new()
    for _ in range(2):  # sent twice
        answer = await world.post(cast.teacher, f"/texts/{assessment}/restored", id=key, seq=2)
        assert answer.status_code == 303

    async with world.visits.database.session() as session:
        says = html((await actions.state(session, assessment)).update)
    assert says == '<p dir="auto">Lazy at times</p><p dir="auto">Knows her tables</p>'
    assert await shown_to(world, cast.teacher, assessment) == [1, 2, 3, 4, 5, 6]
    assert await world.events() == ["plan_moved"] * 4 + ["text_restored"]
    for one in (cast.anna, cast.mentor, cast.principal):  # who reads and may not write
        assert (await world.post(one, f"/texts/{assessment}/restored", id=new(), seq=3)).status_code == 403
    await world.rows("UPDATE text SET open = false WHERE id = $1", assessment)
    assert (await world.post(cast.teacher, f"/texts/{assessment}/restored", id=new(), seq=2)).status_code == 403


async def test_whoever_may_not_know_a_moment_cannot_take_it_up(world: World) -> None:
    text, page = world.cast.text("talk_notes"), rich().__class__()
    await moved(world, "draft", "talk", AGO["talk"])
    await write(world, text, world.cast.mentor, page, AGO["draft"], "Draft")
    await write(world, text, world.cast.mentor, page, AGO["again"], "Shown")

    assert await shown_to(world, world.cast.elsa, text) == [2]
    assert (await world.post(world.cast.elsa, f"/texts/{text}/restored", id=new(), seq=1)).status_code == 404
    assert (await world.post(world.cast.elsa, f"/texts/{text}/restored", id=new(), seq=2)).status_code == 303


def test_what_is_taken_up_again_is_the_same_to_the_last_mark_and_keeps_what_is_the_same() -> None:
    page = rich()
    then = page.get_update()
    letters(body(page).children[1]).insert(0, "Now ")  # type: ignore[arg-type]
    block(page, "paragraph", "More 😀")
    now_ = page.get_update()
    edit = as_it_was(now_, then)

    assert edit is not None
    assert html(actions.merged([now_, edit])) == html(then)
    assert as_it_was(now_, now_) is None
    assert len(edit) < len(then)


SENTENCES = (
    "I read every evening 😀 at home",
    "I read at home",
    "Läser jag?  varje kväll 😀,  at school",
    "",
    "I never read",
    "😀😀 ça va",
)


@pytest.mark.parametrize(("before", "after"), [pair for pair in itertools.permutations(SENTENCES, 2) if pair[0]])
def test_words_that_stay_stay_whose_they_are(before: str, after: str) -> None:
    page = rich().__class__()
    block(page, "paragraph", "First")
    block(page, "paragraph", before)
    run = letters(body(page).children[1])  # type: ignore[arg-type]
    run.format(0, 1, {"bold": {}})
    then = page.get_update()
    del run[0 : len(run)]
    run.insert(0, after, {"italic": {}} if after.startswith("I n") else {})
    edit = as_it_was(page.get_update(), then)

    assert edit is not None
    assert html(actions.merged([page.get_update(), edit])) == html(then)


def test_only_the_words_that_were_taken_out_come_anew() -> None:
    page = rich().__class__()
    block(page, "paragraph", "I read every evening at home")
    then = page.get_update()
    run = letters(body(page).children[0])  # type: ignore[arg-type]
    del run[len("I read") : len("I read every evening")]

    edit = as_it_was(page.get_update(), then)

    assert edit is not None
    assert b"every" in edit
    assert b"home" not in edit


@pytest.mark.parametrize("pattern", ["a ", "a b ", "a b c d e f g h i j "])
def test_long_and_monotonous_texts_come_back_quickly_and_right(pattern: str) -> None:
    page = rich().__class__()
    block(page, "paragraph", pattern * 3000)
    then = page.get_update()
    run = letters(body(page).children[0])  # type: ignore[arg-type]
    for at in range(len(run) - 9, 0, -97):
        run.insert(at, "x y ", {})

    edit = as_it_was(page.get_update(), then)

    assert edit is not None
    assert html(actions.merged([page.get_update(), edit])) == html(then)
