from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from server.templates.actions import MOST_FILE
from server.templates.form import MOST_QUESTIONS, MOST_SECTIONS, Form, QuestionKind, Section, Writer
from server.texts.models import From, Reader
from tests.server.templates.desk import desk
from tests.server.templates.forms import SMALL, question, words
from tests.server.world import new

if TYPE_CHECKING:
    from tests.server.templates.desk import Desk
    from tests.server.world import World


async def order(desk: Desk) -> dict[str, list[str]]:
    """Give the keys of a draft's questions, section by section."""
    return {one.key: [each.key for each in one.questions] for one in (await desk.form()).sections}


async def test_a_small_template_is_designed_from_nothing(world: World) -> None:
    own, section, asked = await desk(world, Form(title={"en": "New template"}, languages=["en"])), new(), new()

    assert (await own.act("head", title_en="Before the talk", first="en", years="1, 2,2 ,Gy 3", look="young")).status_code == 303
    assert (await own.act("sections", id=section, title_en="Me", writer="pupil")).status_code == 303
    added = await own.act(
        f"sections/{section}/questions", id=asked, kind="choice", title_en="What do you like?", choices_en="Read\r\nCount"
    )
    assert added.headers["location"] == f"{own.home}#q-{asked}"
    await own.act(f"questions/{asked}", kind="choice", title_en="What do you like?", choices_en="Read\r\nCount\r\n", required="true")

    form = await own.form()
    assert (form.title, form.years, form.look) == ({"en": "Before the talk"}, ["1", "2", "Gy 3"], "young")
    assert form.sections[0].reads == {Reader.home: From.prepare_home, Reader.teachers: From.prepare_school}
    assert form.sections[0].questions[0].choices == [{"en": "Read"}, {"en": "Count"}]
    assert form.sections[0].questions[0].required
    assert await own.edited() == 5
    assert await world.events() == ["template_changed"] * 4
    page = await own.page()
    assert "What do you like?" in page
    assert '<dt>Years</dt><dd dir="auto">1, 2, Gy 3</dd>' in page, "the pupils' years"
    assert "School years" not in page
    assert "Publish version 1" in page


async def test_words_stand_in_each_language_and_choices_side_by_side(world: World) -> None:
    own = await desk(world)

    await own.act("head", title_en="Talk", title_ar="لقاء", first="ar", languages_en="true", languages_ar="true")
    await own.act("questions/scale", kind="scale", title_en="How?", choices_en="Badly\nWell", choices_ar="سيئ\n")

    form = await own.form()
    assert form.languages == ["ar", "en"]
    scale = form.question("scale")
    assert scale
    assert [(one.get("en"), one.get("ar")) for one in scale.choices] == [("Badly", "سيئ"), ("Well", None)]
    page = await own.page()
    assert page.count("A choice is missing in a language.") == 2, "at the top and at the question"
    assert 'href="#q-scale"' in page
    assert "Publish version" not in page


async def test_words_in_a_language_that_is_left_out_are_there_when_it_comes_back(world: World) -> None:
    own = await desk(world)
    await own.act("head", title_en="Talk", title_sv="Samtal", first="en")

    await own.act("questions/scale", kind="scale", title_en="How?", choices_en="Badly\nSplendidly")
    await own.act("sections/now", title_en="Me", writer="pupil")
    await own.act("head", title_en="The talk", first="en", languages_sv="true")

    form = await own.form()
    scale = form.question("scale")
    assert scale
    assert form.title == {"en": "The talk", "sv": "Samtal"}
    assert (scale.title["sv"], scale.choices[1]) == ("How does it go? (sv)", {"en": "Splendidly", "sv": "Well (sv)"})
    assert form.sections[0].title["sv"] == "Where am I now? (sv)"


async def test_pieces_are_moved_within_a_list_and_to_another(world: World) -> None:
    own = await desk(world)
    told = await own.act("questions/mood/place", live=True, place="now/1")
    assert "“How is it at school?” is now question 2 of 2 in “Where am I now?”." in told.text
    assert 'data-focus="q-mood.move"' in told.text
    await own.act("questions/mood/place", place="home/0")
    assert await order(own) == {"now": ["well"], "home": ["mood", "scale"], "school": ["sum", "goals"]}

    told = await own.act("sections/school/place", live=True, place="0")
    assert "“The school” is now section 1 of 3." in told.text
    assert list(await order(own)) == ["school", "now", "home"]


async def test_the_buttons_lead_on_into_the_section_beside(world: World) -> None:
    page = await (await desk(world)).page()

    assert 'id="down-well" name="place" value="home/0"' in page
    assert 'id="up-scale" name="place" value="now/2"' in page
    assert 'id="up-mood" name="place" value="now/0" aria-disabled="true"' in page


async def test_what_is_removed_is_gone_from_the_draft_only(world: World) -> None:
    own = await desk(world)
    await own.publish()

    told = await own.act("questions/mood/removed", live=True)
    assert 'data-focus="q-well"' in told.text
    await own.act("sections/school/removed")

    assert await order(own) == {"now": ["well"], "home": ["scale"]}
    assert "How is it at school?" in await own.page("/versions/1")


async def test_who_reads_is_never_sooner_than_the_rights_allow(world: World) -> None:
    own = await desk(world)

    await own.act("sections/home", title_en="Home", writer="home", reads_pupil="talk", reads_other_home="prepare_home", reads_home="never")
    section = (await own.form()).sections[1]
    assert section.reads == {Reader.pupil: From.talk, Reader.other_home: From.prepare_home, Reader.teachers: From.never}
    await own.act("sections/home", title_en="Home", writer="teachers", reads_pupil="prepare_school")
    section = (await own.form()).sections[1]
    assert section.reads[Reader.pupil] is From.prepare_home
    assert Reader.other_home not in section.reads
    page = await own.page()
    assert 'name="reads.other_home"' not in page
    assert "This kind of question cannot" not in page


async def test_an_act_on_an_older_draft_is_refused_and_shows_the_newest(world: World) -> None:
    own = await desk(world)
    await own.act("questions/mood", kind="faces", title_en="How is it going?")

    for live in (True, False):
        answer = await own.act("questions/mood", live=live, edited=1, kind="text", title_en="My own words", help_en="Long")
        assert answer.status_code == 409
        assert "so this is not saved yet" in answer.text
        assert 'value="My own words"' in answer.text
        assert "How is it going?" in answer.text, "the newest, beside what was written"
        assert 'name="edited" value="2"' in answer.text
        assert 'name="edited" value="1"' not in answer.text
    assert (await own.act("questions/well/place", live=True, edited=1, place="now/0")).status_code == 409
    assert (await own.act("published", edited=1)).status_code == 409
    question = (await own.form()).question("mood")
    assert question
    assert question.title == {"en": "How is it going?"}

    assert (await own.act("questions/mood", edited=2, kind="text", title_en="My own words")).status_code == 303


async def test_what_was_written_of_a_piece_that_is_gone_stands_on_the_page(world: World) -> None:
    own = await desk(world)
    await own.act("sections/now/removed")

    answer = await own.act("questions/mood", live=True, edited=1, kind="text", title_en="Long thoughts", choices_en="One\nTwo")
    assert answer.status_code == 409
    assert "What you were changing is gone" in answer.text
    assert "Long thoughts" in answer.text
    adding = await own.act("sections/now/questions", live=True, edited=1, id=new(), kind="text", title_en="New thoughts")
    assert "New thoughts" in adding.text
    assert (await own.act("questions/mood", live=True, kind="text")).status_code == 404, "on the newest draft it is simply not there"


async def test_what_is_sent_twice_is_done_once(world: World) -> None:
    own, section = await desk(world), new()
    for _ in range(2):
        assert (await own.act("sections", edited=1, id=section, writer="together", title_en="Talk")).status_code == 303
        assert (await own.act("questions/mood/place", edited=2, place="now/1")).status_code == 303
        assert (await own.act("questions/well/removed", edited=3)).status_code == 303

    assert await own.edited() == 4
    assert [one.writer for one in (await own.form()).sections].count(Writer.together) == 1


@pytest.mark.parametrize(
    ("path", "fields", "sentence"),
    [
        ("head", {"first": "en", "years": "1, <b>"}, "Write the years with commas between"),
        ("head", {"first": "en", "years": ",".join(str(one) for one in range(30))}, "These are too many."),
        ("head", {"first": "de"}, "This cannot be used here."),
        ("head", {"first": "en", "title_en": "x" * 201}, "This is too long."),
        ("sections", {"id": "x", "writer": "home"}, "This cannot be used here."),
        ("sections", {"writer": "home"}, "This must be filled in."),
        ("sections/now", {"writer": "nobody"}, "This cannot be used here."),
        ("sections/now", {"writer": "pupil", "reads.home": "yesterday"}, "This cannot be used here."),
        ("sections/now", {"writer": "pupil", "reads.stranger": "talk"}, "This cannot be used here."),
        ("questions/mood", {"kind": "oracle"}, "This cannot be used here."),
        ("questions/mood", {"kind": "choice", "choices_en": "\n".join("abcdefghijklmnop")}, "These are too many choices."),
        ("questions/mood", {"kind": "choice", "choices_en": "x" * 300}, "This is too long."),
        ("questions/mood/place", {"place": "now/-1"}, "This cannot be used here."),
        ("questions/mood/place", {"place": "../0"}, "This cannot be used here."),
        ("questions/mood", {"kind": "text", "title": "x", "title_en": "y"}, "This cannot be used here."),
        ("questions/mood", {"kind": "text", "extra": "x"}, "This cannot be used here."),
    ],
)
async def test_what_makes_no_sense_changes_nothing(world: World, path: str, fields: dict[str, Any], sentence: str) -> None:
    own = await desk(world)

    answer = await own.act(path, **fields)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert await own.form() == SMALL
    assert await world.events() == []


async def test_pieces_that_are_not_there_are_not_found(world: World) -> None:
    own = await desk(world)
    for path, fields in (
        ("sections/nowhere", {"writer": "home"}),
        ("sections/nowhere/place", {"place": "0"}),
        ("sections/nowhere/questions", {"id": new(), "kind": "text"}),
        ("questions/nowhere", {"kind": "text"}),
        ("questions/nowhere/place", {"place": "now/0"}),
        ("questions/mood/place", {"place": "nowhere/0"}),
        ("questions/NO%00", {"kind": "text"}),
    ):
        assert (await own.act(path, **fields)).status_code == 404, path
    assert await own.form() == SMALL


async def test_there_are_bounds(world: World) -> None:
    full = [question(f"q-{number}", "text", "x") for number in range(MOST_QUESTIONS)]
    sections = [Section(key=f"s-{number}", title=words("x"), writer=Writer.home) for number in range(MOST_SECTIONS - 1)]
    own = await desk(
        world,
        SMALL.model_copy(update={"sections": [Section(key="full", title=words("x"), writer=Writer.pupil, questions=full), *sections]}),
    )

    answer = await own.act("sections", id=new(), writer="home")
    assert "There are as many sections as there can be." in answer.text
    answer = await own.act("sections/full/questions", id=new(), kind="text")
    assert "There are as many questions in this section as there can be." in answer.text


async def test_a_template_never_outgrows_its_file(world: World) -> None:
    lots = {"en": "x" * 2000, "sv": "x" * 2000}
    shelves = [
        Section(
            key=f"s-{at}",
            title=words("x"),
            writer=Writer.home,
            questions=[question(f"q-{at}-{n}", "text", "x", help=lots) for n in range(29)],
        )
        for at in range(2)
    ]
    own = await desk(world, SMALL.model_copy(update={"sections": shelves}))

    much: dict[str, Any] = {f"help_{language}": "ö" * 2000 for language in ("en", "sv", "ar")}
    answers = [await own.act(f"questions/q-0-{n}", kind="text", title_en="x", **much) for n in range(3)]
    assert [one.status_code for one in answers][-1] == 422
    assert "The template is full" in answers[-1].text
    assert len((await (await world.as_(own.person)).get(f"{own.home}/file")).content) < MOST_FILE


async def test_html_in_words_is_only_text(world: World) -> None:
    own = await desk(world)

    await own.act("head", title_en="<script>alert(1)</script>", first="en")
    await own.act("questions/mood", kind="text", title_en="{{ 7 * 7 }} <b>x</b> {n}")
    await own.publish()

    for path in ("", "/preview", "/versions/1", "/versions"):
        page = await own.page(path)
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page
        assert "<b>x</b>" not in page
    told = await own.act("questions/mood/place", live=True, place="now/1")
    assert "“{{ 7 * 7 }} &lt;b&gt;x&lt;/b&gt; {n}” is now question 2" in told.text


def test_every_kind_of_question_has_a_name_and_a_drawing() -> None:
    from server.pages import names  # noqa: PLC0415  # only here

    assert set(names.QUESTION) == set(QuestionKind)
    assert set(names.WRITER) == set(Writer)
