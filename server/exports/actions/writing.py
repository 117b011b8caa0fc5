"""Writing a plan from an archive: its rows as they were, with those who are here in the place of those who were there."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlmodel import SQLModel, select

from server.audit.models import Event
from server.exports.actions import judged
from server.exports.actions.matching import match_term
from server.exports.archive.opened import Bad, BadArchiveError
from server.exports.archive.shape import TextFile, attachment_path, document_path, plan_path, text_path, version_path
from server.exports.archive.tables import BY_NAME, FORM, PARTS, PLAN, SNAPSHOT, STROKE
from server.plans.models import Plan
from server.templates.models import Template, TemplateVersion
from server.work import data_of

if TYPE_CHECKING:
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
    ids: dict[str, dict[UUID, UUID]] = field(default_factory=lambda: {"goal": {}, "template_version": {}})
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
        await _write_form(writing, form)
    term = await _free_term(writing, await match_term(session, file.place.term, organisation))
    place = {"organisation_id": organisation, "school_id": writing.klass.school_id, "class_id": writing.klass.id, "term_id": term}
    await writing.add(PLAN, file.plan, pupil_id=writing.pupil.id, **place)
    plan = file.plan.id
    writing.ids["plan"] = {plan: plan}
    for kept in PARTS:
        for row in getattr(file, kept.name):
            if kept.name not in STAYS:
                await _write_part(writing, plan, kept, row, file)
    await _write_history(writing, plan, file)
    session.expunge_all()


async def _free_term(writing: Writing, term: UUID | None) -> UUID | None:
    """Give a plan's term, unless the pupil has a plan of this school and term already: then it has none."""
    there = select(Plan.id).where(Plan.pupil_id == writing.pupil.id, Plan.term_id == term, Plan.school_id == writing.klass.school_id)
    return None if term is None or (await writing.session.exec(there)).first() is not None else term


async def _write_form(writing: Writing, form: Any) -> None:  # noqa: ANN401  # a derived shape
    """Keep the form by which a plan was handed out, put away so that nobody hands it out anew; one that is here is that one."""
    known = writing.ids["template_version"]
    if form.id in known:
        return
    there = (await writing.session.exec(select(TemplateVersion).where(TemplateVersion.id == form.id))).unique().first()
    if there is not None and there.template.organisation_id == writing.pupil.organisation_id:
        known[form.id] = form.id
        return
    judged.judge_form(form.body, "forms")
    template = Template(organisation_id=writing.pupil.organisation_id, made_by=writing.by, draft=form.body, archived=form.at)
    writing.session.add(template)
    await writing.session.flush()
    made = TemplateVersion(
        **FORM.said(form).model_dump(exclude={"id"}),
        id=uuid4() if there else form.id,
        template_id=template.id,
        published_by=writing.by,
    )
    writing.session.add(made)
    await writing.session.flush()
    known[form.id] = made.id


async def _write_part(writing: Writing, plan: UUID, kept: Kept, row: Any, file: Any) -> None:  # noqa: ANN401  # derived shapes
    """Write one row, with what is a file of its own."""
    other: dict[str, object] = {}
    over = writing.archive.manifest.made
    match kept.name:
        case "attachments":
            other["content"] = body = writing.archive.bytes_of(path := attachment_path(plan, row.id))
            judged.judge_file(row.media_type, row.size, body, path)
        case "versions":
            other["body"] = body = writing.archive.bytes_of(path := version_path(plan, row.number))
            judged.judge_record(body, row.sha256, path)
        case "documents":
            number = next((one.number for one in file.versions if one.id == row.version_id), 0)
            other["body"] = body = writing.archive.bytes_of(path := document_path(plan, number, row.language))
            judged.judge_file("application/pdf", len(body), body, path)
            if judged.digest_of(body) != row.sha256:
                raise BadArchiveError(Bad.torn, path)
        case "agreements":
            judged.judge_record(row.body, row.sha256, plan_path(plan))
        case "threads":
            judged.judge_anchor(row.anchor, plan_path(plan))
        case "talks":
            other["ended"] = row.ended or over
            judged.judge_agenda(row.agenda, plan_path(plan))
        case "attendance" | "invited":
            other["until"] = row.until or over
    await writing.add(kept, row, **other)
    if kept.name == "texts":
        await _write_text(writing, plan, row)


async def _write_text(writing: Writing, plan: UUID, row: Any) -> None:  # noqa: ANN401  # a derived shape
    """Write a live text's document, stroke by stroke as it was kept, so that it goes on where it was."""
    path = text_path(plan, row.id)
    said = await asyncio.to_thread(writing.archive.said, path, TextFile)
    parts: list[Any] = [*([said.snapshot] if said.snapshot else []), *said.strokes]
    if said.text != row.id or any(one.text_id != row.id or one.seq > row.seq for one in parts):
        raise BadArchiveError(Bad.torn, path)
    await asyncio.to_thread(judged.judge_text, said.state, [one.payload for one in parts], path)
    if said.snapshot:
        await writing.add(SNAPSHOT, said.snapshot)
    for stroke in said.strokes:
        writing.session.add(STROKE.table(**writing.values(STROKE, stroke)))
    await writing.session.flush()


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
