"""Runs Alembic's migrations on PostgreSQL through asyncpg."""

import asyncio

from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import SQLModel

from server import db, tables
from server.config import Settings

__all__ = ["tables"]

ONE_AT_A_TIME = 7_153_271
"""The advisory lock under which a database is brought up to date."""


def run(connection: Connection) -> None:
    """Run what is missing, in one transaction, one process at a time."""
    context.configure(connection=connection, target_metadata=SQLModel.metadata)
    with context.begin_transaction():
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
        context.run_migrations()


async def main() -> None:
    """Connect and run."""
    address = context.config.attributes.get("address") or db.address(Settings())
    engine = create_async_engine(db.for_sqlalchemy(address))
    async with engine.begin() as connection:
        await connection.run_sync(run)
    await engine.dispose()


asyncio.run(main())
