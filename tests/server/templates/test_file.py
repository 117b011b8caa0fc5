from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from server.templates.actions import MOST_FILE, WrongFileError, file_of, read_file
from server.templates.form import Form
from tests.server.templates.desk import desk
from tests.server.templates.forms import SMALL
from tests.server.world import new

if TYPE_CHECKING:
    import httpx

    from tests.server.world import World


def said(**form: Any) -> dict[str, Any]:
    """Give a small file, with something in its form otherwise."""
    whole = json.loads(file_of(SMALL))
    whole["form"].update(form)
    return whole  # type: ignore[no-any-return]


def faulty(change: Any) -> bytes:
    """Give a small file after a change of what it says."""
    whole = said()
    change(whole)
    return json.dumps(whole).encode()


async def bring(world: World, content: bytes, key: object = None) -> httpx.Response:
    """Bring a file in as the principal."""
    browser = await world.as_(world.cast.principal)
    address = f"/schools/{world.cast.school.id}/templates/file"
    return await browser.post(address, data={"id": str(key or new())}, files={"file": ("mall.json", content)})


async def test_a_file_goes_out_and_comes_in_elsewhere_the_same(world: World) -> None:
    own = await desk(world)
    await own.publish()
    await own.act("head", title_en="Changed since", first="en")
    browser = await world.as_(world.cast.principal)
    answer = await browser.get(f"{own.home}/file?version=1")
    assert answer.headers["content-type"] == "application/json"
    assert "filename*=UTF-8''Before%20the%20talk%201.json" in answer.headers["content-disposition"]
    assert answer.json()["stegvis"] == "template"
    assert "Changed since" in (await browser.get(f"{own.home}/file")).text, "without a number its designers get the draft"
    assert "Changed since" not in (await world.get(world.cast.mentor, f"{own.home}/file")).text, "others what was published"

    key = new()
    for _ in range(2):
        assert (await bring(world, answer.content, key)).headers["location"] == f"/templates/{key}"
    draft = Form.model_validate_json(await world.value("SELECT draft FROM template WHERE id = $1", key))
    assert draft == SMALL
    assert read_file(b"\xef\xbb\xbf" + answer.content).form == SMALL, "with a mark at its beginning, as some editors set it"


def plain(page: str) -> str:
    """Give what a page says, without its tags; the mark between a thing and what is in it as a stroke."""
    return " ".join(re.sub(r"<[^>]*>", "", page).replace("\u203a", "/").split())


DEEP = b'{"stegvis": "template", "format": 1, "form": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"


@pytest.mark.parametrize(
    ("content", "sentences"),
    [
        (b"", ["Choose a file first."]),
        (b"hello", ["it cannot be read as JSON"]),
        (b"\xff\xfe{\x00}\x00", ["it cannot be read as JSON"]),
        (b"[]", ["Here there should be an object."]),
        (b"9" * 10_000, ["it cannot be read as JSON"]),
        (DEEP, ["It goes too deep to be a template."]),
        (b" " * (MOST_FILE + 1), ["This file is too large for a template."]),
        (b'{"stegvis": "template", "stegvis": "x"}', ["stegvis: Something is named twice."]),
        (b'{"stegvis": "roster", "format": 2, "form": {}}', ["stegvis: This is not known here.", "format: This is not known here.",
            "Template / title: This is missing."]),
        (faulty(lambda it: it["form"].update(extra=1)), ["Template / extra: There is no such thing in a template."]),
        (faulty(lambda it: it["form"]["sections"][0]["questions"][1].update(kind="oracle")),
            ["Template / Section 1 / Question 2 / kind: There is no such kind."]),
        (faulty(lambda it: it["form"]["sections"][2].update(writer="nobody")), ["Template / Section 3 / writer: There is no such kind."]),
        (faulty(lambda it: it["form"]["sections"][0].update(reads={"home": "now"})), ["Section 1 / reads / home:"]),
        (faulty(lambda it: it["form"]["sections"][0].update(key="home")), ["The same key stands for two things"]),
        (faulty(lambda it: it["form"].update(languages=["sv", "sv"])), ["a language is named twice."]),
        (faulty(lambda it: it["form"].update(languages=["de"])), ["This is not known here."]),
        (faulty(lambda it: it["form"].update(languages=[])), ["These are too few."]),
        (faulty(lambda it: it["form"].update(title={"en": "x" * 201})), ["This is too long."]),
        (faulty(lambda it: it["form"].update(title={"en": "a\x00b"})), ["This cannot be used here."]),
        (faulty(lambda it: it["form"].update(title={"en": 7})), ["Here there should be words."]),
        (faulty(lambda it: it["form"].update(title={"en": {"en": {}}})), ["Here there should be words."]),
        (faulty(lambda it: it["form"].update(title="x")), ["Here there should be words by language."]),
        (faulty(lambda it: it["form"].update(sections={})), ["Here there should be a list."]),
        (faulty(lambda it: it["form"].update(sections=[it["form"]["sections"][0]] * 31)), ["These are too many."]),
        (faulty(lambda it: it["form"].update(years=[str(one) for one in range(21)])), ["These are too many."]),
        (faulty(lambda it: it["form"].update(years=["<script>"])), ["This cannot be used here."]),
        (faulty(lambda it: it["form"]["sections"][0]["questions"][0].update(key="../../etc")), ["This cannot be used here."]),
        (faulty(lambda it: it["form"]["sections"][0]["questions"][0].update(required="perhaps")), ["Here there should be true or false."]),
        (json.dumps(said()).replace("Before the talk (sv)", "\\ud800").encode(), ["This cannot be used here."]),
        (b'{"stegvis": "template", "format": 1, "form": NaN}', ["Here there should be an object."]),
    ],
    ids=lambda one: "" if isinstance(one, list) else str(one[:40]),
)  # fmt: skip
async def test_a_broken_or_hostile_file_is_refused_in_words_and_nothing_changes(world: World, content: bytes, sentences: list[str]) -> None:
    answer = await bring(world, content)

    if content:
        assert answer.status_code == 422
        assert "The file cannot be used, and nothing was changed." in answer.text
    else:
        answer = await world.get(world.cast.principal, answer.headers["location"])
    for sentence in sentences:
        assert sentence in plain(answer.text), sentence
    assert await world.value("SELECT count(*) FROM template") == 0
    assert await world.events() == []


async def test_what_is_far_too_large_is_not_even_read(world: World) -> None:
    assert (await bring(world, b" " * 2_000_000)).status_code == 413
    assert (
        await (await world.as_(world.cast.mentor)).post(f"/schools/{world.cast.school.id}/templates/file", content=b"x")
    ).status_code == 403
    odd = await (await world.as_(world.cast.principal)).post(f"/schools/{world.cast.school.id}/templates/file", content=b"x")
    assert odd.status_code == 422


def test_many_faults_are_told_up_to_a_bound() -> None:
    sections = [{"key": f"k{number}"} for number in range(30)]
    with pytest.raises(WrongFileError) as refused:
        read_file(json.dumps(said(sections=sections)).encode())
    assert len(refused.value.faults) == 20
