"""What stands on the sheet of a version or a proposal, in one language: for the page and for the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from server.pages import names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from server.i18n import Words

Fact = tuple[str, str]
"""A word in the reader's language, and what the record says to it."""


@dataclass(frozen=True)
class Section:
    """One text of the record: its heading, and what was written, as our own HTML."""

    title: str
    html: str


@dataclass(frozen=True)
class Card:
    """One agreed goal."""

    title: str
    status: str
    is_new: bool
    lines: list[Fact]


@dataclass(frozen=True)
class Answered:
    """What one party has answered, in their own words where they objected."""

    name: str
    role: str
    said: str
    at: str
    yes: bool
    objection: str


@dataclass(frozen=True)
class Sheet:
    """All that stands on it; `facts` say whose it is."""

    title: str
    facts: list[Fact]
    sections: list[Section]
    levels: list[Fact]
    goals: list[Card]
    answers: list[Answered] = field(default_factory=list)
    unanswered: list[Fact] = field(default_factory=list)
    reason: str = ""


def sheet_of(record: Mapping[str, Any], words: Words, about: Mapping[str, str] | None = None) -> Sheet:
    """Give the sheet of a record; `about` says whose it is where an older record does not."""
    return Sheet(
        title=words.say("Individual development plan"),
        facts=[*_facts(record.get("about") or about or {}, words), *_form(record, words)],
        sections=[Section(_heading(text, words), text["html"]) for text in record["texts"] if text["html"]],
        levels=[(one["subject"] or said(one["title"], words), said(one["level"], words)) for one in record.get("levels", [])],
        goals=[_card(goal, words) for goal in record["goals"]],
        answers=[_answered(one, words) for one in record.get("answers", [])],
        unanswered=[(one["name"], words.say(names.ROLE[one["as"]])) for one in record.get("unanswered", [])],
        reason=record.get("reason", ""),
    )


def said(titles: Mapping[str, str], words: Words) -> str:
    """Give what a template says, in the reader's language where it has it, else in its first."""
    return titles.get(words.language) or next((one for one in titles.values() if one), "")


def moment(at: str, words: Words) -> str:
    """Write a moment that is kept as text."""
    return words.moment(datetime.fromisoformat(at))


def _facts(about: Mapping[str, str], words: Words) -> list[Fact]:
    """Say whose plan it is."""
    called = {
        "pupil": words.say("Pupil"),
        "class": words.say("Class"),
        "term": words.say("Term"),
        "school": words.say("School"),
        "organisation": words.say("Organisation"),
    }
    return [(label, about[key]) for key, label in called.items() if about.get(key)]


def _form(record: Mapping[str, Any], words: Words) -> list[Fact]:
    """Say by which form of the school it was prepared."""
    title = said(record.get("form") or {}, words)
    return [(words.say("The school's form"), title)] if title else []


def _heading(text: Mapping[str, Any], words: Words) -> str:
    """Give a text's heading: the template's, or ours."""
    if title := said(text.get("title") or {}, words):
        return f"{title}: {text['subject']}" if text["subject"] else title
    return words.say(names.TEXT[text["kind"]]).replace("{subject}", text["subject"])


def _card(goal: Mapping[str, Any], words: Words) -> Card:
    """Give a goal as it was agreed."""
    called = {
        "subject": words.say("Subject or area"),
        "why": words.say("Why"),
        "school_does": words.say("What the school does"),
        "pupil_does": words.say("What the pupil does"),
        "home_does": words.say("What the home does"),
        "criteria": words.say("Criteria"),
        "evaluation": words.say("Evaluation"),
    }
    lines = [(label, str(goal[key])) for key, label in called.items() if goal.get(key)]
    lines += [(called["criteria"], str(one)) for one in goal.get("tied", [])]
    if goal.get("due"):
        lines.insert(0, (words.say("By when"), words.iso_day(goal["due"])))
    return Card(goal["title"], words.say(names.STATUS[goal["status"]]), bool(goal.get("new")), lines)


def _answered(one: Mapping[str, Any], words: Words) -> Answered:
    """Give an answer; the mentor's is the proposal."""
    yes = words.say("proposed it") if one["as"] == "mentor" else words.say("confirmed")
    return Answered(
        name=one["name"],
        role=words.say(names.ROLE[one["as"]]),
        said=yes if one["yes"] else words.say("has objected"),
        at=moment(one["at"], words),
        yes=one["yes"],
        objection=one["objection"],
    )
