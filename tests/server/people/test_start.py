from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from server.columns import now
from server.i18n import words
from server.people.actions import local_day
from server.people.models import Household, Relation, RelationKind
from server.rounds.models import Round
from tests.server.rounds.making import publish, term
from tests.server.world import new

if TYPE_CHECKING:
    from server.people.models import Person
    from tests.server.world import World


async def start(world: World, person: Person) -> str:
    answer = await world.get(person, "/")
    assert answer.status_code == 200
    return answer.text


async def test_a_guardian_finds_the_child_and_what_is_asked(world: World) -> None:
    await world.phase("shared")
    own = await world.preparation("home", household_id=world.cast.annas.id)
    others = await world.preparation("home", household_id=world.cast.bos.id)

    page = await start(world, world.cast.anna)

    assert "Hello, Anna" in page
    assert "Write how you see it at home" in page
    assert f'href="{world.home}/prepare#preparation-{own}"' in page
    assert str(others) not in page
    assert f'<a href="{world.home}" dir="auto">Elsa Berg</a>' in page
    assert "Omar" not in page


async def test_a_pupil_finds_the_own_plan(world: World) -> None:
    await world.phase("draft")

    page = await start(world, world.cast.elsa)

    assert "My plan" in page
    assert "Write where you are now" in page


async def test_a_mentor_finds_the_pupils_and_what_waits(world: World) -> None:
    page = await start(world, world.cast.mentor)

    assert "Agree on proposed goals" in page
    for pupil in ("Elsa Berg", "Omar Aziz", "Hanna Skyddad"):
        assert pupil in page


async def test_a_mentor_is_asked_to_begin_the_talk_once_every_home_is_ready(world: World) -> None:
    cast = world.cast
    for plan in (cast.plan, cast.omars_plan):
        await world.phase("shared", plan)
    assert "Begin the talk" not in await start(world, cast.mentor)
    await world.rows("UPDATE preparation SET ready = now() WHERE plan_id = $1 AND household_id = $2", cast.plan.id, cast.annas.id)
    assert "Begin the talk" not in await start(world, cast.mentor), "the other home is not ready"
    await world.rows("UPDATE preparation SET ready = now() WHERE plan_id = $1", cast.plan.id)

    page = await start(world, cast.mentor)

    assert f'href="{world.home}#moves"' in page
    assert "Begin the talk" in page
    assert "Begin the talk" in (await world.get(cast.mentor, f"/classes/{cast.klass.id}")).text
    for one in (cast.teacher, cast.principal, cast.anna):
        assert "Begin the talk" not in await start(world, one)
    await world.rows("UPDATE preparation SET ready = now()")
    assert f'href="/classes/{cast.klass.id}/overview" aria-describedby="task-' in await start(world, cast.mentor), "several are one task"
    await world.phase("talk")
    assert f'href="{world.home}#moves"' not in await start(world, cast.mentor)


async def test_a_teachers_tasks_are_bundled_and_leave_the_protected_pupil_out(world: World) -> None:
    for plan in (world.cast.plan, world.cast.omars_plan, world.cast.hidden_plan):
        await world.phase("draft", plan)

    page = await start(world, world.cast.teacher)

    assert 'Write an assessment: <span dir="auto">Matematik</span> · <span dir="auto">4B</span>' in page
    assert "2 pupils" in page
    assert f'href="/classes/{world.cast.klass.id}/assessments?subject=Matematik"' in page
    assert "Hanna" not in page


async def test_what_is_written_is_to_be_handed_in_and_then_no_longer_asked(world: World) -> None:
    await world.phase("shared")
    await world.rows("UPDATE text SET seq = 1 WHERE id = $1", world.cast.text("home_anna"))

    assert "Write how you see it at home" not in await start(world, world.cast.anna)
    assert "Say that you are ready" in await start(world, world.cast.anna)
    assert "Write how you see it at home" in await start(world, world.cast.bo)

    own = await world.preparation("home", household_id=world.cast.annas.id)
    await world.post(world.cast.anna, f"/preparations/{own}/handed-in")

    assert "Nothing right now." in await start(world, world.cast.anna)


async def test_a_mentor_is_asked_to_show_what_nobody_at_school_is_waited_for_with(world: World) -> None:
    for plan in (world.cast.plan, world.cast.omars_plan):
        await world.phase("draft", plan)
    assert "Show to the home" not in await start(world, world.cast.mentor)

    await world.prepared()
    page = await start(world, world.cast.mentor)
    assert "Show to the home" in page
    assert f'href="{world.home}" aria-describedby="task-1"' in page

    await world.prepared(world.cast.omars_plan)
    page = await start(world, world.cast.mentor)
    assert "2 pupils" in page
    assert f'href="/classes/{world.cast.klass.id}/overview"' in page
    assert "Show to the home" not in await start(world, world.cast.principal)


@pytest.mark.parametrize(("days", "said"), [(5, "by "), (-1, '<b class="late">Late</b>, by ')])
async def test_a_task_says_until_when_and_whether_it_is_late(world: World, days: int, said: str) -> None:
    day = local_day(now()) + timedelta(days=days)
    plan = await world.hand_out("draft")
    assert plan.template_version_id
    made = Round(
        organisation_id=plan.organisation_id, school_id=plan.school_id, class_id=plan.class_id, begun_by=world.cast.mentor.id,
        template_version_id=plan.template_version_id, prepare_school_by=day,
    )  # fmt: skip
    await world.add(made)
    await world.rows("UPDATE plan SET round_id = $2 WHERE id = $1", plan.id, made.id)

    page = await start(world, world.cast.elsa)

    assert f"{said}{words('en').day(day)}" in page


async def test_a_talk_under_way_calls_the_pupil_the_home_the_mentor_and_whoever_is_invited(world: World) -> None:
    for person in (world.cast.elsa, world.cast.anna, world.cast.bo, world.cast.mentor, world.cast.teacher):
        assert f"/talks/{world.cast.talk.id}" in await start(world, person)
    for person in (world.cast.omar, world.cast.principal, world.cast.observer, world.cast.admin):
        assert f"/talks/{world.cast.talk.id}" not in await start(world, person)

    await world.post(world.cast.mentor, f"/talks/{world.cast.talk.id}/ended")
    assert "Join the talk" not in await start(world, world.cast.anna)


async def test_nothing_is_asked_before_the_showing_or_after_the_lock(world: World) -> None:
    for phase in ("draft", "agreed"):
        await world.phase(phase)
        assert "Write how you see it at home" not in await start(world, world.cast.anna)


async def test_a_guardian_of_a_protected_child_finds_the_child(world: World) -> None:
    home = Household(organisation_id=world.cast.organisation.id, source_id=f"hidden-{world.cast.hidden.id}")
    await world.add(
        home,
        Relation(
            person_id=world.cast.omars_mother.id,
            kind=RelationKind.guardian_of,
            pupil_id=world.cast.hidden.id,
            household_id=home.id,
            source="test",
        ),
    )

    page = await start(world, world.cast.omars_mother)

    assert "Hanna Skyddad" in page
    assert f'href="/plans/{world.cast.hidden_plan.id}"' in page
    await world.rows("DELETE FROM relation WHERE source = 'test'")
    await world.rows("DELETE FROM household WHERE id = $1", home.id)


async def test_the_administrator_is_led_to_the_school_and_not_to_plans(world: World) -> None:
    page = await start(world, world.cast.admin)

    assert f'href="/schools/{world.cast.school.id}"' in page
    assert "/plans/" not in page


async def test_each_child_says_the_step_and_what_is_new(world: World) -> None:
    await world.phase("shared")
    await world.post(world.cast.mentor, f"{world.home}/comments", id=new(), words="Welcome")

    page = await start(world, world.cast.anna)

    assert "Step 3 of 7: Prepare at home" in page
    assert 'aria-label="Step 3 of 7, Prepare at home: your turn"' in page
    assert f'href="{world.home}/prepare"' in page
    assert "1 new notice" in page


async def test_what_the_step_says_is_not_said_twice_and_what_is_handed_in_is_asked_no_more(world: World) -> None:
    await world.phase("draft")

    page = await start(world, world.cast.elsa)

    assert "Step 2 of 7: Prepare at school" in page
    assert "Your turn: Write where you are now" not in page  # the step says so already

    await world.rows("UPDATE preparation SET ready = now() WHERE party = 'pupil' AND plan_id = $1", world.cast.plan.id)
    page = await start(world, world.cast.elsa)

    assert "Waiting for the school" in page
    assert "Your turn" not in page


async def test_a_mentor_finds_each_class_with_how_far_its_plans_are(world: World) -> None:
    await world.phase("shared")

    page = await start(world, world.cast.mentor)

    assert "Prepare at home · Waiting for the home: 1" in page
    assert "The talk · Your turn: 2" in page
    assert f'href="/classes/{world.cast.klass.id}">To the plans' in page


async def test_a_pupil_without_a_plan_is_listed_by_the_mentor_and_finds_the_own_page(world: World) -> None:
    cast = world.cast
    await world.rows("UPDATE plan SET phase = 'archived' WHERE pupil_id = $1", cast.far.id)
    await world.add(Relation(person_id=cast.far_teacher.id, kind=RelationKind.mentor_of, pupil_id=cast.far.id, source="test"))

    mentors, own = await start(world, cast.far_teacher), await start(world, cast.far)

    assert "The pupils I mentor" in mentors
    assert f'<a href="/pupils/{cast.far.id}" dir="auto">Frida Fjärran</a>' in mentors
    assert "There is no plan yet." in own
    assert f'href="/pupils/{cast.far.id}"' in own
    assert "My page" in own
    assert (await world.get(cast.far, f"/pupils/{cast.far.id}")).status_code == 200


async def test_who_is_no_pupil_has_no_plan_of_their_own(world: World) -> None:
    for person in (world.cast.anna, world.cast.mentor, world.cast.admin):
        assert "My plan" not in await start(world, person)


async def test_who_administers_an_organisation_that_lacks_something_is_told_what_to_do_first(world: World) -> None:
    cast = world.cast
    page = await start(world, cast.director)

    assert "Nothing right now" not in page
    assert 'href="/organisation#years"' in page
    assert 'href="/organisation/templates" aria-describedby="first-2"' in page
    assert "Bring in a roster" not in page, "there are classes"
    assert "To begin with" not in await start(world, cast.admin), "who has no right to do it is asked nothing"
    await publish(world)
    await term(world)
    assert "To begin with" not in await start(world, cast.director)
    await world.rows("UPDATE term SET first_day = first_day - 1000, last_day = last_day - 1000 WHERE source_id LIKE 'round:%'")
    assert 'href="/organisation#years"' in await start(world, cast.director), "none is left"
