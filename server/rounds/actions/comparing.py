"""What a newer version of a template changes: which questions come and go, which are asked anew, who reads what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.templates.form import QuestionKind

if TYPE_CHECKING:
    from server.templates.form import Form, Question, Section

_LEVELS = frozenset({QuestionKind.scale, QuestionKind.assessment})
Asked = dict[str, tuple["Section", "Question"]]
"""The questions of a form by their keys, each with its section."""


@dataclass(frozen=True)
class Difference:
    """What becomes of the questions of a form."""

    come: list[Question]
    go: list[Question]
    anew: list[Question]
    """They are asked in another way, so that an earlier answer would say something else: it stays as it was, and they are asked again."""
    worded: list[Question]
    readers: list[tuple[Question, Section]]
    """Others read the answers, or from another step on; with the section that says so."""

    @property
    def lost(self) -> set[str]:
        """The keys of what is no longer asked in the same way."""
        return {one.key for one in (*self.go, *self.anew)}

    @property
    def is_nothing(self) -> bool:
        """Whether nothing changes that anybody would notice."""
        return not (self.come or self.go or self.anew or self.worded or self.readers)


def compare(old: Form, new: Form) -> Difference:
    """Compare two versions of a template."""
    before, after = asked_by(old), asked_by(new)
    stay = [key for key in after if key in before and is_asked_alike(before, after, key)]
    return Difference(
        come=[question for key, (_, question) in after.items() if key not in before],
        go=[question for key, (_, question) in before.items() if key not in after],
        anew=[question for key, (_, question) in after.items() if key in before and key not in stay],
        worded=[after[key][1] for key in stay if _words(before[key][1]) != _words(after[key][1])],
        readers=[(after[key][1], after[key][0]) for key in stay if before[key][0].reads != after[key][0].reads],
    )


def asked_by(form: Form) -> Asked:
    """Give a form's questions by their keys."""
    return {question.key: (section, question) for section in form.sections for question in section.questions}


def is_asked_alike(before: Asked, after: Asked, key: str) -> bool:
    """Whether a question is put to the same people in the same way, so that its answers still say the same."""
    (was_in, old), (is_in, new) = before[key], after[key]
    return was_in.writer is is_in.writer and are_alike(old, new)


def are_alike(old: Question, new: Question) -> bool:
    """Whether an answer to the one says the same as an answer to the other: choices may be added at the end, levels may not."""
    if (old.kind, old.many) != (new.kind, new.many):
        return False
    return old.choices == (new.choices if old.kind in _LEVELS else new.choices[: len(old.choices)])


def _words(question: Question) -> tuple[object, ...]:
    """Give what a question says."""
    return question.title, question.help, question.enough, question.choices, question.required
