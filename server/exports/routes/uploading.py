"""Reading an archive that is uploaded, and for which pupil it is."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from uuid import UUID

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from server.errors import WrongFormError, _
from server.exports.archive.zipped import PIECE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from starlette.requests import Request


def pieces_of(file: IO[bytes]) -> Iterator[bytes]:
    """Read a file, a piece at a time."""
    while piece := file.read(PIECE):
        yield piece


class Uploaded:
    """An upload being read, to a file of the system's own as it comes in."""

    def __init__(self, request: Request) -> None:
        """Take the request."""
        self.request = request

    async def __aenter__(self) -> tuple[UploadFile, UUID]:
        """Give the file and the pupil it is for.

        Raises:
            WrongFormError: it is not written as a form, or one of the two is missing.
        """
        try:
            self.form = await self.request.form(max_files=1, max_fields=2)
        except HTTPException as error:
            if error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
                raise
            raise WrongFormError from error
        file, pupil = self.form.get("file"), self.form.get("pupil")
        if not isinstance(file, UploadFile) or not file.size:
            raise WrongFormError({"file": _("Choose a file first.")})
        try:
            return file, UUID(str(pupil))
        except ValueError as error:
            raise WrongFormError({"pupil": _("Choose the pupil.")}) from error

    async def __aexit__(self, *_: object) -> None:
        """Let go of the file."""
        if hasattr(self, "form"):
            await self.form.close()
