"""Moving a round to a newer version of its template: new parts come, empty ones go, and what somebody has written stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, exists, false, or_, select, update
from sqlmodel import col
from sqlmodel import select as of

from server.people.actions.households import households_of
from server.plans.actions.material import Material, keep, material_of
from server.plans.actions.parties import subjects_of
from server.plans.models import Plan
from server.plans.policy import LOCKED
from server.preparations.models import Answer, Preparation
from server.rounds.actions.sorting import Changes, There
from server.rounds.actions.undoing import foreign_keys
from server.rounds.events import MaterialRenewed, RoundRenewed
from server.templates.form import Form
from server.templates.models import TemplateVersion
from server.texts.models import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.rounds.actions.sorting import Part
    from server.rounds.models import Round
    from server.work import Work


async def newer_version(session: AsyncSession, held: Round) -> TemplateVersion | None:
    """Give the newest version of a round's template, if the round has an older one."""
    mine = await session.get_one(TemplateVersion, held.template_version_id)
    wanted = of(TemplateVersion).where(TemplateVersion.template_id == mine.template_id, TemplateVersion.number > mine.number)
    return (await session.exec(wanted.order_by(col(TemplateVersion.number).desc()).limit(1))).unique().first()


async def renew(work: Work, held: Round, version: TemplateVersion) -> None:
    """Move a round's plans to a newer version, but for those that are locked or proposed to be agreed on; the round's row must be held."""
    session = work.session
    wanted = of(Plan).where(Plan.round_id == held.id, col(Plan.phase).not_in(LOCKED), col(Plan.proposed).is_(None)).order_by(col(Plan.id))
    plans = (await session.exec(wanted.with_for_update(key_share=True).execution_options(populate_existing=True))).all()
    held.template_version_id = version.id
    await session.flush()
    changes = await _changes(session, plans, Material(Form.model_validate(version.body), version.id, held))
    await _apply(session, changes, {plan.id: plan.template_version_id for plan in plans})
    for plan in plans:
        plan.template_version_id = version.id
        work.tell(MaterialRenewed(plan=plan.id, version=version.id))
    work.tell(RoundRenewed(round=held.id, klass=held.class_id, version=version.id))


async def _changes(session: AsyncSession, plans: Collection[Plan], material: Material) -> Changes:
    """Say what is to be done to each plan."""
    keys, pupils = [plan.id for plan in plans], {plan.pupil_id for plan in plans}
    texts, answers = await _held(session, Text, keys), await _held(session, Answer, keys)
    preparations: list[Preparation] = await _held(session, Preparation, keys)
    parts: list[Part] = [*texts, *answers]
    forms = await _forms(session, [*(plan.template_version_id for plan in plans), *(one.asked_in for one in parts)])
    homes, subjects = await households_of(session, pupils), await subjects_of(session, pupils)
    changes = Changes()
    for plan in plans:
        mine = [one for one in parts if one.plan_id == plan.id]
        asked = [one for one in preparations if one.plan_id == plan.id]
        there = There(asked, mine, {one.id: forms[key] for one in mine if (key := one.asked_in or plan.template_version_id)})
        everyone = {*homes[plan.pupil_id], *(one.household_id for one in asked if one.household_id)}
        taught = {*subjects[plan.pupil_id], *(one.subject for one in asked if one.subject)}
        if material.form:
            changes.sort(there, material_of(plan, material, sorted(everyone), sorted(taught)), material.form)
    return changes


async def _held(session: AsyncSession, part: Any, plans: Collection[UUID]) -> list[Any]:  # noqa: ANN401  # one of three tables
    """Give what plans have of a kind, held in the order of the ids as whoever writes holds it."""
    wanted = of(part).where(part.plan_id.in_(plans)).order_by(part.id).with_for_update(of=part)
    return list((await session.exec(wanted.execution_options(populate_existing=True))).unique())


async def _forms(session: AsyncSession, versions: Iterable[UUID | None]) -> dict[UUID, Form]:
    """Give the forms of versions."""
    rows = await session.exec(of(TemplateVersion).where(col(TemplateVersion.id).in_({one for one in versions if one})))
    return {one.id: Form.model_validate(one.body) for one in rows.unique()}


async def _apply(session: AsyncSession, changes: Changes, before: Mapping[UUID, UUID | None]) -> None:
    """Do what is to be done; what is no longer asked and holds something keeps the version that asked for it."""
    connection = await session.connection()
    for table in (Text, Answer):
        said = [
            {"key": part.id, "place": row.says["position"], "who": row.says["reads"]}
            for part, row in changes.stay
            if isinstance(part, table)
        ]
        if said:
            follow = update(table).where(col(table.id) == bindparam("key"))
            await connection.execute(follow.values(position=bindparam("place"), reads=bindparam("who"), asked_in=None), said)
        await _drop(session, table, [one for one in changes.drop if isinstance(one, table)], before)
    await keep(session, changes.come)
    for waits in (True, False):
        keys = [key for key, asked in changes.waits.items() if asked is waits]
        await connection.execute(update(Preparation).where(col(Preparation.id).in_(keys)).values(asked=waits))
    await _let_rest(session, [one.id for one in changes.idle])


async def _drop(session: AsyncSession, table: type[Text | Answer], parts: list[Part], before: Mapping[UUID, UUID | None]) -> None:
    """Remove the empty ones of some parts, and mark the others as no longer asked."""
    connection = await session.connection()
    hang = [exists().where(key.parent == col(table.id)) for key in foreign_keys(str(table.__tablename__))]
    hanging = set(
        (await connection.execute(select(col(table.id)).where(col(table.id).in_([one.id for one in parts]), or_(false(), *hang)))).scalars()
    )
    kept = [one for one in parts if one.id in hanging or (one.seq if isinstance(one, Text) else one.value is not None)]
    gone = {one.id for one in parts} - {one.id for one in kept}
    await connection.execute(delete(table).where(col(table.id).in_(gone)))
    for version in set(before.values()):
        keys = [one.id for one in kept if before[one.plan_id] == version]
        await connection.execute(update(table).where(col(table.id).in_(keys)).values(asked_in=version))


async def _let_rest(session: AsyncSession, keys: list[UUID]) -> None:
    """Remove the preparations that nothing belongs to any more, and wait for the others no longer."""
    parts = [exists().where(col(table.preparation_id) == Preparation.id) for table in (Text, Answer)]
    parts += [exists().where(key.parent == col(Preparation.id)) for key in foreign_keys("preparation")]
    mine = col(Preparation.id).in_(keys)
    connection = await session.connection()
    await connection.execute(delete(Preparation).where(mine, ~or_(*parts), col(Preparation.ready).is_(None)))
    await connection.execute(update(Preparation).where(mine).values(asked=False))
