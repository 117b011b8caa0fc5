"""Files that answer a question: pictures are made anew, PDFs kept as they came; so many for a question, so large each."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlalchemy.orm import defer
from sqlmodel import col, select

from server import pictures
from server.columns import now
from server.errors import LockedError, WrongFormError, _
from server.preparations.actions.answering import asked_by
from server.preparations.events import Answered
from server.preparations.models import Attachment
from server.templates.form import QuestionKind

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.preparations.models import Answer
    from server.work import Work

MOST_FILE = 10 * 1024 * 1024
"""Bytes of a file."""
MOST_FILES = 6
_LONGEST_NAME = 120
_SIDE = 2000
PDF = "application/pdf"
WEBP = "image/webp"


@dataclass(frozen=True)
class Ready:
    """A file as it will be kept."""

    name: str
    media_type: str
    content: bytes


async def make_ready(name: str, sent: bytes) -> Ready:
    """Make a picture anew, or take a PDF as it is; by what it holds, never by what it is called.

    Raises:
        WrongFormError: it is neither, or too large.
    """
    if len(sent) > MOST_FILE:
        raise WrongFormError({"file": _("This file is too large. It may be 10 MB.")})
    if sent.startswith(b"%PDF-"):
        return Ready(_plain_name(name, ".pdf"), PDF, sent)
    try:
        content = await pictures.remake(lambda given: pictures.webp(pictures.upright(given, _SIDE), _SIDE), sent)
    except pictures.NoPictureError as error:
        raise WrongFormError({"file": _("This is neither a picture nor a PDF. Choose a JPEG, PNG, WebP, GIF or PDF.")}) from error
    except pictures.BadPictureError as error:
        raise WrongFormError({"file": error.sentence}) from error
    return Ready(_plain_name(name, ".webp"), WEBP, content)


def _plain_name(name: str, ending: str) -> str:
    """Give a file's name without folders and without signs that cannot be seen, with the ending of what it is now."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] not in "CZ" or sign == " ").strip()
    return (seen[:_LONGEST_NAME] or "file") + ending


async def attach(work: Work, answer: Answer, key: UUID, ready: Ready) -> None:
    """Add a file to an answer; the form chose its id, so sending it twice adds it once. The answer must be held.

    Raises:
        LockedError: the answer is handed in.
        WrongFormError: the question asks for no file, or has as many as it may.
    """
    if not answer.open:
        raise LockedError
    _form, question = await asked_by(work.session, answer)
    if question.kind is not QuestionKind.attachment:
        raise WrongFormError
    await work.once(key)
    there = (await work.session.exec(select(Attachment.id).where(Attachment.answer_id == answer.id))).all()
    if key in there:
        return
    if len(there) >= MOST_FILES:
        raise WrongFormError({"file": _("There are as many files here as there may be. Take one away first.")})
    if (await work.session.exec(select(func.count()).where(Attachment.id == key))).one():
        raise WrongFormError
    work.session.add(
        Attachment(
            id=key, answer_id=answer.id, by_id=work.actor.id, name=ready.name, media_type=ready.media_type,
            size=len(ready.content), content=ready.content,
        )
    )  # fmt: skip
    answer.by_id, answer.at = work.actor.id, now()
    work.tell(Answered(plan=answer.plan_id, answer=answer.id, preparation=answer.preparation_id))


async def remove(work: Work, file: Attachment) -> None:
    """Take a file away for good.

    Raises:
        LockedError: the answer is handed in.
    """
    if not file.answer.open:
        raise LockedError
    await work.session.delete(file)
    work.tell(Answered(plan=file.answer.plan_id, answer=file.answer_id, preparation=file.answer.preparation_id))


async def files_of(session: AsyncSession, answers: Collection[UUID]) -> dict[UUID, list[Attachment]]:
    """Give the files of answers, without what is in them."""
    found: dict[UUID, list[Attachment]] = {}
    if answers:
        content = defer(Attachment.content)  # type: ignore[arg-type]  # a column, where it is asked of the class
        rows = await session.exec(
            select(Attachment)
            .options(content)
            .where(col(Attachment.answer_id).in_(answers))
            .order_by(col(Attachment.at), col(Attachment.id))
        )
        for one in rows.unique():
            found.setdefault(one.answer_id, []).append(one)
    return found
