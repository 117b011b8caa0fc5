"""Reading a list of criteria: a CSV file, parted by comma, semicolon or tab, in UTF-8 or Windows-1252, as rosters are read.

Also in UTF-16, which a spreadsheet's "Unicode text" is.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from server.schools.roster.cells import Row
from server.schools.roster.reasons import Reason
from server.schools.roster.rows import encoding_of, rows

if TYPE_CHECKING:
    from server.schools.roster.records import BadRow

COLUMNS = {
    "subject": ("Ämne", "Subject"),
    "years": ("Årskurs", "Years"),
    "text": ("Text", "Text"),
    "source_id": ("Id", "Id"),
}
"""Each column with its heading in Swedish and English; the id may be left out."""
NEEDED = ("subject", "years", "text")
MOST_ROWS = 3000
MOST_BAD = 200
LONGEST_TEXT = 1000
LAST_YEAR = 13
_OTHER_HEADINGS = {"årskurser": "years", "year": "years", "kriterium": "text", "criterion": "text", "kod": "source_id", "code": "source_id"}
_HEADINGS = {title.lower(): name for name, titles in COLUMNS.items() for title in titles} | _OTHER_HEADINGS
_SPAN = re.compile(r"(\d{1,2})\s*[-\u2013]\s*(\d{1,2})")
_WORD = re.compile(r"[\w.]{1,10}")


@dataclass
class Read:
    """What a file says: the rows that can be used, and those that cannot with what is wrong."""

    lines: list[dict[str, Any]] = field(default_factory=list)
    bad: list[dict[str, Any]] = field(default_factory=list)

    def wrong(self, line: int, reason: Reason, column: str = "", value: str = "") -> None:
        """Note what is wrong, as far as anybody reads on."""
        if len(self.bad) < MOST_BAD:
            self.bad.append({"line": line, "reason": str(reason), "field": column, "value": value})


def read(content: bytes) -> Read:
    """Read a list."""
    found = Read()
    if content.startswith(b"PK"):
        found.wrong(0, Reason.workbook)
        return found
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        content = content.decode("utf-16", "replace").encode()
    encoding, torn = encoding_of(io.BytesIO(content))
    if torn:
        found.wrong(torn, Reason.mixed)
        return found
    head = content.split(b"\n", 1)[0].decode(encoding, "replace")
    delimiter = max(";,\t", key=head.count)
    for row in rows(io.BytesIO(content), "", NEEDED, encoding=encoding, delimiter=delimiter, column=_column):
        _take(found, row)
    if not found.lines and not found.bad:
        found.wrong(0, Reason.no_rows)
    return found


def _column(heading: str) -> str:
    """Say which column a heading stands for."""
    return _HEADINGS.get(heading.strip().lower(), heading.strip())


def _take(found: Read, row: Row | BadRow) -> None:
    """Take one row, or tell all that is wrong with it."""
    if not isinstance(row, Row):
        found.wrong(row.line, row.reason, row.field, row.value)
        return
    one = Row(row.file, row.line, {name: " ".join(cell.split()) for name, cell in row.cells.items()})
    if not any(one.cells.values()):
        return
    line = {"source_id": one.maybe_name("source_id"), "subject": one.name("subject"), "years": _years(one), "text": _text(one)}
    if not one.faults and (column := _there_already(found, line)):
        one.wrong(column, Reason.twice if column == "source_id" else Reason.again)
    if not one.faults and len(found.lines) >= MOST_ROWS:
        one.wrong("text", Reason.too_large)
    for column, (reason, value) in one.faults.items():
        found.wrong(one.line, reason, column, value)
    if not one.faults:
        found.lines.append(line)


def _text(row: Row) -> str:
    """Give the criterion itself."""
    text = row.text("text")
    return row.wrong("text", Reason.too_long) if len(text) > LONGEST_TEXT else text


def _years(row: Row) -> list[str]:
    """Give the years that a criterion is for, of `4`, `4-6`, `4, 5, 6` or words of the school's; none is for all."""
    found: list[str] = []
    for part in row.words("years", ",;/"):
        if span := _SPAN.fullmatch(part):
            first, last = int(span[1]), int(span[2])
            if not first <= last <= LAST_YEAR:
                row.wrong("years", Reason.order)
            found += [str(year) for year in range(first, min(last, LAST_YEAR) + 1)]
        elif _WORD.fullmatch(part) and not (part.isdecimal() and int(part) > LAST_YEAR):
            found.append(part)
        else:
            row.wrong("years", Reason.choice)
    return list(dict.fromkeys(found))


def _there_already(found: Read, line: dict[str, Any]) -> str:
    """Say which column tells that a row, or its id, stands in the file already; nothing if it does not."""
    if any(line["source_id"] and one["source_id"] == line["source_id"] for one in found.lines):
        return "source_id"
    return "text" if any((one["subject"], one["text"]) == (line["subject"], line["text"]) for one in found.lines) else ""


def blank(language: str) -> str:
    """Give a list to fill in, with two rows to show how; semicolons, as a Swedish spreadsheet opens them."""
    which = 0 if language == "sv" else 1
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow([titles[which] for titles in COLUMNS.values()])
    examples = (
        ("Matematik|Mathematics", "4-6", "Väljer räknesätt och förklarar varför|Chooses how to calculate and says why", "ma-1"),
        ("Svenska|Swedish", "1-3", "Återger det viktigaste i en kort text|Retells the most important of a short text", "sv-1"),
    )
    for row in examples:
        writer.writerow([cell.split("|")[which] if "|" in cell else cell for cell in row])
    return out.getvalue()
