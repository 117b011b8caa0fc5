"""Answering a question, and the part of a page that shows the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from server.accounts.routes.signing import inside
from server.people.policy import standing
from server.preparations import policy
from server.preparations.actions import Piece, answer_with, asked_by, earlier, files_of, hold
from server.preparations.models import Answer
from server.texts.policy import right
from server.web import begin, fields_of, fragment, go, is_live, key

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from server.work import Work

MOST_FIELDS = 200
"""Fields of an answer: one a goal that is followed up."""


async def show_answer(request: Request) -> Response:
    """Show an answer as it is now."""
    async with begin(request) as work:
        answer = await work.find(Answer, key(request, "answer"), see=policy.may_see_answer)
        return fragment(request, "preparations/_answer.html", **await answer_part(work, answer), then="")


async def answer_part(work: Work, answer: Answer) -> dict[str, Any]:
    """Gather what shows one answer."""
    form, question = await asked_by(work.session, answer)
    files = (await files_of(work.session, [answer.id])).get(answer.id, [])
    piece = Piece(question, answer.kind, answer.household_id, answer.subject, answer=answer, right=right(work.actor, answer), files=files)
    return {
        "plan": answer.plan,
        "form": form,
        "piece": piece,
        "before": await earlier(work, answer.plan),
        "who": standing(work.actor, answer.plan),
    }


async def give_answer(request: Request) -> Response:
    """Answer a question; without a script one comes back to where the question stood."""
    given = await fields_of(request, MOST_FIELDS)
    then = given.pop("then", "")
    async with begin(request) as work:
        answer = await hold(work, Answer, key(request, "answer"), see=policy.may_see_answer, may=policy.is_to_answer)
        await answer_with(work, answer, given)
        if is_live(request):
            return fragment(request, "preparations/_answer.html", **await answer_part(work, answer), then=then)
    return go(back(then, answer))


def back(then: str, answer: Answer) -> str:
    """Give where to go after something was done to an answer: where it was done, or the plan."""
    return inside(then) if then else f"/plans/{answer.plan_id}#answer-{answer.id}"
