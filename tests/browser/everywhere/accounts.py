"""Pages for getting in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.accounts.actions import letters
from server.accounts.actions.tickets import give
from server.accounts.actions.usernames import account_of
from server.accounts.models import Account, TicketKind
from server.config import Settings
from server.mail import put
from server.people.models import Person
from tests.browser.everywhere.place import Place

if TYPE_CHECKING:
    from tests.cast import Cast
    from tests.visit import Visits


async def account_places(cast: Cast, live: Visits) -> list[Place]:
    """Give the pages of signing in, and of who can."""
    return [
        Place("forgotten", None, "/forgotten"),
        Place("first sign-in", None, "/first"),
        Place("no such link", None, "/link/none"),
        Place("a link", None, f"/link/{await invited(cast, live)}"),
        Place("password and address", cast.anna, "/settings/sign-in"),
        Place("mails to me", cast.anna, "/settings/mail"),
        Place("who can sign in", cast.admin, f"/schools/{cast.school.id}/accounts"),
        Place("many invited", cast.admin, f"/schools/{cast.school.id}/accounts?of=20"),
        Place("who of a class can sign in", cast.admin, f"/schools/{cast.school.id}/accounts?class={cast.klass.id}"),
    ]


async def invited(cast: Cast, live: Visits) -> str:
    """Invite Anna, who has an account, and Bo; give the token of Bo's link."""
    async with live.database.session() as session:
        anna, bo = await session.get_one(Person, cast.anna.id), await session.get_one(Person, cast.bo.id)
        anna.email, bo.email = "anna@hem.example", "bo@hem.example"
        session.add(Account(person_id=anna.id, user_name="anna", password_hash="x"))
        await put(session, Settings(), anna, letters.password_changed("https://plan.example"), anna.email)
        await account_of(session, bo, pupil=False)
        _, token = await give(session, TicketKind.invitation, bo.id, email=bo.email)
        await session.commit()
    return token
