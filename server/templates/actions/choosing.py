"""Which templates a round can be begun with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.templates.models import Template, TemplateVersion

if TYPE_CHECKING:
    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.schools.models import School


async def choosable(session: AsyncSession, school: School) -> list[TemplateVersion]:
    """Give the newest published version of each template that a school can use: its own and the organisation's, but for archived ones."""
    rows = await session.exec(
        select(TemplateVersion)
        .join(Template, col(Template.id) == TemplateVersion.template_id)
        .where(
            Template.organisation_id == school.organisation_id,
            (col(Template.school_id) == school.id) | col(Template.school_id).is_(None),
            col(Template.archived).is_(None),
        )
        .order_by(col(TemplateVersion.number).desc(), col(Template.at))
    )
    newest: dict[object, TemplateVersion] = {}
    for version in rows.unique():
        newest.setdefault(version.template_id, version)
    return list(newest.values())
