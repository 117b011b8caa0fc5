"""Steps that several tests of the live side take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import socketio
from sqlmodel import select, text

from server.people.models import Relation
from tests.agreeing import agree

if TYPE_CHECKING:
    import httpx

    from server.db import Database
    from server.people.models import Person
    from tests.cast import Cast
    from tests.visit import Socket, Visits


async def end_tie(cast: Cast, live: Visits, database: Database, person: Person) -> None:
    """Let the administrator end somebody's relation to Elsa."""
    async with database.session() as session:
        ties = await session.exec(select(Relation).where(Relation.person_id == person.id, Relation.pupil_id == cast.elsa.id))
        tie = ties.one()
    admin = await live.as_(cast.admin)
    assert (await admin.post(f"/relations/{tie.id}/end", data={"reason": "Moved"})).status_code == 303


async def end_teaching(cast: Cast, live: Visits, database: Database) -> None:
    """Let the administrator end what the teacher teaches in the class."""
    async with database.session() as session:
        tie = (await session.exec(select(Relation).where(Relation.person_id == cast.teacher.id))).one()
    admin = await live.as_(cast.admin)
    assert (await admin.post(f"/relations/{tie.id}/end", data={"reason": "Left"})).status_code == 303


async def move_plan(cast: Cast, live: Visits, phase: str, by: Person | None = None, reason: str = "") -> None:
    """Take Elsa's plan to another phase; a written plan is agreed by its agreement."""
    page = await live.as_(by or cast.mentor)
    if phase == "agreed":
        await agree(page, cast.plan.id)
        return
    answer = await page.post(f"/plans/{cast.plan.id}/phase", data={"phase": phase, **({"reason": reason} if reason else {})})
    assert answer.status_code == 303, answer.text


async def comment(cast: Cast, page: httpx.AsyncClient, **about: str) -> str:
    """Write a comment in Elsa's plan; give its id."""
    key = str(uuid4())
    answer = await page.post(f"/plans/{cast.plan.id}/comments", data={"id": key, "words": "Tell me more.", **about})
    assert answer.status_code == 303, answer.text
    return key


@dataclass(frozen=True)
class Kept:
    """What the database holds of all texts, to see that nothing has changed."""

    seqs: tuple[tuple[str, int], ...]
    updates: int
    events: int


async def kept(database: Database) -> Kept:
    """Count what is kept."""
    async with database.session() as session:
        seqs = (await session.exec(text("SELECT id::text, seq FROM text ORDER BY id"))).all()  # type: ignore[call-overload]
        updates = (await session.exec(text("SELECT count(*) FROM text_update"))).one()[0]  # type: ignore[call-overload]
        events = (await session.exec(text("SELECT count(*) FROM event WHERE kind <> 'plan_opened'"))).one()[0]  # type: ignore[call-overload]
    return Kept(tuple((row[0], row[1]) for row in seqs), updates, events)


async def refused_at_the_door(base: str, headers: dict[str, str], namespace: str) -> dict[str, Any]:
    """Try to connect; give what the refusal says."""
    client = socketio.AsyncClient(serializer="msgpack", reconnection=False)
    heard: list[dict[str, Any]] = []
    client.on("connect_error", heard.append, namespace=namespace)
    try:
        await client.connect(base, headers=dict(headers), transports=["websocket"], socketio_path="live", namespaces=[namespace])
    except socketio.exceptions.ConnectionError:
        return heard[0]
    await client.disconnect()
    return {}


async def still_hears(writer: Socket, reader: Socket, where: Any) -> None:
    """Hold that what one writes still reaches another."""
    before = reader.count("edit")
    assert (await writer.write(where, "Still here."))["ok"]
    await reader.until("edit", lambda _: reader.count("edit") > before)
