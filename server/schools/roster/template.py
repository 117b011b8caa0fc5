"""The plain spreadsheet: one row a person and role, and who is several things, or teaches several classes, has several rows.

Headings are Swedish or English, cells are parted by comma, semicolon or tab, letters are UTF-8 or Windows-1252. Schools and classes go
by what they are called. Only four columns must be there: role, id, given name and family name. Other columns are passed over unread,
so that a file with personal identity numbers in it brings none in.

- A pupil's row names the school and the class; its year may be told.
- A guardian's or contact adult's row names the ids of the pupils, and any word for the home: those with the same word share it.
- A teacher's row names classes and subjects; without a subject it is a teacher of the class itself. A mentor's row names the class.
- A principal's, special educator's or school administrator's row names the school.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from server.schools.roster.cells import Row, told
from server.schools.roster.reasons import Reason
from server.schools.roster.records import BadRow, Met
from server.schools.roster.rows import encoding_of, rows
from server.schools.roster.source import UNREADABLE, BombError
from server.schools.roster.template_rows import READ, ROLES, human

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.schools.roster.records import Record
    from server.schools.roster.source import Bundle

COLUMNS: dict[str, tuple[str, str]] = {
    "role": ("Roll", "Role"),
    "id": ("Id", "Id"),
    "given_name": ("Förnamn", "Given name"),
    "family_name": ("Efternamn", "Family name"),
    "email": ("E-post", "E-mail"),
    "born": ("Födelsedatum", "Birth date"),
    "school": ("Skola", "School"),
    "class": ("Klass", "Class"),
    "year": ("Årskurs", "Year"),
    "subject": ("Ämne", "Subject"),
    "pupils": ("Elever", "Pupils"),
    "household": ("Hushåll", "Household"),
    "protected": ("Skyddad identitet", "Protected identity"),
    "seen_by": ("Ses av", "Seen by"),
}
"""Each column with its heading in Swedish and English."""
NEEDED = ("role", "id", "given_name", "family_name")
EXAMPLES = (
    ("elev-1", "Elev|Pupil", "Alma", "Andersson", "", "2016-05-17", "Ekskolan", "4B", "4", "", "", "", "nej|no", ""),
    ("vh-1", "Vårdnadshavare|Guardian", "Karin", "Andersson", "karin@example.se", "", "", "", "", "", "elev-1", "hem 1|home 1", "", ""),
    ("larare-1", "Mentor|Mentor", "Kerstin", "Nordin", "kerstin@example.se", "", "Ekskolan", "4B", "", "", "", "", "", ""),
    ("larare-1", "Lärare|Teacher", "Kerstin", "Nordin", "kerstin@example.se", "", "Ekskolan", "4B", "", "Svenska", "", "", "", ""),
    ("rektor-1", "Rektor|Principal", "Ingrid", "Lindahl", "ingrid@example.se", "", "Ekskolan", "", "", "", "", "", "", ""),
)
"""Rows to show how: the id, then the other cells in the order of the columns."""

_HEADINGS = {re.sub(r"\W", "", title).lower(): name for name, titles in COLUMNS.items() for title in titles}
_HEADINGS |= {"firstname": "given_name", "lastname": "family_name", "surname": "family_name", "mail": "email", "students": "pupils"}
NAMES = {"adult": "pupils", "pupil": "pupils", "klass": "class", "seer": "seen_by", "person": "id", "org": "school", "parent": "school"}


def column(heading: str) -> str:
    """Say which column a heading stands for; one that is not known stands for itself."""
    return _HEADINGS.get(re.sub(r"\W", "", heading).lower(), heading)


def is_template(header: str) -> bool:
    """Whether a file's first line has the headings of the template."""
    return set(NEEDED) <= {column(one) for one in re.split(r"[;,\t]", header)}


def blank(language: str) -> str:
    """Give the template to fill in, with a few rows to show how; semicolons, as a Swedish spreadsheet opens them."""
    which = 0 if language == "sv" else 1
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow([titles[which] for titles in COLUMNS.values()])
    for key, role, *rest in EXAMPLES:
        writer.writerow([one.split("|")[which] if "|" in one else one for one in (role, key, *rest)])
    return out.getvalue()


def read(bundle: Bundle, file: str) -> Iterator[Record]:
    """Read the spreadsheet, row by row."""
    try:
        yield from _read(bundle, file)
    except BombError:
        yield BadRow(file, 0, Reason.bomb)
    except UNREADABLE:
        yield BadRow(file, 0, Reason.not_readable)


def _read(bundle: Bundle, file: str) -> Iterator[Record]:
    """Find out how the file is written, then read it."""
    with bundle.open(file) as stream:  # type: ignore[union-attr]  # it has just been found there
        encoding, torn = encoding_of(stream)
    if torn:
        yield BadRow(file, torn, Reason.mixed)
        return
    with bundle.open(file) as stream:  # type: ignore[union-attr]
        head = stream.readline(4096).decode(encoding, "replace")
    count = 0
    delimiter = max(";,\t", key=head.count)
    with bundle.open(file) as stream:  # type: ignore[union-attr]
        for row in rows(stream, file, NEEDED, encoding=encoding, delimiter=delimiter, column=column):
            count += 1
            yield from (row,) if isinstance(row, BadRow) else _records(row)
    if not count:
        yield BadRow(file, 0, Reason.no_rows)


def _records(row: Row) -> Iterator[Record]:
    """Read one row, or tell all that is wrong with it."""
    found = [human(row), *READ.get(_role(row), _nothing)(row)]
    if not row.faults:
        yield from found
        return
    yield from told(row.file, row.line, row.faults, " ".join(row.cells[one].strip() for one in ("given_name", "family_name")))
    yield Met("persons", row.cells["id"].strip())


def _role(row: Row) -> str:
    """Say in which role somebody stands on a row, or nothing where it is none that is known."""
    return ROLES.get(row.text("role").lower()) or row.wrong("role", Reason.choice)


def _nothing(_row: Row) -> Iterator[Record]:
    """Give nothing."""
    return iter(())
