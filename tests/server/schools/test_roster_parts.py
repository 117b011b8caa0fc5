"""What is new in a roster gets its part in the plans that are being prepared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.server.schools.test_import import ROSTER
from tests.server.schools.test_roster_notices import bring

if TYPE_CHECKING:
    from tests.server.world import World


async def parts(world: World) -> set[tuple[str, str]]:
    """Give the homes and subjects that have something to prepare in Elsa's plan."""
    wanted = "SELECT party, coalesce(h.source_id, subject) FROM preparation LEFT JOIN household h ON h.id = household_id WHERE plan_id = $1"
    rows = await world.rows(wanted, world.cast.plan.id)
    return {(row[0], row[1]) for row in rows}


async def test_a_home_and_a_subject_that_come_with_a_roster_have_their_parts_at_once(own: World) -> None:
    await bring(own, ROSTER)
    before = await parts(own)
    more = "Vårdnadshavare;nora;Nora;Ny;;;;elsa;nora;\r\nLärare;sven;Sven;Svensson;Ekskolan;4B;Svenska;;;\r\n"

    await bring(own, ROSTER + more)
    await bring(own, ROSTER + more)

    assert await parts(own) - before == {("home", "home:nora"), ("teachers", "Svenska")}
    texts = await own.rows("SELECT count(*) FROM text t JOIN household h ON h.id = t.household_id WHERE h.source_id = 'home:nora'")
    assert texts[0][0] == 1
