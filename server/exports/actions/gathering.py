"""Taking one plan out: its rows, its texts with their Yjs state, its files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlmodel import col, select

from server.agreements.models import VersionDocument
from server.audit.models import Event
from server.exports.actions.judging import ids_of, rows_of
from server.exports.actions.texts import take_text
from server.exports.archive.shape import (
    HISTORY,
    Happened,
    Place,
    PlanFile,
    Term,
    attachment_path,
    document_path,
    picture_path,
    plan_path,
    version_path,
)
from server.exports.archive.tables import CRITERION, FORM, PARTS, PLAN, Row
from server.goals.models import CheckInPicture, Criterion
from server.people.policy import standing
from server.plans.models import Plan, Version
from server.preparations.models import Attachment
from server.schools import models as schools
from server.templates.models import TemplateVersion

if TYPE_CHECKING:
    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.exports.actions.judging import Found
    from server.exports.actions.taking import Taking


async def take_plan(taking: Taking, plan: Plan) -> None:
    """Take out one plan, as far as whoever asked may read it; the plan must have been judged."""
    found = await rows_of(taking, plan)
    rows = {kept.name: [kept.said(one) for one in found[kept.name].values()] for kept in PARTS}
    for kept in PARTS:
        taking.note(kept, rows[kept.name])
    taking.holds |= ids_of(found)
    for text in found["texts"].values():
        await take_text(taking, text)  # type: ignore[arg-type]  # by its name
    await _take_files(taking, plan.id, found)
    happened = await _history(taking, plan, {key for these in found.values() for key in these})
    head = PLAN.said(plan)
    file = PlanFile(
        place=await _place(taking, plan),
        plan=head,
        forms=await _forms(taking.work.session, head, rows),
        criteria=await _criteria(taking.work.session, rows["goal_criteria"]),
        happened=happened,
        **rows,
    )
    await taking.add(plan_path(plan.id), file.model_dump_json(indent=1).encode())
    taking.plans.append(plan.id)


async def _take_files(taking: Taking, plan: UUID, found: Found) -> None:
    """Take out what is a file of its own, byte for byte, one at a time."""
    session = taking.work.session
    numbers: dict[UUID, int] = {key: one.number for key, one in found["versions"].items()}  # type: ignore[attr-defined]
    for key, number in numbers.items():
        body = (await session.exec(select(Version.body).where(Version.id == key))).one()
        await taking.add(version_path(plan, number), body)
    for key, one in found["documents"].items():
        body = (await session.exec(select(VersionDocument.body).where(VersionDocument.id == key))).one()
        await taking.add(document_path(plan, numbers[one.version_id], one.language), body)  # type: ignore[attr-defined]
    for key in found["attachments"]:
        body = (await session.exec(select(Attachment.content).where(Attachment.id == key))).one()
        await taking.add(attachment_path(plan, key), body)
    for key in found["check_in_pictures"]:
        body = (await session.exec(select(CheckInPicture.content).where(CheckInPicture.check_in_id == key))).one()
        await taking.add(picture_path(plan, key), body)


async def _history(taking: Taking, plan: Plan, taken: set[Any]) -> list[Happened]:
    """Give what has happened in a plan and to its goals, but for what is about something that is not taken out."""
    staff = standing(taking.work.actor, plan).staff
    wanted = select(Event).where(Event.plan_id == plan.id, col(Event.kind).in_(HISTORY)).order_by(col(Event.id))
    said = []
    for event in await taking.work.session.exec(wanted):
        data = {name: value for name, value in event.data.items() if name != "hearers"}
        about = {UUID(str(value)) for name in ("goal", "text") if (value := data.get(name))}
        if about <= taken and (staff or not data.get("staff_only")):
            said.append(Happened(at=event.at, kind=event.kind, by=event.actor_id, data=data))
    taking.people |= {one.by for one in said if one.by}
    return said


async def _place(taking: Taking, plan: Plan) -> Place:
    """Say where a plan was made."""
    session = taking.work.session
    school, klass = await session.get_one(schools.School, plan.school_id), await session.get_one(schools.Class, plan.class_id)
    term = await session.get(schools.Term, plan.term_id) if plan.term_id else None
    said = Term(id=term.id, title=term.title, first_day=term.first_day, last_day=term.last_day) if term else None
    if taking.hides:
        return Place(school="", klass="", term=said, talk_only=bool(plan.talk_only))
    made_at = plan.made_at or {"school": school.name, "klass": klass.name, "year": klass.year}
    return Place(**made_at, term=said, talk_only=bool(plan.talk_only))


async def _forms(session: AsyncSession, head: Any, rows: dict[str, list[Row]]) -> list[Row]:  # noqa: ANN401  # a derived shape
    """Give the forms by which a plan was handed out and asked."""
    keys = {head.template_version_id} | {getattr(one, "asked_in", None) for name in ("texts", "answers") for one in rows[name]}
    wanted = select(TemplateVersion).where(col(TemplateVersion.id).in_(keys - {None})).order_by(col(TemplateVersion.id))
    return [FORM.said(one) for one in (await session.exec(wanted)).unique()]


async def _criteria(session: AsyncSession, ties: list[Any]) -> list[Row]:
    """Give the criteria to which goals are tied."""
    wanted = select(Criterion).where(col(Criterion.id).in_({one.criterion_id for one in ties})).order_by(col(Criterion.id))
    return [CRITERION.said(one) for one in (await session.exec(wanted)).unique()]
