"""How a form is changed: each act gives a new form and leaves the old one as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from server.errors import UnknownError, WrongFormError, _
from server.talks.models import PointKind
from server.templates.form import KIND, MOST_QUESTIONS, MOST_SECTIONS, Form, Point, Question, Section
from server.texts.policy import froms_of, readers_of

if TYPE_CHECKING:
    from server.templates.form import Language, Writer
    from server.texts.models import From, Reader

Piece = TypeVar("Piece", Section, Question)


def section_of(form: Form, key: str) -> Section:
    """Give a section by its key.

    Raises:
        UnknownError: there is none.
    """
    found = next((one for one in form.sections if one.key == key), None)
    if found is None:
        raise UnknownError
    return found


def home_of(form: Form, key: str) -> Section:
    """Give the section in which a question stands.

    Raises:
        UnknownError: there is no such question.
    """
    found = next((one for one in form.sections if any(question.key == key for question in one.questions)), None)
    if found is None:
        raise UnknownError
    return found


def head(form: Form, **said: Any) -> Form:  # noqa: ANN401  # the fields of a form
    """Give a form another title, other languages, years or look."""
    return form.model_copy(update={**said, "title": _unseen(form, form.title) | said["title"]})


def set_agenda(form: Form, points: list[Point]) -> Form:
    """Give the talk another agenda."""
    unseen: dict[PointKind, dict[Language, str]] = {
        one.kind: _unseen(form, one.title) for one in form.agenda if one.kind is not PointKind.own
    }
    return form.model_copy(update={"agenda": [one.model_copy(update={"title": unseen.get(one.kind, {}) | one.title}) for one in points]})


def add_section(form: Form, section: Section) -> Form:
    """Put a new section last."""
    if _is_there(form, section.key):
        return form
    if len(form.sections) >= MOST_SECTIONS:
        raise WrongFormError({"template": _("There are as many sections as there can be.")})
    return _with(form, [*form.sections, section])


def set_section(form: Form, key: str, **said: Any) -> Form:  # noqa: ANN401  # the fields of a section
    """Change what a section is called, who writes it and who reads it."""
    was = section_of(form, key)
    words = {name: _unseen(form, getattr(was, name)) | said[name] for name in ("title", "help")}
    return _with(form, _put(form.sections, was.model_copy(update={**said, **words})))


def remove_section(form: Form, key: str) -> Form:
    """Remove a section with its questions."""
    return _with(form, [one for one in form.sections if one.key != key])


def move_section(form: Form, key: str, place: int) -> Form:
    """Put a section in another place, counted from 0."""
    section = section_of(form, key)
    others = [one for one in form.sections if one.key != key]
    return _with(form, [*others[:place], section, *others[place:]])


def add_question(form: Form, section_key: str, question: Question) -> Form:
    """Put a new question last in its section."""
    if _is_there(form, question.key):
        return form
    return _fill(form, section_of(form, section_key), lambda there: [*there, question])


def set_question(form: Form, question: Question) -> Form:
    """Change a question."""
    section, was = home_of(form, question.key), form.question(question.key)
    words: dict[str, Any] = {name: _unseen(form, getattr(was, name)) | getattr(question, name) for name in ("title", "help", "enough")}
    if was and len(was.choices) == len(question.choices):
        words["choices"] = [_unseen(form, old) | new for old, new in zip(was.choices, question.choices, strict=True)]
    new = question.model_copy(update=words)
    return _with(form, _put(form.sections, section.model_copy(update={"questions": _put(section.questions, new)})))


def remove_question(form: Form, key: str) -> Form:
    """Remove a question."""
    return _with(form, [one.model_copy(update={"questions": [each for each in one.questions if each.key != key]}) for one in form.sections])


def move_question(form: Form, key: str, section_key: str, place: int) -> Form:
    """Put a question in another place, counted from 0, of its own section or another."""
    question = form.question(key)
    section_of(form, section_key)
    if question is None:
        raise UnknownError
    left = remove_question(form, key)
    return _fill(left, section_of(left, section_key), lambda there: [*there[:place], question, *there[place:]])


def fitting(writer: Writer, reads: dict[Reader, From]) -> dict[Reader, From]:
    """Give for whom a template says from when on they read what somebody writes, never sooner than the rights allow."""
    kind = KIND[writer]
    return {one: reads[one] if reads[one] in froms_of(kind, one) else froms_of(kind, one)[0] for one in readers_of(kind) if one in reads}


def _unseen(form: Form, words: dict[Language, str]) -> dict[Language, str]:
    """Give what is said in languages that the form does not show now: it stays, in case they come back."""
    return {language: said for language, said in words.items() if language not in form.languages}


def _is_there(form: Form, key: str) -> bool:
    """Whether a key stands for something already: what was sent twice is added once."""
    return any(one.key == key for one in form.sections) or form.question(key) is not None


def _fill(form: Form, section: Section, change: Any) -> Form:  # noqa: ANN401  # from questions to questions
    """Change a section's questions, within their number.

    Raises:
        WrongFormError: they would be too many.
    """
    questions = change(section.questions)
    if len(questions) > MOST_QUESTIONS:
        raise WrongFormError({"template": _("There are as many questions in this section as there can be.")})
    return _with(form, _put(form.sections, section.model_copy(update={"questions": questions})))


def _with(form: Form, sections: list[Section]) -> Form:
    """Give a form with other sections."""
    return form.model_copy(update={"sections": sections})


def _put(pieces: list[Piece], piece: Piece) -> list[Piece]:
    """Put a piece in the place of the one with its key."""
    return [piece if one.key == piece.key else one for one in pieces]
