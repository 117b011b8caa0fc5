from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from server.people.policy import Role, Standing
from server.templates.actions import Viewer, preview, starting
from server.templates.form import KIND, Form, Look, Section, Writer
from server.texts.models import From, Reader, TextKind
from server.texts.policy import earliest, owns, readers_of
from tests.server.templates.desk import desk
from tests.server.templates.forms import SMALL, question, words

if TYPE_CHECKING:
    from tests.server.world import World

STEPS = (From.prepare_school, From.prepare_home, From.talk, From.use)
# What each sees (r) and writes (w) of a section at the four steps: - not at all. One that says nothing of its readers, but for `opened`.
SEEN = """
section  | pupil   | guardian | other_home | teacher | other_teacher | mentor
pupil    | w w w r | - r r r  | - r r r    | r r r r | r r r r       | r r r r
home     | - r r r | - w w r  | - - - -    | - - - - | - - - -       | - r r r
opened   | - - r r | - w w r  | - r r r    | - - - r | - - - r       | - r r r
teachers | - r r r | - r r r  | - r r r    | w w w r | r r r r       | r r r r
school   | - r r r | - r r r  | - r r r    | w w w r | w w w r       | w w w r
together | - - w r | - - w r  | - - w r    | r r w r | r r w r       | w w w r
"""
OPENED = {Reader.pupil: From.talk, Reader.other_home: From.prepare_home, Reader.teachers: From.use}


def cells() -> list[tuple[str, Viewer, list[str]]]:
    """Read the table, cell by cell."""
    head, *rows = [[cell.strip() for cell in line.split("|")] for line in SEEN.strip().splitlines()]
    return [(row[0], Viewer(name), cell.split()) for row in rows for name, cell in zip(head[1:], row[1:], strict=True)]


@pytest.mark.parametrize(("name", "viewer", "expected"), cells())
def test_each_sees_and_writes_what_the_rights_say(name: str, viewer: Viewer, expected: list[str]) -> None:
    writer, reads = (Writer.home, OPENED) if name == "opened" else (Writer(name), {})
    section = Section(key="s", title=words("x"), writer=writer, reads=reads, questions=[question("q", "text", "x")])
    form = Form(title=words("x"), languages=["en"], sections=[section])

    seen = [preview(form, viewer, step) for step in STEPS]
    assert [found[0].right[0] if found else "-" for found in seen] == expected


@pytest.mark.parametrize("kind", [KIND[writer] for writer in Writer])
def test_a_template_says_nothing_of_those_who_write_or_may_never_read(kind: TextKind) -> None:
    part: Any = SimpleNamespace(kind=kind, subject="own", household_id=None)
    roles = {Reader.pupil: Role.pupil, Reader.home: Role.guardian, Reader.teachers: Role.teacher}
    for reader, role in roles.items():
        is_home = kind is TextKind.home_preparation and reader is Reader.home
        writes = is_home or owns(Standing(uuid4(), frozenset({role})), part)
        assert (reader in readers_of(kind)) is (not writes and earliest(kind, reader) is not From.never)
    assert (Reader.other_home in readers_of(kind)) is (kind is TextKind.home_preparation)


async def test_the_preview_is_the_roles_own_and_sends_nothing(world: World) -> None:
    own = await desk(world)

    pupil = await own.page("/preview?as=pupil&step=prepare_school")
    assert "What goes well?" in pupil
    assert "Two sentences." in pupil
    assert "How do we see it?" not in pupil
    guardian = await own.page("/preview?as=guardian&step=prepare_school")
    assert "There is nothing to see of it yet at this step." in guardian
    guardian = await own.page("/preview?as=guardian&step=prepare_home")
    assert "How does it go?" in guardian
    assert "Two sentences." not in guardian, "help is for whoever writes"
    mentor = await own.page("/preview?as=mentor&step=talk")
    assert "Agreement" in mentor
    for page in (pupil, guardian, mentor):
        main = page[page.index("<main") :]
        assert 'method="post"' not in main
        assert "<textarea" not in main
        assert main.count("<form") == 1, "only the choice of role and step"


async def test_a_version_is_previewed_as_it_was(world: World) -> None:
    own = await desk(world)
    await own.publish()
    await own.act("questions/well", kind="text", title_en="Brand new", title_sv="Ny")

    assert "Brand new" in await own.page("/preview")
    assert "Brand new" not in await own.page("/preview?version=1")
    assert 'name="version" value="1"' in await own.page("/preview?version=1")


async def test_the_youngest_get_one_question_at_a_time(world: World) -> None:
    own = await desk(world, SMALL.model_copy(update={"look": Look.young}))

    first, second = await own.page("/preview"), await own.page("/preview?question=2")
    assert "Question 1 of 2" in first
    assert "How is it at school?" in first
    assert "What goes well?" not in first
    assert "What goes well?" in second
    assert "How is it at school?" not in second
    assert "Question 2 of 2" in await own.page("/preview?question=999")
    assert "Question 1 of" not in await own.page("/preview?as=mentor")


async def test_nonsense_in_the_address_is_the_first_choice(world: World) -> None:
    own = await desk(world)

    assert await own.page("/preview?as=x&step=y") == await own.page("/preview")


@pytest.mark.parametrize("name", list(starting()))
def test_every_role_sees_something_of_each_starting_template(name: str) -> None:
    form = starting()[name].form
    for viewer in Viewer:
        assert preview(form, viewer, From.talk), viewer
    assert {KIND[one.section.writer] for one in preview(form, Viewer.pupil, From.prepare_school)} == {TextKind.self_assessment}
