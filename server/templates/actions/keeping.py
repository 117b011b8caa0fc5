"""A form as it is kept: in the draft as it was written, in a version tidied."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from server.errors import WrongFormError, _
from server.templates.form import HAS_CHOICES, Form, QuestionKind

if TYPE_CHECKING:
    from server.templates.form import Language, Question, Section
    from server.templates.models import Template, TemplateVersion

MOST_BYTES = 256 * 1024
"""Of a form as JSON: what is designed here can always be taken as a file, and brought in elsewhere."""


def drafted(template: Template) -> Form:
    """Give the form that is being designed."""
    return Form.model_validate(template.draft)


def published(version: TemplateVersion) -> Form:
    """Give the form that was published."""
    return Form.model_validate(version.body)


def written(form: Form) -> dict[str, Any]:
    """Give a form as its row and its file keep it: always the same for the same form.

    Raises:
        WrongFormError: it is too long.
    """
    kept = form.model_dump(mode="json")
    if len(json.dumps(kept, ensure_ascii=False, indent=2).encode()) > MOST_BYTES:
        raise WrongFormError({"template": _("The template is full: nothing more fits into it.")})
    return kept


def tidied(form: Form) -> Form:
    """Leave out what a form does not use: words in other languages, choices where nothing is chosen."""
    sections = [_section(one, form) for one in form.sections]
    agenda = [one.model_copy(update={"title": _words(one.title, form)}) for one in form.agenda]
    return form.model_copy(update={"title": _words(form.title, form), "agenda": agenda, "sections": sections})


def _section(one: Section, form: Form) -> Section:
    """Tidy a section."""
    questions = [_question(each, form) for each in one.questions]
    return one.model_copy(update={"title": _words(one.title, form), "help": _words(one.help, form), "questions": questions})


def _question(one: Question, form: Form) -> Question:
    """Tidy a question."""
    return one.model_copy(
        update={
            "title": _words(one.title, form),
            "help": _words(one.help, form),
            "enough": _words(one.enough, form),
            "choices": [_words(choice, form) for choice in one.choices] if one.kind in HAS_CHOICES else [],
            "many": one.many and one.kind is QuestionKind.choice,
        }
    )


def _words(said: dict[Language, str], form: Form) -> dict[Language, str]:
    """Keep what is said in the form's languages."""
    return {one: said[one] for one in form.languages if said.get(one)}
