"""A roster that begins or ends somebody's access tells it to those around the pupil, as it is told when a hand does it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlmodel import select

from server.columns import now
from server.notices.actions import wishes
from server.notices.models import Mail, NoticeChoice
from server.notices.policy import AUDIENCE
from server.people.actions import actors_of, around, local_day
from server.people.models import RelationKind
from server.people.policy import standing
from server.plans.models import Plan
from server.plans.policy import sees
from tests.server.people.ties import born, tie
from tests.server.schools.test_import import ROSTER, WITHOUT_BO, apply, upload

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.server.world import World

CIA = "Vårdnadshavare;cia;Cia;Ny;;;;elsa;cia;\r\n"
HOME = {"elsa", "anna", "mentor"}


async def bring(world: World, roster: str | bytes) -> None:
    """Bring a roster in."""
    await apply(world, await upload(world, roster), many="yes")


async def notices(world: World) -> dict[str, dict[str, int]]:
    """Give who has which unread notices on the badge, by source id."""
    told: dict[str, dict[str, int]] = {}
    rows = await world.rows(
        "SELECT p.source_id, n.kind, n.count FROM notice n JOIN person p ON p.id = n.person_id WHERE n.read IS NULL AND n.shown"
    )
    for source, kind, count in rows:
        told.setdefault(source, {})[kind] = count
    return told


async def by_the_rules(world: World, kind: str) -> dict[Any, bool]:
    """Give who would be told of Elsa's plan by the rules that hold for what a hand does: with the badge, or for the mail only."""
    async with world.visits.database.session() as session:
        plan = (await session.exec(select(Plan).where(Plan.id == world.cast.plan.id))).one()
        who = [standing(one, plan) for one in (await actors_of(session, await around(session, plan))).values()]
        concerned = [one for one in who if not one.roles.isdisjoint(AUDIENCE[kind]) and sees(one) and one.person_id != world.cast.admin.id]
        found = (await wishes(session, "access_granted", [(plan.pupil_id, {one.person_id: one for one in concerned})]))[0]
        return {key: wish.badge for key, wish in found.items()}


async def test_a_guardian_who_leaves_the_roster_is_told_of_to_those_who_stay(own: World) -> None:
    await bring(own, ROSTER)
    assert await notices(own) == {}, "nobody's access has changed"

    await bring(own, WITHOUT_BO)

    assert await notices(own) == {name: {"access_ended": 1} for name in HOME}
    assert await own.badge(own.cast.anna) == 1
    [row] = await own.rows("SELECT * FROM notice WHERE person_id = $1", own.cast.anna.id)
    assert (row["plan_id"], row["actor_id"]) == (own.cast.plan.id, own.cast.admin.id)
    assert (await own.get(own.cast.anna, "/notices")).text.count("Elsa Berg") == 1
    event = "SELECT data->>'person' FROM event WHERE id = $1 AND kind = 'relation_ended'"
    assert await own.value(event, row["event_id"]) == str(own.cast.bo.id)


async def test_what_comes_at_once_is_one_notice_and_what_comes_later_lets_it_grow(own: World) -> None:
    await bring(own, ROSTER)
    two = CIA + CIA.replace("cia", "dan").replace("Cia", "Dan")
    await bring(own, ROSTER + two)
    assert await notices(own) == {name: {"access_granted": 2} for name in {*HOME, "bo", "cia", "dan"}}

    await own.rows("UPDATE notice SET read = now() WHERE person_id = $1", own.cast.anna.id)
    await bring(own, ROSTER + two + two.replace("cia", "eva").replace("dan", "fia"))
    found = await notices(own)
    assert (found["elsa"], found["anna"], found["eva"]) == ({"access_granted": 4}, {"access_granted": 2}, {"access_granted": 2})

    await bring(own, ROSTER)
    found = await notices(own)
    assert found["elsa"] == {"access_granted": 4, "access_ended": 4}
    assert not {"cia", "dan", "eva", "fia"} & set(found), "who may see nothing is told nothing, and has nothing left to open"


async def test_another_mentor_is_told_and_who_only_moves_home_is_not(own: World) -> None:
    await bring(own, ROSTER)
    moved = ROSTER.replace("Anna;Berg;;;;elsa;anna;", "Anna;Berg;;;;elsa;another;")

    await bring(own, moved.replace("Mentor;mentor;Maja;Mentor", "Mentor;new;Nils;Ny"))

    both = {"access_ended": 1, "access_granted": 1}
    assert await notices(own) == dict.fromkeys(("elsa", "omar", "hidden", "anna", "bo", "omars_mother", "new"), both)
    wanted = "SELECT plan_id FROM notice n JOIN person p ON p.id = n.person_id WHERE p.source_id = 'new' AND n.kind = 'access_granted'"
    told = {row["plan_id"] for row in await own.rows(wanted)}
    assert told == {own.cast.plan.id, own.cast.omars_plan.id}, "a protected pupil is named to nobody who is not granted"


async def test_a_pupil_who_is_new_has_nobody_to_be_told(own: World) -> None:
    await bring(own, ROSTER)

    await bring(own, ROSTER + "Elev;ny;Nora;Ny;Ekskolan;4B;;;;\r\n" + CIA.replace("elsa", "ny"))

    assert await notices(own) == {}


async def badge_off(world: World) -> None:
    rows = [
        NoticeChoice(person_id=world.cast.anna.id, about_id=world.cast.elsa.id, group="access", badge=False, mail=Mail.nightly),
        NoticeChoice(person_id=world.cast.elsa.id, about_id=world.cast.elsa.id, group="access", badge=False, mail=Mail.never),
        NoticeChoice(person_id=world.cast.mentor.id, about_id=None, group="access", badge=False, mail=Mail.at_once),
    ]
    await world.add(*rows)


async def choices_about_others(world: World) -> None:
    rows = [
        NoticeChoice(person_id=world.cast.anna.id, about_id=None, group="access", badge=False, mail=Mail.never),
        NoticeChoice(person_id=world.cast.mentor.id, about_id=world.cast.elsa.id, group="access", badge=False, mail=Mail.never),
        NoticeChoice(person_id=world.cast.elsa.id, about_id=world.cast.elsa.id, group="goals", badge=False, mail=Mail.never),
    ]
    await world.add(*rows)


async def protected(world: World) -> None:
    await world.rows("UPDATE person SET protected_by = $1 WHERE id = $2", world.cast.admin.id, world.cast.elsa.id)


async def protected_and_granted(world: World) -> None:
    await protected(world)
    await tie(world, world.cast.mentor, RelationKind.sees_protected, pupil_id=world.cast.elsa.id)


async def of_age(world: World) -> None:
    await born(world, world.cast.elsa, local_day(now()) - timedelta(days=19 * 366))
    await tie(world, world.cast.omars_mother, RelationKind.let_in_by, pupil_id=world.cast.elsa.id)


async def moved_away(world: World) -> None:
    await world.rows("UPDATE plan SET school_id = $1 WHERE id = $2", world.cast.far_school.id, world.cast.plan.id)


async def another_mentor_works_elsewhere(world: World) -> None:
    await tie(world, world.cast.far_teacher, RelationKind.mentor_of, pupil_id=world.cast.elsa.id)
    await tie(world, world.cast.observer, RelationKind.mentor_of, pupil_id=world.cast.elsa.id)


async def who_brings_it_is_at_home_too(world: World) -> None:
    await tie(world, world.cast.admin, RelationKind.contact_for, pupil_id=world.cast.elsa.id, household_id=world.cast.bos.id)


async def mentor_is_a_parent_too(world: World) -> None:
    await tie(world, world.cast.mentor, RelationKind.guardian_of, pupil_id=world.cast.elsa.id, household_id=world.cast.annas.id)
    await choices_about_others(world)


@pytest.mark.parametrize(
    "case",
    [
        badge_off,
        choices_about_others,
        protected,
        protected_and_granted,
        of_age,
        moved_away,
        another_mentor_works_elsewhere,
        who_brings_it_is_at_home_too,
        mentor_is_a_parent_too,
    ],
)
async def test_exactly_those_are_told_whom_the_rules_name(own: World, case: Callable[[World], Awaitable[None]]) -> None:
    await bring(own, ROSTER)
    await case(own)

    await bring(own, WITHOUT_BO)

    expected = await by_the_rules(own, "access_ended")
    rows = await own.rows("SELECT person_id, shown FROM notice WHERE plan_id = $1 AND kind = 'access_ended'", own.cast.plan.id)
    assert {row["person_id"]: row["shown"] for row in rows} == expected
    assert expected
