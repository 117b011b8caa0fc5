"""What the migrations make is what the tables say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlmodel import SQLModel

import server.tables  # noqa: F401  # every table

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from server.db import Database


def difference(connection: Connection) -> list[Any]:
    return list(compare_metadata(MigrationContext.configure(connection), SQLModel.metadata))


async def test_a_migrated_database_has_every_table_column_and_index_and_no_others(database: Database) -> None:
    async with database.engine.connect() as connection:
        assert await connection.run_sync(difference) == []
