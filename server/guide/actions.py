"""Reading the guide, putting a school's own words in it, and setting it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from server.columns import now
from server.guide.events import GuideChanged, GuideSetBack
from server.guide.models import GuideText

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.guide.models import GuideRole
    from server.schools.models import School
    from server.work import Work

Language = Literal["sv", "en", "ar"]


async def own_words(session: AsyncSession, school: UUID, role: GuideRole, language: str) -> GuideText | None:
    """Give what a school says itself, if it does in that language."""
    return await session.get(GuideText, (school, role, language))


async def change(work: Work, school: School, role: GuideRole, language: Language, body: str) -> None:
    """Put a school's own words in the guide; the same words again change nothing. The school's row must be held."""
    text = await own_words(work.session, school.id, role, language)
    if text is not None and text.body == body:
        return
    if text is None:
        text = GuideText(school_id=school.id, role=role, language=language, body=body, edited_by=work.actor.id)
    text.sqlmodel_update({"body": body, "edited_by": work.actor.id, "at": now()})
    work.session.add(text)
    work.tell(GuideChanged(school=school.id, role=role, language=language))


async def set_back(work: Work, school: School, role: GuideRole, language: Language) -> None:
    """Let the text that comes with Stegvis stand again. The school's row must be held."""
    text = await own_words(work.session, school.id, role, language)
    if text is None:
        return
    await work.session.delete(text)
    work.tell(GuideSetBack(school=school.id, role=role, language=language))
