"""Writing a plan from an archive: its rows as they were, with those who are here in the place of those who were there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from server.audit.models import Event
from server.exports.actions import judged
from server.exports.actions.leaning import free_term, write_criterion, write_form
from server.exports.actions.texts import write_text
from server.exports.archive.opened import Bad, BadArchiveError
from server.exports.archive.shape import attachment_path, document_path, picture_path, plan_path, version_path
from server.exports.archive.tables import BY_NAME, PARTS, PLAN
from server.preparations.actions.files import PDF, WEBP
from server.work import data_of

if TYPE_CHECKING:
    from sqlmodel import SQLModel
    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.exports.actions.matching import Matched
    from server.exports.archive.opened import Opened
    from server.exports.archive.tables import Kept, Row
    from server.people.models import Person
    from server.schools.models import Class

STAYS = frozenset({"bookings"})
"""What is in an archive to be read, and is written nowhere: a time at another school."""


@dataclass
class Writing:
    """One archive being written."""

    session: AsyncSession
    archive: Opened
    matched: Matched
    pupil: Person
    klass: Class
    by: UUID
    ids: dict[str, dict[UUID, UUID]] = field(default_factory=lambda: {"goal": {}, "template_version": {}, "criterion": {}})
    """By table, what an id of the archive is here."""

    def values(self, kept: Kept, row: Row, **other: object) -> dict[str, Any]:
        """Give a row's columns, each reference leading to what it means here; one that leads out of the archive leads nowhere."""
        found = {name: getattr(row, name) for name in type(row).model_fields}
        for column in kept.table.__table__.columns:  # type: ignore[attr-defined]
            for to in (key.column.table.name for key in column.foreign_keys):
                if column.name in found and found[column.name] is not None and column.name not in other:
                    found[column.name] = self.lead(to, found[column.name], may_be_missing=bool(column.nullable))
        return found | other

    def lead(self, to: str, key: UUID, *, may_be_missing: bool) -> UUID | None:
        """Say what a reference means here.

        Raises:
            BadArchiveError: nothing, and it must mean something.
        """
        known = {"person": self.matched.people, "household": self.matched.homes, **self.ids}.get(to, {})
        if key not in known and not may_be_missing:
            raise BadArchiveError(Bad.torn)
        return known.get(key)

    async def add(self, kept: Kept, row: Row, **other: object) -> SQLModel:
        """Write a row."""
        made = kept.table(**self.values(kept, row, **other))
        self.session.add(made)
        await self.session.flush()
        if kept is not PLAN and hasattr(made, "id"):
            self.ids.setdefault(str(kept.table.__tablename__), {})[made.id] = made.id
        return made


async def write_plan(writing: Writing, file: Any) -> None:  # noqa: ANN401  # the derived shape of a plan's file
    """Write one plan with all that hangs on it."""
    session, organisation = writing.session, writing.pupil.organisation_id
    for form in file.forms:
        await write_form(writing, form)
    for criterion in file.criteria:
        await write_criterion(writing, criterion)
    term = await free_term(writing, file.place.term)
    place = {"organisation_id": organisation, "school_id": writing.klass.school_id, "class_id": writing.klass.id, "term_id": term}
    made_at = {name: getattr(file.place, name) for name in ("school", "klass", "year")}
    await writing.add(PLAN, file.plan, pupil_id=writing.pupil.id, made_at=made_at, **place)
    plan = file.plan.id
    writing.ids["plan"] = {plan: plan}
    for kept in PARTS:
        for row in getattr(file, kept.name):
            if kept.name not in STAYS:
                await _write_part(writing, plan, kept, row, file)
    await _write_history(writing, plan, file)
    session.expunge_all()


async def _write_part(writing: Writing, plan: UUID, kept: Kept, row: Any, file: Any) -> None:  # noqa: ANN401  # derived shapes
    """Write one row, with what is a file of its own."""
    _judge(kept.name, row, plan_path(plan))
    other: dict[str, object] = {}
    over = writing.archive.manifest.made
    match kept.name:
        case "talks":
            other["ended"] = row.ended or over
        case "attendance" | "invited":
            other["until"] = row.until or over
        case "attachments" | "check_in_pictures" | "documents":
            other["content" if kept.name != "documents" else "body"] = _file_of(writing, plan, kept.name, row, file)
        case "versions":
            other["body"] = body = writing.archive.bytes_of(path := version_path(plan, row.number))
            judged.judge_record(body, row.sha256, path)
    await writing.add(kept, row, **other)
    if kept.name == "texts":
        await write_text(writing, file.plan, row)


def _judge(name: str, row: Any, path: str) -> None:  # noqa: ANN401  # a derived shape
    """Take only a row that says what such a row may say."""
    match name:
        case "agreements":
            judged.judge_record(row.body, row.sha256, path)
        case "threads":
            judged.judge_anchor(row.anchor, path)
        case "talks":
            judged.judge_agenda(row.agenda, path)
        case "check_ins" | "goal_evaluations":
            judged.judge_face(row.face, path)
        case "evaluations":
            judged.judge_face(row.face, path)
            judged.judge_looker(row, path)


def _file_of(writing: Writing, plan: UUID, name: str, row: Any, file: Any) -> bytes:  # noqa: ANN401  # derived shapes
    """Give the file of an attachment, of a check-in's picture, or of a version's document."""
    match name:
        case "attachments":
            path, media_type = attachment_path(plan, row.id), row.media_type
        case "check_in_pictures":
            path, media_type = picture_path(plan, row.check_in_id), WEBP
        case _:
            number = next((one.number for one in file.versions if one.id == row.version_id), 0)
            path, media_type = document_path(plan, number, row.language), PDF
    body = writing.archive.bytes_of(path)
    judged.judge_file(media_type, getattr(row, "size", len(body)), body, path)
    if getattr(row, "sha256", digest := judged.digest_of(body)) != digest:
        raise BadArchiveError(Bad.torn, path)
    return body


async def _write_history(writing: Writing, plan: UUID, file: Any) -> None:  # noqa: ANN401  # as above
    """Write what happened in the plan into the log, where its history is read."""
    ours = {key for known in writing.ids.values() for key in known}
    for one in file.happened:
        happening = judged.judge_happening(one, plan_path(plan))
        data = data_of(happening)
        about = {UUID(str(data[name])) for name in ("goal", "text", "check_in") if data.get(name)}
        if not about <= ours:
            raise BadArchiveError(Bad.torn, plan_path(plan))
        by = writing.lead("person", one.by, may_be_missing=True) if one.by else None
        writing.session.add(
            Event(at=one.at, kind=one.kind, organisation_id=writing.pupil.organisation_id, actor_id=by, plan_id=plan, data=data)
        )
    await writing.session.flush()


assert set(BY_NAME) >= STAYS  # noqa: S101  # while loading
