"""A locked version: as a page, as its bytes, as a file, and checking a file against it."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

from sqlmodel import select
from starlette.datastructures import UploadFile
from starlette.responses import Response

from server.access import VersionOpened
from server.agreements.actions import document_in, files_known, keep_document
from server.agreements.actions.reopenings import reopening_of
from server.agreements.document.paper import paper
from server.agreements.document.sheet import sheet_of
from server.agreements.routes.page import head_of
from server.errors import UnknownError, WrongFormError, _
from server.guard import takes
from server.i18n import LANGUAGES, words
from server.pages.render import HERE
from server.plans.models import Plan, Version
from server.plans.policy import may_see, may_see_version
from server.press import press
from server.web import begin, key, language_of, number, show

if TYPE_CHECKING:
    from starlette.requests import Request

    from server.i18n import Words
    from server.work import Work

LAYOUT = HERE / "agreements" / "version.typ"
MOST_FILE, AT_A_TIME = 25 * 1024**2, 1024**2
_DIGEST = re.compile(r"[0-9a-f]{64}")


async def _find(work: Work, request: Request) -> Version:
    """Find the version that an address names.

    Raises:
        UnknownError: there is none, or the actor may not know of it.
    """
    plan = await work.find(Plan, key(request, "plan"), see=may_see)
    rows = await work.session.exec(select(Version.id).where(Version.plan_id == plan.id, Version.number == number(request, "number")))
    if (found := rows.one_or_none()) is None:
        raise UnknownError
    return await work.find(Version, found, see=may_see_version)


async def _page(work: Work, version: Version, said: Words) -> dict[str, Any]:
    """Gather what the page of a version shows."""
    head = await head_of(work, version.plan)
    reopened = await reopening_of(work.session, version)
    return {**head, "version": version, "reopened": reopened, "sheet": sheet_of(version.record, said, _about(head))}


def _about(head: dict[str, Any]) -> dict[str, str]:
    """Say whose plan it is as it is known now, for a record that was made before it said so itself."""
    return {"pupil": head["pupil"].name, "class": head["klass"].name, "term": head["term"].title if head["term"] else ""}


async def show_version(request: Request) -> Response:
    """Show a locked version: the same for whoever reads it."""
    async with begin(request) as work:
        version = await _find(work, request)
        taken = request.query_params.get("as") == "json"
        work.tell(VersionOpened(plan=version.plan_id, number=version.number, taken=taken))
        if taken:
            return Response(version.body, media_type="application/json", headers={"Cache-Control": "private, no-cache"})
        return await show(work, request, "agreements/version.html", verified=None, **await _page(work, version, language_of(request)))


async def show_document(request: Request) -> Response:
    """Give a version as a PDF, in the language that is asked for or the reader's own; made by whoever asks first, then kept."""
    asked = request.query_params.get("language", "")
    async with begin(request) as work:
        version = await _find(work, request)
        said = words(asked) if asked in LANGUAGES else language_of(request)
        kept = await document_in(work.session, version, said.language)
        if kept is not None:
            return _file(work, version, said, kept.body)
        sheet = (await _page(work, version, said))["sheet"]
    address = f"{request.app.state.settings.address}/plans/{version.plan_id}/versions/{version.number}"
    body = await press(LAYOUT, paper(sheet, version, said, address), version.at)  # no transaction waits for it
    async with begin(request) as work:
        version = await _find(work, request)  # judged again: making it took a moment
        return _file(work, version, said, (await keep_document(work.session, version, said.language, body)).body)


def _file(work: Work, version: Version, said: Words, body: bytes) -> Response:
    """Answer with the file, and note that it was taken."""
    work.tell(VersionOpened(plan=version.plan_id, number=version.number, taken=True))
    name = f"plan-{version.number}-{said.language}.pdf"
    headers = {"Cache-Control": "private, no-cache", "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type="application/pdf", headers=headers)


@takes(MOST_FILE)
async def verify_version(request: Request) -> Response:
    """Say whether a file, or a SHA-256, is that of the version's record, or of a document that was made of it."""
    async with begin(request) as work:
        await _find(work, request)  # before a file is taken from anybody
    wanted = await _digest_of(request)
    async with begin(request) as work:
        version = await _find(work, request)
        work.tell(VersionOpened(plan=version.plan_id, number=version.number, taken=False))
        files = await files_known(work.session, version)
        verified = {"sha256": wanted, "record": wanted == version.sha256, "language": files.get(wanted)}
        return await show(work, request, "agreements/version.html", verified=verified, **await _page(work, version, language_of(request)))


async def _digest_of(request: Request) -> str:
    """Read the SHA-256 that was pasted, or take that of the file that was sent.

    Raises:
        WrongFormError: neither was given, or what was pasted is none.
    """
    async with request.form(max_files=1, max_fields=2) as form:
        file, pasted = form.get("file"), form.get("sha256")
        if isinstance(file, UploadFile) and file.size:
            found = hashlib.sha256()
            while piece := await file.read(AT_A_TIME):
                found.update(piece)
            return found.hexdigest()
        written = re.sub(r"\s", "", pasted).lower() if isinstance(pasted, str) else ""
    if not _DIGEST.fullmatch(written):
        raise WrongFormError({"sha256": _("Choose a file, or paste the 64 signs of a SHA-256.")})
    return written
