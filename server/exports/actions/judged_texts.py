"""Judging the live texts of an archive: only what could have been written here is taken, and only a past as we keep one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pycrdt import get_state

from server.errors import RefusedError
from server.exports.archive.opened import Bad, BadArchiveError
from server.texts.actions import merged
from server.texts.document import EMPTY, html
from server.texts.past import MOST_BYTES, MOST_MOMENTS
from server.texts.shape import Shape
from server.texts.trial import judge
from server.texts.update import parse_state

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from server.texts.past import Moment


def judge_text(whole: bytes, parts: Iterable[bytes], path: str) -> None:
    """Take only a document that the schema allows, and whose parts make the whole.

    Raises:
        BadArchiveError: it is otherwise.
    """
    try:
        judge(Shape(EMPTY), whole)
        together = merged(parts)
        judge(Shape(EMPTY), together)
        same = parse_state(get_state(whole)) == parse_state(get_state(together))
    except (RefusedError, ValueError, RuntimeError) as error:
        raise BadArchiveError(Bad.content, path) from error
    if not same:
        raise BadArchiveError(Bad.torn, path)


def judge_past(past: Sequence[Moment], strokes: Sequence[bytes], whole: bytes, path: str) -> None:
    """Take only a past within its bounds, each moment of which the schema allows on top of those before, and that ends in the text itself.

    Raises:
        BadArchiveError: it is otherwise.
    """
    if len(past) > MOST_MOMENTS or (len(past) > 1 and sum(one.size for one in past) > MOST_BYTES):
        raise BadArchiveError(Bad.content, path)
    shape = Shape(EMPTY)
    try:
        for one in past:
            update = merged(payload for _, payload in one.parts)
            shape.take(judge(shape, update), len(update))
        together = merged([*(payload for one in past for _, payload in one.parts), *strokes])
        same = parse_state(get_state(whole)) == parse_state(get_state(together)) and html(whole) == html(together)
    except (RefusedError, ValueError, RuntimeError) as error:
        raise BadArchiveError(Bad.content, path) from error
    if not same:
        raise BadArchiveError(Bad.torn, path)
