"""A locked version as a PDF: made once a language, and kept, so that whoever asks gets the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from server.agreements.models import VersionDocument
from server.plans.actions.locking import digest

if TYPE_CHECKING:
    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.plans.models import Version


async def document_in(session: AsyncSession, version: Version, language: str) -> VersionDocument | None:
    """Give the file of a version in a language, if it is made."""
    wanted = select(VersionDocument).where(VersionDocument.version_id == version.id, VersionDocument.language == language)
    return (await session.exec(wanted)).unique().one_or_none()


async def keep_document(session: AsyncSession, version: Version, language: str, body: bytes) -> VersionDocument:
    """Keep the file of a version; if somebody else's is there already, that is the one."""
    made = VersionDocument(version_id=version.id, language=language, body=body, sha256=digest(body))
    await session.exec(insert(VersionDocument).values(made.model_dump()).on_conflict_do_nothing())
    found = await document_in(session, version, language)
    assert found is not None  # noqa: S101  # it was just written, by us or before us
    return found


async def files_known(session: AsyncSession, version: Version) -> dict[str, str]:
    """Give the language of each file that was made of a version, by its SHA-256."""
    rows = await session.exec(select(VersionDocument.sha256, VersionDocument.language).where(col(VersionDocument.version_id) == version.id))
    return dict(rows.all())
