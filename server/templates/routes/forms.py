"""What the designer's forms send. Words stand in groups by language: the field `title.sv` is the title in Swedish."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Annotated, TypeVar
from uuid import UUID

from pydantic import Field, StringConstraints, TypeAdapter, ValidationError

from server.errors import WrongFormError, _
from server.templates.actions.editing import fitting
from server.templates.form import (
    KIND,
    MOST_CHOICES,
    MOST_YEARS,
    Key,
    Language,
    Line,
    Look,
    Prose,
    Question,
    QuestionKind,
    Section,
    Writer,
    Year,
)
from server.texts.models import From, Reader
from server.texts.policy import opens_at
from server.web import Form, fields_of, typed

if TYPE_CHECKING:
    from starlette.requests import Request

LANGUAGES: tuple[Language, ...] = ("sv", "en", "ar")
_YEARS = TypeAdapter(list[Year])
_LINE = TypeAdapter(Line)
Wanted = TypeVar("Wanted", bound=Form)
Lines = Annotated[str, StringConstraints(max_length=MOST_CHOICES * 202)]
Words = dict[Language, Line]


async def read_groups(request: Request, form: type[Wanted]) -> Wanted:
    """Read a form in which `group.name` is one field of a group.

    Raises:
        WrongFormError: with a sentence for each field that is wrong.
    """
    values: dict[str, object] = {}
    for name, value in (await fields_of(request)).items():
        first, dot, rest = name.partition(".")
        group = values.setdefault(first, {}) if dot else None
        if isinstance(group, dict):
            group[rest] = value.replace("\r\n", "\n")
        else:
            values[first] = value
    return typed(form, {name: value for name, value in values.items() if value != ""})


class Edited(Form):
    """An act on the draft, as it was at a count."""

    edited: Annotated[int, Field(ge=0, le=2**31 - 1)]


class SetHead(Edited):
    """What a template is called, in which languages, for whom."""

    title: Words = Field(default_factory=dict)
    languages: dict[Language, bool] = Field(default_factory=dict)
    first: Language
    years: Annotated[str, Field(max_length=400)] = ""
    look: Look = Look.plain

    def said(self) -> dict[str, object]:
        """The same as fields of a form.

        Raises:
            WrongFormError: a year is none, or they are too many.
        """
        others = [one for one in LANGUAGES if self.languages.get(one) and one != self.first]
        years = list(dict.fromkeys(one.strip() for one in self.years.split(",") if one.strip()))
        try:
            _YEARS.validate_python(years)
        except ValidationError as wrong:
            raise WrongFormError({"years": _("Write the years with commas between, as 1, 2, 3.")}) from wrong
        if len(years) > MOST_YEARS:
            raise WrongFormError({"years": _("These are too many.")})
        return {"title": spoken(self.title), "languages": [self.first, *others], "years": years, "look": self.look}


class AddSection(Edited):
    """A new section; the page chose its id, so that sent twice it is added once."""

    id: UUID
    title: Words = Field(default_factory=dict)
    writer: Writer

    def section(self) -> Section:
        """The same as a section, read as soon as the rights allow."""
        kind = KIND[self.writer]
        reads = fitting(self.writer, {one: opens_at(kind, {}, one) for one in Reader})
        return Section(key=str(self.id), title=spoken(self.title), writer=self.writer, reads=reads)


class SetSection(Edited):
    """What a section is called, who writes it, and for each reader from when on."""

    title: Words = Field(default_factory=dict)
    help: dict[Language, Prose] = Field(default_factory=dict)
    writer: Writer
    reads: dict[Reader, From] = Field(default_factory=dict)

    def said(self) -> dict[str, object]:
        """The same as fields of a section; for readers that were not asked about, as soon as the rights allow."""
        unsaid = {one: opens_at(KIND[self.writer], {}, one) for one in Reader}
        reads = fitting(self.writer, unsaid | self.reads)
        return {"title": spoken(self.title), "help": spoken(self.help), "writer": self.writer, "reads": reads}


class SetQuestion(Edited):
    """What a question asks, and how it is answered; choices stand one a line."""

    kind: QuestionKind
    title: Words = Field(default_factory=dict)
    help: dict[Language, Prose] = Field(default_factory=dict)
    enough: Words = Field(default_factory=dict)
    required: bool = False
    many: bool = False
    choices: dict[Language, Lines] = Field(default_factory=dict)

    def question(self, key: Key) -> Question:
        """The same as a question."""
        return Question(
            key=key,
            kind=self.kind,
            title=spoken(self.title),
            help=spoken(self.help),
            enough=spoken(self.enough),
            required=self.required,
            many=self.many,
            choices=_choices(self.choices),
        )


class AddQuestion(SetQuestion):
    """A new question; the page chose its id, so that sent twice it is added once."""

    id: UUID


class MovePiece(Edited):
    """Where a section goes, counted from 0; or a question: `section/place`."""

    place: Annotated[str, StringConstraints(pattern=r"^([a-z0-9-]{1,40}/)?[0-9]{1,3}$")]

    @property
    def section(self) -> str:
        """The section that a question goes to."""
        return self.place.rpartition("/")[0]

    @property
    def at(self) -> int:
        """The place there."""
        return int(self.place.rpartition("/")[2])


def spoken(words: dict[Language, str]) -> dict[Language, str]:
    """Leave out the languages in which nothing is said."""
    return {language: said for language, said in words.items() if said}


def _choices(lines: dict[Language, str]) -> list[Words]:
    """Put the languages' lines side by side: the first of each is the first choice.

    Raises:
        WrongFormError: they are too many, or one is too long.
    """
    columns = {language: [line.strip() for line in said.split("\n")] for language, said in lines.items()}
    rows = [spoken(dict(zip(columns, row, strict=True))) for row in zip_longest(*columns.values(), fillvalue="")]
    found = [row for row in rows if row]
    if len(found) > MOST_CHOICES:
        raise WrongFormError({"choices": _("These are too many choices.")})
    try:
        return [{language: _LINE.validate_python(said) for language, said in row.items()} for row in found]
    except ValidationError as wrong:
        raise WrongFormError({"choices": _("This is too long.")}) from wrong
