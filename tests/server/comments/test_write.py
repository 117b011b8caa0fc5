from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from tests.server.world import new

if TYPE_CHECKING:
    import httpx

    from tests.server.world import World

ANCHOR = json.dumps({"start": {"item": {"client": 1, "clock": 0}}, "end": {"tname": "body", "assoc": -1}})


async def write(world: World, who: str, **fields: object) -> httpx.Response:
    return await world.post(getattr(world.cast, who), f"{world.home}/comments", **{"id": new(), "words": "Well done", **fields})


async def test_a_comment_on_the_plan_is_read_by_everyone_of_the_plan(world: World) -> None:
    key = new()

    answer = await write(world, "anna", id=key, words="Well <done>")

    assert answer.headers["location"] == f"{world.home}#comment-{key}"
    for person in (world.cast.elsa, world.cast.bo, world.cast.teacher, world.cast.observer):
        assert "Well &lt;done&gt;" in (await world.get(person, f"{world.home}/comments")).text
    assert await world.told() == {name: {"comment_written": 1} for name in ("elsa", "bo", "mentor")}
    assert await world.events() == ["comment_written"]
    assert await world.revision() == 1


async def test_the_same_form_twice_writes_once(world: World) -> None:
    key = new()

    for _ in range(2):
        assert (await write(world, "elsa", id=key)).status_code == 303

    assert await world.value("SELECT count(*) FROM comment") == 1
    assert await world.value("SELECT count(*) FROM thread") == 1
    assert (await world.told())["anna"] == {"comment_written": 1}


async def test_the_same_form_twice_at_once_writes_once(world: World) -> None:
    key = new()

    answers = await asyncio.gather(*(write(world, "elsa", id=key) for _ in range(4)))

    assert {answer.status_code for answer in answers} == {303}
    assert await world.value("SELECT count(*) FROM thread") == 1


async def test_nobody_takes_over_a_comment_by_its_id(world: World) -> None:
    _, comment = await world.thread(world.cast.elsa, "Mine")

    assert (await write(world, "bo", id=comment)).status_code == 403
    assert await world.value("SELECT words FROM comment") == "Mine"


async def test_an_answer_goes_into_its_thread_and_tells_those_who_wrote_in_it(world: World) -> None:
    thread, _ = await world.thread(world.cast.teacher, "What do you think?")

    assert (await write(world, "elsa", thread=thread)).status_code == 303

    assert await world.value("SELECT count(*) FROM comment WHERE thread_id = $1", thread) == 2
    assert await world.hearers() == {"anna", "bo", "mentor", "teacher"}


async def test_an_answer_takes_a_settled_thread_up_again(world: World) -> None:
    thread, _ = await world.thread(world.cast.elsa)
    await world.post(world.cast.mentor, f"/threads/{thread}/resolved")

    await write(world, "anna", thread=thread)

    assert await world.value("SELECT resolved FROM thread") is None
    assert await world.events() == ["thread_resolved", "thread_reopened", "comment_written"]


async def test_a_comment_on_a_goal_names_the_goal(world: World) -> None:
    await write(world, "anna", goal=world.cast.goal.id)

    shown = (await world.get(world.cast.elsa, f"{world.home}/comments")).text
    assert "On the goal:" in shown
    assert "Read every day" in shown


async def test_a_comment_on_a_cancelled_goal_stays_with_the_staff(world: World) -> None:
    goal = await world.goal(world.cast.mentor, "cancelled")

    assert (await write(world, "elsa", goal=goal)).status_code == 404
    assert (await write(world, "mentor", goal=goal, words="Why we stopped")).status_code == 303

    assert await world.hearers() == set()
    assert "Why we stopped" not in (await world.get(world.cast.anna, world.home)).text
    assert "Why we stopped" in (await world.get(world.cast.teacher, world.home)).text


async def test_a_comment_on_words_keeps_what_they_said(world: World) -> None:
    text = world.cast.text("agreement")

    assert (await write(world, "anna", text=text, anchor=ANCHOR, quote="We <read> daily")).status_code == 303

    shown = (await world.get(world.cast.elsa, f"{world.home}/comments")).text
    assert "We &lt;read&gt; daily" in shown
    assert f'text="{text}"' in shown


async def test_nobody_hears_of_a_thread_on_a_text_they_may_not_read(world: World) -> None:
    assert (await write(world, "mentor", text=world.cast.text("staff_notes"), words="Between us")).status_code == 303
    assert await world.hearers() == set()

    assert (await write(world, "mentor", text=world.cast.text("home_anna"), words="About your home")).status_code == 303
    assert await world.hearers() == {"elsa", "anna"}

    bos = (await world.get(world.cast.bo, world.home)).text
    assert "Between us" not in bos
    assert "About your home" not in bos
    assert (await write(world, "bo", text=world.cast.text("home_anna"))).status_code == 404
    assert (await write(world, "elsa", text=world.cast.text("staff_notes"))).status_code == 404


async def test_the_staff_talk_among_themselves_before_the_showing(world: World) -> None:
    await world.phase("draft")

    assert (await write(world, "teacher", words="Not ready yet")).status_code == 303

    assert await world.hearers() == {"mentor"}
    assert "Not ready yet" not in (await world.get(world.cast.elsa, world.home)).text


async def test_the_home_does_not_comment_on_what_it_is_not_shown(world: World) -> None:
    await world.phase("draft")

    assert (await write(world, "elsa")).status_code == 403
    assert await world.value("SELECT count(*) FROM comment") == 0


async def test_an_archived_plan_takes_no_more_comments(world: World) -> None:
    thread, _ = await world.thread(world.cast.elsa)
    await world.phase("archived")

    assert (await write(world, "mentor")).status_code == 403
    assert (await write(world, "mentor", thread=thread)).status_code == 403
    assert await world.value("SELECT count(*) FROM comment") == 1


async def test_things_of_another_plan_do_not_fit(world: World) -> None:
    goal = await world.goal(world.cast.omar, plan_id=world.cast.omars_plan.id)
    thread, _ = await world.thread(world.cast.omar, plan_id=world.cast.omars_plan.id)

    for fields in ({"goal": goal}, {"thread": thread}):
        assert (await write(world, "mentor", **fields)).status_code == 422
        assert (await write(world, "elsa", **fields)).status_code == 404
    assert await world.value("SELECT count(*) FROM comment") == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"words": ""},
        {"words": "x" * 4001},
        {"quote": "x" * 501},
        {"anchor": "{"},
        {"anchor": "[]"},
        {"anchor": '{"start": {}}'},
        {"anchor": '{"start": {"item": {"client": -1, "clock": 0}}, "end": {}}'},
        {"anchor": '{"start": {"evil": 1}, "end": {}}'},
        {"thread": "1"},
        {"goal": "1"},
        {"text": "1"},
        {"id": ""},
        {"words": "a\x00b"},
    ],
)
async def test_a_wrong_form_changes_nothing(world: World, wrong: dict[str, str]) -> None:
    answer = await write(world, "elsa", **wrong)

    assert answer.status_code == 422
    assert "Nothing was changed." in answer.text
    assert await world.value("SELECT count(*) FROM comment") == 0
    assert await world.events() == []


async def test_a_script_gets_the_list_at_once(world: World) -> None:
    browser = await world.as_(world.cast.elsa, live=True)

    answer = await browser.post(f"{world.home}/comments", data={"id": str(new()), "words": "Well done"})

    assert answer.status_code == 200
    assert "Well done" in answer.text
    assert "<html" not in answer.text
