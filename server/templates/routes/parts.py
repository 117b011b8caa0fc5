"""What the pages of templates show, gathered for one reader."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from server.schools.models import Organisation, School
from server.talks.models import PointKind
from server.templates import policy
from server.templates.actions import drafted, is_news, versions_of
from server.templates.actions.making import Place
from server.templates.checking import AGENDA, wrong_with
from server.templates.form import KIND, MOST_POINTS, Writer, said
from server.texts.policy import froms_of, opens_at, readers_of

if TYPE_CHECKING:
    from server.templates.form import Form, Question, Section
    from server.templates.models import Template
    from server.texts.models import From, Reader
    from server.work import Work


@dataclass(frozen=True)
class Sent:
    """What somebody sent on an older count: it stands in its form again, and nothing of it is kept yet."""

    key: str
    """The section or question that it was to change; none for the template's own heading."""
    piece: Section | Question | dict[str, Any] | None = None
    into: str = ""
    """Where it was to be added: a section's key, or `sections`."""


@dataclass(frozen=True)
class Outcome:
    """What an act led to: a sentence with what is filled in, and where the keyboard goes."""

    sentence: str
    values: dict[str, object] = field(default_factory=dict)
    focus: str = ""


async def place_part(work: Work, template: Template) -> dict[str, Any]:
    """Gather where a template belongs, for the path."""
    school = await work.session.get_one(School, template.school_id) if template.school_id else None
    organisation = None if school else await work.session.get_one(Organisation, template.organisation_id)
    return {
        "place": Place(template.organisation_id, template.school_id),
        "school": school,
        "organisation": organisation,
        "may_open_list": school is not None or policy.may_design(work.actor, template),
        "may_change": policy.may_change(work.actor, template),
    }


async def design_part(work: Work, template: Template, outcome: Outcome | None = None, sent: Sent | None = None) -> dict[str, Any]:
    """Gather the draft, with what keeps it from being published where it stands."""
    form = drafted(template)
    versions = await versions_of(work.session, template)
    faults: dict[str, list[str]] = defaultdict(list)
    for key, sentence in wrong_with(form):
        faults[key].append(sentence)
    return {
        "the_template": template,
        "form": form,
        "versions": versions,
        "is_news": is_news(template, versions[0] if versions else None),
        "faults": dict(faults),
        "fault_list": _in_order(form, faults),
        "shifts": shifts(form),
        "point_kinds": list(PointKind),
        "point_rows": range(MOST_POINTS),
        "readers": readers,
        "opens": opens,
        "said": said,
        "outcome": outcome,
        "sent": sent,
    }


def _in_order(form: Form, faults: dict[str, list[str]]) -> list[tuple[str, Section | Question | None, str]]:
    """Give the faults in the order of the page: where on it each is, the piece that it is about, and a sentence."""
    found: list[tuple[str, Section | Question | None, str]] = [("head", None, one) for one in faults.get("", [])]
    found += [(AGENDA, None, one) for one in faults.get(AGENDA, [])]
    for section in form.sections:
        found += [(f"s-{section.key}", section, one) for one in faults.get(section.key, [])]
        found += [(f"q-{question.key}", question, one) for question in section.questions for one in faults.get(question.key, [])]
    return found


def readers(writer: Writer | str) -> list[tuple[Reader, list[From]]]:
    """Give for whom a section of a writer's says from when on they read it, with what it can say."""
    kind = KIND[Writer(writer)]
    return [(one, froms_of(kind, one)) for one in readers_of(kind)]


def opens(section: Section, reader: Reader) -> From:
    """Say from when on a reader reads a section."""
    return opens_at(KIND[section.writer], section.reads, reader)


@dataclass(frozen=True)
class Shift:
    """Where a section or question goes by *up* and by *down*; to its own place, where there is no further."""

    up: str
    down: str
    here: str


def shifts(form: Form) -> dict[str, Shift]:
    """Say for each piece of a form where it can be moved: a question goes on into the section beside its own."""
    found = {}
    last = len(form.sections) - 1
    for number, section in enumerate(form.sections):
        found[section.key] = Shift(str(max(number - 1, 0)), str(min(number + 1, last)), str(number))
        before = f"{form.sections[number - 1].key}/{len(form.sections[number - 1].questions)}" if number else ""
        after = f"{form.sections[number + 1].key}/0" if number < last else ""
        for place, question in enumerate(section.questions):
            here = f"{section.key}/{place}"
            up = f"{section.key}/{place - 1}" if place else before
            down = f"{section.key}/{place + 1}" if place + 1 < len(section.questions) else after
            found[question.key] = Shift(up or here, down or here, here)
    return found
