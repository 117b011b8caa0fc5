"""Locking what is proposed: the version holds to the byte what was answered, and who answered what."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.agreeing import ENOUGH, lock, propose

if TYPE_CHECKING:
    from server.people.models import Person
    from tests.server.world import World


async def answered(world: World, *who: Person, goals: bool = True) -> str:
    """Propose, and let some confirm."""
    mentor = await world.as_(world.cast.mentor)
    one = await propose(mentor, world.cast.plan.id, *([world.cast.proposal.id] if goals else []))
    for person in who:
        assert (await world.post(person, f"/agreements/{one}/answer", yes="true")).status_code == 303
    return one


async def record(world: World, number: int = 1) -> dict[str, Any]:
    """Give the locked bytes of a version."""
    found: dict[str, Any] = (await world.get(world.cast.bo, f"{world.home}/versions/{number}?as=json")).json()
    return found


async def test_all_have_answered_and_the_plan_is_agreed(world: World) -> None:
    cast = world.cast
    one = await answered(world, cast.elsa, cast.anna)
    await world.post(cast.bo, f"/agreements/{one}/answer", yes="false", objection="Too few minutes.")
    assert "Everybody has answered: lock the agreement" in (await world.get(cast.mentor, "/")).text
    await world.rows("DELETE FROM notice")

    locked = await lock(await world.as_(cast.mentor), one, reason="")

    assert locked.headers["location"] == f"{world.home}/agreement"
    said = await record(world)
    assert [(each["name"], each["as"], each["yes"], each["objection"]) for each in said["answers"]] == [
        ("Elsa Berg", "pupil", True, ""),
        ("Anna Berg", "guardian", True, ""),
        ("Bo Lind", "guardian", False, "Too few minutes."),
        ("Maja Mentor", "mentor", True, ""),
    ]
    assert said["unanswered"] == []
    assert said["reason"] == ""
    assert {goal["title"]: goal["status"] for goal in said["goals"]} == {"Read every day": "ongoing", "Dare to speak": "ongoing"}
    assert await world.value("SELECT status FROM goal WHERE id = $1", cast.proposal.id) == "ongoing"
    assert await world.value("SELECT phase FROM plan WHERE id = $1", cast.plan.id) == "agreed"
    kinds = [kind for kind in await world.events() if kind not in {"protected_seen", "version_opened"}]
    assert kinds == ["agreement_proposed", *["assent_given"] * 3, "talk_ended", "goal_moved", "plan_moved"], "with the lock no talk goes on"
    moved = {"goal_moved": 1, "plan_moved": 1}
    assert await world.told() == {"elsa": moved, "anna": moved, "bo": moved, "teacher": {"plan_moved": 1}}


async def test_the_version_holds_what_was_proposed_to_the_byte(world: World) -> None:
    cast = world.cast
    await world.write(cast.text("agreement"), cast.elsa, "We read every evening.")
    one = await answered(world, cast.elsa)
    proposed = json.loads(await world.value("SELECT body FROM agreement"))
    await world.post(cast.elsa, f"/goals/{cast.goal.id}/status", status="done")  # the work goes on meanwhile

    await lock(await world.as_(cast.mentor), one)

    said = await record(world)
    assert {name: said[name] for name in proposed} == proposed
    assert said["proposed"]["sha256"] == await world.value("SELECT sha256 FROM agreement")


async def test_before_all_have_answered_it_is_locked_with_a_reason_only(world: World) -> None:
    cast, mentor = world.cast, await world.as_(world.cast.mentor)
    one = await answered(world, cast.anna)
    page = (await world.get(cast.mentor, f"{world.home}/agreement")).text
    assert "2 answers are still waited for" in page

    refused = await lock(mentor, one, reason=" ")
    assert refused.status_code == 422
    assert "Not everybody has answered" in refused.text
    assert await world.value("SELECT phase FROM plan WHERE id = $1", cast.plan.id) == "talk"

    assert (await lock(mentor, one)).status_code == 303
    said = await record(world)
    assert {each["name"] for each in said["unanswered"]} == {"Elsa Berg", "Bo Lind"}
    assert said["reason"] == ENOUGH
    version = (await world.get(cast.anna, f"{world.home}/versions/1")).text
    assert version.count("had not answered") == 2
    assert ENOUGH in version
    assert "Opened again" not in (await world.get(cast.anna, f"{world.home}/head")).text


async def test_two_who_lock_at_once_make_one_version(world: World) -> None:
    one, mentor = await answered(world), await world.as_(world.cast.mentor)

    answers = await asyncio.gather(*(lock(mentor, one) for _ in range(3)))

    assert {answer.status_code for answer in answers} == {303}
    assert await world.value("SELECT count(*) FROM version") == 1
    assert (await world.events()).count("plan_moved") == 1


async def test_an_answer_that_comes_with_the_lock_is_in_the_version_or_refused(world: World) -> None:
    cast, mentor = world.cast, await world.as_(world.cast.mentor)
    for number in range(1, 9):
        one = await propose(mentor, cast.plan.id)
        answer, _ = await asyncio.gather(world.post(cast.anna, f"/agreements/{one}/answer", yes="true"), lock(mentor, one))

        names = {each["name"] for each in (await record(world, number))["answers"]}
        assert ("Anna Berg" in names) == (answer.status_code == 303)
        assert answer.status_code in {303, 422}
        await world.post(cast.principal, f"{world.home}/phase", phase="talk", reason="Another round")


async def test_a_goal_that_is_moved_or_worded_while_it_is_locked_stops_nobody(world: World) -> None:
    cast, mentor = world.cast, await world.as_(world.cast.mentor)
    one = await answered(world)

    answers = await asyncio.gather(
        *(world.post(cast.mentor, f"/goals/{cast.proposal.id}/status", status="ongoing") for _ in range(3)),
        lock(mentor, one),
        *(world.post(cast.mentor, f"/goals/{cast.goal.id}", title="Otherwise") for _ in range(3)),
        *(world.post(cast.elsa, f"/goals/{cast.goal.id}/status", status="done") for _ in range(3)),
    )

    assert {answer.status_code for answer in answers} <= {303, 403}, "none waits for another that waits for it"
    assert await world.value("SELECT count(*) FROM version") == 1


async def test_what_is_taken_back_is_not_locked_and_what_is_locked_not_taken_back(world: World) -> None:
    mentor = await world.as_(world.cast.mentor)
    first = await answered(world)
    await mentor.post(f"/agreements/{first}/taken-back")
    assert (await lock(mentor, first)).status_code == 422
    second = await answered(world)
    await lock(mentor, second)

    assert (await mentor.post(f"/agreements/{second}/taken-back")).status_code == 422
    assert await world.value("SELECT count(*) FROM version") == 1


async def test_reopened_a_new_proposal_makes_a_new_version_and_the_old_one_stays(world: World) -> None:
    cast, mentor = world.cast, await world.as_(world.cast.mentor)
    await lock(mentor, await answered(world, cast.elsa))
    first = (await world.get(cast.anna, f"{world.home}/versions/1?as=json")).content
    await world.post(cast.principal, f"{world.home}/phase", phase="talk", reason="A slip")
    assert "Nothing is proposed here yet" in (await world.get(cast.anna, f"{world.home}/agreement")).text

    second = await propose(mentor, cast.plan.id)
    assert "Do you agree?" in (await world.get(cast.elsa, f"{world.home}/agreement")).text
    await lock(mentor, second)

    assert (await world.get(cast.anna, f"{world.home}/versions/1?as=json")).content == first
    assert [each["name"] for each in (await record(world, 2))["answers"]] == ["Maja Mentor"]
    assert "Version 2, locked" in (await world.get(cast.anna, f"{world.home}/agreement")).text


async def test_a_version_from_before_there_were_answers_still_shows(world: World) -> None:
    cast = world.cast
    await world.agree()
    old = {"plan": "x", "pupil": "x", "number": 1, "texts": [], "levels": [], "goals": [{"title": "Old", "status": "done", "due": None}]}
    async with world.connection.transaction():
        await world.rows("SET LOCAL session_replication_role = replica")  # without it the database keeps what is locked
        await world.rows("UPDATE version SET body = $1", json.dumps(old).encode())

    page = await world.get(cast.anna, f"{world.home}/versions/1")

    assert page.status_code == 200
    assert "Old" in page.text
    assert "Elsa Berg" in page.text
    assert "Who has confirmed" not in page.text


@pytest.mark.parametrize("form", [{"reason": "x" * 1001}, {"reason": "x", "by": "me"}])
async def test_a_wrong_form_locks_nothing(world: World, form: dict[str, str]) -> None:
    one = await answered(world)

    assert (await world.post(world.cast.mentor, f"/agreements/{one}/locked", **form)).status_code == 422
    assert await world.value("SELECT count(*) FROM version") == 0
