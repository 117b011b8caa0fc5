from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.server.world import World


async def test_a_thread_is_settled_once_and_says_by_whom(world: World) -> None:
    thread, _ = await world.thread(world.cast.anna)

    for _ in range(2):
        answer = await world.post(world.cast.mentor, f"/threads/{thread}/resolved")
        assert answer.headers["location"] == f"{world.home}#thread-{thread}"

    assert await world.events() == ["thread_resolved"]
    shown = (await world.get(world.cast.elsa, world.home)).text
    assert "Settled by" in shown
    assert "Maja Mentor" in shown


async def test_it_is_taken_up_again_once(world: World) -> None:
    thread, _ = await world.thread(world.cast.anna)
    await world.post(world.cast.anna, f"/threads/{thread}/resolved")

    for _ in range(2):
        assert (await world.post(world.cast.anna, f"/threads/{thread}/reopened")).status_code == 303

    assert await world.events() == ["thread_resolved", "thread_reopened"]
    assert "Settled by" not in (await world.get(world.cast.elsa, world.home)).text


async def test_only_the_mentor_and_whoever_began_it_settle(world: World) -> None:
    thread, _ = await world.thread(world.cast.anna)

    for who in ("elsa", "bo", "teacher", "observer", "principal"):
        assert (await world.post(getattr(world.cast, who), f"/threads/{thread}/resolved")).status_code == 403
    assert await world.value("SELECT resolved FROM thread") is None


async def test_a_thread_that_may_not_be_read_is_not_there(world: World) -> None:
    thread, _ = await world.thread(world.cast.teacher, text_id=world.cast.text("staff_notes"))

    for who in ("elsa", "anna", "admin", "stranger"):
        assert (await world.post(getattr(world.cast, who), f"/threads/{thread}/resolved")).status_code == 404


async def test_settled_threads_come_last(world: World) -> None:
    older, _ = await world.thread(world.cast.anna, "Still open")
    newer, _ = await world.thread(world.cast.anna, "Soon settled")
    await world.post(world.cast.mentor, f"/threads/{newer}/resolved")

    shown = (await world.get(world.cast.elsa, f"{world.home}/comments")).text
    assert shown.index(f"thread-{older}") < shown.index(f"thread-{newer}")


async def test_an_archived_plan_settles_nothing(world: World) -> None:
    thread, _ = await world.thread(world.cast.anna)
    await world.phase("archived")

    assert (await world.post(world.cast.mentor, f"/threads/{thread}/resolved")).status_code == 403
