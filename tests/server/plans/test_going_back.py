"""Steps back: free until the other side has written, afterwards with a reason, behind the lock always."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from server.goals.models import CheckIn
from server.people.models import Relation, RelationKind
from server.preparations.models import Answer
from server.texts.actions import fold
from server.texts.models import TextKind, TextUpdate
from tests.server.plans.test_move import move, phase_of
from tests.server.texts.writing import saying
from tests.server.world import new

if TYPE_CHECKING:
    from server.people.models import Person
    from tests.server.world import World

BACK = {"shared": "draft", "talk": "shared"}
ASKS = "Why? Everyone concerned can read it."


async def write(world: World, who: Person, kind: str) -> None:
    """Write into one of Elsa's texts, as the live side keeps it."""
    key = world.cast.text(kind)
    seq = 1 + await world.value("SELECT seq FROM text WHERE id = $1", key)
    await world.add(TextUpdate(text_id=key, seq=seq, client=new(), op=1, person_id=who.id, payload=saying("x", seq)))
    await world.rows("UPDATE text SET seq = $2 WHERE id = $1", key, seq)


async def prepared(world: World) -> None:
    """Put the plan before the showing, with all that the school prepares handed in."""
    await world.phase("draft")
    await world.rows("UPDATE preparation SET ready = now() WHERE plan_id = $1 AND party <> 'home'", world.cast.plan.id)


async def shown(world: World) -> None:
    await prepared(world)
    assert (await move(world, "mentor", "shared")).status_code == 303


async def needs_reason(world: World, who: str = "mentor") -> bool:
    """Try to go back without one; whether it is refused, and the page's form asks for it."""
    asks = ASKS in (await world.get(getattr(world.cast, who), world.home)).text
    phase = await phase_of(world)
    answer = await move(world, who, BACK[phase])
    assert (answer.status_code == 422) == asks
    assert (await phase_of(world) == phase) == asks
    return asks


@pytest.mark.parametrize("who", ["mentor", "principal"])
async def test_what_was_shown_too_early_is_taken_back_without_a_word(world: World, who: str) -> None:
    await shown(world)

    assert not await needs_reason(world, who)
    assert await phase_of(world) == "draft"
    assert "Knows" not in (await world.get(world.cast.anna, world.home)).text


async def in_a_text(world: World) -> None:
    await write(world, world.cast.anna, "home_anna")


async def in_an_answer(world: World) -> None:
    preparation = await world.value("SELECT id FROM preparation WHERE household_id = $1", world.cast.bos.id)
    about = {"plan_id": world.cast.plan.id, "preparation_id": preparation, "position": 0, "question": "q"}
    await world.add(Answer(kind=TextKind.home_preparation, household_id=world.cast.bos.id, value=1, **about))


async def ready(world: World) -> None:
    await world.rows("UPDATE preparation SET ready = now() WHERE household_id = $1", world.cast.bos.id)


async def in_a_comment(world: World) -> None:
    await world.post(world.cast.bo, f"{world.home}/comments", id=new(), words="Thank you")


async def the_pupil_in_a_comment(world: World) -> None:
    await world.post(world.cast.elsa, f"{world.home}/comments", id=new(), words="Nice")


async def in_a_goal(world: World) -> None:
    await world.post(world.cast.anna, f"{world.home}/goals", id=new(), title="Cycle")


async def in_a_check_in(world: World) -> None:
    await world.add(CheckIn(goal_id=world.cast.goal.id, person_id=world.cast.anna.id, words="Good"))


@pytest.mark.parametrize("writes", [in_a_text, in_an_answer, ready, in_a_comment, the_pupil_in_a_comment, in_a_goal, in_a_check_in])
async def test_once_the_home_has_written_taking_back_needs_a_reason(world: World, writes: object) -> None:
    await shown(world)
    await writes(world)  # type: ignore[operator]

    assert await needs_reason(world)
    for reason in ("", "  "):
        assert (await move(world, "mentor", "draft", reason=reason)).status_code == 422
    assert (await move(world, "mentor", "draft", reason="A wrong assessment")).status_code == 303
    assert await phase_of(world) == "draft"
    assert "A wrong assessment" in (await world.get(world.cast.anna, world.home)).text
    await world.rows("DELETE FROM answer")


async def test_words_of_the_home_go_on_to_count_when_it_is_shown_again(world: World) -> None:
    await shown(world)
    await in_a_text(world)
    await move(world, "mentor", "draft", reason="A slip")
    await move(world, "mentor", "shared")

    assert await needs_reason(world)


async def test_what_the_school_writes_and_what_was_there_before_is_no_word_of_the_home(world: World) -> None:
    await prepared(world)
    await in_a_goal(world)
    await write(world, world.cast.elsa, "self_assessment")
    await move(world, "mentor", "shared")
    await world.post(world.cast.teacher, f"{world.home}/comments", id=new(), words="For you")
    await write(world, world.cast.teacher, "assessment")

    assert not await needs_reason(world)


async def test_somebody_of_another_home_is_not_the_home(world: World) -> None:
    await shown(world)
    await world.add(
        Relation(person_id=world.cast.omars_mother.id, kind=RelationKind.observer_in, school_id=world.cast.school.id, source="test")
    )
    await world.post(world.cast.omars_mother, f"{world.home}/comments", id=new(), words="As a special educator")

    assert not await needs_reason(world)


async def talking(world: World) -> None:
    await world.phase("shared")
    assert (await move(world, "mentor", "talk")).status_code == 303


async def test_a_talk_that_was_begun_by_mistake_is_left_without_a_word(world: World) -> None:
    await write(world, world.cast.elsa, "talk_notes")
    await talking(world)
    await write(world, world.cast.mentor, "agreement")
    await write(world, world.cast.elsa, "self_assessment")

    assert not await needs_reason(world)
    assert await phase_of(world) == "shared"


@pytest.mark.parametrize("who", ["elsa", "anna", "teacher", "principal"])
@pytest.mark.parametrize("folded", [False, True])
async def test_once_others_have_written_in_the_talk_leaving_it_needs_a_reason(world: World, who: str, *, folded: bool) -> None:
    await talking(world)
    await write(world, getattr(world.cast, who), "talk_notes")
    if folded:
        async with world.visits.database.session() as session:
            assert await fold(session, world.cast.text("talk_notes")) == 1
            await session.commit()

    assert await needs_reason(world)
    assert (await move(world, "mentor", "shared", reason="Too early")).status_code == 303


async def test_every_move_is_kept_with_who_when_and_why(world: World) -> None:
    await shown(world)
    await in_a_comment(world)
    await move(world, "principal", "draft", reason="A slip of the pen")
    await move(world, "mentor", "shared")

    page = (await world.get(world.cast.anna, world.home)).text
    came = page[page.index('<ol class="came">') :]
    came = " ".join(came[: came.index("</ol>")].split())

    assert came.index("Begun") < came.index("Shown to the home") < came.index("Taken back from the home") < came.rindex("Shown to the home")
    assert came.count("Maja Mentor") == 2
    assert came.index("Pia Rektor") > came.index("Taken back from the home")
    assert '<q dir="auto">A slip of the pen</q>' in came
    assert "Taken back by" not in page  # the last move was no step back
