"""Handing in, taking back, no longer waiting, waiting again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.accounts.routes.signing import inside
from server.errors import Filled, WrongFormError, _
from server.pages import names
from server.preparations import policy
from server.preparations.actions import KIND_OF, UnansweredError, ask_again, close, hand_in, hold, take_back
from server.preparations.models import Preparation
from server.templates.actions import forms_of
from server.templates.form import said
from server.web import Form, begin, go, key, language_of, read

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from server.people.policy import Actor
    from server.templates.form import Form as TemplateForm
    from server.work import Work

    Rule = Callable[[Actor, Preparation], bool]


class ActOn(Form):
    """Where to go afterwards."""

    then: str = ""


async def _act(
    request: Request, act: Callable[[Work, Preparation], Awaitable[None]], *, may: Rule, whose: Rule, is_done: Callable[[Preparation], bool]
) -> Response:
    """Do something to a preparation; what is so already stays, and nobody is told twice."""
    wanted = await read(request, ActOn)

    def may_now(actor: Actor, one: Preparation) -> bool:
        return may(actor, one) or (is_done(one) and whose(actor, one))

    async with begin(request) as work:
        one = await hold(work, Preparation, key(request, "preparation"), see=policy.may_see, may=may_now)
        if not is_done(one):
            await act(work, one)
    return go(inside(wanted.then) if wanted.then else f"/plans/{one.plan_id}")


async def hand_part_in(request: Request) -> Response:
    """Hand a preparation in, or say which questions are still to be answered."""

    async def act(work: Work, one: Preparation) -> None:
        try:
            await hand_in(work, one)
        except UnansweredError as error:
            forms = await forms_of(work.session, [one.plan.template_version_id])
            raise _refusal(request, error, forms.get(one.plan.template_version_id)) from error

    return await _act(request, act, may=policy.may_hand_in, whose=policy.is_own, is_done=lambda one: one.ready is not None)


def _refusal(request: Request, error: UnansweredError, form: TemplateForm | None) -> WrongFormError:
    """Say which questions are still to be answered, in the reader's language."""
    words = language_of(request)
    asked = [form.question(one) if form else None for one in error.missing]
    plain = words.say(names.TEXT[KIND_OF[error.one.party]], subject=error.one.subject)
    titles = [said(question.title, words.language, form) if question and form else plain for question in asked]
    return WrongFormError({"missing": Filled(_("Still to be answered: {questions}."), questions=", ".join(titles))})


async def take_part_back(request: Request) -> Response:
    """Take back what was handed in."""
    return await _act(request, take_back, may=policy.may_take_back, whose=policy.is_own, is_done=lambda one: one.ready is None)


async def close_part(request: Request) -> Response:
    """Stop waiting for a preparation."""
    return await _act(request, close, may=policy.may_close, whose=policy.may_run, is_done=lambda one: one.closed is not None)


async def ask_for_part(request: Request) -> Response:
    """Wait for a preparation again."""
    return await _act(request, ask_again, may=policy.may_close, whose=policy.may_run, is_done=lambda one: one.closed is None and one.asked)
