"""Opening an archive that somebody brings: every file is bounded, listed, and what the manifest says, before anything of it is believed."""

from __future__ import annotations

import hashlib
import re
from enum import StrEnum
from typing import IO, TYPE_CHECKING, TypeVar
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as BadDeflateError  # noqa: N812  # an exception's name, as everywhere else

from pydantic import BaseModel, ValidationError

from server.exports.archive.shape import FORMAT, KIND, Manifest

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_FILES = 5_000
MOST_BYTES = 512 * 1024**2
"""What a whole archive may unpack to."""
MOST_ONE = 32 * 1024**2
"""What one file of it may unpack to: it is held in memory."""
MOST_RATIO, FREE_RATIO = 200, 1024**2
"""How many times its packed size a file may unpack to; below the second size the ratio says nothing."""
_PATH = re.compile(r"(?!.*\.\.)[a-z0-9][a-z0-9/._-]{0,199}")
_UNREADABLE = (BadZipFile, BadDeflateError, EOFError, NotImplementedError, OSError, RuntimeError, ValueError)
Shape = TypeVar("Shape", bound=BaseModel)


class Bad(StrEnum):
    """Why an archive cannot be used."""

    not_zip = "not_zip"
    bomb = "bomb"
    path = "path"
    foreign = "foreign"
    newer = "newer"
    torn = "torn"
    """A file is missing, was not listed, or is not what the manifest says."""
    shape = "shape"
    """A file does not say what the schema wants."""
    content = "content"
    """It says what no plan here may hold."""
    anothers = "anothers"
    """Something in it is here already, with another pupil."""
    without_identity = "without_identity"


class BadArchiveError(Exception):
    """An archive cannot be used, and why; `where` is the file in it, if it is one."""

    def __init__(self, why: Bad, where: str = "") -> None:
        """Take why, and where."""
        super().__init__(why, where)
        self.why, self.where = why, where


class Opened:
    """An archive whose files can be read; each is compared with the manifest as it is read."""

    def __init__(self, zipped: ZipFile, members: Mapping[str, ZipInfo], manifest: Manifest) -> None:
        """Take what has been opened and judged."""
        self.zipped, self.members, self.manifest = zipped, members, manifest
        self.listed = {one.path: one for one in manifest.files}

    def bytes_of(self, path: str) -> bytes:
        """Read a file.

        Raises:
            BadArchiveError: it is not there, or not what the manifest says.
        """
        listed = self.listed.get(path)
        if listed is None or path not in self.members:
            raise BadArchiveError(Bad.torn, path)
        body = _read(self.zipped, self.members[path])
        if len(body) != listed.size or hashlib.sha256(body).hexdigest() != listed.sha256:
            raise BadArchiveError(Bad.torn, path)
        return body

    def said(self, path: str, shape: type[Shape]) -> Shape:
        """Read what a file says.

        Raises:
            BadArchiveError: it is not there, not what the manifest says, or not as the schema wants it.
        """
        return _typed(shape, self.bytes_of(path), path)

    def check(self) -> None:
        """Compare every file with the manifest, one at a time.

        Raises:
            BadArchiveError: one is not what it says.
        """
        for path in self.listed:
            self.bytes_of(path)


def opened(file: IO[bytes]) -> Opened:
    """Open an archive.

    Raises:
        BadArchiveError: it is none of ours, or may not be opened at all.
    """
    try:
        zipped = ZipFile(file)
    except _UNREADABLE as error:
        raise BadArchiveError(Bad.not_zip) from error
    members = _members(zipped)
    if "manifest.json" not in members:
        raise BadArchiveError(Bad.foreign)
    body = _read(zipped, members["manifest.json"])
    _must_be_ours(body)
    manifest = _typed(Manifest, body, "manifest.json")
    if {one.path for one in manifest.files} != members.keys() - {"manifest.json"} or len(manifest.files) != len(members) - 1:
        raise BadArchiveError(Bad.torn)
    return Opened(zipped, members, manifest)


class _Said(BaseModel):
    """What a manifest of any format says."""

    stegvis: str
    format: int


def _must_be_ours(body: bytes) -> None:
    """Tell an archive of ours in this format from one of a newer format, and from anything else."""
    try:
        said = _Said.model_validate_json(body)
    except ValidationError as error:
        raise BadArchiveError(Bad.foreign) from error
    if said.stegvis != KIND:
        raise BadArchiveError(Bad.foreign)
    if said.format != FORMAT:
        raise BadArchiveError(Bad.newer)


def _members(zipped: ZipFile) -> dict[str, ZipInfo]:
    """Give the files of an archive; the sizes it states bind, since no more is read than they say."""
    every = zipped.infolist()
    ratios = (one.file_size / max(one.compress_size, 1) for one in every if one.file_size > FREE_RATIO)
    too_much = sum(one.file_size for one in every) > MOST_BYTES or any(one.file_size > MOST_ONE for one in every)
    if len(every) > MOST_FILES or too_much or max(ratios, default=0) > MOST_RATIO:
        raise BadArchiveError(Bad.bomb)
    found = {one.filename: one for one in every}
    if len(found) != len(every) or not all(_PATH.fullmatch(one) for one in found):
        raise BadArchiveError(Bad.path)
    return found


def _read(zipped: ZipFile, one: ZipInfo) -> bytes:
    """Read a file of an archive, no more than it says that it has."""
    try:
        with zipped.open(one) as stream:
            body = stream.read(one.file_size + 1)
    except _UNREADABLE as error:
        raise BadArchiveError(Bad.torn, one.filename) from error
    if len(body) != one.file_size:
        raise BadArchiveError(Bad.torn, one.filename)
    return body


def _typed(shape: type[Shape], body: bytes, path: str) -> Shape:
    """Read JSON as the schema wants it; a NUL is refused, which PostgreSQL keeps in no text."""
    try:
        if b"\\u0000" in body:
            raise BadArchiveError(Bad.content, path)
        return shape.model_validate_json(body)
    except (ValidationError, RecursionError) as error:
        raise BadArchiveError(Bad.shape, path) from error
