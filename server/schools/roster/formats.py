"""Which format a roster has, told by what is in it and not by its name."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from server.schools.roster import oneroster, ss12000, template
from server.schools.roster.columns import File
from server.schools.roster.pull import is_address, may_be_asked, pulled
from server.schools.roster.reasons import Reason
from server.schools.roster.records import BadRow
from server.schools.roster.source import UNREADABLE, BombError, Bundle, opened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from server.schools.roster.records import Record


WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".numbers"})
"""How the files of spreadsheets end that are no CSV."""
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
"""How a workbook of before 2007 begins, and one with a password."""


@dataclass(frozen=True)
class Source:
    """A roster that can be read once: its rows, by what its columns are called, and how they are made the same as any other's."""

    records: Iterator[Record]
    names: Mapping[str, str]
    folds: tuple[str, ...]
    bundle: Bundle | None = None

    @property
    def read(self) -> int:
        """How many bytes have been read."""
        return self.bundle.read if self.bundle else 0


def _wrong(title: str, reason: Reason) -> Source:
    """Give a source of which nothing can be used."""
    return Source(iter([BadRow(title, 0, reason)]), {}, ())


@contextmanager
def source(where: str | Path, token: str = "") -> Iterator[Source]:
    """Open whatever is at a path or an address. Nothing is raised for what it is: that is told as a bad row."""
    if isinstance(where, str) and is_address(where):
        if not may_be_asked(where):
            yield _wrong(where.split("?")[0], Reason.api_refused)
            return
        with pulled(where, token) as found:
            yield Source(found, ss12000.NAMES, ("fold_ss12000", "fold"))
        return
    path = Path(where)
    try:
        with opened(path) as bundle:
            yield _detected(bundle)
    except BombError:
        yield _wrong(path.name, Reason.bomb)
    except UNREADABLE:
        yield _wrong(path.name, Reason.workbook if path.suffix.lower() in WORKBOOKS else Reason.not_readable)


def _detected(bundle: Bundle) -> Source:
    """Tell the formats apart."""
    names = set(bundle.names)
    if names & {File.users, File.orgs, File.enrollments, File.manifest}:
        return Source(oneroster.read(bundle), oneroster.NAMES, ("fold",), bundle)
    if names & {"[Content_Types].xml", "workbook.xml", "content.xml"}:
        return _wrong(bundle.title, Reason.workbook)
    if any(ss12000.endpoint_of(one) and one.lower().endswith(".json") for one in names):
        return Source(ss12000.read(bundle), ss12000.NAMES, ("fold_ss12000", "fold"), bundle)
    if len(names) == 1:
        return _single(bundle, *names)
    return _wrong(bundle.title, Reason.not_a_roster)


def _single(bundle: Bundle, name: str) -> Source:
    """Tell by how a single file begins."""
    stream = bundle.open(name)
    if stream is None:
        return _wrong(name, Reason.not_a_roster)
    with stream:
        head = stream.readline(4096).removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(OLD_WORKBOOK):
        return _wrong(name, Reason.workbook)
    if head[:1] in (b"{", b"["):
        return Source(ss12000.read(bundle), ss12000.NAMES, ("fold_ss12000", "fold"), bundle)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _wrong(name, Reason.not_text)
    if template.is_template(head.decode("utf-8", "replace")) or template.is_template(head.decode("cp1252", "replace")):
        return Source(template.read(bundle, name), template.NAMES, ("fold_template", "fold"), bundle)
    return _wrong(name, Reason.workbook if PurePath(name).suffix.lower() in WORKBOOKS else Reason.not_a_roster)
