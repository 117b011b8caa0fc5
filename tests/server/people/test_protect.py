"""Protected identity: set and lifted by hand, granted by name, every look noted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from server.people.models import Relation, RelationKind
from tests.server.people.ties import relation, sentence

if TYPE_CHECKING:
    from tests.server.world import World


async def protect(world: World, **sends: object) -> None:
    answer = await world.post(world.cast.admin, f"/pupils/{world.cast.elsa.id}/protection", on="true", reason="Decided", **sends)
    assert answer.status_code == 303, answer.text


async def test_it_takes_hold_at_once_for_all_but_the_home_and_those_named(world: World) -> None:
    await world.post(world.cast.anna, f"{world.home}/goals", id="6a2c1c38-8e4c-4d37-8d6e-1d6d6f1d0001", title="Swim")
    assert await world.badge(world.cast.mentor) == 1

    await protect(world)

    for name in ("mentor", "teacher", "observer", "principal"):
        assert (await world.get(getattr(world.cast, name), world.home)).status_code == 404, name
        assert "Elsa" not in (await world.get(getattr(world.cast, name), f"/classes/{world.cast.klass.id}")).text
        assert "Elsa" not in (await world.get(getattr(world.cast, name), "/")).text
    for name in ("elsa", "anna", "bo"):
        assert (await world.get(getattr(world.cast, name), world.home)).status_code == 200, name
    assert "Elsa" not in (await world.get(world.cast.omars_mother, f"/classes/{world.cast.klass.id}")).text
    assert await world.badge(world.cast.mentor) == 0, "no badge counts what can no longer be opened"


async def test_who_protects_is_granted_and_grants_the_mentor(world: World) -> None:
    await protect(world)

    await world.post(world.cast.admin, f"/pupils/{world.cast.elsa.id}/granted", person=world.cast.mentor.id, reason="Mentor")

    assert (await world.get(world.cast.mentor, world.home)).status_code == 200
    page = (await world.get(world.cast.mentor, f"/pupils/{world.cast.elsa.id}/protection")).text
    assert "Adam Admin" in page
    assert "Maja Mentor" in page
    assert (await world.get(world.cast.principal, f"/pupils/{world.cast.elsa.id}/protection")).status_code == 404


async def test_who_protects_reads_the_names_and_takes_them_back(world: World) -> None:
    page = f"/pupils/{world.cast.elsa.id}/protection"
    await protect(world, person=world.cast.mentor.id)

    shown = await world.get(world.cast.admin, page)
    assert shown.status_code == 200
    assert 'aria-label="End: May see protected identity, Maja Mentor"' in shown.text

    tie = await world.value(
        "SELECT id FROM relation WHERE kind = 'sees_protected' AND person_id = $1 AND source = 'hand'", world.cast.mentor.id
    )
    assert (await world.post(world.cast.admin, f"/relations/{tie}/end", reason="x")).headers["location"] == page
    await world.post(world.cast.admin, page, on="false", reason="No longer")
    assert (await world.get(world.cast.mentor, world.home)).status_code == 200


async def test_a_name_gives_no_more_than_the_relations_do(world: World) -> None:
    await protect(world, person=world.cast.far_observer.id)

    assert (await world.get(world.cast.far_observer, world.home)).status_code == 404
    assert (await world.get(world.cast.admin, world.home)).status_code == 404, "an administrator reads no plan"


async def test_a_grant_taken_back_ends_at_once_but_nobody_takes_back_their_own(world: World) -> None:
    await protect(world, person=world.cast.mentor.id)
    key = await relation(world, world.cast.mentor, "sees_protected", world.cast.elsa)

    assert (await world.post(world.cast.admin, f"/relations/{key}/end", reason="Leaves")).status_code == 303
    assert (await world.get(world.cast.mentor, world.home)).status_code == 404

    await world.post(world.cast.admin, f"/pupils/{world.cast.elsa.id}/granted", person=world.cast.principal.id, reason="Leads")
    admins = await relation(world, world.cast.admin, "sees_protected", world.cast.elsa)
    assert (await world.post(world.cast.principal, f"/relations/{admins}/end", reason="Leaves")).status_code == 303
    assert (await world.get(world.cast.admin, f"/pupils/{world.cast.elsa.id}/protection")).status_code == 404
    own = await relation(world, world.cast.principal, "sees_protected", world.cast.elsa)
    assert (await world.post(world.cast.principal, f"/relations/{own}/end", reason="Leaves")).status_code == 403


async def test_lifting_it_brings_everybody_back_and_no_roster_lifts_what_was_set_by_hand(world: World) -> None:
    await protect(world)
    await world.rows("UPDATE person SET protected = false WHERE id = $1", world.cast.elsa.id)
    assert (await world.get(world.cast.mentor, world.home)).status_code == 404

    await world.post(world.cast.admin, f"/pupils/{world.cast.elsa.id}/protection", on="false", reason="No longer")

    assert (await world.get(world.cast.mentor, world.home)).status_code == 200
    assert (await world.events()).count("protection_changed") == 2


@pytest.mark.parametrize("where", ["plan", "goals", "class", "start", "protection"])
async def test_every_look_of_who_is_granted_is_noted(world: World, where: str) -> None:
    plan = f"/plans/{world.cast.hidden_plan.id}"
    address = {
        "plan": plan,
        "goals": f"{plan}/goals",
        "class": f"/classes/{world.cast.klass.id}",
        "start": "/",
        "protection": f"/pupils/{world.cast.hidden.id}/protection",
    }[where]

    await world.get(world.cast.mentor, address)
    await world.get(world.cast.teacher, address)
    await world.get(world.cast.hidden, address)

    rows = await world.rows("SELECT actor_id, pupil_id FROM event WHERE kind = 'protected_seen'")
    assert {(one["actor_id"], one["pupil_id"]) for one in rows} == {(world.cast.mentor.id, world.cast.hidden.id)}
    assert "Maja Mentor" in (await world.get(world.cast.hidden, f"/pupils/{world.cast.hidden.id}/access-log")).text


async def test_of_a_protected_pupils_homes_an_adult_sees_the_own_one(world: World) -> None:
    await protect(world)

    page = (await world.get(world.cast.anna, f"/pupils/{world.cast.elsa.id}/access")).text

    assert "Anna Berg" in page
    assert "Bo Lind" not in page


async def test_a_reason_must_be_given(world: World) -> None:
    answer = await world.post(world.cast.admin, f"/pupils/{world.cast.elsa.id}/protection", on="true", reason=" ")
    assert "must be filled in" in sentence(answer)


async def test_who_has_access_to_a_protected_pupil_is_only_who_is_granted(world: World) -> None:
    cast = world.cast
    page = (await world.get(cast.hidden, f"/pupils/{cast.hidden.id}/access")).text
    assert "Maja Mentor" in page
    assert "only those named under" in page
    for hidden in ("Tore Lärare", "Olga Special", "Pia Rektor", "Adam Admin"):
        assert hidden not in page

    await world.add(Relation(person_id=cast.principal.id, kind=RelationKind.sees_protected, pupil_id=cast.hidden.id, source="test"))
    assert "Pia Rektor" in (await world.get(cast.hidden, f"/pupils/{cast.hidden.id}/access")).text


async def test_who_has_access_are_all_of_the_school_who_read_the_plan_and_nobody_else(world: World) -> None:
    page = (await world.get(world.cast.anna, f"/pupils/{world.cast.elsa.id}/access")).text.split("At school")[1]
    for name in ("Maja Mentor", "Tore Lärare", "Olga Special", "Pia Rektor"):
        assert page.count(f"{name}</b>") == 1, name
    for name in ("Adam Admin", "Disa", "Tina Special", "Fanny"):
        assert name not in page
