"""The home of a protected pupil is invited by the mentor who is granted, where nobody who administers is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.people.models import Person, RelationKind
from tests.server.accounts.conftest import MAIL
from tests.server.people.ties import tie

if TYPE_CHECKING:
    from tests.server.accounts.conftest import Accounts

SENTENCE = "Pupils whose identity is protected, and their homes, stand here for those only who are granted"


async def test_the_mentor_who_is_granted_invites_the_home(accounts: Accounts) -> None:
    world, cast = accounts.world, accounts.world.cast
    mother = Person(organisation_id=cast.organisation.id, source_id="test:mother", given_name="Gudrun", family_name="Skyddad")
    await world.add(mother)
    await tie(world, mother, RelationKind.guardian_of, pupil_id=cast.hidden.id)
    page = f"/pupils/{cast.hidden.id}"
    assert "Gudrun" in (await world.get(cast.mentor, page)).text
    assert "Invite the home" not in (await world.get(cast.mentor, page)).text, "no mail can reach anybody there"
    await accounts.email(mother, MAIL)
    assert "Invite the home" in (await world.get(cast.mentor, page)).text
    assert "Invite the home" not in (await world.get(cast.mentor, f"/pupils/{cast.elsa.id}")).text, "that is the administrators' to do"

    assert (await world.post(cast.admin, f"{page}/invitations")).status_code == 404
    assert await accounts.mails() == []
    assert (await world.post(cast.mentor, f"{page}/invitations")).status_code == 303

    [mail] = await accounts.mails()
    assert mail["address"] == MAIL
    assert "Skyddad" not in mail["text"]
    assert "Invited" in (await world.get(cast.mentor, page)).text


async def test_the_administrators_page_says_who_does_not_stand_there_and_betrays_nobody(accounts: Accounts) -> None:
    world, cast = accounts.world, accounts.world.cast
    page = (await world.get(cast.admin, f"/schools/{cast.school.id}/accounts")).text
    assert SENTENCE in page
    assert "Hanna" not in page

    assert SENTENCE in (await world.get(cast.director, f"/schools/{cast.far_school.id}/accounts")).text, (
        "also where there is nobody protected"
    )
