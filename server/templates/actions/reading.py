"""Reading published forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.templates.form import Form
from server.templates.models import TemplateVersion

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession


async def forms_of(session: AsyncSession, versions: Iterable[UUID | None]) -> dict[UUID | None, Form]:
    """Give the forms of published versions; where there is none, as for a plan without a template, none is given."""
    wanted = {one for one in versions if one is not None}
    if not wanted:
        return {}
    rows = await session.exec(select(TemplateVersion).where(col(TemplateVersion.id).in_(wanted)))
    return {one.id: Form.model_validate(one.body) for one in rows.unique()}
