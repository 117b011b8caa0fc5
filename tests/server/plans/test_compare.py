"""The last plan beside this one, and what is taken over."""

from __future__ import annotations

import asyncio
import json
import re
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from server.goals.models import Goal
from server.plans.actions.comparing import pairs
from server.plans.models import Version
from server.texts.models import Text, TextKind
from tests.server.plans.earlier import WORDS, last_plan
from tests.server.world import new

if TYPE_CHECKING:
    from uuid import UUID

    import httpx

    from server.plans.models import Plan
    from tests.server.world import World


class Last:
    """Elsa's last plan, with its goals."""

    def __init__(self, plan: Plan, goals: dict[str, UUID]) -> None:
        self.plan = plan
        self.goals = goals


@pytest_asyncio.fixture(loop_scope="session")
async def last(world: World) -> Last:
    async with world.visits.database.session() as session:
        plan, goals = await last_plan(session, world.cast)
        await session.commit()
    return Last(plan, goals)


async def compared(world: World, who: str) -> str:
    answer = await world.get(getattr(world.cast, who), f"{world.home}/compare")
    assert answer.status_code == 200
    return answer.text


async def take(world: World, who: str, goal: UUID, key: UUID | None = None) -> httpx.Response:
    return await world.post(getattr(world.cast, who), f"{world.home}/compare/goals", id=key or new(), goal=goal)


SEES = {
    "elsa": {"self", "assessment", "agreement", "anna", "bo"},
    "anna": {"self", "assessment", "agreement", "anna"},
    "bo": {"self", "assessment", "agreement", "bo"},
    "teacher": {"self", "assessment", "agreement", "staff"},
    "mentor": {"self", "assessment", "agreement", "staff", "anna", "bo"},
}
SAYS = {
    "self": WORDS[TextKind.self_assessment],
    "assessment": WORDS[TextKind.assessment],
    "agreement": WORDS[TextKind.agreement],
    "staff": WORDS[TextKind.staff_notes],
    "anna": "Anna sees her read.",
    "bo": "Bo sees her run.",
}


@pytest.mark.parametrize("who", list(SEES))
@pytest.mark.usefixtures("last")
async def test_each_reads_of_the_last_plan_what_is_theirs_to_read(world: World, who: str) -> None:
    page = await compared(world, who)

    assert {name for name, words in SAYS.items() if words in page} == SEES[who]


async def test_a_template_that_kept_a_part_from_the_home_keeps_it_here(world: World, last: Last) -> None:
    await world.rows("UPDATE text SET reads = '{\"home\": \"never\"}' WHERE plan_id = $1 AND kind = 'assessment'", last.plan.id)

    assert SAYS["assessment"] not in await compared(world, "anna")
    assert SAYS["assessment"] in await compared(world, "mentor")


async def test_parts_that_ask_the_same_stand_side_by_side(world: World, last: Last) -> None:
    page = await compared(world, "elsa")

    into = re.findall(r'<take-over into="([^"]+)" origin="From Spring 2026:">', page)
    assert {world.cast.text("self_assessment"), world.cast.text("home_bo")} <= {*map(type(last.plan.id), into)}
    assert page.index(SAYS["self"]) < page.index(f'text="{world.cast.text("self_assessment")}"') < page.index(SAYS["anna"])
    assert page.count("<live-text ") == len(re.findall("<take-over", page)) + page.count("The earlier plan has nothing of this")


async def test_of_a_plan_that_was_opened_again_the_locked_words_stand(world: World, last: Last) -> None:
    text = {"kind": "agreement", "subject": "", "title": {}, "html": "<p>As it was locked.</p>", "seq": 1}
    body = json.dumps({"texts": [text], "goals": [], "levels": []}).encode()
    await world.add(Version(plan_id=last.plan.id, number=1, locked_by=world.cast.mentor.id, body=body, sha256="x"))
    assert SAYS["agreement"] in await compared(world, "anna")

    await world.phase("talk", last.plan)
    page = await compared(world, "anna")

    assert "As it was locked." in page
    assert SAYS["agreement"] not in page
    assert SAYS["assessment"] not in page  # it is not in the record
    assert SAYS["self"] in page


async def test_it_is_noted_that_the_last_plan_was_read(world: World, last: Last) -> None:
    await compared(world, "anna")

    read = {row["plan_id"] for row in await world.rows("SELECT plan_id FROM event WHERE kind = 'plan_opened'")}
    assert read == {world.cast.plan.id, last.plan.id}


async def test_without_an_earlier_plan_the_page_says_so_and_nothing_leads_there(world: World) -> None:
    assert "There is no earlier plan that you may see." in await compared(world, "anna")
    page = (await world.get(world.cast.anna, world.home)).text
    assert "/compare" not in page
    assert "Earlier plans" not in page


async def test_the_plan_and_the_pupils_page_lead_to_the_earlier_plans(world: World, last: Last) -> None:
    there = f'<a href="/plans/{last.plan.id}" dir="auto">Spring 2026</a>'

    for who in ("elsa", "anna", "mentor", "principal"):
        for address in (world.home, f"/pupils/{world.cast.elsa.id}"):
            page = (await world.get(getattr(world.cast, who), address)).text
            assert there in page
        assert "/compare" in (await world.get(getattr(world.cast, who), world.home)).text
    assert "Spring 2026" not in (await world.get(world.cast.admin, f"/pupils/{world.cast.elsa.id}")).text
    assert there not in (await world.get(world.cast.mentor, f"/plans/{last.plan.id}")).text


async def test_a_plan_of_later_is_not_the_last_one(world: World, last: Last) -> None:
    await world.rows("UPDATE plan SET begun = now() + interval '1 day' WHERE id = $1", last.plan.id)

    assert "There is no earlier plan that you may see." in await compared(world, "mentor")


# Goals.


async def test_a_goal_becomes_a_proposal_that_says_where_it_is_from(world: World, last: Last) -> None:
    answer = await take(world, "anna", last.goals["Read aloud"])

    assert answer.headers["location"] == f"{world.home}/compare#goals"
    made = (await world.rows("SELECT * FROM goal WHERE origin_id = $1", last.goals["Read aloud"]))[0]
    assert (made["status"], made["title"], made["why"], made["due"]) == ("proposed", "Read aloud", "To dare", None)
    assert (made["plan_id"], made["proposed_by"]) == (world.cast.plan.id, world.cast.anna.id)
    assert "from the plan of Spring 2026" in (await world.get(world.cast.elsa, f"{world.home}/goals")).text
    assert await world.value("SELECT status FROM goal WHERE id = $1", last.goals["Read aloud"]) == "ongoing"
    assert await world.events() == ["goal_proposed"]
    assert "Taken over" in await compared(world, "bo")


async def test_whoever_comes_second_finds_it_taken_over(world: World, last: Last) -> None:
    answers = await asyncio.gather(*(take(world, who, last.goals["Read aloud"]) for who in ("elsa", "mentor", "bo")))

    assert {one.status_code for one in answers} == {303}
    assert await world.value("SELECT count(*) FROM goal WHERE origin_id IS NOT NULL") == 1
    assert await world.events() == ["goal_proposed"]


async def test_what_is_fulfilled_or_given_up_is_not_taken_over(world: World, last: Last) -> None:
    page = await compared(world, "mentor")
    assert "Swim 25 metres" in page
    assert "Give up" not in page
    assert page.count(">Take over</button>") == 1

    assert (await take(world, "mentor", last.goals["Swim 25 metres"])).status_code == 403
    assert (await take(world, "mentor", last.goals["Give up"])).status_code == 403
    assert (await take(world, "anna", last.goals["Give up"])).status_code == 404


@pytest.mark.usefixtures("last")
async def test_only_goals_of_the_pupils_own_earlier_plans_are_taken_over(world: World) -> None:
    omars = Goal(plan_id=world.cast.omars_plan.id, proposed_by=world.cast.omar.id, title="Run")
    await world.add(omars)
    await world.rows("UPDATE plan SET begun = '2020-01-01' WHERE id = $1", world.cast.omars_plan.id)

    for goal in (omars.id, world.cast.goal.id, new()):
        assert (await take(world, "mentor", goal)).status_code == 404
    assert await world.events() == []
    await world.rows("UPDATE plan SET begun = now() WHERE id = $1", world.cast.omars_plan.id)


@pytest.mark.parametrize("wrong", [{"goal": ""}, {"goal": "x"}, {"id": ""}, {"title": "x"}])
async def test_a_wrong_form_changes_nothing(world: World, last: Last, wrong: dict[str, str]) -> None:
    form = {"id": str(new()), "goal": str(last.goals["Read aloud"]), **wrong}

    assert (await world.post(world.cast.mentor, f"{world.home}/compare/goals", **form)).status_code == 422
    assert await world.events() == []


async def test_a_script_gets_both_lists_as_they_are_now(world: World, last: Last) -> None:
    browser = await world.as_(world.cast.elsa, live=True)

    answer = await browser.post(f"{world.home}/compare/goals", data={"id": str(new()), "goal": str(last.goals["Read aloud"])})

    assert answer.text.count("Read aloud") == 2
    assert "Taken over" in answer.text
    assert "<html" not in answer.text


# Which part stands beside which.


def text(question: str, kind: TextKind = TextKind.self_assessment, **about: object) -> Text:
    return Text(plan_id=new(), kind=kind, position=0, question=question, **about)  # type: ignore[arg-type]


def test_questions_are_paired_by_their_key_and_else_where_there_is_but_one() -> None:
    home = new()
    then = [text("well"), text("hard"), text("old", TextKind.agreement), text("home", TextKind.home_preparation, household_id=home)]
    now = [text("hard"), text("new"), text("agreed", TextKind.agreement), text("home", TextKind.home_preparation, household_id=new())]

    found = [(old and old.question, new_ and new_.question) for _, old, new_ in pairs(then, now)]

    assert found == [("hard", "hard"), ("well", "new"), ("old", "agreed"), (None, "home"), ("home", None)]


def test_several_of_a_kind_are_not_guessed_at() -> None:
    found = pairs([text("a"), text("b")], [text("c"), text("d")])

    assert all(old is None or new_ is None for _, old, new_ in found)


async def test_faces_and_goals_followed_up_stand_beside_each_other_in_words(world: World) -> None:
    async with world.visits.database.session() as session:
        before, goals = await last_plan(session, world.cast)
        await session.commit()
    first, second = await world.hand_out("talk"), await world.hand_out("talk")
    await world.rows("UPDATE plan SET begun = begun - interval '1 day' WHERE id = $1", first.id)
    for plan, value in ((first, 1), (second, 4)):
        await world.rows("UPDATE answer SET value = to_jsonb($2::int) WHERE id = $1", await world.answer(plan, "feel"), value)
    reached = json.dumps({str(goals["Read aloud"]): 2})
    await world.rows("UPDATE plan SET begun = begun - interval '2 days' WHERE id = $1", world.cast.plan.id)
    await world.rows("UPDATE goal SET plan_id = $2 WHERE id = $1", goals["Read aloud"], world.cast.plan.id)
    await world.rows("UPDATE answer SET value = $2::jsonb WHERE id = $1", await world.answer(first, "before"), reached)

    page = (await world.get(world.cast.elsa, f"/plans/{second.id}/compare")).text

    assert page.index("Quite hard") < page.index("Very good")
    assert re.search(r"Read aloud</span>: <b>Reached", page)
    older = (await world.get(world.cast.elsa, f"/plans/{second.id}/compare?with={before.id}")).text
    assert WORDS[TextKind.self_assessment] in older
    assert "Quite hard" not in older


async def test_two_plans_that_are_archived_stand_beside_each_other_and_nothing_is_taken_over(world: World, last: Last) -> None:
    await world.rows("UPDATE plan SET phase = 'archived' WHERE id = ANY($1)", [world.cast.plan.id, last.plan.id])

    for who in ("elsa", "principal"):
        page = await compared(world, who)
        assert WORDS[TextKind.agreement] in page
        assert "Goals of the plan of Spring 2026" in page
        assert "Take over what still holds" not in page
        assert '/compare/goals" hx-post' not in page
    assert (await world.get(world.cast.elsa, f"{world.home}/compare?with={world.cast.plan.id}")).status_code == 404
