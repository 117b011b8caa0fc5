"""Whoever merges people learns of nobody whom the search hides from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import select

from server.accounts.models import Account
from server.organisation import actions
from server.people.actions import act_as, look_at
from server.people.models import Person, RelationKind
from server.work import Work
from tests.server.organisation.test_merge import merge, person, tie, undo

if TYPE_CHECKING:
    from tests.server.world import World


async def test_nobody_is_found_whom_the_search_hides(own: World) -> None:
    """A home of a protected pupil would betray the pupil, by name, address, id or a merge of before."""
    cast = own.cast
    mother = await person(own, "Gudrun Skyddad", email="gudrun@hem.example")
    other = await person(own, "gudrun skyddad", email="g@hem.example")
    for one in (mother, other):
        await own.add(Account(person_id=one.id, user_name=f"hem-{one.email}", password_hash="x"))
    await tie(own, mother, RelationKind.guardian_of, pupil_id=cast.hidden.id)
    async with own.visits.database.session() as session:
        work = Work(session, await act_as(session, cast.director))
        everyone = list(await session.exec(select(Person).where(Person.organisation_id == cast.organisation.id)))
        seen = {*await look_at(work, everyone), other.id}  # who is tied to nothing betrays nobody
        for one in everyone:
            for wanted in (one.name, one.email, one.source_id):
                reached = {found.id for found in await actions.found(work, wanted)} if wanted else set()
                assert reached <= seen, one.name
    for address in (f"?words=&kept={mother.id}", f"/{mother.id}/{other.id}", f"/{other.id}/{mother.id}"):
        assert (await own.get(cast.director, f"/organisation/merges{address}")).status_code == 404
    assert (await merge(own, other, mother)).status_code == 404
    page = (await own.get(cast.director, "/organisation/merges?words=gudrun")).text
    assert "1 person found" in page
    assert "Perhaps known twice" not in page
    assert "gudrun@" not in page


async def test_a_merge_in_a_home_of_before_is_told_to_those_only_who_are_granted_the_child(own: World) -> None:
    cast, double = own.cast, await person(own, "Maryam Aziz")
    await merge(own, cast.omars_mother, double)
    await own.rows("UPDATE person SET protected = true WHERE id = $1", cast.omar.id)

    page = (await own.get(cast.director, "/organisation/merges?words=aziz")).text
    assert "Maryam" not in page
    assert "0 people found" in page
    assert (await undo(own)).status_code == 404

    await tie(own, cast.director, RelationKind.sees_protected, pupil_id=cast.omar.id)
    assert "Maryam Aziz" in (await own.get(cast.director, "/organisation/merges")).text
    assert (await undo(own)).status_code == 303


async def test_whoever_was_made_by_hand_has_no_id_of_a_roster(own: World) -> None:
    double = Person(organisation_id=own.cast.organisation.id, source_id="hand:1b2c", given_name="Annie", family_name="Berg")
    await own.add(double)
    assert "made by hand" in (await own.get(own.cast.director, f"/organisation/merges/{own.cast.anna.id}/{double.id}")).text

    await merge(own, own.cast.anna, double)

    page = (await own.get(own.cast.director, "/organisation/merges")).text
    assert "hand:" not in page
    assert "<bdi>Annie Berg</bdi> (made by hand) → <bdi>Anna Berg</bdi>" in page
