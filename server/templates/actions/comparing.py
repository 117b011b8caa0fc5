"""What changed from one form to another: sections and questions added, removed, changed, moved."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING

from server.templates.form import Question, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from server.templates.form import Form

Piece = Section | Question


class Difference(StrEnum):
    """What happened to a piece of a form."""

    added = "added"
    removed = "removed"
    changed = "changed"
    moved = "moved"


@dataclass(frozen=True)
class Change:
    """One thing that is otherwise than it was: a section, a question, or without a piece the form's own heading and the like."""

    difference: Difference
    piece: Piece | None = None
    fields: tuple[str, ...] = ()
    """What of it changed, by the names of the fields."""
    old: Section | None = None
    new: Section | None = None
    """For a question, the section it stood in and the one it stands in."""

    @property
    def is_section(self) -> bool:
        """Whether it is about a section."""
        return isinstance(self.piece, Section)


_OWN = {"sections", "questions", "key"}
"""What is compared piece by piece, or is what pieces are known by."""


def changes(old: Form, new: Form) -> list[Change]:
    """Give what is otherwise in a new form, in its order; what is gone comes last."""
    found = [Change(Difference.changed, None, fields)] if (fields := _fields(old, new)) else []
    before, after = {one.key: one for one in old.sections}, {one.key: one for one in new.sections}
    homes_before, homes_after = _homes(old), _homes(new)
    shifted = _shifted(list(before), list(after))
    for section in new.sections:
        found += _of_piece(before.get(section.key), section, moved=section.key in shifted)
        found += _of_questions(section, homes_before)
    found += [Change(Difference.removed, one) for one in old.sections if one.key not in after]
    found += [Change(Difference.removed, one, old=home) for key, (home, one) in homes_before.items() if key not in homes_after]
    return found


def _of_questions(section: Section, before: dict[str, tuple[Section, Question]]) -> list[Change]:
    """Give what changed of a section's questions."""
    same = [key for key, (home, _question) in before.items() if home.key == section.key]
    shifted = _shifted(same, [one.key for one in section.questions])
    found = []
    for one in section.questions:
        home, was = before.get(one.key, (None, None))
        moved = one.key in shifted or (home is not None and home.key != section.key)
        found += _of_piece(was, one, home, section, moved=moved)
    return found


def _of_piece(was: Piece | None, now: Piece, old: Section | None = None, new: Section | None = None, *, moved: bool) -> list[Change]:
    """Give what happened to a piece that is there now."""
    if was is None:
        return [Change(Difference.added, now, new=new)]
    found = [Change(Difference.moved, now, old=old, new=new)] if moved else []
    fields = _fields(was, now)
    return [*found, Change(Difference.changed, now, fields, old, new)] if fields else found


def _fields(was: Form | Piece, now: Form | Piece) -> tuple[str, ...]:
    """Give the fields in which two differ."""
    return tuple(name for name in type(now).model_fields if name not in _OWN and getattr(was, name) != getattr(now, name))


def _homes(form: Form) -> dict[str, tuple[Section, Question]]:
    """Give each question with the section it stands in, by its key."""
    return {question.key: (section, question) for section in form.sections for question in section.questions}


def _shifted(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """Give those that stand in both and have been moved: the fewest whose moving explains the new order."""
    was, now = [one for one in old if one in new], [one for one in new if one in old]
    kept = {
        key
        for block in SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks()
        for key in was[block.a : block.a + block.size]
    }
    return set(now) - kept
