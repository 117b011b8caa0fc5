from __future__ import annotations

from typing import TYPE_CHECKING

import asyncpg
import pytest

from server.templates.form import Form, Section, Writer
from tests.server.templates.desk import desk
from tests.server.templates.forms import SMALL, question, words

if TYPE_CHECKING:
    from tests.server.world import World


async def test_publishing_makes_a_version_and_an_unchanged_draft_none(world: World) -> None:
    own = await desk(world)

    told = await own.act("published", live=True)
    assert "Version 1 is published. New rounds begin with it." in told.text
    await own.publish()
    assert await world.value("SELECT count(*) FROM template_version") == 1
    assert await world.events() == ["template_published"]

    await own.act("questions/mood", kind="text", title_en="How are you?", title_sv="Hur mår du?")
    assert "The draft has been changed since." in await own.page()
    await own.publish()
    assert await world.rows("SELECT number, published_by FROM template_version ORDER BY number") == [(1, own.person.id), (2, own.person.id)]
    assert "How is it at school?" in await own.page("/versions/1")
    assert "How are you?" in await own.page("/versions/2")


async def test_what_a_version_does_not_use_is_left_out_of_it(world: World) -> None:
    own = await desk(world)
    await own.act("questions/well", kind="text", title_en="Well?", title_sv="Bra?", title_ar="جيد؟", choices_en="One\nTwo", many="true")
    await own.publish()

    body = Form.model_validate_json(await world.value("SELECT body FROM template_version"))
    published = body.question("well")
    assert published
    assert (published.title, published.choices, published.many) == ({"en": "Well?", "sv": "Bra?"}, [], False)
    drafted = (await own.form()).question("well")
    assert drafted
    assert len(drafted.choices) == 2, "the draft keeps them, in case the kind is changed back"
    await own.publish()
    assert await world.value("SELECT count(*) FROM template_version") == 1


@pytest.mark.parametrize(
    ("sections", "sentence"),
    [
        ([], "A template needs at least one question."),
        ([Section(key="s", title=words("x"), writer=Writer.pupil)], "This section has no question."),
        ([Section(key="s", title={"en": "x"}, writer=Writer.pupil, questions=[question("q", "text", "x")])],
         "The heading is missing in a language."),
        ([Section(key="s", title=words("x"), writer=Writer.pupil, questions=[question("q", "choice", "x", choices=[words("one")])])],
         "This question needs at least two choices."),
        ([Section(key="s", title=words("x"), writer=Writer.home, questions=[question("q", "assessment", "x")])],
         "This kind of question cannot be asked of whoever writes this section."),
        ([Section(key="s", title=words("x"), writer=Writer.together, questions=[question("q", "faces", "x")])],
         "Everybody together answers in a text, not in this way."),
    ],
)  # fmt: skip
async def test_what_is_missing_stands_where_it_is_missing_and_nothing_is_published(
    world: World, sections: list[Section], sentence: str
) -> None:
    own = await desk(world, SMALL.model_copy(update={"sections": sections}))

    page = await own.page()
    assert sentence in page
    assert "before it can be published" in page
    answer = await own.act("published")
    assert answer.status_code == 422
    assert await world.value("SELECT count(*) FROM template_version") == 0


async def test_the_database_and_the_pages_keep_a_version_as_it_was(world: World) -> None:
    own = await desk(world)
    await own.publish()
    with pytest.raises(asyncpg.UniqueViolationError):
        await world.rows(
            "INSERT INTO template_version SELECT gen_random_uuid(), template_id, number, published_by, at, body FROM template_version"
        )

    for path in ("/versions/2", "/versions/0", "/versions/99999999999", "/preview?version=2", "/file?version=x", "/versions/1?since=7"):
        assert (await world.get(own.person, f"{own.home}{path}")).status_code == 404, path


async def test_what_changed_between_two_versions_is_told(world: World) -> None:
    own = await desk(world)
    await own.publish()
    await own.act("head", title_en="Before the talk, spring", title_sv="Våren", first="en", languages_sv="true", years="4")
    await own.act("questions/well/place", place="home/1")
    await own.act("questions/mood", kind="faces", title_en="How is it at school?", title_sv="Hur är det?", required="true")
    await own.act("sections/school/removed")
    await own.act("sections/now/questions", id="00000000-0000-0000-0000-000000000001", kind="text", title_en="More?", title_sv="Mer?")
    await own.publish()

    page = " ".join((await own.page("/versions/2")).split())
    assert "Changed since version 1" in page
    for told in (
        '<b>Changed:</b> the template <span class="under soft small"> heading, years</span>',
        '<b>Added:</b> question <q dir="auto">More?</q>',
        '<q dir="auto">What goes well?</q> <span class="under soft small">from “Where am I now?” to “How do we see it?”</span>',
        '<b>Removed:</b> section <q dir="auto">The school</q>',
        '<b>Removed:</b> question <q dir="auto">A summary</q>',
    ):
        assert told in page, told
    assert "<b>Changed:</b> question" in page
    assert page.count("<b>Moved:</b>") == 1


async def test_an_archived_template_is_read_and_restored_but_not_changed(world: World) -> None:
    own = await desk(world)
    await own.publish()
    for _ in range(2):
        assert (await own.act("archived")).status_code == 303

    assert "This template is archived" in await own.page()
    assert (await own.act("head", first="en")).status_code == 403
    assert (await own.act("published")).status_code == 403
    listed = (await world.get(own.person, f"/schools/{world.cast.school.id}/templates")).text
    assert listed.index("Archived") < listed.index(f'href="{own.home}"')
    mentor = await world.get(world.cast.mentor, own.home)
    assert "Take it out of the archive" not in mentor.text
    for _ in range(2):
        assert (await own.act("restored")).status_code == 303
    assert (await own.act("head", first="en", title_en="x")).status_code == 303
    assert await world.events() == ["template_published", "template_archived", "template_restored", "template_changed"]


async def test_whoever_reads_sees_what_is_published_and_never_the_draft(world: World) -> None:
    own = await desk(world)
    assert (await world.get(world.cast.mentor, own.home)).status_code == 404
    await own.publish()
    await own.act("questions/mood", kind="text", title_en="A thought not ready yet")

    for path in ("", "/preview", "/file", "/versions", f"/versions/{1}"):
        answer = await world.get(world.cast.teacher, f"{own.home}{path}")
        assert answer.status_code == 200
        assert "not ready yet" not in answer.text
        assert '<form method="post" action="/templates' not in answer.text
    assert "How is it at school?" in (await world.get(world.cast.teacher, own.home)).text
