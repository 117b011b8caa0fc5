from __future__ import annotations

import asyncio
import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from server.texts.models import TextUpdate
from tests.server.texts.writing import saying
from tests.server.things import Things
from tests.server.world import new

if TYPE_CHECKING:
    import httpx

    from tests.server.world import World


async def move(world: World, who: str, phase: str, **fields: object) -> httpx.Response:
    return await world.post(getattr(world.cast, who), f"{world.home}/phase", phase=phase, **fields)


async def phase_of(world: World) -> str:
    return str(await world.value("SELECT phase FROM plan WHERE id = $1", world.cast.plan.id))


async def say(world: World, kind: str, words: str) -> None:
    """Write into one of Elsa's texts, as the live side keeps it."""
    key = world.cast.text(kind)
    seq = 1 + await world.value("SELECT seq FROM text WHERE id = $1", key)
    await world.add(TextUpdate(text_id=key, seq=seq, client=new(), op=1, person_id=world.cast.elsa.id, payload=saying(words, seq)))
    await world.rows("UPDATE text SET seq = $2 WHERE id = $1", key, seq)


async def test_the_school_shows_its_plan_to_the_home(world: World) -> None:
    await world.phase("draft")
    await world.prepared()
    await say(world, "assessment", "Knows her tables")
    assert "Knows her tables" not in (await world.get(world.cast.elsa, world.home)).text

    assert (await move(world, "mentor", "shared")).headers["location"] == world.home

    assert "Knows her tables" in (await world.get(world.cast.elsa, world.home)).text
    assert {"elsa", "anna", "bo"} <= await world.hearers()
    assert "mentor" not in await world.hearers()
    assert await world.events() == ["plan_moved"]
    assert await world.revision() == 1


async def test_the_same_phase_twice_tells_nobody_twice(world: World) -> None:
    await world.phase("draft")
    await world.prepared()

    for _ in range(2):
        assert (await move(world, "mentor", "shared")).status_code == 303

    assert await world.events() == ["plan_moved"]
    assert (await world.told())["anna"] == {"plan_moved": 1}


async def test_a_written_plan_is_agreed_by_its_agreement_and_in_no_other_way(world: World) -> None:
    for who in ("mentor", "principal"):
        assert (await move(world, who, "agreed")).status_code == 403
    assert await world.value("SELECT count(*) FROM version") == 0
    assert await phase_of(world) == "talk"
    assert "Propose the agreement" in (await world.get(world.cast.mentor, world.home)).text


async def talk_only(world: World) -> None:
    """Let Elsa's round make no written plan."""
    await world.rows("UPDATE plan SET round_id = $2 WHERE id = $1", world.cast.plan.id, await Things(world).round("ours"))
    await world.rows("UPDATE round SET talk_only = true")


async def test_a_mere_talk_is_simply_held(world: World) -> None:
    await talk_only(world)
    await say(world, "talk_notes", "We talked about reading.")

    answers = await asyncio.gather(*(move(world, "mentor", "agreed") for _ in range(3)))

    assert {answer.status_code for answer in answers} == {303}
    assert await world.value("SELECT count(*) FROM version") == 1
    assert await world.events() == ["plan_moved"]
    assert "We talked about reading." in (await world.get(world.cast.anna, f"{world.home}/versions/1")).text
    assert not await world.value("SELECT bool_or(open) FROM text WHERE plan_id = $1", world.cast.plan.id)


async def test_of_a_mere_talk_nothing_is_proposed(world: World) -> None:
    await talk_only(world)

    answer = await world.post(world.cast.mentor, f"{world.home}/agreement", id=new())

    assert answer.status_code == 403
    assert "nothing to agree on" in (await world.get(world.cast.mentor, f"{world.home}/agreement")).text
    assert "The talk has been held" in (await world.get(world.cast.mentor, world.home)).text


@pytest.mark.parametrize("phase", ["agreed", "in_use"])
async def test_a_principal_reopens_with_a_reason_and_nobody_else_does(world: World, phase: str) -> None:
    await world.agree()
    await move(world, "mentor", phase)

    assert (await move(world, "mentor", "talk", reason="A slip")).status_code == 403
    assert (await move(world, "principal", "talk")).status_code == 422
    assert await phase_of(world) == phase
    assert (await move(world, "principal", "talk", reason="A slip of the pen")).status_code == 303
    assert await phase_of(world) == "talk"
    assert await world.value("SELECT bool_and(open) FROM text WHERE plan_id = $1", world.cast.plan.id)
    assert {"elsa", "anna", "bo", "mentor", "teacher"} <= await world.hearers()


@pytest.mark.parametrize(
    ("phase", "to"),
    [
        ("draft", "talk"),
        ("draft", "agreed"),
        ("shared", "agreed"),
        ("talk", "in_use"),
        ("talk", "draft"),
        ("agreed", "draft"),
        ("in_use", "agreed"),
    ],
)
async def test_no_phase_is_leapt_over(world: World, phase: str, to: str) -> None:
    await world.phase(phase)

    for who in ("mentor", "principal"):
        assert (await move(world, who, to, reason="Haste")).status_code == 403
    assert await phase_of(world) == phase


async def test_the_lock_closes_every_text_and_says_so(world: World) -> None:
    await world.agree()

    assert not await world.value("SELECT bool_or(open) FROM text WHERE plan_id = $1", world.cast.plan.id)
    page = (await world.get(world.cast.mentor, world.home)).text
    assert 'right="write"' not in page
    assert "Agreed and locked" in page
    assert "Version 1, locked" in page
    told = await world.told()
    assert {name for name, kinds in told.items() if kinds.get("plan_moved") == 1} == {"elsa", "anna", "bo", "teacher"}
    assert "mentor" not in told


async def test_the_version_holds_the_record_and_not_the_preparations(world: World) -> None:
    for kind in ("self_assessment", "home_anna", "home_bo", "staff_notes", "assessment", "talk_notes", "agreement"):
        await say(world, kind, f"Words of {kind}.")
    await world.goal(world.cast.mentor, "cancelled", title="Given up")

    await world.agree()

    body = (await world.get(world.cast.anna, f"{world.home}/versions/1?as=json")).text
    page = (await world.get(world.cast.anna, f"{world.home}/versions/1")).text
    for said in (body, page):
        for inside in ("Words of assessment.", "Words of talk_notes.", "Words of agreement.", "Read every day"):
            assert inside in said
        for outside in ("self_assessment", "home_anna", "home_bo", "staff_notes", "Dare to speak", "Given up"):
            assert outside not in said


async def test_a_version_stays_the_same_for_ever(world: World) -> None:
    await say(world, "agreement", "First words.")
    await world.agree()
    first = await world.get(world.cast.elsa, f"{world.home}/versions/1?as=json")
    page = (await world.get(world.cast.elsa, f"{world.home}/versions/1")).text
    assert first.headers["content-type"] == "application/json"
    assert hashlib.sha256(first.content).hexdigest() in page

    await move(world, "mentor", "in_use")
    await world.post(world.cast.elsa, f"/goals/{world.cast.goal.id}/status", status="done")
    await move(world, "principal", "talk", reason="More to say")
    await say(world, "agreement", "Second words.")
    await world.post(world.cast.mentor, f"/goals/{world.cast.goal.id}", title="Read every night")
    await world.agree()

    again = await world.get(world.cast.elsa, f"{world.home}/versions/1?as=json")
    second = await world.get(world.cast.elsa, f"{world.home}/versions/2?as=json")
    assert again.content == first.content
    assert "Second words." in second.text
    assert "Read every night" in second.text
    assert json.loads(first.text)["number"] == 1
    assert json.loads(first.text)["goals"][0]["status"] == "ongoing"
    assert json.loads(second.text)["goals"][0]["status"] == "done"


async def test_there_is_no_version_that_was_not_locked(world: World) -> None:
    for number in ("0", "1", "99999999999999999999"):
        assert (await world.get(world.cast.mentor, f"{world.home}/versions/{number}")).status_code == 404


async def test_nobody_moves_a_plan_they_may_not_see(world: World) -> None:
    for who in ("omar", "omars_mother", "far_teacher", "far_principal", "stranger", "admin"):
        assert (await move(world, who, "agreed")).status_code == 404
    for who in ("elsa", "anna", "teacher", "observer"):
        assert (await move(world, who, "agreed")).status_code == 403
    assert await phase_of(world) == "talk"


@pytest.mark.parametrize(
    "wrong", [{"phase": ""}, {"phase": "over"}, {"phase": "shared", "reason": "x" * 1001}, {"phase": "agreed", "by": "me"}]
)
async def test_a_wrong_form_changes_nothing(world: World, wrong: dict[str, str]) -> None:
    assert (await world.post(world.cast.mentor, f"{world.home}/phase", **wrong)).status_code == 422
    assert await phase_of(world) == "talk"
    assert await world.events() == []


async def test_a_script_gets_the_head_as_it_is_now(world: World) -> None:
    browser = await world.as_(world.cast.mentor, live=True)

    answer = await browser.post(f"{world.home}/phase", data={"phase": "shared"})

    assert answer.status_code == 200
    assert "Begin the talk" in answer.text
    assert "<html" not in answer.text
