"""A template as a file: written for another school, and read with every doubt."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from server.errors import _
from server.templates.actions.keeping import MOST_BYTES, written
from server.templates.form import Form, Language, Prose

if TYPE_CHECKING:
    from collections.abc import Sequence

KIND = "template"
FORMAT = 1
MOST_FILE = MOST_BYTES + 1024
"""Bytes of a file: the longest form, and what stands around it."""
MOST_FAULTS = 20


class TemplateFile(BaseModel):
    """What a file says."""

    model_config = ConfigDict(extra="forbid")

    stegvis: Literal["template"]
    format: Literal[1]
    about: dict[Language, Prose] = {}
    form: Form


@dataclass(frozen=True)
class Fault:
    """What is wrong in a file, and where: as a path of names and numbers counted from 1."""

    sentence: str
    where: tuple[str | int, ...] = ()


@dataclass
class WrongFileError(Exception):
    """A file that cannot be used; nothing was changed."""

    faults: list[Fault] = field(default_factory=list)


def file_of(form: Form) -> bytes:
    """Write a form as a file."""
    said = {"stegvis": KIND, "format": FORMAT, "form": written(form)}
    return json.dumps(said, ensure_ascii=False, indent=2).encode() + b"\n"


def read_file(content: bytes) -> TemplateFile:
    """Read a file.

    Raises:
        WrongFileError: it is too long, no JSON, or not of the shape; with everything that is wrong.
    """
    if len(content) > MOST_FILE:
        raise WrongFileError([Fault(_("This file is too large for a template."))])
    try:
        return TemplateFile.model_validate(_json(content))
    except ValidationError as wrong:
        raise WrongFileError([_fault(one["type"], one["loc"]) for one in wrong.errors()[:MOST_FAULTS]]) from wrong


class _TwiceError(ValueError):
    """An object names something twice."""


def _json(content: bytes) -> object:
    """Read JSON, in which nothing is named twice.

    Raises:
        WrongFileError: it is none.
    """
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once)
    except _TwiceError as wrong:
        raise WrongFileError([Fault(_("Something is named twice."), tuple(wrong.args))]) from wrong
    except RecursionError as wrong:
        raise WrongFileError([Fault(_("It goes too deep to be a template."))]) from wrong
    except ValueError as wrong:  # no UTF-8, no JSON, a number too long to read
        raise WrongFileError([Fault(_("This is not a file of a template: it cannot be read as JSON."))]) from wrong


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object of its pairs."""
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _value in pairs]
        raise _TwiceError(next(name[:40] for name in names if names.count(name) > 1))
    return found


_SENTENCES = {
    "missing": _("This is missing."),
    "extra_forbidden": _("There is no such thing in a template."),
    "string_too_long": _("This is too long."),
    "too_long": _("These are too many."),
    "too_short": _("These are too few."),
    "enum": _("There is no such kind."),
    "literal_error": _("This is not known here."),
    "value_error": _("The same key stands for two things, or a language is named twice."),
    "string_type": _("Here there should be words."),
    "bool_type": _("Here there should be true or false."),
    "bool_parsing": _("Here there should be true or false."),
    "list_type": _("Here there should be a list."),
    "dict_type": _("Here there should be words by language."),
    "model_type": _("Here there should be an object."),
}


def _fault(kind: str, loc: Sequence[str | int]) -> Fault:
    """Say what is wrong and where."""
    where = tuple(one + 1 if isinstance(one, int) else one[:40] for one in loc if one != "[key]")
    return Fault(_SENTENCES.get(kind, _("This cannot be used here.")), where)
