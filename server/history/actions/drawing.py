"""A text as it was at a moment, with whose each letter is: by colour, by initials, and in words for whoever listens."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from server.texts.authors import authored
from server.texts.document import html

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from server.history.actions.moments import History
    from server.people.models import Person

MOST_DRAWN = 200_000
"""Bytes of a past beyond which letters are not told apart: a page of ours is drawn in a blink, or plainly."""


@dataclass(frozen=True)
class Drawn:
    """A text as it was, and how many letters of it are whose."""

    html: Markup
    letters: dict[UUID | None, int]
    told_apart: bool = True


def colours(history: History, own: Callable[[object], int], most: int) -> dict[UUID, int]:
    """Give those who wrote in a text their colours, as carets have them: their own, or the next that nobody before them has."""
    found: dict[UUID, int] = {}
    for person in (person for one in history.past for person, _ in one.parts if person):
        wheel = [(own(person) - 1 + step) % most + 1 for step in range(most)]
        found.setdefault(person, next((one for one in wheel if one not in found.values()), wheel[0]))
    return found


def draw(history: History, place: int, people: dict[UUID, Person], colour: dict[UUID, int], unknown: str) -> Drawn:
    """Draw a text as it was at a moment; `unknown` says of letters that nobody knows any more whose they are."""
    parts = history.parts(place)
    state = history.state(place)
    if len(state) > MOST_DRAWN:
        return Drawn(html(state), {}, told_apart=False)
    letters: Counter[UUID | None] = Counter()

    def wrap(whose: tuple[UUID | None, bool], inner: Markup, count: int) -> Markup:
        key, is_new = whose
        letters[key] += count
        person = people.get(key) if key else None
        short, name, of = (person.initials, person.name, f" c{colour[person.id]}") if person else ("…", unknown, "")
        said = Markup('<span class="wrote-by"><span aria-hidden="true">{}</span><span class="visually-hidden">{}: </span></span>')
        return Markup('<{0} class="wrote{1}">{2}{3}</{0}>').format("ins" if is_new else "span", of, said.format(short, name), inner)

    return Drawn(authored(parts, wrap), dict(letters))
