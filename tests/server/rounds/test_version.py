"""Moving a round to a newer version of its template: a report first, then what is empty goes and what is written stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from server.plans.actions.record import record
from server.plans.models import Plan
from server.rounds.actions.comparing import compare
from server.templates.form import QuestionKind, Writer
from server.texts.models import From, Reader
from tests.server.rounds.making import LEVELS, form, plan_of, publish_newer, question, ready, round_begun, section

if TYPE_CHECKING:
    from uuid import UUID

    from server.templates.form import Form
    from tests.server.world import World

CHOICES: list[Any] = [{"en": one} for one in ("Red", "Green")]


def first() -> Form:
    """The form that is handed out."""
    return form(
        section("mine", Writer.pupil, question("now"), question("before"), question("colour", QuestionKind.choice, choices=CHOICES)),
        section("subjects", Writer.teachers, question("level", QuestionKind.assessment, choices=LEVELS)),
        section("home", Writer.home, question("at-home")),
    )


def second() -> Form:
    """The next version: one question goes, one comes, one is asked in another way, the home reads later, and the home is not asked."""
    return form(
        section(
            "mine",
            Writer.pupil,
            question("next"),
            question("now"),
            question("colour", QuestionKind.choice, choices=CHOICES[::-1]),
            reads={Reader.home: From.talk},
        ),
        section("subjects", Writer.teachers, question("level", QuestionKind.assessment, choices=LEVELS)),
    )


async def moved(world: World, held: UUID, what: Form) -> Any:
    """Publish a newer version and move the round to it."""
    version = await world.value("SELECT template_version_id FROM round WHERE id = $1", held)
    newer = await publish_newer(world, version, what)
    return await world.post(world.cast.mentor, f"/rounds/{held}/version", version=newer)


async def parts(world: World, plan: UUID) -> set[tuple[str, str, bool]]:
    """Give a plan's parts that a template asks for: the question, what it is, whether it is still asked."""
    rows = await world.rows(
        "SELECT question, 'text' AS what, asked_in FROM text WHERE plan_id = $1 AND question <> '' UNION ALL "
        "SELECT question, 'answer', asked_in FROM answer WHERE plan_id = $1",
        plan,
    )
    return {(row["question"], row["what"], row["asked_in"] is None) for row in rows}


async def test_the_report_says_what_comes_and_goes_and_who_has_answered(world: World) -> None:
    held = await round_begun(world, first())
    elsas, omars = [await plan_of(world, one, held) for one in (world.cast.elsa, world.cast.omar)]
    await world.rows("UPDATE text SET seq = 1 WHERE plan_id = ANY($1) AND question = 'before'", [elsas, omars])
    await world.rows("UPDATE text SET seq = 1 WHERE plan_id = $1 AND question = 'at-home'", elsas)  # both homes
    version = await world.value("SELECT template_version_id FROM round WHERE id = $1", held)
    assert "has the newest version" in (await world.get(world.cast.mentor, f"/rounds/{held}/version")).text

    await publish_newer(world, version, second())
    page = (await world.get(world.cast.mentor, f"/rounds/{held}/version")).text

    assert "There is a newer version" in (await world.get(world.cast.mentor, f"/rounds/{held}")).text
    words = " ".join(page.split())
    assert 'New questions</h3><ul class="bullets"><li><span dir="auto">About next</span>' in words
    assert '<span dir="auto">About before</span> <b>(2 have answered)</b>' in words
    assert '<span dir="auto">About at-home</span> <b>(2 have answered)</b>' in words
    assert "Questions that are asked in another way" in words
    assert "The home: When the talk begins" in words
    assert "3 plans follow the newer version." in words


async def test_empty_parts_go_and_what_is_written_stays_as_no_longer_asked(world: World) -> None:
    held = await round_begun(world, first())
    elsas, omars = [await plan_of(world, one, held) for one in (world.cast.elsa, world.cast.omar)]
    await world.rows("UPDATE text SET seq = 1 WHERE plan_id = $1 AND question IN ('before', 'now')", elsas)
    await world.rows("UPDATE answer SET value = '[0]' WHERE plan_id = $1 AND question = 'colour'", elsas)
    old = await world.value("SELECT template_version_id FROM round WHERE id = $1", held)

    answer = await moved(world, held, second())

    assert answer.headers["location"] == f"/rounds/{held}"
    fresh = {("next", "text", True), ("now", "text", True), ("colour", "answer", True), ("level", "text", True), ("level", "answer", True)}
    assert await parts(world, omars) == fresh
    assert await parts(world, elsas) == fresh | {("before", "text", False), ("colour", "answer", False)}
    assert await world.value("SELECT asked_in FROM text WHERE plan_id = $1 AND question = 'before'", elsas) == old
    assert await world.value("SELECT seq FROM text WHERE plan_id = $1 AND question = 'now'", elsas) == 1
    reads = await world.value("SELECT reads FROM text WHERE plan_id = $1 AND question = 'now'", elsas)
    assert reads == '{"home": "talk"}'
    assert await world.value("SELECT count(*) FROM preparation WHERE plan_id = $1 AND party = 'home'", omars) == 0
    positions = await world.rows("SELECT question FROM text WHERE plan_id = $1 AND question IN ('next', 'now') ORDER BY position", omars)
    assert [row["question"] for row in positions] == ["next", "now"]
    assert (await world.events())[-4:] == ["material_renewed"] * 3 + ["round_renewed"]
    assert await world.value("SELECT count(DISTINCT template_version_id) FROM plan WHERE round_id = $1", held) == 1


async def test_what_is_asked_no_longer_is_read_as_it_was_asked(world: World) -> None:
    held, cast = await round_begun(world, first()), world.cast
    plan = await plan_of(world, cast.elsa, held)
    [answer] = await world.rows("UPDATE answer SET value = '0' WHERE plan_id = $1 AND question = 'colour' RETURNING id", plan)

    await moved(world, held, second())

    for person, page in ((cast.elsa, ""), (cast.elsa, "/prepare"), (cast.mentor, ""), (cast.teacher, "")):
        words = (await world.get(person, f"/plans/{plan}{page}")).text
        former = words.split("Asked no longer", 1)[1]
        assert "About colour" in former
        assert "Red" in former
        assert f"/answers/{answer['id']}" not in words, "it is not answered any more"
    assert (await world.post(cast.elsa, f"/answers/{answer['id']}", value="1")).status_code == 403
    assert "Red" in (await world.get(cast.mentor, f"/answers/{answer['id']}")).text


async def test_a_home_that_has_written_keeps_its_preparation_and_is_not_waited_for(world: World) -> None:
    held = await round_begun(world, first())
    plan = await plan_of(world, world.cast.elsa, held)
    await world.rows("UPDATE text SET seq = 1 WHERE plan_id = $1 AND household_id = $2", plan, world.cast.annas.id)

    await moved(world, held, second())

    rows = await world.rows("SELECT household_id, asked FROM preparation WHERE plan_id = $1 AND party = 'home'", plan)
    assert [(row["household_id"], row["asked"]) for row in rows] == [(world.cast.annas.id, False)]


async def test_new_questions_of_what_is_handed_in_are_closed_until_it_is_taken_back(world: World) -> None:
    held = await round_begun(world, first())
    plan = await plan_of(world, world.cast.elsa, held)
    await ready(world, plan)

    newer = await publish_newer(world, await world.value("SELECT template_version_id FROM round WHERE id = $1", held), second())
    said = (await world.get(world.cast.mentor, f"/rounds/{held}/version")).text
    await world.post(world.cast.mentor, f"/rounds/{held}/version", version=newer)

    assert "4 parts of these plans are handed in already" in said, "the pupil's, the teacher's and two homes'"
    row = (await world.rows("SELECT open, preparation_id FROM text WHERE plan_id = $1 AND question = 'next'", plan))[0]
    mine = await world.value("SELECT id FROM preparation WHERE plan_id = $1 AND party = 'pupil'", plan)
    assert (row["open"], row["preparation_id"]) == (False, mine)


async def test_a_question_that_comes_back_finds_what_was_written_to_it(world: World) -> None:
    held = await round_begun(world, first())
    plan = await plan_of(world, world.cast.elsa, held)
    await world.rows("UPDATE text SET seq = 1 WHERE plan_id = $1 AND question = 'before'", plan)
    await world.rows("UPDATE answer SET value = '[0]' WHERE plan_id = $1 AND question = 'colour'", plan)

    await moved(world, held, second())
    await moved(world, held, first())

    assert await parts(world, plan) == {
        ("now", "text", True), ("before", "text", True), ("colour", "answer", True), ("level", "text", True), ("level", "answer", True),
        ("at-home", "text", True),
    }  # fmt: skip
    assert await world.value("SELECT value FROM answer WHERE plan_id = $1 AND question = 'colour'", plan) == "[0]"


async def test_a_locked_plan_stays_as_it_is(world: World) -> None:
    held = await round_begun(world, first())
    plan = await plan_of(world, world.cast.elsa, held)
    before = await parts(world, plan)
    await world.rows("UPDATE plan SET phase = 'agreed', locked = now() WHERE id = $1", plan)
    version = await world.value("SELECT template_version_id FROM round WHERE id = $1", held)
    newer = await publish_newer(world, version, second())

    page = (await world.get(world.cast.mentor, f"/rounds/{held}/version")).text
    await world.post(world.cast.mentor, f"/rounds/{held}/version", version=newer)

    assert "2 plans follow the newer version. 1 plan is locked and stays as it is." in page
    assert await parts(world, plan) == before
    assert await world.value("SELECT template_version_id FROM plan WHERE id = $1", plan) == version


async def test_a_comment_on_an_empty_text_keeps_it(world: World) -> None:
    held = await round_begun(world, first())
    plan = await plan_of(world, world.cast.elsa, held)
    text = await world.value("SELECT id FROM text WHERE plan_id = $1 AND question = 'before'", plan)
    await world.thread(world.cast.teacher, plan_id=plan, text_id=text)

    await moved(world, held, second())

    assert ("before", "text", False) in await parts(world, plan)


async def test_only_the_version_that_was_reported_on_is_moved_to(world: World) -> None:
    held = await round_begun(world, first())
    version = await world.value("SELECT template_version_id FROM round WHERE id = $1", held)
    newer = await publish_newer(world, version, second())
    newest = await publish_newer(world, newer, first())

    stale = await world.post(world.cast.mentor, f"/rounds/{held}/version", version=newer)
    strange = await world.post(world.cast.mentor, f"/rounds/{held}/version", version=world.cast.elsa.id)
    right, again = [await world.post(world.cast.mentor, f"/rounds/{held}/version", version=newest) for _ in range(2)]

    assert (stale.status_code, strange.status_code, right.status_code, again.status_code) == (422, 422, 303, 303)
    assert (await world.events()).count("round_renewed") == 1


def test_choices_may_be_added_at_the_end_and_levels_may_not() -> None:
    def asks(kind: QuestionKind, choices: list[Any]) -> Form:
        writer = Writer.teachers if kind is QuestionKind.assessment else Writer.pupil
        return form(section("mine", writer, question("one", kind, choices=choices)))

    more: list[Any] = [*CHOICES, {"en": "Blue"}]
    assert compare(asks(QuestionKind.choice, CHOICES), asks(QuestionKind.choice, more)).lost == set()
    assert compare(asks(QuestionKind.choice, more), asks(QuestionKind.choice, CHOICES)).lost == {"one"}
    for kind in (QuestionKind.scale, QuestionKind.assessment):
        assert compare(asks(kind, CHOICES), asks(kind, more)).lost == {"one"}
    assert compare(asks(QuestionKind.choice, CHOICES), asks(QuestionKind.scale, CHOICES)).lost == {"one"}


async def test_what_is_locked_says_what_was_asked_also_where_it_is_asked_no_longer(world: World) -> None:
    asked = section("school", Writer.school, question("help"), question("how", QuestionKind.scale, choices=LEVELS))
    held = await round_begun(world, form(asked))
    elsas = await plan_of(world, world.cast.elsa, held)
    await world.rows("UPDATE text SET seq = 1 WHERE plan_id = $1 AND question = 'help'", elsas)
    await world.rows("UPDATE answer SET value = '1' WHERE plan_id = $1 AND question = 'how'", elsas)

    await moved(world, held, form(section("school", Writer.school, question("other"))))

    async with world.visits.database.session() as session:
        said = await record(session, await session.get_one(Plan, elsas))
    assert {"en": "About help"} in [one["title"] for one in said["texts"]]
    assert [one["title"] for one in said["levels"]] == [{"en": "About how"}]
