"""The demo: opened where there is no school yet, and who can sign in to it."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import TYPE_CHECKING

from sqlmodel import func, select

from server import db
from server.plans.demo import fill
from server.schools.demo import demo_accounts, open_demo_school
from server.schools.models import Organisation

if TYPE_CHECKING:
    from pathlib import Path

    from server.schools.demo import DemoAccount


async def open_demo(address: str, folder: Path) -> None:
    """Open the demo school where there is no school yet, and say who can sign in."""
    database = db.connect(address, 2)
    async with database.session() as session:
        if not (await session.exec(select(func.count()).select_from(Organisation))).one():
            await open_demo_school(session, folder / "demo-roster")
            await fill(session)
            await session.commit()
        _print(await demo_accounts(session), of_each_role=2)
    await database.engine.dispose()


def print_accounts(address: str, *, as_json: bool) -> int:
    """Print who can sign in to the demo school; give the exit status, 1 where there is none."""
    accounts = asyncio.run(_accounts(address))
    if as_json:
        print(json.dumps(accounts, ensure_ascii=False, indent=1))
    else:
        _print(accounts)
    if not accounts:
        print("stegvis: there is no demo school here yet: make run opens one", file=sys.stderr)
    return 0 if accounts else 1


async def _accounts(address: str) -> list[DemoAccount]:
    """Read the demo accounts."""
    database = db.connect(address, 2)
    async with database.session() as session:
        accounts = await demo_accounts(session)
    await database.engine.dispose()
    return accounts


def _print(accounts: list[DemoAccount], of_each_role: int | None = None) -> None:
    """Print accounts as a table, a few of each role if there are many."""
    shown: dict[str, int] = {}
    for one in accounts:
        shown[one["role"]] = shown.get(one["role"], 0) + 1
        if of_each_role is None or shown[one["role"]] <= of_each_role:
            print(f"  {one['role']:<10} {one['user_name']:<18} {one['password']:<14} {one['name']}")
    if of_each_role is not None:
        print(f"  All {len(accounts)}, and whose guardian, mentor or teacher they are: .venv/bin/stegvis demo-accounts")
