"""Who wrote which letters of a text: found by Yjs itself, from what each person's updates brought.

Yjs keeps with every unit of content which one it was written after, and nothing tells in which order units came to stand. So a mark is
put behind each unit behind which something of somebody else's may stand: at the end of each run that was written, and behind whatever a
run was written after. The marks are a client's with the smallest number, so they come right behind; each says who wrote what is before it.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

from markupsafe import Markup
from pycrdt import Doc, XmlFragment, write_var_uint

from server.texts import schema
from server.texts.document import drawn, marked
from server.texts.lib0 import Id
from server.texts.past import joined
from server.texts.update import Kind, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pycrdt import XmlText

Whose = TypeVar("Whose")

_MARKS = 0
"""The client of the marks; no page has it, since Yjs draws theirs at random."""
_EMBED_AFTER = 0x80 | Kind.EMBED


class _Wrote:
    """Which part brought which unit."""

    def __init__(self, parts: Sequence[bytes]) -> None:
        """Read what each part brought; what came twice was brought by the first."""
        self.runs: dict[int, list[tuple[int, int, int]]] = {}
        """By client: first clock, end, part."""
        self.ends: set[Id] = set()
        ahead: dict[int, int] = {}
        origins = []
        for place, part in enumerate(parts):
            for one in parse(part).structs:
                begins, end = max(one.clock, ahead.get(one.client, 0)), one.clock + one.length
                ahead[one.client] = max(ahead.get(one.client, 0), end)
                origins += [one.origin] if one.origin else []
                if one.kind == Kind.STRING and begins < end:
                    self.runs.setdefault(one.client, []).append((begins, end, place))
                    self.ends.add(Id(one.client, end - 1))
        self.ends.update(one for one in origins if self.of(one) is not None)

    def of(self, unit: Id) -> int | None:
        """Say which part brought a letter; none where it is no letter."""
        runs = self.runs.get(unit.client, [])
        place = bisect_right(runs, (unit.clock, float("inf"), 0)) - 1
        return runs[place][2] if place >= 0 and unit.clock < runs[place][1] else None

    def marks(self) -> bytes:
        """Give the update that puts the marks."""
        ends = sorted(self.ends)
        if not ends:
            return b"\x00\x00"
        out = write_var_uint(1) + write_var_uint(len(ends)) + write_var_uint(_MARKS) + write_var_uint(0)
        for end in ends:
            said = json.dumps(self.of(end)).encode()
            out += bytes([_EMBED_AFTER]) + write_var_uint(end.client) + write_var_uint(end.clock) + write_var_uint(len(said)) + said
        return bytes(out + write_var_uint(0))


def authored(parts: Sequence[tuple[Whose, bytes]], wrap: Callable[[Whose, Markup, int], Markup]) -> Markup:
    """Render a text made of several updates, each somebody's; `wrap` gets whose a run is, its HTML, and how many letters it has."""
    wrote = _Wrote([payload for _, payload in parts])
    document: Doc[XmlFragment] = Doc()
    document.apply_update(joined([payload for _, payload in parts]))
    document.apply_update(wrote.marks())

    def letters(run: XmlText) -> Markup:
        runs = groupby(_runs(run), key=lambda one: parts[one[0]][0])
        together = ((whose, list(found)) for whose, found in runs)
        return Markup("").join(
            wrap(whose, Markup("").join(one[1] for one in found), sum(one[2] for one in found)) for whose, found in together
        )

    return drawn(document.get(schema.ROOT, type=XmlFragment), letters)


def _runs(run: XmlText) -> Iterator[tuple[int, Markup, int]]:
    """Part letters by their marks: which part brought them, their HTML, how many they are."""
    waiting, count = Markup(""), 0
    for piece, marks in run.diff():
        if isinstance(piece, str):
            waiting, count = waiting + marked(piece, marks or {}), count + len(piece)
        else:
            if count:
                yield int(piece), waiting, count  # our own mark
            waiting, count = Markup(""), 0
