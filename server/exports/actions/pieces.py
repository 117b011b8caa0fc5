"""Archives in the database, a piece at a time: neither writing nor reading one holds it in memory."""

from __future__ import annotations

import hashlib
import tempfile
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete
from sqlmodel import col, select

from server.exports.models import ExportPiece, ImportPiece

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.db import Database

Piece = type[ExportPiece] | type[ImportPiece]


async def keep(session: AsyncSession, table: Piece, owner: UUID, pieces: Iterable[bytes]) -> tuple[int, str]:
    """Keep an archive, and give its size and SHA-256."""
    size, digest = 0, hashlib.sha256()
    for number, body in enumerate(pieces):
        session.add(table(owner_id=owner, number=number, body=body))
        await session.flush()
        session.expunge_all()
        size += len(body)
        digest.update(body)
    return size, digest.hexdigest()


async def forget(session: AsyncSession, table: Piece, owners: Iterable[UUID]) -> None:
    """Remove archives; their rows stay, and say that there was one."""
    await session.exec(delete(table).where(col(table.owner_id).in_(list(owners))))


async def given(database: Database, table: Piece, owner: UUID) -> AsyncIterator[bytes]:
    """Give an archive, a piece at a time; one that is removed meanwhile ends there, and whoever reads it sees that it is broken."""
    number = 0
    while True:
        async with database.session() as session:
            body = (await session.exec(select(table.body).where(table.owner_id == owner, table.number == number))).first()
        if body is None:
            return
        yield body
        number += 1


async def laid_out(session: AsyncSession, table: Piece, owner: UUID) -> Any:  # noqa: ANN401  # a file that has no name and no type of its own
    """Give an archive as a file that can be read anywhere in it; it is gone when it is closed."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  # the caller's to close
    numbers = await session.exec(select(table.number).where(table.owner_id == owner).order_by(col(table.number)))
    for number in numbers.all():
        file.write((await session.exec(select(table.body).where(table.owner_id == owner, table.number == number))).one())
    return file
