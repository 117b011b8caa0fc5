"""A text's history: its moments, the text as it was at one of them, and taking that wording up again."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from pydantic import Field
from starlette.routing import Route

from server.errors import UnknownError
from server.history.actions import colours, draw, history_of, restore
from server.pages.render import COLOURS, colour_of
from server.people.actions import faces, named
from server.people.models import Person
from server.plans.actions import form_of, opened
from server.templates.form import said
from server.texts.models import Text
from server.texts.policy import may_read, may_write
from server.web import Form, begin, fragment, go, key, language_of, number, read, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from server.history.actions import History
    from server.work import Work


class RestoreText(Form):
    """The moment whose wording is wanted again; the page chose the edit's id, so that sending twice does it once."""

    id: UUID
    seq: Annotated[int, Field(ge=0, lt=2**53)]


async def show_history(request: Request) -> Response:
    """Show the moments of a text, and the text as it was at one of them: that in the address, else the last."""
    async with begin(request) as work:
        text = await work.find(Text, key(request, "text"), see=may_read)
        opened(work, text.plan)
        history = await history_of(work, text)
        place = _asked(history, request.query_params.get("at", ""))
        part = await _moment(work, request, history, place) if place is not None else {}
        pupil = await work.session.get_one(Person, text.plan.pupil_id)
        return await show(
            work, request, "history/history.html", history=history, text=text, pupil=pupil, **await _title(work, request, text), **part
        )


def _asked(history: History, at: str) -> int | None:
    """Find the moment that an address asks for, else the last."""
    with suppress(ValueError):
        if (place := history.place(int(at))) is not None:
            return place
    return history.place(None)


async def show_moment(request: Request) -> Response:
    """Show a text as it was at a moment."""
    async with begin(request) as work:
        text = await work.find(Text, key(request, "text"), see=may_read)
        history = await history_of(work, text)
        place = history.place(number(request, "seq"))
        if place is None:
            raise UnknownError
        return fragment(request, "history/_moment.html", text=text, **await _moment(work, request, history, place))


async def _moment(work: Work, request: Request, history: History, place: int) -> dict[str, Any]:
    """Gather a moment: the text as it was, whose its letters are, and whether its wording can be taken up again."""
    people = await named(work.session, {person for one in history.past for person, _ in one.parts})
    words, colour = language_of(request), colours(history, colour_of, COLOURS)
    return {
        "colours": colour,
        "place": place,
        "moment": history.shown[place],
        "people": people,
        "faces": await faces(work, people.values()),
        "drawn": draw(history, place, people, colour, words.say("nobody knows any more who")),
        "restores": may_write(work.actor, history.text) and place < len(history.shown) - 1,
    }


async def _title(work: Work, request: Request, text: Text) -> dict[str, Any]:
    """Say what a text is called: by its template, in the reader's language; empty where the plan has the plain parts."""
    form = await form_of(work.session, text.plan)
    question = form.question(text.question) if form else None
    return {"title": said(question.title, language_of(request).language, form) if form and question else ""}


async def restore_text(request: Request) -> Response:
    """Take up an earlier wording again."""
    wanted = await read(request, RestoreText)
    async with begin(request) as work:
        text = await work.find(Text, key(request, "text"), see=may_read, may=may_write)
        history = await history_of(work, text)
        place = history.place(wanted.seq)
        if place is None:
            raise UnknownError
        await restore(work, text, history.state(place), wanted.id)
    return go(f"/plans/{text.plan_id}#text-{text.id}")


routes = [
    Route("/texts/{text}/history", show_history, methods=["GET"]),
    Route("/texts/{text}/history/{seq:int}", show_moment, methods=["GET"]),
    Route("/texts/{text}/restored", restore_text, methods=["POST"]),
]
