"""Which rows are a kind of document of one plan: the first of each, with which all that hangs on them goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import SQLModel, col

from server.agreements.models import Agreement
from server.comments.models import Thread
from server.plans.models import Version
from server.preparations.models import Answer, Party, Preparation
from server.retention.models import DocumentKind
from server.talks.models import Talk
from server.texts.models import Text, TextKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from uuid import UUID

    from sqlalchemy import ColumnElement, ForeignKey, Table

Part = tuple["Table", "ColumnElement[bool]"]
_PREPARED = (TextKind.self_assessment, TextKind.home_preparation)
_ASSESSED = (TextKind.assessment, TextKind.school)
_NOTED = (TextKind.talk_notes, TextKind.staff_notes)


def _table(model: type[SQLModel]) -> Table:
    """Give a model's table."""
    return model.__table__  # type: ignore[attr-defined,no-any-return]


def _written(kinds: tuple[TextKind, ...], parties: tuple[Party, ...], plans: Collection[UUID]) -> list[Part]:
    """Give the texts and answers of some kinds, and who was asked for them."""
    parts: list[Part] = [(_table(one), col(one.plan_id).in_(plans) & col(one.kind).in_(kinds)) for one in (Text, Answer)]
    asked = (_table(Preparation), col(Preparation.plan_id).in_(plans) & col(Preparation.party).in_(parties))
    return [*parts, asked] if parties else parts


def parts_of(kind: DocumentKind, plans: Collection[UUID]) -> list[Part]:  # noqa: PLR0911  # one answer a kind
    """Give the rows that are a kind of document of some plans."""
    match kind:
        case DocumentKind.preparations:
            return _written(_PREPARED, (Party.pupil, Party.home), plans)
        case DocumentKind.assessments:
            return _written(_ASSESSED, (Party.teachers,), plans)
        case DocumentKind.talk_notes:
            return [*_written(_NOTED, (), plans), (_table(Talk), col(Talk.plan_id).in_(plans))]
        case DocumentKind.comments:
            return [(_table(Thread), col(Thread.plan_id).in_(plans))]
        case DocumentKind.versions:
            return [(_table(Agreement), col(Agreement.plan_id).in_(plans)), (_table(Version), col(Version.plan_id).in_(plans))]
        case DocumentKind.archived_plans:
            return _all_but_the_record(plans)
        case _:
            return []


def _all_but_the_record(plans: Collection[UUID]) -> list[Part]:
    """Give everything that hangs on some plans, but for what was agreed and locked."""
    return [(key.parent.table, key.parent.in_(plans)) for key in pointing_to("plan") if key.parent.table.name not in BESIDE | RECORD]


RECORD = frozenset({"version", "agreement"})
BESIDE = frozenset({"notice", "event"})
"""What points to a plan and is none of its documents."""


def pointing_to(table: str) -> Iterator[ForeignKey]:
    """Give every foreign key to a table."""
    for other in SQLModel.metadata.sorted_tables:
        yield from (key for key in other.foreign_keys if key.column.table.name == table)
