"""The mentor proposes what is agreed, and takes it back."""

from __future__ import annotations

import asyncio
import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.agreeing import propose, proposed
from tests.server.world import new

if TYPE_CHECKING:
    from tests.server.world import World


async def record(world: World) -> dict[str, Any]:
    """Give what is proposed in Elsa's plan; its bytes are those that the digest is of."""
    row = (await world.rows("SELECT body, sha256 FROM agreement WHERE taken_back IS NULL"))[0]
    assert hashlib.sha256(row["body"]).hexdigest() == row["sha256"]
    found: dict[str, Any] = json.loads(row["body"])
    return found


async def test_the_mentor_proposes_and_everybody_else_is_asked(world: World) -> None:
    cast = world.cast
    await world.write(cast.text("agreement"), cast.elsa, "We read every evening.")

    await propose(await world.as_(cast.mentor), cast.plan.id, cast.proposal.id)

    said = await record(world)
    assert [(goal["title"], goal["status"], goal["new"]) for goal in said["goals"]] == [
        ("Read every day", "ongoing", False),
        ("Dare to speak", "ongoing", True),
    ]
    assert said["about"] == {"pupil": "Elsa Berg", "class": "4B", "term": "", "school": "Ekskolan", "organisation": "Här"}
    assert "We read every evening." in json.dumps(said["texts"])
    assert await world.told() == {name: {"assent_asked": 1} for name in ("elsa", "anna", "bo")}
    for one in (cast.elsa, cast.anna, cast.bo):
        page = (await world.get(one, f"{world.home}/agreement")).text
        assert "Do you agree?" in page
        assert "We read every evening." in page
        assert "Confirm the agreement" in (await world.get(one, "/")).text
    assert "Confirm the agreement" not in (await world.get(cast.mentor, "/")).text


async def test_what_is_proposed_is_closed_for_writing_and_wording(world: World) -> None:
    cast = world.cast
    await propose(await world.as_(cast.mentor), cast.plan.id, cast.proposal.id)

    assert not await world.value("SELECT bool_or(open) FROM text WHERE plan_id = $1", cast.plan.id)
    assert 'right="write"' not in (await world.get(cast.mentor, world.home)).text
    for goal, who in ((cast.goal, cast.mentor), (cast.proposal, cast.anna), (cast.proposal, cast.mentor)):
        assert (await world.post(who, f"/goals/{goal.id}", title="Otherwise")).status_code == 403
    for goal, status in ((cast.proposal, "ongoing"), (cast.proposal, "cancelled"), (cast.goal, "cancelled")):
        assert (await world.post(cast.mentor, f"/goals/{goal.id}/status", status=status)).status_code == 403
    assert (await world.post(cast.elsa, f"/goals/{cast.goal.id}/status", status="done")).status_code == 303, "the work goes on"
    assert (await world.post(cast.mentor, f"{world.home}/phase", phase="shared", reason="x")).status_code == 403
    asked = await world.preparation("teachers")
    assert (await world.post(cast.mentor, f"/preparations/{asked}/closed")).status_code == 403
    await world.rows("UPDATE preparation SET closed = now() WHERE id = $1", asked)
    assert (await world.post(cast.mentor, f"/preparations/{asked}/asked")).status_code == 403


async def test_a_goal_that_is_not_chosen_stays_outside(world: World) -> None:
    await propose(await world.as_(world.cast.mentor), world.cast.plan.id)

    assert [goal["title"] for goal in (await record(world))["goals"]] == ["Read every day"]


async def test_another_pupils_goal_cannot_be_agreed_on_here(world: World) -> None:
    omars = await world.goal(world.cast.omar, "proposed", plan_id=world.cast.omars_plan.id, title="Omar's")

    await propose(await world.as_(world.cast.mentor), world.cast.plan.id, omars, new())

    assert "Omar's" not in json.dumps(await record(world))


async def test_proposing_twice_and_at_once_proposes_once(world: World) -> None:
    key = new()

    answers = await asyncio.gather(*(world.post(world.cast.mentor, f"{world.home}/agreement", id=one) for one in (key, key, new())))

    assert {answer.status_code for answer in answers} == {303}
    assert await world.value("SELECT count(*) FROM agreement") == 1
    assert await world.events() == ["agreement_proposed"]


async def test_a_form_from_before_it_was_taken_back_proposes_nothing_again(world: World) -> None:
    key, mentor = new(), await world.as_(world.cast.mentor)
    await world.post(world.cast.mentor, f"{world.home}/agreement", id=key)
    await mentor.post(f"/agreements/{key}/taken-back")

    assert (await world.post(world.cast.mentor, f"{world.home}/agreement", id=key)).status_code == 303

    assert await world.value("SELECT proposed FROM plan WHERE id = $1", world.cast.plan.id) is None


async def test_taken_back_it_is_open_again_and_the_answers_count_no_more(world: World) -> None:
    cast, mentor = world.cast, await world.as_(world.cast.mentor)
    first = await propose(mentor, cast.plan.id, cast.proposal.id)
    await world.post(cast.anna, f"/agreements/{first}/answer", yes="true")

    for _ in range(2):
        assert (await mentor.post(f"/agreements/{first}/taken-back")).status_code == 303

    assert await world.value("SELECT bool_and(open) FROM text WHERE plan_id = $1", cast.plan.id)
    assert (await world.told())["anna"] == {"agreement_taken_back": 1}, "nobody is asked any more"
    assert "Nothing is proposed here yet" in (await world.get(cast.anna, f"{world.home}/agreement")).text
    again = await propose(mentor, cast.plan.id)
    assert again != first
    assert "Do you agree?" in (await world.get(cast.anna, f"{world.home}/agreement")).text, "she is asked anew"
    assert await world.value("SELECT count(*) FROM assent") == 3, "what was answered is kept in the log"
    lines = (await world.get(cast.principal, f"/pupils/{cast.elsa.id}/access-log")).text
    for said in ("Proposed the agreement", "Took the proposed agreement back", "Answered the proposed agreement"):
        assert said in lines


async def test_what_is_handed_in_stays_closed_when_it_is_taken_back(world: World) -> None:
    mentor = await world.as_(world.cast.mentor)
    await world.prepared()
    one = await propose(mentor, world.cast.plan.id)

    await mentor.post(f"/agreements/{one}/taken-back")

    assert not await world.value("SELECT bool_or(open) FROM text WHERE plan_id = $1 AND kind = 'self_assessment'", world.cast.plan.id)


async def test_a_home_that_comes_meanwhile_gets_its_parts_only_when_it_is_open_again(world: World) -> None:
    cast, mentor = world.cast, await world.as_(world.cast.mentor)
    one = await propose(mentor, cast.plan.id)
    form = {"person": cast.omars_mother.id, "kind": "guardian_of", "household": "apart", "reason": "x"}
    count = "SELECT count(*) FROM text WHERE plan_id = $1 AND kind = 'home_preparation'"

    assert (await world.post(cast.admin, f"/pupils/{cast.elsa.id}/relations", **form)).status_code == 303

    assert await world.value(count, cast.plan.id) == 2
    assert "Do you agree?" in (await world.get(cast.omars_mother, f"{world.home}/agreement")).text, "and is asked from now on"
    await mentor.post(f"/agreements/{one}/taken-back")
    assert await world.value(count, cast.plan.id) == 3


async def test_those_who_have_an_address_are_mailed_at_once_without_content(world: World) -> None:
    cast = world.cast
    await world.rows(
        "UPDATE person SET email = given_name || '@hem.example' WHERE id = ANY($1)", [cast.anna.id, cast.bo.id, cast.mentor.id]
    )
    kinds = ("goals", "comments", "preparation", "times", "booking", "plan", "agreement", "access")
    await world.post(cast.bo, "/settings/notices", about=cast.elsa.id, **{f"{kind}_mail": "never" for kind in kinds})

    await propose(await world.as_(cast.mentor), cast.plan.id)

    mails = await world.rows("SELECT person_id, text FROM mail")
    assert [row["person_id"] for row in mails] == [cast.anna.id]
    assert f"{world.home}/agreement" in mails[0]["text"]
    assert "Elsa" not in mails[0]["text"]


@pytest.mark.parametrize("form", [{}, {"id": "x"}, {"id": "", "goal:x": "true"}, {"goal:x": "true"}, {"by": "me"}])
async def test_a_wrong_form_proposes_nothing(world: World, form: dict[str, str]) -> None:
    fields = {"id": str(new()), **form} if form.get("id") is None and form else form

    assert (await world.post(world.cast.mentor, f"{world.home}/agreement", **fields)).status_code == 422
    assert await world.events() == []


async def test_nobody_learns_of_what_is_not_theirs(world: World) -> None:
    cast = world.cast
    one = await propose(await world.as_(cast.mentor), cast.plan.id)

    for who in (cast.omar, cast.omars_mother, cast.far_teacher, cast.stranger, cast.admin):
        assert (await world.get(who, f"{world.home}/agreement")).status_code == 404
        for act in ("answer", "taken-back", "locked"):
            assert (await world.post(who, f"/agreements/{one}/{act}", yes="true")).status_code in {404, 422}
    assert await proposed(await world.as_(cast.mentor), cast.plan.id) == one
