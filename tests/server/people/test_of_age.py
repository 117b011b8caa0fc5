"""Turning eighteen: the home's access ends by itself, and the pupil lets in whom they want."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from server.columns import now
from server.people.actions import local_day
from server.people.actions.age import after, birthday, born_by, is_of_age, midnight
from server.plans.actions.due import come_due
from tests.server.people.ties import born, sentence

if TYPE_CHECKING:
    import httpx

    from tests.server.world import World


@pytest.mark.parametrize(
    ("was_born", "comes_of_age"),
    [(date(2008, 11, 24), date(2026, 11, 24)), (date(2008, 2, 29), date(2026, 3, 1)), (date(2006, 3, 1), date(2024, 3, 1)),
     (date(2006, 2, 28), date(2024, 2, 28))],
)  # fmt: skip
def test_the_day_of_coming_of_age(was_born: date, comes_of_age: date) -> None:
    assert birthday(was_born) == comes_of_age
    assert not is_of_age(was_born, comes_of_age - timedelta(days=1))
    assert is_of_age(was_born, comes_of_age)


def test_both_ways_of_reckoning_agree_on_every_day() -> None:
    day = date(2005, 12, 25)
    while day < date(2010, 1, 10):
        assert born_by(birthday(day)) >= day > born_by(birthday(day) - timedelta(days=1))
        day += timedelta(days=1)


def test_a_day_begins_and_ends_at_the_schools_midnight() -> None:
    assert midnight(date(2026, 11, 24)) == datetime(2026, 11, 23, 23, tzinfo=UTC)
    assert after(date(2026, 6, 24)) == datetime(2026, 6, 24, 22, tzinfo=UTC)
    assert local_day(datetime(2026, 11, 23, 22, 59, tzinfo=UTC)) == date(2026, 11, 23)


async def adult(world: World) -> None:
    today = local_day(now())
    await born(world, world.cast.elsa, born_by(today))


async def let_in(world: World, days: int = 30, who: object = None) -> httpx.Response:
    until = local_day(now()) + timedelta(days=days)
    return await world.post(world.cast.elsa, f"/pupils/{world.cast.elsa.id}/access", person=who or world.cast.anna.id, until=until)


async def test_the_home_is_out_on_the_birthday_and_not_a_day_before(world: World) -> None:
    await born(world, world.cast.elsa, born_by(local_day(now())) + timedelta(days=1))
    assert (await world.get(world.cast.anna, world.home)).status_code == 200

    await adult(world)

    for person in (world.cast.anna, world.cast.bo):
        for address in (world.home, f"/classes/{world.cast.klass.id}", f"/pupils/{world.cast.elsa.id}/access-log"):
            assert (await world.get(person, address)).status_code == 404
        assert "My children" not in (await world.get(person, "/")).text
    assert (await world.get(world.cast.elsa, world.home)).status_code == 200
    assert (await world.get(world.cast.mentor, world.home)).status_code == 200
    assert "Anna Berg" not in (await world.get(world.cast.mentor, f"/goals/{world.cast.goal.id}/edit")).text, (
        "nobody shut out is responsible"
    )


async def test_it_is_told_once_and_no_badge_counts_what_is_shut(world: World) -> None:
    await world.post(world.cast.mentor, f"/goals/{world.cast.goal.id}/status", status="done")
    assert await world.badge(world.cast.anna) == 1
    await adult(world)

    assert [one.kind for one in await come_due(world.visits.database)] == ["came_of_age"]
    assert await come_due(world.visits.database) == []

    assert await world.badge(world.cast.anna) == 0
    told = await world.told()
    assert {name for name, kinds in told.items() if "access_ended" in kinds} == {"elsa", "mentor"}


async def test_the_pupil_lets_one_guardian_in_again_and_takes_it_back(world: World) -> None:
    await adult(world)

    assert (await let_in(world)).status_code == 303

    assert (await world.get(world.cast.anna, world.home)).status_code == 200
    assert (await world.get(world.cast.bo, world.home)).status_code == 404
    page = (await world.get(world.cast.elsa, f"/pupils/{world.cast.elsa.id}/access")).text
    assert "Let in by the pupil" in page
    key = await world.value("SELECT id FROM relation WHERE kind = 'let_in_by'")
    assert (await world.post(world.cast.anna, f"/relations/{key}/taken-back")).status_code == 404
    await world.post(world.cast.elsa, f"/relations/{key}/taken-back")
    assert (await world.get(world.cast.anna, world.home)).status_code == 404


async def test_the_last_day_is_changed_without_ending_anything(world: World) -> None:
    await adult(world)
    await let_in(world)
    await let_in(world, 60)

    rows = await world.rows("SELECT until FROM relation WHERE kind = 'let_in_by'")
    assert [local_day(one["until"] - timedelta(seconds=1)) for one in rows] == [local_day(now()) + timedelta(days=60)]
    assert "relation_ended" not in await world.events()


async def test_a_guardian_whom_the_roster_dropped_at_eighteen_can_be_let_in(world: World) -> None:
    await adult(world)
    await world.rows("UPDATE relation SET until = now() WHERE person_id = $1", world.cast.anna.id)

    await let_in(world)

    assert (await world.get(world.cast.anna, world.home)).status_code == 200


@pytest.mark.parametrize("days", [-1, 367, 4000])
async def test_nobody_is_let_in_for_longer_than_a_year_or_for_a_day_that_has_passed(world: World, days: int) -> None:
    await adult(world)
    assert "until a year from now" in sentence(await let_in(world, days))


async def test_only_those_who_were_the_home_and_only_by_a_pupil_of_age(world: World) -> None:
    assert (await let_in(world)).status_code == 403
    await adult(world)
    for who in (world.cast.omars_mother, world.cast.far, world.cast.stranger):
        assert (await let_in(world, who=who.id)).status_code == 404
    sends = {"person": world.cast.bo.id, "until": local_day(now())}
    assert (await world.post(world.cast.mentor, f"/pupils/{world.cast.elsa.id}/access", **sends)).status_code == 403
    assert (await world.post(world.cast.anna, f"/pupils/{world.cast.elsa.id}/access", **sends)).status_code == 404


WHY = "Elsa Berg came of age on"


async def test_the_home_reads_on_the_start_page_why_the_child_is_gone_from_it_for_30_days(world: World) -> None:
    for ago, said in ((-1, False), (0, True), (30, True), (31, False)):
        await born(world, world.cast.elsa, born_by(local_day(now()) - timedelta(days=ago)))
        assert (WHY in (await world.get(world.cast.anna, "/")).text) is said, ago
    await adult(world)
    for stranger in ("omars_mother", "mentor", "elsa"):
        assert WHY not in (await world.get(getattr(world.cast, stranger), "/")).text


async def test_whom_the_roster_dropped_on_that_day_reads_it_too_and_whom_the_pupil_lets_in_does_not(world: World) -> None:
    await adult(world)
    await world.rows("UPDATE relation SET until = now() WHERE person_id = $1", world.cast.bo.id)
    await let_in(world)

    assert WHY in (await world.get(world.cast.bo, "/")).text
    assert WHY not in (await world.get(world.cast.anna, "/")).text


async def test_a_birth_date_that_becomes_known_late_is_told_from_then_on(world: World) -> None:
    await born(world, world.cast.elsa, born_by(local_day(now())) - timedelta(days=200))
    assert WHY not in (await world.get(world.cast.anna, "/")).text

    assert [one.kind for one in await come_due(world.visits.database)] == ["came_of_age"]

    assert WHY in (await world.get(world.cast.anna, "/")).text
    await world.rows("UPDATE event SET at = at - interval '31 days' WHERE kind = 'came_of_age'")
    assert WHY not in (await world.get(world.cast.anna, "/")).text


async def test_a_protected_identity_is_named_nowhere(world: World) -> None:
    await adult(world)
    await world.rows("UPDATE person SET protected = true WHERE id = $1", world.cast.elsa.id)

    page = (await world.get(world.cast.anna, "/")).text

    assert "Your child came of age on" in page
    assert "Elsa" not in page


@pytest.mark.parametrize(("days", "said"), [(1, True), (30, True), (60, False), (0, False)])
async def test_the_last_day_at_home_is_said_before_it_comes(world: World, days: int, said: bool) -> None:  # noqa: FBT001
    await born(world, world.cast.elsa, born_by(local_day(now())) + timedelta(days=days))

    for reader in (world.cast.anna, world.cast.admin) if days else (world.cast.admin,):
        page = (await world.get(reader, f"/pupils/{world.cast.elsa.id}/access")).text
        assert ("is the last day on which the home sees the plan" in page) is said


async def test_whoever_runs_the_school_reads_why_nobody_is_at_home(world: World) -> None:
    relations = f"/pupils/{world.cast.elsa.id}/relations"
    assert "The pupil is of age" not in (await world.get(world.cast.admin, relations)).text
    await adult(world)
    assert "The pupil is of age, and has let nobody in." in (await world.get(world.cast.admin, relations)).text
