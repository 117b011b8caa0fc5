"""Asking for a new password."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field
from starlette.background import BackgroundTask

from server.accounts.actions import TooManyAttemptsError, ask_for_new_password
from server.web import Form, client_address, page, read

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


class AskForNew(Form):
    """A user name or a mail address."""

    name: Annotated[str, Field(min_length=1, max_length=200)]


async def show_forgotten(request: Request) -> Response:
    """Ask who wants a new password."""
    return page(request, "accounts/forgotten.html", asked=False, wrong="", name="")


async def ask_for_new(request: Request) -> Response:
    """Promise a mail to whoever has an account. The answer is the same for all, and the account is looked for after it has left."""
    wanted = await read(request, AskForNew)
    answer = page(request, "accounts/forgotten.html", asked=True, wrong="", name=wanted.name)
    answer.background = BackgroundTask(_look_for, request, wanted.name, client_address(request))
    return answer


async def _look_for(request: Request, name: str, address: str) -> None:
    """Mail links to those who are meant, if there are any and not too many were asked for."""
    async with request.app.state.database.session() as session:
        try:
            await ask_for_new_password(session, request.app.state.settings, name, address)
        except TooManyAttemptsError:
            return
        await session.commit()
