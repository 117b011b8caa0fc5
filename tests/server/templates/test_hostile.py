from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.templates.actions import Fault, WrongFileError, file_of, read_file
from server.templates.actions.keeping import tidied, written
from server.templates.checking import wrong_with
from server.templates.form import Form, QuestionKind, Writer
from tests.server.templates.desk import desk
from tests.server.templates.forms import SMALL

if TYPE_CHECKING:
    from tests.server.templates.desk import Desk
    from tests.server.world import World

PLACES = ["now", "home", "mood", "scale", "nowhere", "%00", "x" * 300, "..", "😀"]
PATHS = ["head", "sections", "sections/{}", "sections/{}/removed", "sections/{}/place", "sections/{}/questions", "questions/{}",
         "questions/{}/removed", "questions/{}/place", "published", "archived", "restored"]  # fmt: skip
NAMES = ["edited", "id", "kind", "writer", "title.en", "title.xx", "title", "title.", ".", "help.sv", "enough.ar", "required", "many",
         "choices.en", "choices.ar", "reads.home", "reads.pupil", "reads.x", "first", "years", "look", "languages.sv", "place"]  # fmt: skip
ODD = st.sampled_from(
    ["", "0", "1", "2", "-1", "9" * 30, "true", "null", "en", "sv", "young", "never", "talk", "now/0", "home/999", "/", "a\nb\r\nc",
     "\n" * 50, "x" * 3000, "\u202e", "\ufeff", "'; --", "{title}", "{{ 7 }}", "<b>", "\ud7ff", *QuestionKind, *Writer]
) | st.text(st.characters(codec="utf-8"), max_size=30)  # fmt: skip


@pytest_asyncio.fixture(loop_scope="session")
async def own(world: World) -> Desk:
    return await desk(world)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
async def test_no_act_is_a_fault_of_ours_and_every_draft_can_be_shown(own: Desk, data: st.DataObject) -> None:
    await own.world.rows("UPDATE template SET archived = NULL")
    path = data.draw(st.sampled_from(PATHS)).format(data.draw(st.sampled_from(PLACES)))
    fields = data.draw(st.dictionaries(st.sampled_from(NAMES), ODD, max_size=8))
    if data.draw(st.booleans()):
        fields["edited"] = str(await own.edited())
    browser = await own.world.as_(own.person, live=data.draw(st.booleans()))

    answer = await browser.post(f"{own.home}/{path}", data=fields)

    assert answer.status_code in {200, 303, 403, 404, 405, 409, 422}, (path, fields, answer.status_code)
    form = await own.form()
    assert all(one.writer in Writer for one in form.sections)
    assert read_file(file_of(form)).form == form, "whatever is designed can be taken as a file and brought in"
    for page in ("", "/preview?as=mentor&step=talk"):
        assert (await own.world.get(own.person, f"{own.home}{page}")).status_code == 200


def read(content: bytes) -> tuple[Form | None, list[Fault]]:
    """Read a file; give its form, or what is wrong with it."""
    try:
        return read_file(content).form, []
    except WrongFileError as refused:
        return None, refused.faults


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
)


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_whatever_stands_in_a_file_it_is_read_or_refused(data: st.DataObject) -> None:
    whole = json.loads(file_of(SMALL))
    part = whole
    for _ in range(data.draw(st.integers(0, 7))):
        if not isinstance(part, dict | list) or not part:
            break
        key = data.draw(st.sampled_from(sorted(part) if isinstance(part, dict) else range(len(part))))
        if data.draw(st.integers(0, 3)) == 0:
            part[key] = data.draw(JSON)
            break
        part = part[key]

    form, faults = read(json.dumps(whole).encode())
    assert (form is None) is bool(faults)
    assert all(fault.sentence for fault in faults)
    if form is not None:
        assert Form.model_validate(written(form)) == form
        assert wrong_with(form) == wrong_with(tidied(form))


@settings(max_examples=200, deadline=None)
@given(content=st.binary(max_size=200))
def test_bytes_that_are_no_file_are_refused(content: bytes) -> None:
    assert read(content)[1]
