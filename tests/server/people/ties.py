"""Steps that several tests of relations take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from server.people.models import Relation

if TYPE_CHECKING:
    from uuid import UUID

    import httpx

    from server.people.models import Person, RelationKind
    from tests.server.world import World


async def relation(world: World, person: Person, kind: RelationKind | str, pupil: Person | None = None) -> UUID:
    """Give the id of somebody's relation, the newest that has not ended."""
    wanted = "SELECT id FROM relation WHERE person_id = $1 AND kind = $2 AND ($3::uuid IS NULL OR pupil_id = $3) AND until IS NULL"
    found: UUID = await world.value(f"{wanted} ORDER BY since DESC", person.id, str(kind), pupil.id if pupil else None)
    return found


async def add(world: World, by: Person, to: str, /, **sends: object) -> httpx.Response:
    """Add a relation on somebody's behalf."""
    return await world.post(by, f"{to}/relations", **{"reason": "Asked for", **sends})


async def tie(world: World, person: Person, kind: RelationKind, **fields: Any) -> Relation:
    """Put a relation in, as if it had been there."""
    made = Relation(person_id=person.id, kind=kind, source="test", **fields)
    await world.add(made)
    return made


async def born(world: World, person: Person, day: object) -> None:
    """Let somebody be born on a day."""
    await world.rows("UPDATE person SET born = $2 WHERE id = $1", person.id, day)


def sentence(answer: httpx.Response) -> str:
    """Give what a refusal says."""
    assert answer.status_code == 422, answer.text
    return answer.text
