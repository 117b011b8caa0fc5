"""The namespace of plans, over a real socket."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cast import Cast
    from tests.visit import Visits


async def test_what_one_writes_the_others_get_and_it_is_kept(cast: Cast, live: Visits) -> None:
    elsa, anna = await live.socket(cast.elsa), await live.socket(cast.anna)
    text = cast.text("talk_notes")
    await elsa.open(cast.plan.id, text)
    await anna.open(cast.plan.id, text)

    kept = await elsa.write(text, "We read together.")

    assert kept == {"ok": True, "seq": 1}
    heard = await anna.until("edit")
    assert heard["update"]
    assert elsa.count("edit") == 0
    page = await live.as_(cast.mentor)
    assert "We read together." in (await page.get(f"/plans/{cast.plan.id}")).text
