"""A plan is shown to the home when nobody at school is waited for any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.forms import form, question, section

if TYPE_CHECKING:
    import httpx

    from tests.server.world import World


async def show(world: World) -> httpx.Response:
    return await world.post(world.cast.mentor, f"{world.home}/phase", phase="shared")


async def test_who_is_missing_is_named_and_nothing_is_shown(world: World) -> None:
    await world.phase("draft")

    refused = await show(world)

    assert refused.status_code == 422
    assert "Not handed in yet: Elsa Berg, Matematik." in refused.text
    assert await world.value("SELECT phase FROM plan WHERE id = $1", world.cast.plan.id) == "draft"


async def test_one_handed_in_and_one_no_longer_waited_for_is_enough(world: World) -> None:
    await world.phase("draft")
    await world.write(world.cast.text("self_assessment"), world.cast.elsa, "Here")
    await world.post(world.cast.elsa, f"/preparations/{await world.preparation('pupil')}/handed-in")
    assert "Not handed in yet: Matematik." in (await show(world)).text

    await world.post(world.cast.mentor, f"/preparations/{await world.preparation('teachers')}/closed")

    assert (await show(world)).status_code == 303


async def test_what_the_school_must_answer_itself_is_asked_of_the_mentor_and_answered_first(world: World) -> None:
    summary, calm = (
        question("sum", "text", "Our summary", required=True),
        question("calm", "scale", "Calm", required=True, choices=["No", "Yes"]),
    )
    plan = await world.hand_out("draft", form(section("school", "school", "How we see it", summary, calm)))
    address, mentor = f"/plans/{plan.id}", world.cast.mentor
    await world.write(await world.text_of(plan, "sum"), mentor, " ")

    refused = await world.post(mentor, f"{address}/phase", phase="shared")

    assert refused.status_code == 422
    assert "The school&#39;s own part must be answered first: Our summary, Calm." in refused.text
    assert "Write how the school sees it" in (await world.get(mentor, "/")).text
    await world.write(await world.text_of(plan, "sum"), mentor, "Grows")
    await world.post(mentor, f"/answers/{await world.answer(plan, 'calm')}", value=1)
    assert "Write how the school sees it" not in (await world.get(mentor, "/")).text
    assert (await world.post(mentor, f"{address}/phase", phase="shared")).status_code == 303


async def test_a_plan_of_which_nothing_is_asked_is_shown_at_once(world: World) -> None:
    await world.phase("draft")
    await world.rows("UPDATE preparation SET asked = false WHERE plan_id = $1", world.cast.plan.id)

    assert (await show(world)).status_code == 303


async def test_the_homes_are_not_waited_for(world: World) -> None:
    await world.phase("draft")
    await world.prepared()

    assert (await show(world)).status_code == 303
    assert (await world.post(world.cast.mentor, f"{world.home}/phase", phase="talk")).status_code == 303


async def test_the_mentor_sees_who_is_missing_beside_the_button_and_the_home_does_not(world: World) -> None:
    await world.phase("draft")

    for who, rows in (("mentor", 2), ("principal", 2), ("teacher", 0), ("elsa", 0), ("anna", 0)):
        page = (await world.get(getattr(world.cast, who), f"{world.home}/head")).text
        assert page.count("Stop waiting") == rows, who
    elsa = (await world.get(world.cast.elsa, f"{world.home}/head")).text
    assert "Not handed in yet" in elsa
    assert "Matematik" not in elsa
    assert "handed in" not in (await world.get(world.cast.anna, f"{world.home}/head")).text


async def test_a_home_sees_its_own_state_and_never_anothers(world: World) -> None:
    await world.phase("shared")
    await world.post(world.cast.bo, f"/preparations/{await world.preparation('home', household_id=world.cast.bos.id)}/handed-in")

    anna = (await world.get(world.cast.anna, f"{world.home}/head")).text
    assert "Anna" in anna
    assert "Not ready yet" in anna
    assert ">Bo<" not in anna
    mentor = (await world.get(world.cast.mentor, f"{world.home}/head")).text
    assert "Bo</span>: Ready" in mentor


async def test_a_pupil_who_has_left_is_no_fault(world: World) -> None:
    plan = await world.hand_out()
    await world.rows("UPDATE relation SET until = now() WHERE person_id = $1 AND kind = 'pupil_in'", world.cast.elsa.id)

    for who in (world.cast.elsa, world.cast.anna, world.cast.principal, world.cast.mentor, world.cast.teacher):
        for path in ("", "/prepare", "/prepare/parts", "/texts", "/head", "/since/0"):
            assert (await world.get(who, f"/plans/{plan.id}{path}")).status_code in {200, 403, 404}
    assert (await world.post(world.cast.principal, f"/plans/{plan.id}/phase", phase="shared")).status_code == 422
