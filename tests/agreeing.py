"""Agreeing, as people do it on the page: the mentor proposes, each answers, the mentor locks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

if TYPE_CHECKING:
    import httpx

ENOUGH = "The home cannot be reached"


async def propose(mentor: httpx.AsyncClient, plan: UUID, *goals: UUID) -> str:
    """Propose the agreement with some of the proposed goals; give its id, as the page has it."""
    form = {"id": str(uuid4()), **{f"goal:{goal}": "true" for goal in goals}}
    answer = await mentor.post(f"/plans/{plan}/agreement", data=form)
    assert answer.is_success or answer.status_code == 303, answer.text
    return await proposed(mentor, plan)


async def proposed(reader: httpx.AsyncClient, plan: UUID) -> str:
    """Give the id of what is proposed, from the forms of somebody's page."""
    found = re.search(r'"/agreements/([0-9a-f-]{36})/', (await reader.get(f"/plans/{plan}/agreement")).text)
    assert found, "nothing can be done with the proposal here"
    return found[1]


async def lock(mentor: httpx.AsyncClient, agreement: str, reason: str = ENOUGH) -> httpx.Response:
    """Lock what is proposed."""
    return await mentor.post(f"/agreements/{agreement}/locked", data={"reason": reason})


async def agree(mentor: httpx.AsyncClient, plan: UUID, *goals: UUID) -> None:
    """Propose and lock at once: for tests of what comes after."""
    answer = await lock(mentor, await propose(mentor, plan, *goals))
    assert answer.is_success or answer.status_code == 303, answer.text
