from __future__ import annotations

import asyncio
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.server.world import World, new

if TYPE_CHECKING:
    import httpx


async def propose(world: World, who: str, **fields: object) -> httpx.Response:
    return await world.post(getattr(world.cast, who), f"{world.home}/goals", **{"id": new(), "title": "Learn to swim", **fields})


async def test_a_proposed_goal_stands_in_everyones_list(world: World) -> None:
    answer = await propose(world, "anna", why="It is <fun>", due="2126-12-01", subject="Sport")

    assert answer.status_code == 303
    assert answer.headers["location"] == f"{world.home}#goals"
    for person in (world.cast.elsa, world.cast.bo, world.cast.teacher):
        shown = (await world.get(person, f"{world.home}/goals")).text
        assert "Learn to swim" in shown
        assert "It is &lt;fun&gt;" in shown
        assert "1 December 2126" in shown


async def test_it_is_written_in_the_log_and_counts_the_plan_up(world: World) -> None:
    await propose(world, "elsa")

    assert await world.events() == ["goal_proposed"]
    assert await world.revision() == 1
    row = (await world.rows("SELECT actor_id, plan_id, revision FROM event WHERE kind = 'goal_proposed'"))[0]
    assert dict(row) == {"actor_id": world.cast.elsa.id, "plan_id": world.cast.plan.id, "revision": 1}


async def test_the_same_form_sent_twice_proposes_once(world: World) -> None:
    key = new()

    answers = [await propose(world, "elsa", id=key) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert await world.value("SELECT count(*) FROM goal WHERE title = 'Learn to swim'") == 1
    assert (await world.told())["mentor"] == {"goal_proposed": 1}
    assert await world.revision() == 1


async def test_the_same_form_sent_twice_at_once_proposes_once(world: World) -> None:
    key = new()

    answers = await asyncio.gather(*(propose(world, "elsa", id=key) for _ in range(4)))

    assert [answer.status_code for answer in answers] == [303] * 4
    assert await world.value("SELECT count(*) FROM goal WHERE title = 'Learn to swim'") == 1
    assert (await world.told())["mentor"] == {"goal_proposed": 1}


async def test_nobody_takes_over_a_goal_by_its_id(world: World) -> None:
    answer = await propose(world, "bo", id=world.cast.proposal.id)

    assert answer.status_code == 403
    assert await world.value("SELECT title FROM goal WHERE id = $1", world.cast.proposal.id) == "Dare to speak"


async def test_a_script_gets_the_list_at_once(world: World) -> None:
    browser = await world.as_(world.cast.elsa, live=True)

    answer = await browser.post(f"{world.home}/goals", data={"id": str(new()), "title": "Learn to swim"})

    assert answer.status_code == 200
    assert "Learn to swim" in answer.text
    assert "<html" not in answer.text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Goal: This must be filled in."),
        ({"title": "   "}, "Goal: This must be filled in."),
        ({"title": "x" * 301}, "Goal: This is too long."),
        ({"why": "x" * 2001}, "Why: This is too long."),
        ({"due": "next week"}, "By when: This is not a day."),
        ({"due": "2020-01-31"}, "By when: This day has passed."),
        ({"responsible_id": "me"}, "Responsible: This cannot be used here."),
        ({"id": "1"}, "This cannot be used here."),
        ({"status": "fulfilled"}, "This cannot be used here."),
    ],
)
async def test_what_is_wrong_is_said_and_nothing_is_kept(world: World, wrong: dict[str, str], sentence: str) -> None:
    answer = await propose(world, "elsa", **wrong)

    assert answer.status_code == 422
    assert "Nothing was changed." in answer.text
    assert sentence in " ".join(answer.text.split())
    assert await world.value("SELECT count(*) FROM goal") == 2
    assert await world.events() == []


async def test_a_wrong_form_is_explained_in_ones_own_language(world: World) -> None:
    await world.rows("UPDATE person SET language = 'sv' WHERE id = $1", world.cast.elsa.id)

    answer = await propose(world, "elsa", title="")

    assert 'lang="sv"' in answer.text
    assert "Nothing was changed." not in answer.text


async def test_only_those_around_the_pupil_can_be_responsible(world: World) -> None:
    assert (await propose(world, "mentor", responsible_id=world.cast.stranger.id)).status_code == 422
    assert (await propose(world, "mentor", responsible_id=world.cast.teacher.id)).status_code == 303


async def test_a_wrong_method_is_refused_with_a_page(world: World) -> None:
    browser = await world.as_(world.cast.elsa)

    answer = await browser.put(f"{world.home}/goals", data={"id": str(new()), "title": "Swim"})

    assert answer.status_code == 405
    assert await world.value("SELECT count(*) FROM goal") == 2


async def test_a_draft_proposal_of_the_school_is_not_told_to_the_home(world: World) -> None:
    await world.phase("draft")

    await propose(world, "mentor")

    assert await world.hearers() == set()
    assert "Learn to swim" not in (await world.get(world.cast.elsa, world.home)).text
    assert "Learn to swim" in (await world.get(world.cast.teacher, world.home)).text


async def test_what_a_pupil_proposes_early_is_the_pupils_and_the_staffs_until_the_showing(world: World) -> None:
    await world.phase("draft")

    await propose(world, "elsa")

    assert await world.hearers() == {"mentor"}
    assert "Learn to swim" in (await world.get(world.cast.elsa, world.home)).text
    assert "Learn to swim" not in (await world.get(world.cast.anna, world.home)).text


async def test_the_day_is_kept_as_the_day(world: World) -> None:
    await propose(world, "elsa", due="2127-02-28")

    assert await world.value("SELECT due FROM goal WHERE title = 'Learn to swim'") == date(2127, 2, 28)
