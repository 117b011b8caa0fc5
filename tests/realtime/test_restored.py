"""An earlier wording that is taken up again comes to the open pages as an edit, and what is typed after it builds on it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import update

from server.columns import now
from server.texts.document import plain
from server.texts.models import TextUpdate
from tests.server.world import new

if TYPE_CHECKING:
    from tests.cast import Cast
    from tests.visit import Visits


async def test_an_open_page_hears_of_it_and_writes_on(cast: Cast, live: Visits) -> None:
    text, page = cast.text("talk_notes"), await live.as_(cast.mentor)
    elsa, anna = await live.socket(cast.elsa), await live.socket(cast.anna)
    await elsa.open(cast.plan.id, text)
    await anna.open(cast.plan.id, text)
    seq = (await elsa.write(text, "As it was"))["seq"]
    async with live.database.session() as session:
        await session.exec(update(TextUpdate).values(at=now() - timedelta(hours=1)))
        await session.commit()
    assert (await anna.write(text, "Not wanted"))["ok"]

    answer = await page.post(f"/texts/{text}/restored", data={"id": str(new()), "seq": str(seq)})
    assert answer.status_code == 303, answer.text
    heard = await elsa.until("edit", lambda one: one["seq"] > seq + 1)

    assert heard["text"] == str(text)
    elsa.docs[text].apply_update(heard["update"])
    assert (await elsa.write(text, "And on"))["ok"]
    opened = await (await live.socket(cast.mentor)).open(cast.plan.id, text)
    assert plain(opened["update"]) == "As it was\nAnd on"
