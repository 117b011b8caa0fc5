"""The events of preparing, beside those of the plan itself; as in `events`."""

from __future__ import annotations

from uuid import UUID

from server.events import Happening


class MaterialHandedOut(Happening):
    """The pupil was handed the material: from now on the school prepares."""

    notice = "material_handed_out"
    by_class = True


class Answered(Happening):
    """Somebody answered a question in another way than in a text, changed the answer or took it away; a file came or went."""

    known = ("answer",)
    answer: UUID
    preparation: UUID | None = None


class PartHandedIn(Happening):
    """A party handed in what it had prepared, or said that it is ready."""

    notice = "part_handed_in"
    judged = True
    known = ("preparation",)
    by_class = True
    once = "preparation"
    preparation: UUID


class PartTakenBack(Happening):
    """A party took back what it had handed in."""

    judged = True
    known = ("preparation",)
    preparation: UUID


class PartClosed(Happening):
    """Nobody waits for a party's preparation any more."""

    judged = True
    known = ("preparation",)
    preparation: UUID


class PartAskedAgain(Happening):
    """A party's preparation is waited for again."""

    judged = True
    known = ("preparation",)
    preparation: UUID


class Reminded(Happening):
    """Somebody was reminded of what the talk waits for."""

    notice = "reminded"
    by_class = True
    once = "plan"
    person: UUID
    to_book: bool = False
    """Whether it was of booking the talk."""
