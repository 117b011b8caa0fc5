"""Judging what an archive would put into a plan: only what could have been written here is taken."""

from __future__ import annotations

import hashlib
import json
from html.parser import HTMLParser
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from server.agreements.document.sheet import sheet_of
from server.comments.models import Anchor
from server.events import Happening
from server.exports.archive.opened import Bad, BadArchiveError
from server.exports.archive.shape import HISTORY, Happened
from server.goals.models import Looker
from server.i18n import words
from server.pages.names import FACE
from server.preparations.actions.files import PDF, WEBP
from server.talks.models import PointKind
from server.templates.form import Form
from server.texts.models import Reader

_TAGS = frozenset({"p", "h3", "ul", "ol", "li", "br", "strong", "em", "a"})
_ATTRIBUTES = frozenset({"dir", "start", "href", "rel"})
_BEGINNINGS = {PDF: b"%PDF-", WEBP: b"RIFF"}


def digest_of(body: bytes) -> str:
    """Give the hex SHA-256 of bytes."""
    return hashlib.sha256(body).hexdigest()


def judge_record(body: bytes, sha256: str, path: str) -> None:
    """Take only a record whose bytes are those that were locked, that can be shown, and in which nothing but our own markup stands.

    Raises:
        BadArchiveError: it is otherwise.
    """
    if digest_of(body) != sha256:
        raise BadArchiveError(Bad.torn, path)
    try:
        said = json.loads(body)
        sheet = sheet_of(said, words("en"))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadArchiveError(Bad.content, path) from error
    for section in sheet.sections:
        judge_markup(section.html, path)


class _Markup(HTMLParser):
    """Looks for what the editor cannot write."""

    strange = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at an element: ours, with our attributes, leading nowhere but to the web or a mail address."""
        names = {name for name, _ in attrs}
        href = next((value or "" for name, value in attrs if name == "href"), "https://")
        self.strange |= tag not in _TAGS or not names <= _ATTRIBUTES or not href.startswith(("https://", "http://", "mailto:"))

    def handle_decl(self, decl: str) -> None:
        """Take no declaration."""
        self.strange = self.strange or decl is not None

    def handle_pi(self, data: str) -> None:
        """Take no instruction."""
        self.strange = self.strange or data is not None

    def handle_comment(self, data: str) -> None:
        """Take no comment."""
        self.strange = self.strange or data is not None


def judge_markup(html: object, path: str) -> None:
    """Take only HTML as our own texts are rendered.

    Raises:
        BadArchiveError: it is otherwise.
    """
    reader = _Markup()
    if not isinstance(html, str):
        raise BadArchiveError(Bad.content, path)
    reader.feed(html)
    reader.close()
    if reader.strange or reader.rawdata:
        raise BadArchiveError(Bad.content, path)


def judge_file(media_type: str, size: int, body: bytes, path: str) -> None:
    """Take only files of the kinds that answers have.

    Raises:
        BadArchiveError: it is another.
    """
    beginning = _BEGINNINGS.get(media_type)
    if beginning is None or not body.startswith(beginning) or len(body) != size:
        raise BadArchiveError(Bad.content, path)


def judge_face(face: int | None, path: str) -> None:
    """Take only a face that can be drawn.

    Raises:
        BadArchiveError: there is none such.
    """
    if face is not None and not 0 <= face < len(FACE):
        raise BadArchiveError(Bad.content, path)


def judge_looker(one: Any, path: str) -> None:  # noqa: ANN401  # a derived shape
    """Take only an evaluation as they are asked for: a home's is that of a home.

    Raises:
        BadArchiveError: it is otherwise.
    """
    if (one.looker is Looker.home) != (one.household_id is not None) or not set(one.reads) <= set(Reader):
        raise BadArchiveError(Bad.content, path)


def judge_form(body: dict[str, Any], path: str) -> None:
    """Take only a form that could have been published here.

    Raises:
        BadArchiveError: it is none.
    """
    try:
        Form.model_validate(body)
    except ValidationError as error:
        raise BadArchiveError(Bad.content, path) from error


def judge_anchor(anchor: dict[str, Any], path: str) -> None:
    """Take only an anchor as threads have.

    Raises:
        BadArchiveError: it is none.
    """
    try:
        if anchor:
            TypeAdapter(Anchor).validate_python(anchor)
    except ValidationError as error:
        raise BadArchiveError(Bad.content, path) from error


class _Point(BaseModel):
    """A point of a talk's agenda."""

    key: str
    kind: PointKind
    title: str
    minutes: int


def judge_agenda(agenda: list[dict[str, Any]], path: str) -> None:
    """Take only an agenda as talks have.

    Raises:
        BadArchiveError: it is none.
    """
    try:
        TypeAdapter(list[_Point]).validate_python(agenda)
    except ValidationError as error:
        raise BadArchiveError(Bad.content, path) from error


def judge_happening(one: Happened, path: str) -> Happening:
    """Take only events that are a plan's history; give the event.

    Raises:
        BadArchiveError: it is another.
    """
    try:
        if one.kind in HISTORY:
            return Happening.read(one.kind, {**one.data, "plan": None})
    except ValidationError as error:
        raise BadArchiveError(Bad.content, path) from error
    raise BadArchiveError(Bad.content, path)
