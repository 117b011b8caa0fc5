"""Writing an archive: a ZIP in a file that has no name, so that nothing of it outlives the process; then its pieces."""

from __future__ import annotations

import asyncio
import hashlib
import tempfile
from typing import TYPE_CHECKING, Any, Self
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from server.exports.archive.shape import File

if TYPE_CHECKING:
    from collections.abc import Iterator

PIECE = 512 * 1024
"""Bytes of a piece in the database."""
_PACKED_ALREADY = (".pdf", ".webp")
_MADE = (1980, 1, 1, 0, 0, 0)
"""A ZIP's earliest moment: when it was made says the manifest, and the same is the same bytes."""


class Zipped:
    """An archive being written: one file of it in memory at a time."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.file: Any = tempfile.TemporaryFile()  # noqa: SIM115  # closed at the end of the making
        self.zip = ZipFile(self.file, "w", ZIP_DEFLATED)
        self.files: list[File] = []

    def __enter__(self) -> Self:
        """Give it to whoever makes it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the file, and with it of what was written."""
        self.zip.close()
        self.file.close()

    async def add(self, path: str, body: bytes) -> None:
        """Write one file, and note what its bytes are."""
        self.files.append(File(path=path, size=len(body), sha256=hashlib.sha256(body).hexdigest()))
        await asyncio.to_thread(self._write, path, body)

    def _write(self, path: str, body: bytes) -> None:
        """Pack a file."""
        info = ZipInfo(path, _MADE)
        info.compress_type = ZIP_STORED if path.endswith(_PACKED_ALREADY) else ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        self.zip.writestr(info, body)

    def end(self) -> None:
        """Write the ZIP's own end: nothing is added after it."""
        self.zip.close()

    def pieces(self) -> Iterator[bytes]:
        """Give the whole archive, a piece at a time."""
        self.file.seek(0)
        while piece := self.file.read(PIECE):
            yield piece
