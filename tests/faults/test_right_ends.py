"""A right that ends, ends now: a guardian's relation ends while that guardian is in the middle of a sentence."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from sqlmodel import select

from server.people.models import Relation
from server.texts.actions import state
from server.texts.document import plain

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from server.db import Database
    from tests.cast import Cast
    from tests.faults.conftest import House

AT_ONCE = 1.0


async def annas_tie(cast: Cast, database: Database) -> UUID:
    """Give the relation that makes Anna Elsa's guardian."""
    async with database.session() as session:
        return (await session.exec(select(Relation.id).where(Relation.person_id == cast.anna.id))).one()


async def test_the_editor_closes_at_once_and_the_unsent_words_are_given_back(
    house: House, cast: Cast, database: Database, address: str, report: Callable[[str], None]
) -> None:
    visits = await house.visits(await house.server(address), database)
    anna, elsa = await house.writer(visits, cast.anna, cast), await house.writer(visits, cast.elsa, cast)
    admin, tie = await visits.as_(cast.admin), await annas_tie(cast, database)
    anna.type("I think ")
    await elsa.shows(lambda text: "I think" in text, "Anna's words", 5)

    for word in ("that", "we", "should", "all", "read", "more", "together", "every", "evening"):
        anna.type(f"{word} ")
    ended = await admin.post(f"/relations/{tie}/end", data={"reason": "Moved"})
    moment = monotonic()
    anna.type("and talk about it ")
    await anna.until(lambda: anna.last("over"), "hears that it is over", AT_ONCE)
    took = monotonic() - moment

    assert ended.status_code == 303
    await anna.until(lambda: anna.last("status") in {"refused", "read"}, "cannot write", AT_ONCE)
    given_back = " ".join(said["words"] for said in anna.heard if said["event"] == "given-back")
    async with database.session() as session:
        whole = plain((await state(session, cast.text("talk_notes"))).update)
    for op, words in anna.typed:
        assert (words.strip() in whole) or (words.strip() in given_back), "kept, or given back to be copied"
        assert (op > anna.acked) or (words.strip() in whole)
    await elsa.shows(lambda text: text == whole, "what was kept", 5)
    report(f"a relation ended mid-sentence: told after {took * 1000:.0f} ms")


async def test_a_client_that_takes_no_heed_is_refused(house: House, cast: Cast, database: Database, address: str) -> None:
    visits = await house.visits(await house.server(address), database)
    anna, admin, text = await visits.socket(cast.anna), await visits.as_(cast.admin), cast.text("talk_notes")
    await anna.open(cast.plan.id, text)
    assert (await anna.write(text, "Before."))["ok"]

    await admin.post(f"/relations/{await annas_tie(cast, database)}/end", data={"reason": "Moved"})
    await anna.until("over")
    answers = [await anna.write(text, "After.") for _ in range(5)]

    assert {one["code"] for one in answers} == {"not_joined"}
    async with database.session() as session:
        whole = await state(session, text)
    assert (plain(whole.update), whole.seq) == ("Before.", 1)
