"""A small template that can be published: three sections, five questions, two languages."""

from __future__ import annotations

from typing import Any

from server.templates.form import Form, Look, Question, QuestionKind, Section, Writer
from server.texts.models import From, Reader


def words(english: str) -> Any:
    """Say something in both languages."""
    return {"sv": f"{english} (sv)", "en": english}


def question(key: str, kind: QuestionKind | str, title: str, **more: Any) -> Question:
    """Make a question."""
    return Question(key=key, kind=QuestionKind(kind), title=words(title), **more)


SMALL = Form(
    title=words("Before the talk"),
    languages=["en", "sv"],
    years=["4", "5"],
    look=Look.plain,
    sections=[
        Section(
            key="now",
            title=words("Where am I now?"),
            help=words("Think of the whole term."),
            writer=Writer.pupil,
            reads={Reader.home: From.prepare_home},
            questions=[
                question("mood", "faces", "How is it at school?", required=True),
                question("well", "text", "What goes well?", help=words("Anything."), enough=words("Two sentences.")),
            ],
        ),
        Section(
            key="home",
            title=words("How do we see it?"),
            writer=Writer.home,
            questions=[question("scale", "scale", "How does it go?", choices=[words("Badly"), words("Well")])],
        ),
        Section(
            key="school",
            title=words("The school"),
            writer=Writer.school,
            questions=[question("sum", "text", "A summary"), question("goals", "set_goals", "New goals")],
        ),
    ],
)
