from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from server.people.models import Person, RelationKind
    from tests.server.world import World


async def relation(world: World, person: Person, kind: RelationKind | str) -> UUID:
    found = await world.value("SELECT id FROM relation WHERE person_id = $1 AND kind = $2", person.id, str(kind))
    assert isinstance(found, UUID)
    return found


async def test_a_guardian_whose_relation_ends_is_out_with_the_next_request(world: World) -> None:
    assert (await world.get(world.cast.anna, world.home)).status_code == 200

    answer = await world.post(world.cast.admin, f"/relations/{await relation(world, world.cast.anna, 'guardian_of')}/end", reason="Moved")

    assert answer.headers["location"] == f"/pupils/{world.cast.elsa.id}/relations"
    for address in (world.home, f"{world.home}/goals", f"{world.home}/since/0", f"/classes/{world.cast.klass.id}"):
        assert (await world.get(world.cast.anna, address)).status_code == 404
    assert (await world.post(world.cast.anna, f"/goals/{world.cast.proposal.id}", title="Mine")).status_code == 404
    assert "Elsa" not in (await world.get(world.cast.anna, "/")).text
    assert await world.events() == ["relation_ended"]


async def test_the_other_home_is_not_touched(world: World) -> None:
    await world.post(world.cast.admin, f"/relations/{await relation(world, world.cast.anna, 'guardian_of')}/end", reason="Moved")

    assert (await world.get(world.cast.bo, world.home)).status_code == 200


async def test_ending_twice_ends_once(world: World) -> None:
    key = await relation(world, world.cast.anna, "guardian_of")
    await world.post(world.cast.admin, f"/relations/{key}/end", reason="Moved")
    ended = await world.value("SELECT until FROM relation WHERE id = $1", key)

    assert (await world.post(world.cast.admin, f"/relations/{key}/end", reason="Moved")).status_code == 303

    assert await world.value("SELECT until FROM relation WHERE id = $1", key) == ended
    assert await world.events() == ["relation_ended"]


async def test_a_mentor_who_leaves_no_longer_sees_the_pupil_or_the_protected_one(world: World) -> None:
    await world.rows("UPDATE relation SET until = now() WHERE person_id = $1 AND kind != 'sees_protected'", world.cast.mentor.id)

    for plan in (world.cast.plan, world.cast.hidden_plan):
        assert (await world.get(world.cast.mentor, f"/plans/{plan.id}")).status_code == 404


async def test_a_teacher_of_whom_the_pupil_has_left_the_group_no_longer_sees_the_plan(world: World) -> None:
    await world.rows(
        "UPDATE relation SET until = now() FROM class WHERE class.id = class_id AND person_id = $1 AND class.kind = 'group'",
        world.cast.elsa.id,
    )

    assert (await world.get(world.cast.teacher, world.home)).status_code == 404
    assert (await world.get(world.cast.teacher, f"/plans/{world.cast.omars_plan.id}")).status_code == 200


async def test_a_relation_that_has_not_begun_gives_nothing(world: World) -> None:
    await world.rows("UPDATE relation SET since = now() + interval '1 hour' WHERE person_id = $1", world.cast.anna.id)

    assert (await world.get(world.cast.anna, world.home)).status_code == 404
    await world.rows("UPDATE relation SET since = now() - interval '1 hour' WHERE person_id = $1", world.cast.anna.id)


async def test_nobody_ends_their_own_tie(world: World) -> None:
    answer = await world.post(world.cast.admin, f"/relations/{await relation(world, world.cast.admin, 'admin_of')}/end", reason="Moved")

    assert answer.status_code == 403
    assert await world.events() == []


async def test_the_protected_pupils_relations_are_out_of_the_administrators_sight(world: World) -> None:
    for who, kind in ((world.cast.hidden, "pupil_in"), (world.cast.mentor, "sees_protected")):
        assert (await world.post(world.cast.admin, f"/relations/{await relation(world, who, kind)}/end", reason="Moved")).status_code == 404
    assert (await world.get(world.cast.admin, f"/pupils/{world.cast.hidden.id}")).status_code == 404


async def test_a_pupils_page_shows_who_is_tied_and_since_when(world: World) -> None:
    page = (await world.get(world.cast.admin, f"/pupils/{world.cast.elsa.id}/relations")).text

    for name in ("Anna Berg", "Bo Lind", "Maja Mentor"):
        assert name in page
    assert "Read every day" not in page
    assert "/end" in page
    assert "/end" not in (await world.get(world.cast.principal, f"/pupils/{world.cast.elsa.id}/relations")).text


async def test_what_a_hand_has_ended_is_told_of_afterwards(world: World) -> None:
    for who, kind in ((world.cast.anna, "guardian_of"), (world.cast.teacher, "teacher_in")):
        await world.post(world.cast.admin, f"/relations/{await relation(world, who, kind)}/end", reason=f"No {kind} any more")

    page = (await world.get(world.cast.admin, f"/pupils/{world.cast.elsa.id}/relations")).text

    ended = page.split("2 relations have ended")[1]
    assert ended.count("Ended by Adam Admin") == 2
    assert ended.count("A roster that still names it does not bring it back.") == 2
    for said in ("Anna Berg", "Tore Lärare", "No guardian_of any more", "No teacher_in any more"):
        assert said in ended
    await world.rows("UPDATE relation SET until = now() - interval '2 years', since = now() - interval '3 years' WHERE kind = 'teacher_in'")
    assert "Tore Lärare" not in (await world.get(world.cast.admin, f"/pupils/{world.cast.elsa.id}/relations")).text
