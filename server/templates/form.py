"""What a template says: sections with one writer and their readers, and questions. The same shape is the file that schools share.

A file is UTF-8 JSON, `{"stegvis": "template", "format": 1, "about": {…}, "form": {…}}`; `about` may be left out and says in a sentence
what the template is for. `form` is a `Form`; `about` and every title, help and choice is an object with a sentence by language:

    {"title": {"sv": "…", "en": "…"}, "languages": ["sv", "en"], "years": ["1", "2"], "look": "young",
     "agenda": [{"kind": "where_now", "title": {…}, "minutes": 10}], "sections": [
        {"key": "now", "title": {…}, "help": {…}, "writer": "pupil", "reads": {"home": "prepare_home"}, "questions": [
            {"key": "reading", "kind": "faces", "title": {…}, "help": {…}, "enough": {…},
             "required": true, "many": false, "choices": [{…}]}]}]}

Only titles, languages, keys, kinds and writers must be there. A key is small letters, figures and hyphens, once in the whole form; who
keeps it through the versions keeps the answers together.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from server.talks.models import PointKind
from server.texts.models import From, Reader, TextKind

Language = Literal["sv", "en", "ar"]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=r"^[^\x00]*$")]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000, pattern=r"^[^\x00]*$")]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,40}$")]
Year = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9åäöÅÄÖ -]{1,12}$")]
MOST_YEARS = 20
MOST_SECTIONS = 30
MOST_QUESTIONS = 40
MOST_CHOICES = 12
MOST_POINTS = 8


class QuestionKind(StrEnum):
    """How a question is answered."""

    text = "text"
    choice = "choice"
    scale = "scale"
    faces = "faces"
    follow_up = "follow_up"
    """How far each goal of the earlier plan has been reached."""
    set_goals = "set_goals"
    """Goals to propose: they are the plan's goals, not an answer of their own."""
    assessment = "assessment"
    """A level and a live text for each subject."""
    attachment = "attachment"


NEEDS_CHOICES = frozenset({QuestionKind.choice, QuestionKind.scale})
HAS_CHOICES = NEEDS_CHOICES | {QuestionKind.assessment}


class Writer(StrEnum):
    """Who writes a section."""

    pupil = "pupil"
    home = "home"
    teachers = "teachers"
    """Each teacher their own subject's."""
    school = "school"
    """Mentor and teachers together."""
    together = "together"
    """Everybody in the talk."""


class Look(StrEnum):
    """For whom the pupil's own page is made."""

    young = "young"
    """One question at a time, faces, short sentences."""
    plain = "plain"


KIND = {
    Writer.pupil: TextKind.self_assessment,
    Writer.home: TextKind.home_preparation,
    Writer.teachers: TextKind.assessment,
    Writer.school: TextKind.school,
    Writer.together: TextKind.talk_notes,
}
"""Which part of the plan a writer's section is."""


class _Said(BaseModel):
    """A piece of a form; what is not of the shape is refused."""

    model_config = ConfigDict(extra="forbid")


class Question(_Said):
    """One question. `key` is the same in every version, so that answers follow; titles and the like are said in the form's languages."""

    key: Key
    kind: QuestionKind
    title: dict[Language, Line]
    help: dict[Language, Prose] = {}
    enough: dict[Language, Line] = {}
    """How much is enough."""
    required: bool = False
    many: bool = False
    """Whether several choices may be made."""
    choices: Annotated[list[dict[Language, Line]], Field(max_length=MOST_CHOICES)] = []
    """What is chosen from; the levels of a scale or an assessment, lowest first."""


class Section(_Said):
    """Questions with one writer and the same readers."""

    key: Key
    title: dict[Language, Line]
    help: dict[Language, Prose] = {}
    writer: Writer
    reads: dict[Reader, From] = {}
    questions: Annotated[list[Question], Field(max_length=MOST_QUESTIONS)] = []


class Point(_Said):
    """A point of the talk's agenda, for so many minutes; without words of its own it is called by its kind."""

    kind: PointKind
    title: dict[Language, Line] = {}
    minutes: Annotated[int, Field(ge=0, le=240)] = 0


class Form(_Said):
    """A whole form. The first of its languages stands in where another is missing."""

    title: dict[Language, Line]
    languages: Annotated[list[Language], Field(min_length=1, max_length=3)]
    years: Annotated[list[Year], Field(max_length=MOST_YEARS)] = []
    """The school years that it is meant for; none for all."""
    look: Look = Look.plain
    agenda: Annotated[list[Point], Field(max_length=MOST_POINTS)] = []
    """How the talk goes; none for the way in which talks go by themselves."""
    sections: Annotated[list[Section], Field(max_length=MOST_SECTIONS)] = []

    @model_validator(mode="after")
    def _keys_are_single(self) -> Form:
        """Hold that no key stands for two things."""
        keys = [one.key for one in self.sections] + [question.key for one in self.sections for question in one.questions]
        points = [one.kind for one in self.agenda if one.kind is not PointKind.own]
        if any(len(many) != len(set(many)) for many in (keys, self.languages, points)):
            raise ValueError
        return self

    def question(self, key: str) -> Question | None:
        """Give a question by its key."""
        return next((question for section in self.sections for question in section.questions if question.key == key), None)


def said(words: dict[Language, str], language: str, form: Form) -> str:
    """Say something in a reader's language, or in the first language of the form that has it."""
    return next((found for one in (language, *form.languages) if (found := words.get(one, ""))), "")  # type: ignore[call-overload]
