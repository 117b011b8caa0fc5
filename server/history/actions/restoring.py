"""Taking up an earlier wording again: an ordinary edit on top of what is there, kept as any other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pycrdt import Doc, XmlElement, XmlFragment, XmlText
from sqlmodel import select

from server.columns import now
from server.errors import Code, RefusedError
from server.history.actions.rewording import changes, reword
from server.history.events import TextRestored
from server.texts import schema
from server.texts.actions import state
from server.texts.document import block, body_of, whole
from server.texts.models import Text, TextUpdate
from server.texts.shape import Shape
from server.texts.trial import MOST_TEXT, judge

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from server.work import Work


async def restore(work: Work, text: Text, then: bytes, key: UUID) -> None:
    """Put a text back to what it said; the form chose the edit's id, so sending it twice does it once.

    The text's row is held as the committer holds it, and the edit is judged as every other.

    Raises:
        RefusedError: the text has been closed meanwhile, or would be too long.
    """
    await work.once(key)
    held = select(Text).where(Text.id == text.id).with_for_update(of=Text).execution_options(populate_existing=True)
    one = (await work.session.exec(held)).unique().one()
    there = select(TextUpdate.seq).where(TextUpdate.text_id == one.id, TextUpdate.client == key)
    if (await work.session.exec(there)).first() is not None:
        return
    if not one.open:
        raise RefusedError(Code.locked)
    current = (await state(work.session, one.id)).update
    update = as_it_was(current, then)
    if update is None:
        return
    judge(Shape(current), update)
    if len(current) + len(update) > MOST_TEXT:
        raise RefusedError(Code.full)
    one.seq += 1
    work.session.add(TextUpdate(text_id=one.id, seq=one.seq, client=key, op=1, person_id=work.actor.id, payload=update, at=now()))
    work.tell(TextRestored(plan=one.plan_id, text=one.id))


def as_it_was(current: bytes, then: bytes) -> bytes | None:
    """Give the edit that makes a text say what it said then; none where it says so already.

    Blocks and words that are the same stay as they are, with the comments and carets in them.
    """
    document: Doc[Any] = Doc()
    document.apply_update(current)
    body: XmlFragment = document.get(schema.ROOT, type=XmlFragment)
    old = list(body_of(then).children)
    found = changes([block(one) for one in body.children], [block(one) for one in old])
    if not found:
        return None
    before = document.get_state()
    with document.transaction():
        for begins, ends, first, last in reversed(found):
            _put(body, begins, ends, [one for one in old[first:last] if isinstance(one, XmlElement)])
    return document.get_update(before)


def _put(body: XmlFragment, begins: int, ends: int, wanted: Sequence[XmlElement]) -> None:
    """Put blocks in the place of others: each is reworded if it can be, else written again."""
    for _ in range(len(wanted), ends - begins):
        del body.children[begins + len(wanted)]
    for place, one in enumerate(wanted, begins):
        there = body.children[place] if place < min(ends, begins + len(wanted)) else None
        if isinstance(there, XmlElement) and reword(there, one):
            continue
        if there is not None:
            del body.children[place]
        _copy(one, body, place)


def _copy(one: XmlElement, into: XmlElement | XmlFragment, place: int) -> None:
    """Write an element again, with all that is in it."""
    attributes: Any = one.attributes  # its type says less than it can
    made = XmlElement(one.tag, {name: whole(value) for name, value in attributes})
    into.children.insert(place, made)
    for child in one.children:
        if isinstance(child, XmlText):
            run = XmlText()
            made.children.append(run)
            at = 0
            for piece, marks in child.diff():
                run.insert(at, piece, marks or {})
                at = len(run)
        elif isinstance(child, XmlElement):
            _copy(child, made, len(made.children))
