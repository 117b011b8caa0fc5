"""When ties change, the open pages of those whom it concerns are asked to look again, whatever they show; others are not."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

import pytest

from realtime import pages
from server.access import ProtectionChanged
from server.audit.models import Event
from server.events import RelationEnded
from tests.realtime.steps import end_tie

if TYPE_CHECKING:
    from server.db import Database
    from server.events import Happening
    from tests.cast import Cast
    from tests.visit import Socket, Visits

AT_ONCE = 1.0


async def sockets(cast: Cast, live: Visits, *names: str) -> dict[str, Socket]:
    """Give sockets of some of the cast that have been welcomed."""
    found = {name: await live.socket(getattr(cast, name)) for name in names}
    for one in found.values():
        await one.until("badge")
    return found


async def asked(found: dict[str, Socket], cast: Cast) -> set[str]:
    """Say whose pages have been asked to look again by now."""
    for one in found.values():
        await one.ask("join", {"plan": str(cast.far_plan.id)})  # whatever had been said before comes before this answer
    return {name for name, one in found.items() if one.count("look")}


async def elsewhere(cast: Cast, database: Database, happening: Happening) -> None:
    """Let another process have told something, of which no hint comes."""
    async with database.session() as session:
        data = happening.model_dump(mode="json", exclude={"plan"})
        session.add(Event(kind=happening.kind(), organisation_id=cast.organisation.id, data=data))
        await session.commit()


async def test_a_tie_that_ends_is_felt_by_who_had_it_and_by_those_around_the_pupil(cast: Cast, live: Visits, database: Database) -> None:
    around = ("anna", "bo", "elsa", "mentor", "teacher", "omars_mother", "observer", "principal", "admin", "director")
    found = await sockets(cast, live, *around, "far_teacher", "far_principal", "stranger")

    await end_tie(cast, live, database, cast.anna)
    ended = monotonic()
    own = await found["anna"].until("look")

    assert monotonic() - ended < AT_ONCE
    assert own == {"within": pages.SPREAD}
    for name in around:
        await found[name].until("look")
    assert monotonic() - ended < AT_ONCE
    assert await asked(found, cast) == set(around)


async def test_a_protection_is_felt_by_all_staff_of_the_school(cast: Cast, live: Visits) -> None:
    staff = ("teacher", "mentor", "observer", "principal", "admin")
    found = await sockets(cast, live, *staff, "omars_mother", "far_principal", "stranger")
    admin = await live.as_(cast.admin)

    answer = await admin.post(f"/pupils/{cast.elsa.id}/protection", data={"on": "yes", "reason": "A decision of the tax agency"})
    assert answer.status_code == 303

    for name in (*staff, "omars_mother"):
        await found[name].until("look")
    assert await asked(found, cast) == {*staff, "omars_mother"}


async def test_nobody_is_made_to_wait_for_a_protection(cast: Cast, live: Visits, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "EACH", 1_000)
    found = await sockets(cast, live, "teacher", "observer", "omars_mother")
    admin = await live.as_(cast.admin)

    begun = monotonic()
    await admin.post(f"/pupils/{cast.elsa.id}/protection", data={"on": "yes", "reason": "A decision of the tax agency"})
    for one in found.values():
        await one.until("look", lambda said: said["within"] == pages.SPREAD)

    assert monotonic() - begun < AT_ONCE - pages.SPREAD / 1000


@pytest.mark.parametrize("kind", [RelationEnded, ProtectionChanged])
async def test_what_another_process_has_told_is_felt_within_a_second(
    cast: Cast, live: Visits, database: Database, kind: type[Happening]
) -> None:
    found = await sockets(cast, live, "teacher", "omars_mother", "far_teacher")
    told = monotonic()
    given = {"relation": cast.elsa.id, "person": cast.omar.id} if kind is RelationEnded else {"on": True}

    await elsewhere(cast, database, kind.model_validate({**given, "pupil": cast.elsa.id}))
    for name in ("teacher", "omars_mother"):
        await found[name].until("look")

    assert monotonic() - told < AT_ONCE
    assert await asked(found, cast) == {"teacher", "omars_mother"}


async def test_a_page_that_was_on_its_way_is_asked_when_it_comes(cast: Cast, live: Visits, database: Database) -> None:
    await end_tie(cast, live, database, cast.anna)

    found = await sockets(cast, live, "anna", "far_teacher")

    await found["anna"].until("look")
    assert await asked(found, cast) == {"anna"}


async def test_a_school_asks_no_faster_than_it_is_answered(
    cast: Cast, live: Visits, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "EACH", 1_000)
    found = await sockets(cast, live, "anna", "bo", "mentor")

    await end_tie(cast, live, database, cast.anna)

    assert (await found["mentor"].until("look"))["within"] == 3 * pages.EACH
    assert (await found["anna"].until("look"))["within"] == pages.SPREAD, "who has lost a right is not made to wait"


async def test_what_changes_no_tie_asks_nobody(cast: Cast, live: Visits) -> None:
    found = await sockets(cast, live, "anna", "elsa")
    pupil = await live.as_(cast.elsa)
    await pupil.post(f"/goals/{cast.goal.id}/status", data={"status": "done"})
    await found["anna"].until("badge", lambda one: one["unread"] == 1)

    assert await asked(found, cast) == set()
