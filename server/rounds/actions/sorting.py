"""What becomes of a plan's parts when its material follows another version: which stay, come and are no longer asked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from server.preparations.models import Answer, Preparation
from server.rounds.actions.comparing import are_alike
from server.texts.models import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from server.plans.actions.material import Row
    from server.templates.form import Form

Part = Text | Answer
Key = tuple[type[Any], str, str, "UUID | None", str]


@dataclass(frozen=True)
class There:
    """What a plan has: its preparations, its parts, and for each part the form by which it was asked last."""

    preparations: Sequence[Preparation]
    parts: Sequence[Part]
    forms: Mapping[UUID, Form]


@dataclass
class Changes:
    """What is to be done to the parts of plans."""

    stay: list[tuple[Part, Row]] = field(default_factory=list)
    come: list[Row] = field(default_factory=list)
    drop: list[Part] = field(default_factory=list)
    waits: dict[UUID, bool] = field(default_factory=dict)
    """Whether the talk waits for a preparation."""
    idle: list[Preparation] = field(default_factory=list)
    """Their parties are asked nothing any more."""

    def sort(self, there: There, wanted: Sequence[Row], form: Form) -> None:
        """Sort one plan's parts by what is wanted."""
        self._preparations(there, wanted)
        self._parts(there, [row for row in wanted if row.table is not Preparation], form)

    def _preparations(self, there: There, wanted: Sequence[Row]) -> None:
        """Sort the preparations; new parts of one that is there belong to it, and are closed while it is handed in."""
        known = {(one.party, one.household_id, one.subject): one for one in there.preparations}
        belongs: dict[UUID, Preparation] = {}
        for row in (one for one in wanted if one.table is Preparation):
            if (one := known.pop((row.says["party"], *row.owner), None)) is None:
                self.come.append(row)
            else:
                belongs[row.says["id"]] = one
                self.waits[one.id] = row.says["asked"]
        for row in (one for one in wanted if one.table is not Preparation):
            mine = belongs.get(row.says["preparation_id"])
            row.says["preparation_id"] = mine.id if mine else row.says["preparation_id"]
            row.says["open"] = mine is None or (mine.ready is None and mine.closed is None)
        self.idle += known.values()

    def _parts(self, there: There, wanted: Sequence[Row], form: Form) -> None:
        """Sort the texts and answers: what is asked as before stays, also what an earlier version asked."""
        known: dict[Key, list[Part]] = defaultdict(list)
        for one in sorted(there.parts, key=lambda part: part.asked_in is not None):
            if _says_the_same(one, there.forms.get(one.id), form):
                known[_key(one)].append(one)
        staying = set()
        for row in wanted:
            part = next(iter(known[row.table, row.says["kind"], row.says["question"], *row.owner]), None)
            if part is not None:
                self.stay.append((part, row))
                staying.add(part.id)
            else:
                self.come.append(row)
        self.drop += [one for one in there.parts if one.asked_in is None and one.id not in staying]


def _key(part: Part) -> Key:
    """Say what a part is."""
    return type(part), part.kind, part.question, part.household_id, part.subject


def _says_the_same(part: Part, old: Form | None, new: Form) -> bool:
    """Whether what is written in a part answers the new question as it answered the old one; prose always does."""
    if isinstance(part, Text):
        return True
    before, after = old.question(part.question) if old else None, new.question(part.question)
    return before is not None and after is not None and are_alike(before, after)
