"""Properties of real updates: several who write at once, and bytes that were changed on the way."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc, XmlElement, XmlText, get_state, merge_updates

from server.texts.actions import merged
from server.texts.document import EMPTY, html, plain
from server.texts.shape import Shape
from server.texts.trial import judge
from server.texts.update import parse, parse_state
from tests.server.texts.writing import block, body, refusal, rich, saying

LETTERS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
STEPS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.one_of(
            st.tuples(st.just("type"), st.integers(0, 1000), LETTERS),
            st.tuples(st.just("delete"), st.integers(0, 1000), st.integers(1, 6)),
            st.tuples(st.just("block"), st.sampled_from(["paragraph", "heading", "bulletList", "orderedList"]), LETTERS),
            st.tuples(st.just("unblock"), st.integers(0, 1000), st.none()),
        ),
    ),
    max_size=25,
)


def step(document: Doc[Any], what: tuple[str, Any, Any]) -> None:
    """Do one thing that an editor does."""
    kind, where, given_ = what
    blocks = list(body(document).children)
    if kind == "block":
        attributes: dict[str, Any] = {"level": 3} if where == "heading" else {}
        if where in {"bulletList", "orderedList"}:
            block(document, "paragraph", given_, parent=block(document, "listItem", parent=block(document, where)))
        else:
            block(document, where, given_, **attributes)
    elif kind == "unblock" and blocks:
        del body(document).children[where % len(blocks)]
    elif runs := [child for one in blocks if isinstance(one, XmlElement) for child in one.children if isinstance(child, XmlText)]:
        run = runs[where % len(runs)]
        if kind == "type":
            run.insert(0, given_)
        elif kind == "delete" and len(str(run)) > given_:
            del run[0 : len(str(run)[:given_].encode())]  # pycrdt counts bytes


def writes_nothing(update: bytes) -> bool:
    """Whether pycrdt has written empty letters, as it now and then does: no browser does, and they are refused."""
    return any(one.length < 1 for one in parse(update).structs)


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_what_several_write_at_once_is_taken_and_all_come_to_the_same(steps: list[tuple[int, tuple[str, Any, Any]]]) -> None:
    """Three write; each hears of the others' only after the server has taken it, in the order in which it took it."""
    documents: list[Doc[Any]] = [Doc(client_id=number + 1) for number in range(3)]
    shape, kept = Shape(EMPTY), []
    for who, what in steps:
        before = documents[who].get_state()
        step(documents[who], what)
        update = documents[who].get_update(before)
        if update == EMPTY:
            continue
        if writes_nothing(update):
            return
        taken = judge(shape, update)
        shape.take(taken, len(update))
        kept.append(update)
        for other in documents:
            if other is not documents[who]:
                other.apply_update(update)
    whole = merged(kept)
    states = [parse_state(document.get_state()) for document in documents]
    assert all(state == states[0] for state in states)
    assert states[0] == {client: runs.end for client, runs in shape.runs.items() if runs.end}
    assert {str(html(document.get_update())) for document in documents} == {str(html(whole))}
    assert {client: runs.end for client, runs in Shape(whole).runs.items()} == states[0]


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_whatever_is_let_through_every_part_of_the_server_can_hold(data: st.DataObject) -> None:
    """A real update with some bytes changed: refused, or harmless."""
    update = bytearray(_RICH)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(update) - 1))
        match data.draw(st.sampled_from(["set", "cut", "put"])):
            case "set":
                update[at] = data.draw(st.sampled_from([0, 1, 3, 4, 7, 8, 0x84, 0xC4, 127, 128, 255]) | st.integers(0, 255))
            case "cut":
                del update[at]
            case _:
                update.insert(at, data.draw(st.integers(0, 255)))
    changed = bytes(update)
    if refusal(changed) is not None:
        return

    base = saying("Before")
    together = merge_updates(base, changed)
    page = html(together)
    plain(together)
    Shape(together)
    assert re.fullmatch(r'(<(/?(p|h3|ul|ol|li|strong|em|a|br))( (dir|start|href|rel)="[^"<>]*")*>|[^<>])*', page)
    shape = Shape(EMPTY)
    shape.take(judge(shape, changed), len(changed))
    assert parse_state(get_state(changed)) == {client: runs.end for client, runs in shape.runs.items()}


_RICH = rich().get_update()
