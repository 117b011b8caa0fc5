"""Very many are invited beside the request: the answer comes at once, and the page says how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest_asyncio

from server.accounts.actions import invite_all, inviting
from server.people.models import Person, Relation, RelationKind

if TYPE_CHECKING:
    import httpx
    import pytest

    from tests.server.world import World

MANY = 60


@pytest_asyncio.fixture(name="world", loop_scope="session")
async def _world(own: World) -> World:
    """Give a world with many who can be invited."""
    cast = own.cast
    people = [
        Person(
            organisation_id=cast.organisation.id,
            source_id=f"test:{n}",
            given_name="Gun",
            family_name=f"Guardian {n}",
            email=f"g{n}@example.se",
        )
        for n in range(MANY)
    ]
    await own.add(*people, *(Relation(person_id=one.id, kind=RelationKind.guardian_of, pupil_id=cast.elsa.id) for one in people))
    return own


async def invite(world: World) -> httpx.Response:
    return await world.post(world.cast.admin, f"/schools/{world.cast.school.id}/invitations")


async def invited(world: World) -> int:
    return int(await world.value("SELECT count(DISTINCT person_id) FROM ticket WHERE kind = 'invitation' AND void IS NULL"))


async def ended(world: World, address: str) -> str:
    """Look until the page no longer asks for itself."""
    while "hx-trigger" in (page := (await world.get(world.cast.admin, address)).text):
        pass
    return page


async def test_everybody_is_invited_once_and_the_page_says_how_far_it_is(world: World) -> None:
    answer = await invite(world)

    assert answer.headers["location"] == f"/schools/{world.cast.school.id}/accounts?of={MANY}"
    page = await ended(world, f"/schools/{world.cast.school.id}/invitations?of={MANY}")
    assert f"{MANY} of {MANY} are invited." in page
    assert "Everybody is invited" in page
    assert await invited(world) == MANY
    assert await world.value("SELECT count(*) FROM mail") == MANY
    assert (await world.events()).count("person_invited") == MANY


async def test_asked_for_twice_at_once_nobody_gets_two_mails(world: World) -> None:
    first = await invite(world)
    await invite(world)
    await ended(world, first.headers["location"])
    assert await world.value("SELECT count(*) FROM mail") == MANY


async def test_a_right_to_invite_that_ends_stops_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def once(work: object, settings: object, school: object, some: list[object]) -> int:
        count = await invite_all(work, settings, school, some)  # type: ignore[arg-type]
        await world.rows("UPDATE relation SET until = now() WHERE person_id = $1", world.cast.admin.id)
        return count

    monkeypatch.setattr(inviting, "invite_all", once)
    await invite(world)
    page = await world.get(world.cast.director, f"/schools/{world.cast.school.id}/accounts?of={MANY}")
    while "hx-trigger" in page.text:
        page = await world.get(world.cast.director, f"/schools/{world.cast.school.id}/accounts?of={MANY}")
    assert await invited(world) == inviting.A_BATCH
    assert "Inviting stopped before its end" in page.text
    assert f"{inviting.A_BATCH} of {MANY} are invited." in page.text


async def test_a_few_are_invited_at_once(world: World) -> None:
    await world.rows("UPDATE person SET email = '' WHERE email NOT IN ('g1@example.se', 'g2@example.se')")
    assert (await invite(world)).headers["location"] == f"/schools/{world.cast.school.id}/accounts"
    assert await invited(world) == 2
