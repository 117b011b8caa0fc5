from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from tests.server.world import new

if TYPE_CHECKING:
    from server.people.models import Person
    from tests.server.world import World


async def move(world: World, status: str) -> None:
    await world.post(world.cast.mentor, f"/goals/{world.cast.goal.id}/status", status=status)


async def comment(world: World, words: str = "Well done") -> UUID:
    key = new()
    await world.post(world.cast.mentor, f"{world.home}/comments", id=key, words=words)
    return key


async def notice_of(world: World, person: Person, kind: str) -> UUID:
    found = await world.value("SELECT id FROM notice WHERE person_id = $1 AND kind = $2 ORDER BY at DESC LIMIT 1", person.id, kind)
    assert isinstance(found, UUID)
    return found


async def test_the_one_who_acted_hears_nothing(world: World) -> None:
    await move(world, "done")

    assert await world.badge(world.cast.mentor) == 0
    assert await world.badge(world.cast.anna) == 1


async def test_no_second_notice_of_the_same_plan_and_kind_until_the_first_is_read(world: World) -> None:
    for status in ("done", "ongoing", "done"):
        await move(world, status)

    assert await world.badge(world.cast.anna) == 1
    assert "Goals have new statuses, 3 times" in (await world.get(world.cast.anna, "/notices")).text

    await world.post(world.cast.anna, f"/notices/{await notice_of(world, world.cast.anna, 'goal_moved')}/read")
    await move(world, "ongoing")

    assert await world.badge(world.cast.anna) == 1
    assert (await world.told())["anna"] == {"goal_moved": 1}
    assert (await world.told())["elsa"] == {"goal_moved": 4}


async def test_each_kind_and_each_plan_counts_by_itself(world: World) -> None:
    await move(world, "done")
    await comment(world)
    assert await world.badge(world.cast.anna) == 2

    await world.post(world.cast.omar, f"/plans/{world.cast.omars_plan.id}/comments", id=new(), words="Hello")
    await world.post(world.cast.elsa, f"{world.home}/comments", id=new(), words="Hello")
    assert await world.badge(world.cast.mentor) == 2


async def test_a_click_leads_to_the_very_place_and_marks_it_read_everywhere(world: World) -> None:
    key = await comment(world)
    telephone, desk = await world.visits.as_(world.cast.anna), await world.visits.as_(world.cast.anna)

    answer = await telephone.post(f"/notices/{await notice_of(world, world.cast.anna, 'comment_written')}/read")

    assert answer.status_code == 303
    assert answer.headers["location"] == f"{world.home}#comment-{key}"
    assert f'id="comment-{key}"' in (await desk.get(world.home)).text
    assert "Notices: 0 unread" in (await desk.get("/")).text
    assert "badge" in (await desk.get("/notices")).text
    assert (await world.events())[-1] == "notices_read"


async def test_reading_again_is_harmless_and_tells_nothing(world: World) -> None:
    await comment(world)
    notice = await notice_of(world, world.cast.anna, "comment_written")

    for _ in range(2):
        assert (await world.post(world.cast.anna, f"/notices/{notice}/read")).status_code == 303

    assert (await world.events()).count("notices_read") == 1


async def test_a_notice_is_ones_own(world: World) -> None:
    await comment(world)
    notice = await notice_of(world, world.cast.anna, "comment_written")

    for person in (world.cast.elsa, world.cast.bo, world.cast.mentor, world.cast.principal, world.cast.stranger):
        assert (await world.post(person, f"/notices/{notice}/read")).status_code == 404
    assert await world.badge(world.cast.anna) == 1


async def test_all_are_read_at_once(world: World) -> None:
    await move(world, "done")
    await comment(world)

    assert (await world.post(world.cast.anna, "/notices/read")).headers["location"] == "/notices"

    assert await world.badge(world.cast.anna) == 0
    assert await world.badge(world.cast.elsa) == 2
    assert "A new comment" in (await world.get(world.cast.anna, "/notices")).text


async def test_the_list_says_what_about_whom_and_by_whom(world: World) -> None:
    await comment(world, "The words themselves")

    page = (await world.get(world.cast.anna, "/notices")).text

    assert "A new comment" in page
    assert "Elsa Berg" in page
    assert "Maja Mentor" in page
    assert "The words themselves" not in page


async def test_an_unread_notice_comes_before_a_read_one(world: World) -> None:
    await comment(world)
    await world.post(world.cast.anna, "/notices/read")
    await move(world, "done")

    page = (await world.get(world.cast.anna, "/notices")).text

    assert page.index("A goal has a new status") < page.index("A new comment")
    assert (await world.get(world.cast.anna, "/notices/list")).text.strip() in page


async def test_the_badge_never_counts_what_can_no_longer_be_opened(world: World) -> None:
    goal = await world.goal(world.cast.elsa, responsible_id=world.cast.teacher.id)
    await world.post(world.cast.mentor, f"/goals/{goal}/status", status="done")
    for person in (world.cast.teacher, world.cast.anna):
        assert await world.badge(person) == 1
        relation = await world.value("SELECT id FROM relation WHERE person_id = $1", person.id)
        assert (await world.post(world.cast.admin, f"/relations/{relation}/end", reason="Moved")).status_code == 303
        assert "A goal has a new status" not in (await world.get(person, "/notices")).text
        assert await world.badge(person) == 0


async def test_whoever_has_left_hears_no_more(world: World) -> None:
    await world.rows("UPDATE relation SET until = now() WHERE person_id = $1", world.cast.anna.id)

    await move(world, "done")

    assert await world.hearers() == {"elsa", "bo"}


async def step(world: World, phase: str, **reason: str) -> None:
    """Take Elsa's plan to a phase, as the mentor."""
    answer = await world.post(world.cast.mentor, f"{world.home}/phase", phase=phase, **reason)
    assert answer.status_code == 303, answer.text


async def test_a_notice_of_steps_says_the_newest_in_the_readers_words(world: World) -> None:
    cast = world.cast
    await world.phase("draft")
    await world.prepared()

    async def said(person: Person) -> str:
        return (await world.get(person, "/notices")).text

    await step(world, "shared")
    assert "The school has shown the preparation to you: your turn</b>" in await said(cast.anna)
    assert "The preparation is shown to the home</b>" in await said(cast.elsa)
    assert "Nothing new" in await said(cast.teacher), "what is shown to the home is the home's to hear"
    await step(world, "draft")
    assert "The school has taken the preparation back for now</b>" in await said(cast.anna)
    await step(world, "shared")
    assert "The school has shown the preparation to you: your turn</b>" in await said(cast.anna)
    await step(world, "talk")  # the talk itself calls to it, when it begins

    assert await world.badge(cast.anna) == 1, "and is still one"


async def test_one_part_that_is_handed_in_again_counts_once(world: World) -> None:
    cast = world.cast
    for plan in (cast.plan, cast.omars_plan):
        await world.phase("draft", plan)
    for person, plan in ((cast.elsa, cast.plan), (cast.omar, cast.omars_plan)):
        text = await world.value("SELECT id FROM text WHERE plan_id = $1 AND kind = 'self_assessment'", plan.id)
        await world.write(text, person, "I read better")
        part = await world.value("SELECT id FROM preparation WHERE plan_id = $1 AND party = 'pupil'", plan.id)
        for act in ("handed-in", "taken-back", "handed-in", "taken-back", "handed-in"):
            answer = await world.post(person, f"/preparations/{part}/{act}")
            assert answer.status_code == 303, answer.text

    assert (await world.told())["mentor"] == {"part_handed_in": 2}
    assert "2 parts have been handed in" in (await world.get(cast.mentor, "/notices")).text


async def test_what_a_step_of_the_plan_is_called_is_said_in_the_readers_language(world: World) -> None:
    await world.rows("UPDATE person SET language = 'sv' WHERE id = $1", world.cast.bo.id)
    await world.phase("agreed")
    await world.post(world.cast.principal, f"{world.home}/phase", phase="talk", reason="A slip")
    assert "Planen är öppnad igen" in (await world.get(world.cast.bo, "/notices")).text
