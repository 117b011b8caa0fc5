"""A text's past as somebody may know it, where that is not all of it: as if it had been folded for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pycrdt import Doc

from server.texts.past import Moment, joined, thinned

if TYPE_CHECKING:
    from server.history.actions.moments import History


def as_known(history: History) -> tuple[bytes, list[Moment]]:
    """Give what a text says, without what is gone, and its moments: what somebody could not read then is one state, of nobody."""
    document: Doc[Any] = Doc()
    found, before = [], -1
    for one in history.shown:
        few = [moment for moment in history.past if before < moment.seq <= one.seq]
        was, before = document.get_state(), one.seq
        document.apply_update(joined([payload for moment in few for _, payload in moment.parts]))
        parts = ((None, document.get_update(was)),) if one.as_shown else tuple(part for moment in few for part in moment.parts)
        found.append(Moment(one.seq, one.since, one.at, parts))
    return document.get_update(), thinned(found)
