"""Reading an answer as its question has it; whatever does not fit is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.errors import WrongFormError, _
from server.templates.form import QuestionKind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from uuid import UUID

    from server.templates.form import Question

FACES = 5
REACHED = ("not_yet", "partly", "reached")
"""How far a goal has been reached, in the order in which it is counted."""
Value = int | list[int] | dict[str, int] | None


def read_value(question: Question, given: Mapping[str, str], goals: Collection[UUID]) -> Value:
    """Read what was chosen in a question's form; nothing chosen is no answer. `goals` are those that can be followed up.

    Raises:
        WrongFormError: it is not something that this question can be answered with.
    """
    match question.kind:
        case QuestionKind.choice if question.many:
            return _several(given, len(question.choices))
        case QuestionKind.choice | QuestionKind.scale | QuestionKind.assessment:
            return _one(given, len(question.choices))
        case QuestionKind.faces:
            return _one(given, FACES)
        case QuestionKind.follow_up:
            return _followed_up(given, goals)
        case _:
            raise WrongFormError


def _one(given: Mapping[str, str], count: int) -> int | None:
    """Read one choice."""
    _only(given, {"value"})
    return _index(given["value"], count) if given.get("value") else None


def _several(given: Mapping[str, str], count: int) -> list[int] | None:
    """Read several choices: a field each."""
    chosen = sorted({_index(name.removeprefix("value-"), count) for name in given})
    return chosen or None


def _followed_up(given: Mapping[str, str], goals: Collection[UUID]) -> dict[str, int] | None:
    """Read how far each goal has been reached: a field each."""
    _only(given, {f"goal-{goal}" for goal in goals})
    return {name.removeprefix("goal-"): _index(value, len(REACHED)) for name, value in given.items() if value} or None


def _index(value: str, count: int) -> int:
    """Read which of so many was chosen."""
    if not (value.isascii() and value.isdecimal() and len(value) < len("1000") and int(value) < count):
        raise WrongFormError({"value": _("This is not an answer to this question.")})
    return int(value)


def _only(given: Mapping[str, str], fields: Collection[str]) -> None:
    """Hold that nothing else was sent."""
    if set(given) - set(fields):
        raise WrongFormError({"value": _("This is not an answer to this question.")})
