"""A text's past as somebody may know it, where that is not all of it: as if it had been folded for them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pycrdt import Doc

from server.texts.past import Moment, joined, small, thinned
from server.texts.update import parse_state

if TYPE_CHECKING:
    from uuid import UUID

    from server.history.actions.moments import History


def as_known(history: History) -> tuple[bytes, list[Moment]]:
    """Give what a text says, without what is gone, and its moments: what came and went while somebody could not read is in neither."""
    document: Doc[Any] = Doc()
    found, before = [], -1
    for one in history.shown:
        few = [moment for moment in history.past if before < moment.seq <= one.seq]
        was, before = parse_state(document.get_state()), one.seq
        wrote = _wrote(few)
        document.apply_update(joined(list(wrote.values())))
        if one.as_shown:  # just before, so that it is what was shown wherever the past is read
            ended = one.at - timedelta.resolution
            found.append(Moment(one.seq, ended, ended, tuple(small(document, was, wrote).items())))
        else:
            found.append(Moment(one.seq, one.since, one.at, tuple(wrote.items())))
    return document.get_update(), thinned(found)


def _wrote(few: list[Moment]) -> dict[UUID | None, bytes]:
    """Give what each wrote in some moments."""
    found: dict[UUID | None, list[bytes]] = {}
    for person, payload in (part for moment in few for part in moment.parts):
        found.setdefault(person, []).append(payload)
    return {person: joined(payloads) for person, payloads in found.items()}
