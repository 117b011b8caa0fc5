"""A folder or a zip of roster files, opened one file at a time and never read into memory whole."""

from __future__ import annotations

from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING
from zipfile import BadZipFile, ZipFile
from zlib import error as BadDeflateError  # noqa: N812  # an exception's name, as everywhere else

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

UNREADABLE = (BadZipFile, BadDeflateError, EOFError, NotImplementedError, OSError, RuntimeError)
"""What a torn, encrypted or forged archive raises when it is opened or read."""


@contextmanager
def opened(path: Path) -> Iterator[Callable[[str], IO[bytes] | None]]:
    """Give a function that opens a file of the roster by its name, or gives None where there is none.

    Raises:
        OSError: there is nothing at the path.
        BadZipFile: it is neither a folder nor a zip.
    """
    if path.is_dir():
        yield lambda name: (path / name).open("rb") if (path / name).is_file() else None
        return
    with ZipFile(path) as archive:
        # Some systems pack the folder instead of its files, so only the last part of the name counts.
        inside = {PurePosixPath(one.filename).name: one for one in reversed(archive.infolist()) if "__MACOSX" not in one.filename}
        yield lambda name: archive.open(inside[name]) if name in inside else None


def as_text(binary: IO[bytes]) -> TextIOWrapper:
    """Read bytes as UTF-8 with or without a byte order mark, line ends untouched, as csv wants them."""
    return TextIOWrapper(binary, encoding="utf-8-sig", newline="")
