"""Files that answer a question."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote
from uuid import UUID

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import Response

from server.accounts.routes.signing import inside
from server.errors import WrongFormError, _
from server.guard import takes
from server.preparations import policy
from server.preparations.actions import MOST_FILE, attach, hold, make_ready, remove
from server.preparations.models import Answer, Attachment
from server.preparations.routes.answers import back
from server.web import Form, begin, go, key, read

if TYPE_CHECKING:
    from starlette.requests import Request

_AROUND = 64 * 1024
"""Bytes of a request beside its file."""
_HEADERS = {
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Sent(Form):
    """What comes with a file: the id that the page chose for it, and where to go afterwards."""

    id: UUID
    then: str = ""


class RemoveFile(Form):
    """Where to go afterwards."""

    then: str = ""


@takes(MOST_FILE + _AROUND)
async def add_file(request: Request) -> Response:
    """Add a file to an answer. Nobody's file is read who may not add one, and none while a database connection waits."""
    async with begin(request) as work:
        await work.find(Answer, key(request, "answer"), see=policy.may_see_answer, may=policy.is_to_answer)
    sent, name, content = await _sent(request)
    ready = await make_ready(name, content)
    async with begin(request) as work:
        answer = await hold(work, Answer, key(request, "answer"), see=policy.may_see_answer, may=policy.is_to_answer)
        await attach(work, answer, sent.id, ready)
    return go(back(sent.then, answer))


async def _sent(request: Request) -> tuple[Sent, str, bytes]:
    """Read the one file that a form brings.

    Raises:
        WrongFormError: there is none, or more.
    """
    try:
        async with request.form(max_fields=3, max_files=1) as fields:
            file = fields.get("file")
            name, content = (file.filename or "", await file.read()) if isinstance(file, UploadFile) else ("", b"")
            sent = Sent.model_validate({one: value for one, value in fields.items() if one != "file" and isinstance(value, str)})
    except Exception as error:
        if isinstance(error, HTTPException) and error.status_code == 413:  # noqa: PLR2004  # too large, as the guard says
            raise
        raise WrongFormError from error
    if not content:
        raise WrongFormError({"file": _("Choose a file first.")})
    return sent, name, content


async def show_file(request: Request) -> Response:
    """Give a file to be kept: never drawn in a page of ours, so that whatever is in it does nothing here."""
    async with begin(request) as work:
        file = await work.find(Attachment, key(request, "file"), see=policy.may_see_file)
    headers = {**_HEADERS, "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"}
    return Response(file.content, media_type=file.media_type, headers=headers)


async def remove_file(request: Request) -> Response:
    """Take a file away."""
    wanted = await read(request, RemoveFile)
    async with begin(request) as work:
        file = await hold(work, Attachment, key(request, "file"), see=policy.may_see_file, may=policy.may_remove)
        await remove(work, file)
    return go(inside(wanted.then) if wanted.then else back("", file.answer))
