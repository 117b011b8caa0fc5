"""A file, a folder or a zip of roster files, opened one at a time, never read into memory whole, and bounded in what it unpacks to."""

from __future__ import annotations

from contextlib import contextmanager
from io import BufferedReader, RawIOBase
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any, cast
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as BadDeflateError  # noqa: N812  # an exception's name, as everywhere else

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST_BYTES = 1024**3
"""What a whole roster may unpack to; 20,000 people take some 20 MB."""
MOST_RATIO = 200
"""How many times its packed size a file may unpack to; roster files reach some twenty."""
FREE_RATIO = 1024 * 1024
"""Below this size the ratio says nothing."""
MOST_FILES = 1000

UNREADABLE = (BadZipFile, BadDeflateError, EOFError, NotImplementedError, OSError, RuntimeError)
"""What a torn, encrypted or forged archive raises when it is opened or read."""


class BombError(Exception):
    """An archive unpacks to more than it may."""


class Bundle:
    """The files of a roster by their names; only the last part of a name counts, since some systems pack the folder itself."""

    def __init__(self, names: dict[str, Callable[[], IO[bytes]]], title: str) -> None:
        """Take what opens each file, and what the whole is called."""
        self.names = names
        self.title = title
        self.read = 0
        """Bytes read so far, for the progress."""

    def open(self, name: str) -> IO[bytes] | None:
        """Open a file, or give None where there is none."""
        return cast("IO[bytes]", BufferedReader(Metered(self.names[name](), self))) if name in self.names else None


class Metered(RawIOBase):
    """A file that counts what is read of it, and stops at more than a roster can be."""

    def __init__(self, inner: IO[bytes], bundle: Bundle) -> None:
        """Take the file and where to count."""
        self.inner = inner
        self.bundle = bundle

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, into: Any) -> int:  # noqa: ANN401  # any buffer: Python 3.11 has no type for it
        """Read a little.

        Raises:
            BombError: it has been more than enough.
        """
        view = memoryview(into)
        data = self.inner.read(len(view))
        view[: len(data)] = data
        self.bundle.read += len(data)
        if self.bundle.read > MOST_BYTES:
            raise BombError
        return len(data)

    def close(self) -> None:
        """Close the file."""
        self.inner.close()
        super().close()


@contextmanager
def opened(path: Path) -> Iterator[Bundle]:
    """Open what is at a path.

    Raises:
        OSError: there is nothing.
        BadZipFile: it begins as a zip and is none.
        BombError: it would unpack to more than a roster can be.
    """
    if path.is_dir():
        yield Bundle({one.name: _opener(one) for one in sorted(path.iterdir()) if one.is_file()}, path.name)
    elif _is_zip(path):
        with ZipFile(path) as archive:
            yield Bundle({PurePosixPath(one.filename).name: _member(archive, one) for one in _members(archive)}, path.name)
    else:
        yield Bundle({path.name: _opener(path)}, path.name)


def _is_zip(path: Path) -> bool:
    """Tell by how it begins."""
    with path.open("rb") as stream:
        return stream.read(2) == b"PK"


def _opener(path: Path) -> Callable[[], IO[bytes]]:
    """Give what opens a file of a folder."""
    return lambda: path.open("rb")


def _member(archive: ZipFile, one: ZipInfo) -> Callable[[], IO[bytes]]:
    """Give what opens a file of a zip."""
    return lambda: archive.open(one)


def _members(archive: ZipFile) -> Iterator[ZipInfo]:
    """Give the files of an archive; the sizes it states bind, since zipfile reads no further than they say.

    Raises:
        BombError: they are too many or unpack to too much.
    """
    every = [one for one in reversed(archive.infolist()) if not one.is_dir() and "__MACOSX" not in one.filename]
    ratios = (one.file_size / max(one.compress_size, 1) for one in every if one.file_size > FREE_RATIO)
    if len(every) > MOST_FILES or sum(one.file_size for one in every) > MOST_BYTES or max(ratios, default=0) > MOST_RATIO:
        raise BombError
    yield from every
