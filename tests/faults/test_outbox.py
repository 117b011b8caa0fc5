"""A process dies after the commit and before it has told anybody: the pages of the other process hear of it all the same."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING
from uuid import uuid4

import httpx
import pytest

from tests.faults.machines import until
from tests.visit import paragraph

if TYPE_CHECKING:
    from server.db import Database
    from tests.cast import Cast
    from tests.faults.conftest import House

SECONDS = 5.0


async def test_an_act_that_was_committed_and_not_told(house: House, cast: Cast, database: Database, address: str) -> None:
    here, there = await house.server(address, dies="before-telling"), await house.server(address)
    visits = await house.visits(there, database)
    mentor = await visits.socket(cast.mentor)
    revision = (await mentor.open(cast.plan.id))["revision"]
    await mentor.until("badge")
    key = str(uuid4())

    anna = await (await house.visits(here, database)).as_(cast.anna)
    with pytest.raises(httpx.TransportError):
        await anna.post(f"/plans/{cast.plan.id}/comments", data={"id": key, "words": "Nobody told you."})
    died = monotonic()
    await until(lambda: not here.running, "the process died")

    news = await mentor.until("news")
    await mentor.until("badge", lambda one: one["unread"] == 1)
    assert monotonic() - died < SECONDS
    assert (news["kind"], news["about"]["comment"], news["revision"]) == ("comment_written", key, revision + 1)
    page = await visits.as_(cast.mentor, live=True)
    assert "Nobody told you." in (await page.get(f"/plans/{cast.plan.id}/since/{revision}")).text
    assert mentor.count("news") == 1


async def test_an_edit_that_was_committed_and_not_acknowledged(house: House, cast: Cast, database: Database, address: str) -> None:
    here, there = await house.server(address, dies="before-answering"), await house.server(address)
    visits, text = await house.visits(there, database), cast.text("talk_notes")
    mentor = await house.writer(visits, cast.mentor, cast)
    elsa = await (await house.visits(here, database)).socket(cast.elsa)
    await elsa.open(cast.plan.id, text)
    words = paragraph(elsa.docs[text], "Nobody told me.")

    await elsa.client.emit("edit", {"text": str(text), "epoch": 1, "client": elsa.id, "op": 1, "update": words}, namespace="/plan")
    await until(lambda: not here.running, "the process died")
    await elsa.until("gone")

    await mentor.shows(lambda shown: shown == "Nobody told me.", "the edit", SECONDS)
    back = await visits.socket(cast.elsa)
    back.id = elsa.id
    await back.open(cast.plan.id, text)
    assert await back.send(text, words, op=1) == {"ok": True, "seq": 1}, "sent again, it is answered as if nothing had happened"
