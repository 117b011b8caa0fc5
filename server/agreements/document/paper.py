"""Everything that the file says, in one language: the sheet, what seals it, and how it is verified."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from server.agreements.document.tree import breakable, is_rtl, tree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from server.agreements.document.sheet import Answered, Card, Sheet
    from server.i18n import Words
    from server.plans.models import Version

Said = dict[str, Any]
"""Words of somebody's, and whether they are read from right to left."""


def paper(sheet: Sheet, version: Version, words: Words, address: str) -> Mapping[str, Any]:
    """Give the file's data; `address` is where the version is read and verified."""
    number = words.say("Version %(number)s") % {"number": version.number}
    names = dict(sheet.facts)
    owner = [names.pop(words.say("School"), ""), names.pop(words.say("Organisation"), "")]
    return {
        "lang": words.language,
        "rtl": words.direction == "rtl",
        "title": said(sheet.title),
        "name": names.get(words.say("Pupil"), ""),
        "owner": said(" · ".join(one for one in owner if one)),
        "facts": [
            *([label, said(what)] for label, what in names.items()),
            [number, said(words.say("locked %(moment)s, cannot be changed") % {"moment": words.moment(version.at)})],
        ],
        "sections": [{"title": said(one.title), "blocks": tree(one.html)} for one in sheet.sections],
        "levels": {"title": words.say("Levels"), "rows": [[label, said(what)] for label, what in sheet.levels]},
        "goals": {
            "title": words.say("Goals"),
            "none": words.say("No goals were agreed."),
            "cards": [_card(one, words) for one in sheet.goals],
        },
        **_answers(sheet, words),
        "seal": _seal(version, words, address),
        "footer": f"{sheet.title} · {names.get(words.say('Pupil'), '')} · {number}",
        "page": words.say("Page {page} of {pages}"),
    }


def said(what: str) -> Said:
    """Give words of somebody's as the template takes them."""
    return {"t": breakable(what), "rtl": is_rtl(what)}


def _card(card: Card, words: Words) -> dict[str, Any]:
    """Give a goal."""
    status = f"{card.status} · {words.say('new in this agreement')}" if card.is_new else card.status
    return {"title": said(card.title), "status": status, "lines": [[label, said(what)] for label, what in card.lines]}


def _answers(sheet: Sheet, words: Words) -> dict[str, Any]:
    """Give who has answered what and when, who has not, and why it was locked then."""
    return {
        "answers": {
            "title": words.say("Who has confirmed"),
            "head": [words.say("Name"), words.say("As"), words.say("Their answer"), words.say("When")],
            "rows": [_answered(one, words) for one in sheet.answers],
        },
        "unanswered": {"said": words.say("had not answered"), "rows": [[said(name), role] for name, role in sheet.unanswered]},
        "reason": {"label": words.say("Locked before all had answered:"), "said": said(sheet.reason)} if sheet.reason else None,
    }


def _answered(one: Answered, words: Words) -> dict[str, Any]:
    """Give one answer; an objection paragraph by paragraph."""
    return {
        "name": said(one.name),
        "role": one.role,
        "said": one.said,
        "at": one.at,
        "yes": one.yes,
        "objection": [said(line) for line in one.objection.splitlines() if line.strip()],
        "objects": words.say("{name}, in their own words", name=one.name),
    }


def _seal(version: Version, words: Words, address: str) -> dict[str, Any]:
    """Give what the record is known by, and how that is checked."""
    return {
        "title": words.say("How to verify this"),
        "rows": [
            [words.say("Version"), said(str(version.number))],
            [words.say("Locked"), said(words.moment(version.at))],
            [words.say("SHA-256 of the record"), said("")],
        ],
        "sha256": " ".join(version.sha256[at : at + 8] for at in range(0, len(version.sha256), 8)),
        "how": words.say("Whoever may read the plan can see the record here, and check a file against it:"),
        "address": address,
    }
