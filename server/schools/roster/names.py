"""Who comes, goes, moves and changes, by name: short lists. Nobody with protected identity, nor who is at home with one, is named.

A row about such a person says nothing but of what kind it is; it carries `of`, the pupil it is about, and `person`, so that a page can
name them to whoever may know; for all others the row is left out, and taken from the numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from server.schools.roster.report import MOST_LISTED, Listed
from server.schools.roster.stage import script

if TYPE_CHECKING:
    from collections.abc import Mapping

    import asyncpg

LISTS = ("schools", "years", "classes", "comes", "goes", "moves", "changes", "begins", "ends", "homes", "kept")
"""The lists, in the order in which they are shown."""


async def listed(driver: asyncpg.Connection[Any]) -> dict[str, Listed]:
    """Give every list: its first rows, and how many there are."""
    await driver.execute(script("names"))
    await driver.execute(script("lists"))
    found: dict[str, Listed] = {}
    for name in LISTS:
        rows = await driver.fetch("SELECT * FROM named WHERE list = $1 ORDER BY family, name, kind, place LIMIT $2", name, MOST_LISTED)
        total = await driver.fetchval("SELECT count(*) FROM named WHERE list = $1", name)
        if total:
            found[name] = Listed([_row(one) for one in rows], total)
    return found


def _row(one: Mapping[str, object]) -> dict[str, Any]:
    """Give a row as it is kept: only what says something."""
    plain = {name: str(value or "") for name, value in one.items() if name not in {"list", "family"}}
    return plain | (dict.fromkeys(("name", "place", "was", "to"), "") if one["of"] else {})


async def shy(driver: asyncpg.Connection[Any]) -> dict[str, dict[str, int]]:
    """Give, by pupil with protected identity, how much of which number is about the pupil or the pupil's home."""
    found: dict[str, dict[str, int]] = {}
    for pupil, what, count in await driver.fetch(script("shy")):
        found.setdefault(str(pupil), {})[what] = count
    return found
