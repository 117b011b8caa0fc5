"""What somebody does not want to hear of is not counted, from the very next event; child by child."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from server.notices.policy import AUDIENCE, GROUP_OF
from tests.server.world import new

if TYPE_CHECKING:
    from server.people.models import Person
    from tests.server.world import World

ALL_AS_EVER = {
    "goals_badge": "true", "goals_mail": "nightly", "comments_badge": "true", "comments_mail": "nightly", "plan_badge": "true",
    "preparation_badge": "true", "preparation_mail": "nightly", "booking_badge": "true", "booking_mail": "at_once",
    "times_badge": "true", "times_mail": "nightly", "access_badge": "true", "access_mail": "at_once",
    "agreement_badge": "true", "agreement_mail": "at_once",
}  # fmt: skip


async def choose(world: World, person: Person, about: object = None, **other: str) -> int:
    form = {**ALL_AS_EVER, "plan_mail": "nightly", **({"about": about} if about else {}), **other}
    answer = await world.post(person, "/settings/notices", **{name: value for name, value in form.items() if value})
    return answer.status_code


async def comment(world: World, plan: object = None) -> None:
    await world.post(world.cast.mentor, f"/plans/{plan or world.cast.plan.id}/comments", id=new(), words="Well done")


async def test_a_silenced_kind_is_not_counted_and_the_others_are(world: World) -> None:
    assert await choose(world, world.cast.anna, world.cast.elsa.id, comments_badge="") == 303
    await comment(world)
    assert await world.badge(world.cast.anna) == 0
    assert await world.badge(world.cast.bo) == 1
    assert "A new comment" not in (await world.get(world.cast.anna, "/notices")).text

    await world.post(world.cast.mentor, f"/goals/{world.cast.goal.id}/status", status="done")

    assert await world.badge(world.cast.anna) == 1


async def test_it_is_still_kept_for_the_mail_unless_that_is_not_wanted_either(world: World) -> None:
    await choose(world, world.cast.anna, world.cast.elsa.id, comments_badge="")
    await choose(world, world.cast.bo, world.cast.elsa.id, comments_badge="", comments_mail="never")

    await comment(world)

    kept = await world.rows("SELECT person_id FROM notice WHERE kind = 'comment_written' AND NOT shown")
    assert [row["person_id"] for row in kept] == [world.cast.anna.id]
    assert world.cast.bo.id not in [row["person_id"] for row in await world.rows("SELECT person_id FROM notice")]


async def test_wanted_again_it_is_counted_again(world: World) -> None:
    await choose(world, world.cast.anna, world.cast.elsa.id, comments_badge="")
    await comment(world)
    await choose(world, world.cast.anna, world.cast.elsa.id)
    await comment(world)

    assert await world.badge(world.cast.anna) == 1


async def test_one_chooses_for_ones_own_children_only(world: World) -> None:
    for about in (world.cast.omar.id, world.cast.hidden.id, new()):
        assert await choose(world, world.cast.anna, about) == 404
    for staff in (world.cast.mentor, world.cast.teacher, world.cast.principal):
        assert await choose(world, staff, world.cast.elsa.id) == 404, "staff choose once for all pupils"
    assert await world.value("SELECT count(*) FROM notice_choice") == 0


async def test_staff_choose_once_for_all_pupils_and_that_is_not_the_homes_choice(world: World) -> None:
    await choose(world, world.cast.mentor, comments_badge="")
    await choose(world, world.cast.anna, comments_badge="")

    await world.post(world.cast.elsa, f"{world.home}/comments", id=new(), words="Hello")

    assert await world.badge(world.cast.mentor) == 0
    assert await world.badge(world.cast.anna) == 1


async def test_the_page_says_what_was_chosen(world: World) -> None:
    await choose(world, world.cast.anna, world.cast.elsa.id, comments_badge="", plan_mail="at_once")
    page = (await world.get(world.cast.anna, "/settings/notices")).text

    assert "Elsa Berg" in page
    assert 'name="goals_badge" value="true" checked' in page
    assert 'name="comments_badge" value="true">' in page
    assert '<option value="at_once" selected>' in page
    assert "All pupils" in (await world.get(world.cast.mentor, "/settings/notices")).text
    assert "You follow no pupil" not in (await world.get(world.cast.admin, "/settings/notices")).text


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"begins": "21:00", "ends": "07:00"}, 303),
        ({}, 303),
        ({"begins": "21:00"}, 422),
        ({"begins": "25:00", "ends": "07:00"}, 422),
        ({"begins": "x", "ends": "y"}, 422),
    ],
)
async def test_quiet_hours_are_kept_or_forgotten_whole(world: World, form: dict[str, str], status: int) -> None:
    await world.post(world.cast.anna, "/settings/notices/quiet", begins="20:00", ends="06:00")

    assert (await world.post(world.cast.anna, "/settings/notices/quiet", **form)).status_code == status

    page = (await world.get(world.cast.anna, "/settings/notices")).text
    expected = form.get("begins", "") if status == 303 else "20:00"
    assert f'name="begins" value="{expected}"' in page


def test_every_kind_of_notice_can_be_chosen_about() -> None:
    assert set(GROUP_OF) == set(AUDIENCE)
