"""The designer over HTTP.

Each act names the count of the draft that its page has: on an older one it is refused, and the page shows the newest.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from server.errors import UnknownError, _
from server.templates import actions, policy
from server.templates.actions import editing
from server.templates.form import Form, Key, Section, said
from server.templates.models import Template
from server.templates.routes.forms import (
    AddQuestion,
    AddSection,
    Edited,
    MovePiece,
    SetHead,
    SetQuestion,
    SetSection,
    read_groups,
)
from server.templates.routes.parts import Outcome, Sent, design_part, place_part
from server.web import begin, fragment, go, is_live, key, language_of, show

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from server.work import Work

    Edit = Callable[[Form], Form]
    Tell = Callable[[Form, str], Outcome]

_KEY = TypeAdapter(Key)
SAVED, CONFLICT = _("Saved."), 409
_REMOVED = _("Removed.")
_SECTION_MOVED = _("“{title}” is now section {n} of {all}.")
_QUESTION_MOVED = _("“{title}” is now question {n} of {all} in “{section}”.")


def piece(request: Request) -> str:
    """Give the key of a section or a question from the path.

    Raises:
        UnknownError: it is no key at all.
    """
    try:
        return _KEY.validate_python(request.path_params["piece"])
    except ValidationError as wrong:
        raise UnknownError from wrong


async def change(request: Request, edited: int, edit: Edit, tell: Tell, sent: Sent | None = None) -> Response:
    """Do one act on the draft, and show the draft as it then is: to a script as a fragment, else by the way back to where it was done."""
    async with begin(request) as work:
        template = await work.find(Template, key(request, "template"), see=policy.may_see, may=policy.may_change, lock=True)
        if not actions.edit(work, template, edited, edit):
            return await refused(work, request, template, sent)
        outcome = tell(actions.drafted(template), language_of(request).language)
        if is_live(request):
            return fragment(request, "templates/_design.html", **await design_part(work, template, outcome))
    return go(f"/templates/{template.id}#{outcome.focus.partition('.')[0] or 'design'}")


async def refused(work: Work, request: Request, template: Template, sent: Sent | None) -> Response:
    """Show the newest draft to whoever acted on an older one, with what they sent in its form again."""
    parts = await design_part(work, template, None, sent or Sent("-"))
    if is_live(request):
        return fragment(request, "templates/_design.html", CONFLICT, **parts)
    return await show(work, request, "templates/designer.html", CONFLICT, **parts, **await place_part(work, template))


def telling(sentence: str, focus: str = "") -> Tell:
    """Say the same whatever the draft is like."""
    return lambda _form, _language: Outcome(sentence, focus=focus)


async def set_head(request: Request) -> Response:
    """Change what the template is called, its languages, years and look."""
    wanted = await read_groups(request, SetHead)
    fields = wanted.said()
    return await change(request, wanted.edited, lambda form: editing.head(form, **fields), telling(SAVED, "head"), Sent("", fields))


async def add_section(request: Request) -> Response:
    """Add a section at the end."""
    wanted = await read_groups(request, AddSection)
    new = wanted.section()
    edit = partial(editing.add_section, section=new)
    return await change(request, wanted.edited, edit, telling(SAVED, f"s-{new.key}"), Sent(new.key, new, "sections"))


async def set_section(request: Request) -> Response:
    """Change a section."""
    wanted, mine = await read_groups(request, SetSection), piece(request)
    fields = wanted.said()
    sent = Sent(mine, Section.model_validate({"key": mine, **fields}))
    return await change(request, wanted.edited, lambda form: editing.set_section(form, mine, **fields), telling(SAVED, f"s-{mine}"), sent)


async def remove_section(request: Request) -> Response:
    """Remove a section with its questions."""
    wanted, mine = await read_groups(request, Edited), piece(request)
    return await change(request, wanted.edited, lambda form: editing.remove_section(form, mine), telling(_REMOVED, "sections"))


async def move_section(request: Request) -> Response:
    """Put a section in another place."""
    wanted, mine = await read_groups(request, MovePiece), piece(request)

    def tell(form: Form, language: str) -> Outcome:
        keys = [one.key for one in form.sections]
        title = said(editing.section_of(form, mine).title, language, form)
        return Outcome(_SECTION_MOVED, {"title": title, "n": keys.index(mine) + 1, "all": len(keys)}, f"s-{mine}.move")

    return await change(request, wanted.edited, lambda form: editing.move_section(form, mine, wanted.at), tell)


async def add_question(request: Request) -> Response:
    """Add a question at the end of a section."""
    wanted, section = await read_groups(request, AddQuestion), piece(request)
    new = wanted.question(str(wanted.id))
    sent = Sent(new.key, new, section)
    return await change(request, wanted.edited, lambda form: editing.add_question(form, section, new), telling(SAVED, f"q-{new.key}"), sent)


async def set_question(request: Request) -> Response:
    """Change a question."""
    wanted, mine = await read_groups(request, SetQuestion), piece(request)
    new = wanted.question(mine)
    edit = partial(editing.set_question, question=new)
    return await change(request, wanted.edited, edit, telling(SAVED, f"q-{mine}"), Sent(mine, new))


async def remove_question(request: Request) -> Response:
    """Remove a question; the keyboard goes to the one that then stands in its place."""
    wanted, mine = await read_groups(request, Edited), piece(request)
    beside = ""

    def edit(form: Form) -> Form:
        nonlocal beside
        beside = _beside(form, mine)
        return editing.remove_question(form, mine)

    return await change(request, wanted.edited, edit, lambda _form, _language: Outcome(_REMOVED, focus=beside))


def _beside(form: Form, question: str) -> str:
    """Give where the keyboard goes when a question is gone: to the next one, to the one before, to the section."""
    section = next((one for one in form.sections if any(each.key == question for each in one.questions)), None)
    if section is None:
        return "sections"
    keys = [one.key for one in section.questions]
    at = keys.index(question)
    left = [*keys[at + 1 :], *reversed(keys[:at])]
    return f"q-{left[0]}" if left else f"s-{section.key}"


async def move_question(request: Request) -> Response:
    """Put a question in another place, of its own section or another."""
    wanted, mine = await read_groups(request, MovePiece), piece(request)

    def tell(form: Form, language: str) -> Outcome:
        section = editing.home_of(form, mine)
        keys = [one.key for one in section.questions]
        title = next(said(one.title, language, form) for one in section.questions if one.key == mine)
        values = {"title": title, "n": keys.index(mine) + 1, "all": len(keys), "section": said(section.title, language, form)}
        return Outcome(_QUESTION_MOVED, values, f"q-{mine}.move")

    edit = partial(editing.move_question, key=mine, section_key=wanted.section, place=wanted.at)
    return await change(request, wanted.edited, edit, tell)
