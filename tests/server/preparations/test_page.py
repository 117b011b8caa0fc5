"""The material on the plan's page and one's own part of it, as each reader has them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.forms import HOME, ME, SUBJECTS, YOUNG, form, question, section

if TYPE_CHECKING:
    from server.plans.models import Plan
    from tests.server.world import World


async def page(world: World, who: str, plan: Plan, path: str = "") -> str:
    answer = await world.get(getattr(world.cast, who), f"/plans/{plan.id}{path}")
    assert answer.status_code == 200, answer.text
    return answer.text


async def test_the_material_stands_as_the_template_has_it(world: World) -> None:
    plan = await world.hand_out()

    said = await page(world, "elsa", plan)

    titles = [
        re.sub("<[^>]*>", "", one).strip() for one in re.findall(r"<h[23] id=\"(?:section-)?title-[^>]*>(.*?)</h[23]>", said, re.DOTALL)
    ]
    assert [one.split("  ")[0] for one in titles] == [
        "About me",
        "How do you like school? must be answered",
        "What goes well? must be answered",
        "How do you learn best?",
        "Your goals from last time",
        "What do you want to reach?",
        "Show something you have made",
    ]
    assert "Think of a lesson." in said
    assert "Two sentences" in said
    assert said.count('class="face ') == 5
    assert "written by the pupil" in said


async def test_what_others_have_not_answered_stands_in_one_line(world: World) -> None:
    plan = await world.hand_out()
    await world.post(world.cast.elsa, f"/answers/{await world.answer(plan, 'feel')}", value=3)

    said = await page(world, "mentor", plan)

    pieces = re.search(r'id="pieces-me" data-holds>(.*?)</section>\s*</div>', said, re.DOTALL)
    assert pieces
    answered, blank = pieces[1].split('id="blanks-me"')
    assert "How do you like school?" in answered
    assert "Very hard" not in answered
    assert "Good" in answered
    assert all(one in blank for one in ("What goes well?", "How do you learn best?", "Your goals from last time"))
    assert "What do you want to reach?" not in said


@pytest.mark.parametrize(
    ("phase", "who", "sees", "not_sees"),
    [
        ("draft", "anna", (), ("About me", "Subjects", "From home", "How we see it")),
        ("draft", "elsa", ("About me",), ("Subjects", "From home", "How we see it", "The talk")),
        ("draft", "teacher", ("About me", "Subjects", "How we see it", "The talk"), ("From home",)),
        ("shared", "anna", ("About me", "Subjects", "From home", "How we see it"), ("The talk",)),
        ("shared", "observer", ("About me", "Subjects", "From home", "How we see it", "The talk"), ()),
        ("talk", "bo", ("About me", "Subjects", "From home", "The talk"), ()),
    ],
)
async def test_each_reader_has_the_sections_that_are_theirs(
    world: World, phase: str, who: str, sees: tuple[str, ...], not_sees: tuple[str, ...]
) -> None:
    said = await page(world, who, await world.hand_out(phase))

    assert all(f'<span dir="auto">{one}</span></h2>' in said for one in sees)
    assert not any(f'<span dir="auto">{one}</span></h2>' in said for one in not_sees)


async def test_goals_that_the_home_sets_stand_where_they_are_asked_for_and_only_once_it_prepares(world: World) -> None:
    asked = section("home", "home", "From home", *HOME["questions"], question("aims", "set_goals", "What we want"))
    plan = await world.hand_out("draft", form(asked))
    assert "What we want" not in await page(world, "anna", plan)

    await world.phase("shared", plan)

    said = await page(world, "anna", plan, "/prepare")
    assert said.index("What do you see at home?") < said.index("Sleeps well") < said.index("What we want")


async def test_staff_are_told_who_reads_a_comment_once_the_plan_is_shown(world: World) -> None:
    plan, warning = await world.hand_out(), "Then the pupil and the home read it, too."
    assert warning in await page(world, "teacher", plan)
    assert warning not in await page(world, "anna", plan)

    await world.phase("shared", plan)

    assert warning not in await page(world, "teacher", plan)


@pytest.mark.parametrize("is_open", [False, True])
async def test_a_home_reads_anothers_answers_only_where_the_template_opens_them(world: World, is_open: bool) -> None:  # noqa: FBT001
    reads = {"other_home": "prepare_home"} if is_open else {}
    plan = await world.hand_out("shared", form(section("home", "home", "From home", *HOME["questions"], **reads)))
    bos = await world.answer(plan, "rest", household_id=world.cast.bos.id)
    await world.post(world.cast.bo, f"/answers/{bos}", value=1)
    await world.write(await world.text_of(plan, "see", household_id=world.cast.bos.id), world.cast.bo, "Sleeps at ten")
    await world.post(world.cast.bo, f"/preparations/{await world.preparation('home', plan, household_id=world.cast.bos.id)}/handed-in")

    for path in ("", "/prepare", "/prepare/parts", "/texts", "/head", "/since/0"):
        said = await page(world, "anna", plan, path)
        if not is_open:
            assert str(bos) not in said
            assert "Sleeps at ten" not in said
        assert "Ready</span>" not in said
        assert "is done" not in said
    assert ("Sleeps at ten" in await page(world, "anna", plan)) is is_open
    assert (await world.get(world.cast.anna, f"/answers/{bos}")).status_code == (200 if is_open else 404)


async def test_the_own_part_has_what_was_said_last_time_beside_it(world: World) -> None:
    before = await world.hand_out("in_use")
    await world.write(await world.text_of(before, "like"), world.cast.elsa, "Reading went well")
    await world.rows("UPDATE answer SET value = '1' WHERE plan_id = $1 AND question = 'feel'", before.id)
    await world.goal(world.cast.elsa, "done", plan_id=before.id, title="Swim")
    await world.goal(world.cast.elsa, "proposed", plan_id=before.id, title="Fly")
    await world.goal(world.cast.elsa, "cancelled", plan_id=before.id, title="Sing")
    plan = await world.hand_out()

    said = await page(world, "elsa", plan, "/prepare")

    assert said.count("Last time you wrote") == 2
    assert "Reading went well" in said
    assert "Quite hard</b>" in said
    assert "Goals from last time" in said
    assert "Swim" in said
    assert "Fly" not in said
    assert "Sing" not in said


async def test_a_teacher_has_the_subjects_earlier_assessment_beside_it(world: World) -> None:
    before = await world.hand_out("in_use")
    await world.write(await world.text_of(before, "subject", subject="Matematik"), world.cast.teacher, "Fractions are hard")
    await world.rows("UPDATE answer SET value = '1' WHERE plan_id = $1 AND question = 'subject'", before.id)
    plan = await world.hand_out()

    said = await page(world, "teacher", plan, "/prepare")

    assert "Fractions are hard" in said
    assert "On the way</b>" in said
    assert "Fractions are hard" not in await page(world, "elsa", plan)


async def test_a_home_reads_first_what_pupil_and_school_wrote_and_comments_on_it(world: World) -> None:
    plan = await world.hand_out("shared")
    like = await world.text_of(plan, "like")
    await world.write(like, world.cast.elsa, "I like to read")
    await world.write(await world.text_of(plan, "overall"), world.cast.mentor, "A good term")

    said = await page(world, "anna", plan, "/prepare")

    first, own = said.split('id="preparation-')
    assert "I like to read" in first
    assert "A good term" in first
    assert 'right="write"' not in first
    assert "What do you see at home?" in own
    assert "We are ready" in own
    assert 'id="comment-form"' in own


async def test_the_youngest_have_one_question_at_a_time_with_or_without_a_script(world: World) -> None:
    plan = await world.hand_out(form=YOUNG)

    said = ""
    for step, title in ((1, "How do you like school?"), (3, "How do you learn best?"), (7, "Are you done?"), (99, "Are you done?")):
        said = await page(world, "elsa", plan, f"/prepare?step={step}")
        shown = [
            one
            for one in re.findall(r'<section class="step.*?(?=<section class="step|</young-steps>)', said, re.DOTALL)
            if " hidden>" not in one[:300]
        ]
        assert len(shown) == 1
        assert title in shown[0]
    assert "3 of 6" in said
    for odd in ("0", "-1", "x", "9" * 500, "٣"):
        assert "1 of 6" in await page(world, "elsa", plan, f"/prepare?step={odd}")
    back = await world.post(
        world.cast.elsa, f"/answers/{await world.answer(plan, 'feel')}", value=1, then=f"/plans/{plan.id}/prepare?step=1"
    )
    assert back.headers["location"] == f"/plans/{plan.id}/prepare?step=1"
    assert "young-steps" not in await page(world, "teacher", plan, "/prepare")


async def test_the_whole_is_said_in_the_readers_language_or_the_forms_first(world: World) -> None:
    two = form(ME, SUBJECTS)
    two.languages, two.sections[0].title = ["sv", "en"], {"sv": "Om mig", "en": "About me"}
    two.sections[1].title = {"sv": "Ämnen"}
    plan = await world.hand_out(form=two)

    said = await page(world, "mentor", plan)

    assert "About me" in said
    assert "Om mig" not in said
    assert "Ämnen" in said


async def test_a_locked_version_has_the_forms_headings_and_levels(world: World) -> None:
    plan = await world.hand_out("talk")
    await world.write(await world.text_of(plan, "overall"), world.cast.mentor, "A good term")
    await world.write(await world.text_of(plan, "subject", subject="Matematik"), world.cast.teacher, "Counts well")
    await world.post(world.cast.teacher, f"/answers/{await world.answer(plan, 'subject')}", value=2)
    await world.agree(plan=plan)

    said = await page(world, "anna", plan, "/versions/1")

    for one in ("In all", "A good term", "Where the pupil is", "Counts well", "Levels", "Reached"):
        assert one in said


async def test_a_school_that_has_nothing_to_prepare_says_so(world: World) -> None:
    plan = await world.hand_out(form=form(section("school", "school", "Ours", question("x", "text", "In all"))))

    assert "There is nothing for you to prepare here." in await page(world, "elsa", plan, "/prepare")


async def test_only_what_has_changed_is_brought_again(world: World) -> None:
    plan = await world.hand_out()
    await world.post(world.cast.elsa, f"/answers/{await world.answer(plan, 'feel')}", value=1)

    assert "data-texts" in await page(world, "mentor", plan, "/since/0")
    assert "data-texts" not in await page(world, "mentor", plan, "/since/1")
    assert "goals-list" not in await page(world, "mentor", plan, "/since/0")
