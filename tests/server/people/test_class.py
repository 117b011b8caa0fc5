from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.server.world import World


async def listed(world: World, who: str) -> str:
    answer = await world.get(getattr(world.cast, who), f"/classes/{world.cast.klass.id}")
    assert answer.status_code == 200
    return answer.text


async def test_the_protected_pupil_is_in_no_list_but_the_mentors_and_the_own(world: World) -> None:
    for who in ("elsa", "omar", "anna", "observer", "principal", "admin"):
        assert "Hanna" not in await listed(world, who)
    for who in ("mentor", "hidden"):
        assert "Hanna Skyddad" in await listed(world, who)


async def test_each_is_led_to_the_plans_that_are_open_to_them(world: World) -> None:
    plans = {"elsa": world.cast.plan.id, "omar": world.cast.omars_plan.id}
    leads = {
        "elsa": {"elsa"},
        "anna": {"elsa"},
        "omars_mother": {"omar"},
        "mentor": {"elsa", "omar"},
        "principal": {"elsa", "omar"},
        "admin": set(),
    }

    for who, expected in leads.items():
        page = await listed(world, who)
        assert {pupil for pupil, plan in plans.items() if f"/plans/{plan}" in page} == expected
        assert "Omar Aziz" in page


async def test_each_is_led_to_the_pages_of_the_pupils_they_are_tied_to(world: World) -> None:
    for who, expected in {"admin": True, "mentor": True, "anna": True, "omar": False, "omars_mother": False}.items():
        assert (f"/pupils/{world.cast.elsa.id}" in await listed(world, who)) == expected
        assert f"/pupils/{world.cast.hidden.id}" not in await listed(world, who.replace("mentor", "admin"))


async def test_what_is_asked_of_a_teacher_for_many_stands_beside_each_in_the_class(world: World) -> None:
    for plan in (world.cast.plan, world.cast.omars_plan):
        await world.phase("draft", plan)
    page = await listed(world, "teacher")

    assert page.count("Write an assessment") == 2
    assert f'href="{world.home}/prepare#preparation-{await world.preparation("teachers")}"' in page


async def test_the_schools_page_lists_the_homeroom_classes(world: World) -> None:
    page = (await world.get(world.cast.principal, f"/schools/{world.cast.school.id}")).text

    assert f"/classes/{world.cast.klass.id}" in page
    assert "4B Matematik" not in page
