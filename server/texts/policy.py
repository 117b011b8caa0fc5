"""Who reads and who writes a part of the plan: by its kind, by the template, by the plan's phase, by what one is to the pupil."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from server.people.policy import Role, standing
from server.plans.models import Phase
from server.plans.policy import LOCKED, reached, sees
from server.texts.models import From, Reader, TextKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from server.people.policy import Actor, Standing
    from server.plans.models import Plan


class Right(StrEnum):
    """What somebody may do with a text."""

    none = "none"
    read = "read"
    write = "write"


class Part(Protocol):
    """A live text, or an answer of another kind: the smallest part with one right to read and one to write."""

    kind: TextKind
    household_id: UUID | None
    subject: str
    reads: dict[Reader, From]
    open: bool
    plan: Plan


_FAMILY = (Role.guardian, Role.contact)
_FOLLOW = (Role.mentor, Role.observer, Role.principal)
"""Who follows the whole pupil reads whatever the school reads at all, whatever a template says."""
_PHASE = {From.prepare_school: Phase.draft, From.prepare_home: Phase.shared, From.talk: Phase.talk, From.use: Phase.agreed}
_ORDER = list(From)

_EARLIEST: dict[TextKind, dict[Reader, From]] = {
    TextKind.self_assessment: {Reader.pupil: From.prepare_school, Reader.home: From.prepare_home, Reader.teachers: From.prepare_school},
    TextKind.home_preparation: dict.fromkeys(Reader, From.prepare_home),
    TextKind.assessment: {Reader.pupil: From.prepare_home, Reader.home: From.prepare_home, Reader.teachers: From.prepare_school},
    TextKind.school: {Reader.pupil: From.prepare_home, Reader.home: From.prepare_home, Reader.teachers: From.prepare_school},
    TextKind.staff_notes: {Reader.teachers: From.prepare_school},
    TextKind.talk_notes: {Reader.pupil: From.talk, Reader.home: From.talk, Reader.teachers: From.prepare_school},
    TextKind.agreement: {Reader.pupil: From.talk, Reader.home: From.talk, Reader.teachers: From.prepare_school},
}
"""From when on each reader may read at the earliest: a template may say later, never sooner."""
_ONLY_IF_SAID = {(TextKind.home_preparation, Reader.other_home), (TextKind.home_preparation, Reader.teachers)}
"""What is one home's own, unless the template opens it."""
_ITS_WRITER = {
    TextKind.self_assessment: Reader.pupil,
    TextKind.home_preparation: Reader.home,
    TextKind.school: Reader.teachers,
}
"""Who reads a part because it is theirs to write, whatever a template says."""


def earliest(kind: TextKind, reader: Reader) -> From:
    """Say from which step on the rights let a reader read a kind of part; never, where a template cannot open it at all."""
    return _EARLIEST[kind].get(reader, From.never)


def readers_of(kind: TextKind) -> list[Reader]:
    """Give those for whom a template says from when on they read a kind of part: whom the rights shut out, and its writer, are left out."""
    return [one for one in Reader if earliest(kind, one) is not From.never and _ITS_WRITER.get(kind) is not one]


def froms_of(kind: TextKind, reader: Reader) -> list[From]:
    """Give the steps that a template can name for a reader, the earliest first."""
    return _ORDER[_ORDER.index(earliest(kind, reader)) :]


def opens_at(kind: TextKind, reads: Mapping[Reader, From], reader: Reader) -> From:
    """Say from which step on a reader reads a kind of part: as a template says, and not before the rights allow it."""
    unsaid = From.never if (kind, reader) in _ONLY_IF_SAID else From.prepare_school
    return max(From(reads.get(reader, unsaid)), earliest(kind, reader), key=_ORDER.index)


def opens(part: Part, reader: Reader) -> From:
    """Say from which step on a reader reads a part."""
    return opens_at(part.kind, part.reads, reader)


def _readers(who: Standing, part: Part) -> set[Reader]:
    """Say as which readers somebody counts."""
    as_home = Reader.home if part.household_id is None or part.household_id in who.households else Reader.other_home
    held = {Reader.pupil: (Role.pupil,), as_home: _FAMILY, Reader.teachers: (Role.teacher,)}
    return {reader for reader, roles in held.items() if who.is_any(*roles)}


def owns(who: Standing, part: Part) -> bool:
    """Whether a part is for somebody to write: their own assessment, their home's or subject's."""
    match part.kind:
        case TextKind.self_assessment:
            return who.is_any(Role.pupil)
        case TextKind.home_preparation:
            return who.is_any(*_FAMILY) and part.household_id in who.households
        case TextKind.assessment:
            return who.is_any(Role.teacher) and part.subject in who.subjects
        case TextKind.school | TextKind.staff_notes:
            return who.is_any(Role.mentor, Role.teacher)
        case _:
            return who.is_any(Role.mentor)


JOINT = frozenset({TextKind.talk_notes, TextKind.agreement})
"""What is written together in the talk: by whoever is in its session, and by the mentor at any time."""


def reads(who: Standing, part: Part) -> bool:
    """Whether a part is readable to somebody; its plan must be loaded."""
    if who.guest:
        return part.kind in JOINT and reached(part.plan, Phase.talk)
    if part.kind is TextKind.home_preparation and not reached(part.plan, Phase.shared):
        return False
    if owns(who, part) or who.is_any(*_FOLLOW):
        return True
    froms = {opens(part, reader) for reader in _readers(who, part)} - {From.never}
    return any(reached(part.plan, _PHASE[one]) for one in froms)


def writes(who: Standing, part: Part) -> bool:
    """Whether somebody may write in a part now; never once the plan is locked, nor while the part is handed in."""
    phase = part.plan.phase
    if not part.open or phase in LOCKED or not reads(who, part):
        return False
    if owns(who, part):
        return True
    return part.kind in JOINT and phase is Phase.talk and _joins_in(who, part)


def _joins_in(who: Standing, part: Part) -> bool:
    """Whether somebody in the session of the talk writes with the others: pupil and home, a teacher in the notes, a guest if let."""
    if who.in_talk is None:
        return False
    if who.guest:
        return who.in_talk.writes
    return who.is_any(Role.pupil, *_FAMILY) or (part.kind is TextKind.talk_notes and who.is_any(Role.teacher))


def right(actor: Actor, part: Part) -> Right:
    """Say what a person may do with a part."""
    who = standing(actor, part.plan)
    if not (sees(who) or who.guest) or not reads(who, part):
        return Right.none
    return Right.write if writes(who, part) else Right.read


def may_read(actor: Actor, part: Part) -> bool:
    """Whether a person may read a part."""
    return right(actor, part) is not Right.none


def may_write(actor: Actor, part: Part) -> bool:
    """Whether a person may write in a part."""
    return right(actor, part) is Right.write
