"""A mistake of ours: what somebody reads, and what stands in the log."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

import pytest

from server.i18n import words
from server.pages import names, render
from server.people.routes import start

if TYPE_CHECKING:
    from tests.server.world import World

REFERENCE = r'<b dir="ltr">([0-9a-f]{8})</b>'


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Break the start page."""

    async def fail(_: object) -> dict[str, object]:
        message = "broken on purpose"
        raise RuntimeError(message)

    monkeypatch.setattr(start, "_start", fail)


@pytest.mark.usefixtures("broken")
async def test_a_fault_is_a_page_of_ours_with_a_way_back(world: World) -> None:
    answer = await world.get(world.cast.anna, "/", Referer="http://stegvis.test/search?q=a")

    assert answer.status_code == 500
    assert "<h1>Something went wrong here</h1>" in answer.text
    assert '<a class="btn main" href="/">To the start page</a>' in answer.text
    assert '<a class="btn" href="/search?q=a">Back</a>' in answer.text
    assert "Content-Security-Policy" in answer.headers
    assert "broken on purpose" not in answer.text


@pytest.mark.usefixtures("broken")
async def test_its_reference_stands_in_the_log_beside_what_went_wrong(world: World, caplog: pytest.LogCaptureFixture) -> None:
    answer = await world.get(world.cast.anna, "/")

    entry = next(one for one in caplog.records if one.name == "stegvis.faults")
    assert entry.levelno == logging.ERROR
    assert vars(entry)["reference"] == re.search(REFERENCE, answer.text)[1]  # type: ignore[index]
    assert vars(entry)["path"] == "/"
    assert entry.exc_info
    assert "broken on purpose" in str(entry.exc_info[1])


@pytest.mark.usefixtures("broken")
async def test_it_is_said_in_the_readers_language(world: World) -> None:
    await world.post(world.cast.bo, "/language", language="ar")

    answer = await world.get(world.cast.bo, "/")

    assert '<html lang="ar" dir="rtl"' in answer.text
    assert f'data-person="{world.cast.bo.id}"' in answer.text


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize("foreign", ["http://evil.example/trap", "http://[", "http://stegvis.test/", ""])
async def test_back_leads_to_no_other_site_and_not_to_the_fault_itself(world: World, foreign: str) -> None:
    answer = await world.get(world.cast.anna, "/", Referer=foreign)

    assert answer.status_code == 500
    assert "Back</a>" not in answer.text


async def test_a_script_gets_a_part_of_a_page(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "notice_says", None)
    await world.post(world.cast.elsa, f"/goals/{world.cast.goal.id}/status", status="done")

    answer = await (await world.as_(world.cast.anna, live=True)).get("/notices/list")

    assert answer.status_code == 500
    assert re.search(REFERENCE, answer.text)
    assert "<html" not in answer.text


@pytest.mark.usefixtures("broken")
async def test_where_no_page_can_be_made_the_reference_remains(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for one in ("en", "sv"):
        monkeypatch.setitem(render.environment(words(one)).globals, "styles", None)

    answer = await world.get(world.cast.anna, "/")

    assert answer.status_code == 500
    assert re.fullmatch(r"Stegvis: 500, [0-9a-f]{8}", answer.text)
