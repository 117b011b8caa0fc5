"""Every page there is, as those who see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from playwright.async_api import expect

from server.accounts.actions import letters
from server.accounts.actions.tickets import give
from server.accounts.actions.usernames import account_of
from server.accounts.models import Account, TicketKind
from server.config import Settings
from server.mail import put
from server.people.models import Person
from tests.server.schools.test_import import ROSTER, WITHOUT_BO

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.cast import Cast
    from tests.visit import Visits

WITHOUT_ADMIN = (
    ROSTER.replace("Skoladministratör;admin;Adam;Admin;Ekskolan;;;;;\r\n", "Mentor;kim;Kim;Ny;Ekskolan;4B;;;;\r\n")
    .replace("Elsa;Berg", "Else;Berg")
    .encode()
)
"""A roster that ends the right of whoever brings it, and changes this and that."""


@dataclass
class Place:
    """A page, as one person."""

    name: str
    person: Person | None
    address: str

    @property
    def is_plan(self) -> bool:
        """Whether the page is a plan, which comes alive."""
        return self.name.startswith("plan")


async def every_place(cast: Cast, live: Visits) -> list[Place]:
    """Let something have happened on every page, and give them all."""
    anna, mentor = await live.as_(cast.anna), await live.as_(cast.mentor)
    comment = uuid4()
    for person, address, form in (
        (anna, f"/plans/{cast.plan.id}/comments", {"id": comment, "words": "Can we begin at four?"}),
        (anna, f"/plans/{cast.plan.id}/comments", {"id": uuid4(), "words": "She reads more now", "goal": cast.goal.id}),
        (anna, f"/plans/{cast.plan.id}/goals", {"id": uuid4(), "title": "Cycle", "why": "Fun", "home_does": "Mends", "due": "2030-05-01"}),
        (mentor, f"/goals/{cast.goal.id}/check-ins", {"id": uuid4(), "words": "Every day so far"}),
        (mentor, f"/goals/{cast.goal.id}/status", {"status": "done"}),
        (mentor, f"/plans/{cast.omars_plan.id}/phase", {"phase": "agreed"}),
        (anna, "/settings", {"about": "I bake", "phone": "070-123 45 67", "phone_for": "classes", "interpreter": "Tigrinya"}),
        (await live.as_(cast.omar), "/settings/reading", {"letters": "larger", "airy": "true", "aloud": "true"}),
    ):
        answer = await person.post(address, data={name: str(value) for name, value in form.items()})
        assert answer.status_code == 303, answer.text
    assert (await anna.post("/settings/second-factor/app")).status_code == 303
    writer = await live.socket(cast.mentor)
    await writer.open(cast.plan.id, cast.text("talk_notes"))
    await writer.write(cast.text("talk_notes"), "Elsa leads her talk, and tells of a book.")
    own, omars = f"/plans/{cast.plan.id}", f"/plans/{cast.omars_plan.id}"
    starting = ("elsa", "anna", "mentor", "teacher", "observer", "principal", "admin", "director")
    reading = ("elsa", "anna", "mentor", "teacher", "principal")
    return [
        Place("sign-in", None, "/sign-in"),
        *(Place(f"start of {name}", getattr(cast, name), "/") for name in starting),
        *(Place(f"plan of {name}", getattr(cast, name), own) for name in reading),
        Place("plan locked", cast.mentor, omars),
        Place("version", cast.mentor, f"{omars}/versions/1"),
        Place("goal", cast.mentor, f"/goals/{cast.goal.id}"),
        Place("comment", cast.anna, f"/comments/{comment}"),
        Place("notices", cast.mentor, "/notices"),
        Place("no notices", cast.stranger, "/notices"),
        *_of_people(cast),
        *await account_places(cast, live),
        *await _of_rosters(cast, live),
        *_who_may_see_whom(cast),
        *await organisation_places(cast, live),
        Place("no such page", cast.anna, omars),
        Place("not allowed", cast.anna, f"/goals/{cast.goal.id}"),
    ]


def _of_people(cast: Cast) -> list[Place]:
    """Give the pages of schools, classes and people, the search, and one's own settings."""
    return [
        Place("school", cast.principal, f"/schools/{cast.school.id}"),
        Place("school of its administrator", cast.admin, f"/schools/{cast.school.id}"),
        Place("class", cast.principal, f"/classes/{cast.klass.id}"),
        Place("class list", cast.mentor, f"/classes/{cast.klass.id}/list"),
        Place("staff", cast.anna, f"/schools/{cast.school.id}/staff"),
        Place("pupil", cast.admin, f"/pupils/{cast.elsa.id}"),
        Place("second step", cast.anna, "/settings/second-factor"),
        Place("app for codes", cast.anna, "/settings/second-factor/app"),
        Place("signing in at school", cast.admin, f"/schools/{cast.school.id}/security"),
        Place("pupil of mentor", cast.mentor, f"/pupils/{cast.elsa.id}"),
        Place("person", cast.mentor, f"/people/{cast.anna.id}"),
        Place("search", cast.principal, "/search?q=a"),
        Place("nothing found", cast.anna, "/search?q=zzz"),
        Place("settings", cast.anna, "/settings?saved=yes"),
        Place("settings, protected", cast.hidden, "/settings"),
        Place("reading, with help", cast.omar, "/settings/reading"),
        Place("notice choices", cast.anna, "/settings/notices"),
    ]


async def _of_rosters(cast: Cast, live: Visits) -> list[Place]:
    """Give the pages of bringing a roster in."""
    return [
        Place("roster", cast.admin, "/organisation/import"),
        Place("roster ready", cast.admin, await roster(cast, live, WITHOUT_BO)),
        Place("roster that asks", cast.admin, await roster(cast, live, WITHOUT_ADMIN)),
        Place("roster refused", cast.admin, await roster(cast, live, ROSTER.encode() + b"Elev;olle;;;;;;;;\r\n")),
    ]


def _who_may_see_whom(cast: Cast) -> list[Place]:
    """Give the pages of relations, protection, access and its log."""
    return [
        Place("relations", cast.admin, f"/pupils/{cast.elsa.id}/relations"),
        Place("relations of a class", cast.admin, f"/classes/{cast.klass.id}/relations"),
        Place("relations of a school", cast.admin, f"/schools/{cast.school.id}/relations"),
        Place("a new relation", cast.admin, f"/pupils/{cast.elsa.id}/relations/new?kind=guardian_of&q=az"),
        Place("somebody new", cast.admin, f"/pupils/{cast.elsa.id}/relations/new?kind=guardian_of&q=zzz"),
        Place("another class", cast.admin, f"/pupils/{cast.elsa.id}/class"),
        Place("protected identity", cast.mentor, f"/pupils/{cast.hidden.id}/protection"),
        Place("who has access", cast.anna, f"/pupils/{cast.elsa.id}/access"),
        Place("access log", cast.elsa, f"/pupils/{cast.elsa.id}/access-log"),
        Place("why", cast.principal, f"/pupils/{cast.elsa.id}/why?person={cast.anna.id}"),
    ]


async def organisation_places(cast: Cast, live: Visits) -> list[Place]:
    """Give the pages of running the organisation, with a school year to step to and somebody who may be known twice."""
    director, year, klass = await live.as_(cast.director), uuid4(), uuid4()
    days = {"first_day": "2090-08-01", "last_day": "2091-06-30"}
    for address, form in (
        ("/organisation/years", {"id": year, "title": "2090/91", **days}),
        (f"/organisation/years/{year}/terms", {"id": uuid4(), "title": "Autumn", **days}),
        ("/organisation/schools", {"id": uuid4(), "name": "Lindskolan"}),
        (f"/schools/{cast.far_school.id}/classes", {"id": klass, "name": "1A"}),
    ):
        answer = await director.post(address, data={name: str(value) for name, value in form.items()})
        assert answer.status_code == 303, answer.text
    merges = "/organisation/merges"
    return [
        Place("organisation", cast.director, "/organisation"),
        Place("class by hand", cast.director, f"/classes/{klass}/relations"),
        Place("pupil for it", cast.director, f"/classes/{klass}/relations/new?kind=pupil_in&q=berg"),
        Place("school year", cast.director, f"/organisation/years/{year}"),
        Place("next school year", cast.director, f"/organisation/rollover/{cast.school.id}"),
        Place("looking for a double", cast.director, f"{merges}?words=berg"),
        Place("known twice", cast.director, f"{merges}?words=berg&kept={cast.anna.id}"),
        Place("two to merge", cast.director, f"{merges}/{cast.anna.id}/{cast.teacher.id}"),
        Place("two that are not one", cast.director, f"{merges}/{cast.anna.id}/{cast.elsa.id}"),
    ]


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


async def roster(cast: Cast, live: Visits, content: bytes) -> str:
    """Upload a roster, and give the page of its report."""
    admin = await live.as_(cast.admin)
    address: str = (await admin.post("/organisation/import", files={"file": ("skolan.csv", content)})).headers["location"]
    while "/progress" in (await admin.get(address)).text:
        pass
    return address


async def go(page: Page, place: Place) -> None:
    """Go to a place, and wait until it is alive."""
    await page.goto(place.address)
    if place.is_plan:
        await expect(page.locator("people-here [role=status]")).to_be_visible()
        await expect(page.locator("live-text .saved[data-state=opening]")).to_have_count(0)
