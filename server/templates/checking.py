"""What keeps a form from being published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.errors import _
from server.talks.models import PointKind
from server.templates.form import HAS_CHOICES, NEEDS_CHOICES, QuestionKind, Writer

if TYPE_CHECKING:
    from server.templates.form import Form, Language, Question, Section

AGENDA = "agenda"
"""By which the agenda is known among sections and questions."""


def wrong_with(form: Form) -> list[tuple[str, str]]:
    """Say what keeps a form from being published: for each fault the key it is about (none: the whole; `AGENDA`), and a sentence."""
    found = []
    questions = [question for section in form.sections for question in section.questions]
    if not questions:
        found.append(("", _("A template needs at least one question.")))
    parts: list[Section | Question] = [*form.sections, *questions]
    titles = [("", form.title), *((one.key, one.title) for one in parts)]
    for key, title in titles:
        if not all(title.get(language) for language in form.languages):
            found.append((key, _("The heading is missing in a language.")))
    if not all(one.title.get(language) for one in form.agenda if one.kind is PointKind.own for language in form.languages):
        found.append((AGENDA, _("A point of the talk has no words in a language.")))
    for section in form.sections:
        if not section.questions:
            found.append((section.key, _("This section has no question.")))
        found += [(one.key, fault) for one in section.questions if (fault := _wrong_question(section, one, form.languages))]
    return found


_FEWEST = 2
_BY = {
    QuestionKind.assessment: {Writer.teachers},
    QuestionKind.set_goals: {Writer.pupil, Writer.home, Writer.school, Writer.together},
    QuestionKind.follow_up: {Writer.pupil, Writer.home, Writer.school},
    QuestionKind.attachment: {Writer.pupil, Writer.home, Writer.teachers, Writer.school},
}
"""Who can be asked what; what is not named can be asked of everybody but everyone together, who write in one text."""


def _wrong_question(section: Section, question: Question, languages: list[Language]) -> str:
    """Say what is wrong with a question, or nothing."""
    if question.kind in NEEDS_CHOICES and len(question.choices) < _FEWEST:
        return _("This question needs at least two choices.")
    if question.kind in HAS_CHOICES and not all(choice.get(language) for choice in question.choices for language in languages):
        return _("A choice is missing in a language.")
    if question.kind not in {QuestionKind.text, *_BY} and section.writer is Writer.together:
        return _("Everybody together answers in a text, not in this way.")
    if section.writer not in _BY.get(question.kind, set(Writer)):
        return _("This kind of question cannot be asked of whoever writes this section.")
    return ""
