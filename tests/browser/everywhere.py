"""Every page there is, as those who see it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from playwright.async_api import expect
from sqlmodel import col, select, update

from server.accounts.actions import letters
from server.accounts.actions.tickets import give
from server.accounts.actions.usernames import account_of
from server.accounts.models import Account, TicketKind
from server.addresses import bury
from server.booking.models import Held
from server.columns import now
from server.config import Settings
from server.goals.models import Goal, Status
from server.i18n import LANGUAGES
from server.mail import put
from server.notices.actions.stopping import stop, token_for
from server.notices.models import PushDevice
from server.numbers.models import LEAST, SmallestGroup
from server.people.actions import local_day
from server.people.models import Person, Relation, RelationKind
from server.plans.actions import begin_plan
from server.plans.models import Phase
from server.talks.models import Talk
from tests.agreeing import agree, propose
from tests.booking import offered, taken, tomorrow
from tests.forms import YOUNG, hand_out
from tests.rounds import begin_round, open_class, publish_newer
from tests.server.goals.test_follow import picture
from tests.server.plans.earlier import last_plan
from tests.server.schools.test_import import ROSTER, WITHOUT_BO

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.cast import Cast
    from tests.visit import Visits

STARTING = ("elsa", "anna", "mentor", "teacher", "observer", "principal", "admin", "director")
READING = ("elsa", "anna", "mentor", "teacher", "principal")
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
        (anna, "/settings", {"about": "I bake", "phone": "070-123 45 67", "phone_for": "classes", "interpreter": "Tigrinya"}),
        (await live.as_(cast.omar), "/settings/reading", {"letters": "larger", "airy": "true", "aloud": "true"}),
    ):
        answer = await person.post(address, data={name: str(value) for name, value in form.items()})
        assert answer.status_code == 303, answer.text
    assert (await anna.post("/settings/second-factor/app")).status_code == 303
    await agree(mentor, cast.omars_plan.id)
    writer = await live.socket(cast.mentor)
    await writer.open(cast.plan.id, cast.text("talk_notes"))
    await writer.write(cast.text("talk_notes"), "Elsa leads her talk, and tells of a book.")
    own, omars = f"/plans/{cast.plan.id}", f"/plans/{cast.omars_plan.id}"
    return [
        Place("sign-in", None, "/sign-in"),
        *(Place(f"start of {name}", getattr(cast, name), "/") for name in STARTING),
        *(Place(f"plan of {name}", getattr(cast, name), own) for name in READING),
        Place("plan locked", cast.mentor, omars),
        *await _of_agreeing(cast, live),
        Place("goal", cast.mentor, f"/goals/{cast.goal.id}"),
        Place("goal to reword", cast.mentor, f"/goals/{cast.goal.id}/edit"),
        Place("comment", cast.anna, f"/comments/{comment}"),
        *await _of_the_way(cast, live),
        *_of_people(cast),
        *await account_places(cast, live),
        *await _of_rosters(cast, live),
        *await _of_delivery(cast, live),
        *_who_may_see_whom(cast),
        *await template_places(cast, live),
        *[place for made in BY_DOMAIN for place in await made(cast, live)],
        Place("no such page", cast.anna, omars),
        Place("not allowed", cast.anna, f"/goals/{cast.goal.id}/edit"),
    ]


async def _of_agreeing(cast: Cast, live: Visits) -> list[Place]:
    """Give the pages of agreeing: Omar's plan is locked, in Hanna's an agreement is proposed and answered, in Elsa's it can be."""
    omars, hannas = f"/plans/{cast.omars_plan.id}", f"/plans/{cast.hidden_plan.id}"
    one = await propose(await live.as_(cast.mentor), cast.hidden_plan.id)
    async with live.database.session() as session:
        session.add(Relation(person_id=cast.bo.id, kind=RelationKind.guardian_of, pupil_id=cast.hidden.id))
        await session.commit()
    form = {"yes": "false", "objection": "I think that twenty minutes a day are too few."}
    assert (await (await live.as_(cast.bo)).post(f"/agreements/{one}/answer", data=form)).status_code == 303
    return [
        Place("version", cast.mentor, f"{omars}/versions/1"),
        Place("agreement to propose", cast.mentor, f"/plans/{cast.plan.id}/agreement"),
        Place("no agreement yet", cast.anna, f"/plans/{cast.plan.id}/agreement"),
        Place("agreement to answer", cast.hidden, f"{hannas}/agreement"),
        Place("agreement answered", cast.bo, f"{hannas}/agreement"),
        Place("agreement to lock", cast.mentor, f"{hannas}/agreement"),
        Place("agreement locked", cast.omar, f"{omars}/agreement"),
        Place("plan proposed", cast.hidden, hannas),
    ]


async def _of_the_way(cast: Cast, live: Visits) -> list[Place]:
    """Give the pages that say what is new, what was before, and how it all goes."""
    return [
        Place("notices", cast.mentor, "/notices"),
        Place("no notices", cast.stranger, "/notices"),
        *await _beside_the_last_plan(cast, live),
        *await _of_the_guide(cast, live),
    ]


async def _beside_the_last_plan(cast: Cast, live: Visits) -> list[Place]:
    """Give the page on which Elsa's last plan stands beside this one, and that of somebody who has no earlier plan."""
    async with live.database.session() as session:
        await last_plan(session, cast)
        await session.commit()
    return [
        Place("beside the last plan", cast.elsa, f"/plans/{cast.plan.id}/compare"),
        Place("beside no plan", cast.hidden, f"/plans/{cast.hidden_plan.id}/compare"),
    ]


async def _of_the_guide(cast: Cast, live: Visits) -> list[Place]:
    """Give the pages of the guide, and of changing it; one is in the school's own words."""
    guide = f"/schools/{cast.school.id}/guide"
    for language in LANGUAGES:
        form = {"language": language, "body": "# Here\n\n- One\n\n1. Two"}
        assert (await (await live.as_(cast.principal)).post(f"{guide}/teacher", data=form)).status_code == 303
    return [
        Place("guide", cast.elsa, "/guide"),
        Place("guide for mentors", cast.mentor, f"{guide}/mentor"),
        Place("guide in one's own words", cast.principal, f"{guide}/teacher"),
        Place("changing the guide", cast.admin, f"{guide}/guardian/edit"),
        Place("changing the guide again", cast.principal, f"{guide}/teacher/edit?language=ar"),
    ]


def _of_people(cast: Cast) -> list[Place]:
    """Give the pages of schools, classes and people, the search, and one's own settings."""
    return [
        Place("school", cast.principal, f"/schools/{cast.school.id}"),
        Place("pupils without a mentor", cast.director, f"/schools/{cast.far_school.id}/without-mentor"),
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


async def _of_delivery(cast: Cast, live: Visits) -> list[Place]:
    """Let Bo have an address that takes no mails, mails that are turned off, and a device; give where that shows."""
    assert live.settings
    async with live.database.session() as session:
        bo = await session.get_one(Person, cast.bo.id)
        bo.email = "bo@hem.example"
        await bury(session, bo.email)
        await stop(session, bo.id, "nightly")
        session.add(PushDevice(person_id=bo.id, endpoint="https://push.example/bo", p256dh="x", auth="x", agent="Chrome, Android"))
        await session.commit()
    return [
        Place("notice choices, mails off, devices", cast.bo, "/settings/notices"),
        Place("mails that do not arrive", cast.bo, "/settings/mail"),
        Place("turn mails off", None, f"/stop/{token_for(live.settings, cast.bo.id, 'booking')}"),
        Place("mails turned off", None, f"/stop/{token_for(live.settings, cast.bo.id, 'nightly')}"),
    ]


async def _of_rosters(cast: Cast, live: Visits) -> list[Place]:
    """Give the pages of bringing a roster in."""
    return [
        Place("roster", cast.admin, "/organisation/import"),
        Place("roster ready", cast.admin, await roster(cast, live, WITHOUT_BO)),
        Place("roster that asks", cast.admin, await roster(cast, live, WITHOUT_ADMIN)),
        Place("roster refused", cast.admin, await roster(cast, live, ROSTER.encode() + b"Elev;olle;;;;;;;;\r\n")),
    ]


async def _of_preparing(cast: Cast, live: Visits) -> list[Place]:
    """Give the pages of preparing: Omar's material is with his home; a newer one, for the youngest, is at school."""
    async with live.database.session() as session:
        home = await hand_out(session, cast.omar, cast.klass, Phase.shared)
        school = await hand_out(session, cast.omar, cast.klass, made=YOUNG)
        await session.commit()
    prepare = f"/plans/{school.id}/prepare"
    return [
        Place("plan by a form", cast.mentor, f"/plans/{home.id}"),
        Place("plan by a form, being prepared", cast.mentor, f"/plans/{school.id}"),
        Place("plan prepared at home", cast.omars_mother, f"/plans/{home.id}/prepare"),
        Place("plan prepared by the pupil", cast.omar, f"/plans/{home.id}/prepare"),
        Place("plan prepared by the youngest", cast.omar, prepare),
        *(Place(f"plan prepared by the youngest, {step}", cast.omar, f"{prepare}?step={step}") for step in (2, 4, 5, 7)),
        Place("plan prepared by a teacher", cast.teacher, prepare),
        Place("assessments", cast.teacher, f"/classes/{cast.klass.id}/assessments?subject=Matematik"),
        Place("no assessments", cast.mentor, f"/classes/{cast.klass.id}/assessments"),
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


async def round_places(cast: Cast, live: Visits) -> list[Place]:
    """Give the pages of rounds and overviews, of a class whose round is begun and one whose is not."""
    klass, version = await open_class(cast, live)
    held = await begin_round(cast, live, klass, version)
    await publish_newer(cast, live, version)
    school = f"/schools/{cast.school.id}"
    return [
        Place("a round to begin", cast.mentor, f"/classes/{klass.id}/round?another=yes"),
        Place("a round", cast.mentor, held),
        Place("a round begun by somebody else", cast.principal, f"{held}?already=yes"),
        Place("a newer version", cast.mentor, f"{held}/version"),
        Place("rounds of a school", cast.principal, f"{school}/rounds"),
        Place("years with a plan", cast.admin, f"{school}/plan-years?saved=yes"),
        Place("overview", cast.mentor, f"/classes/{klass.id}/overview?act=remind&n=1&already=2"),
        Place("overview, not shown", cast.mentor, f"/classes/{klass.id}/overview?term=none&act=show&n=0&missing={cast.elsa.id}"),
        Place("overview of an administrator", cast.admin, f"/classes/{cast.klass.id}/overview?only=waiting"),
        Place("overview of a school", cast.principal, f"{school}/overview"),
        Place("overview of all pupils", cast.principal, f"{school}/overview?all=yes"),
        Place("overview of all schools", cast.director, "/organisation/overview"),
    ]


async def booking_places(cast: Cast, live: Visits) -> list[Place]:
    """Give the pages of booking: Anna has booked for Elsa, Omar's home may still choose, and nothing is offered to a pupil elsewhere."""
    async with live.database.session() as session:
        offer, slots = await offered(session, cast.klass, cast.mentor, 6, held=Held.either, phone="070-1")
        await taken(session, cast.plan, cast.annas.id, offer, slots[1], cast.anna, interpreter=True, language="Tigrinya")
        plan = await hand_out(session, cast.omar, cast.klass, Phase.shared)
        await session.commit()
    home, klass, day = f"/plans/{plan.id}/booking", f"/classes/{cast.klass.id}", f"{tomorrow():%Y-%m-%d}"
    pattern = f"day1={day}&begins1=08:00&ends1=18:00&minutes=30&longer=60&held=here&room=1&whole=true"
    return [
        Place("times to book", cast.omars_mother, home),
        Place("times with an interpreter", cast.omars_mother, f"{home}?interpreter=yes"),
        Place("a time to book", cast.omars_mother, f"{home}/{slots[3].id}"),
        Place("a time that is taken", cast.omars_mother, f"{home}/{slots[1].id}"),
        Place("a booked talk", cast.anna, f"/plans/{cast.plan.id}/booking"),
        Place("booked talks of a pupil", cast.elsa, f"/plans/{cast.plan.id}/booking"),
        Place("booking for somebody", cast.mentor, f"/plans/{cast.plan.id}/booking?for={cast.annas.id}"),
        Place("no times", cast.far, f"/plans/{cast.far_plan.id}/booking"),
        Place("booking of a class", cast.principal, f"{klass}/booking?reminded=2"),
        Place("offering times", cast.principal, f"{klass}/offers"),
        Place("times previewed", cast.mentor, f"{klass}/offers?{pattern}"),
        Place("times that cannot be", cast.mentor, f"{klass}/offers?{pattern}&longer=5"),
        Place("an offer", cast.mentor, f"/offers/{offer.id}?made=yes"),
        Place("a host's day", cast.mentor, f"/booking/day?day={day}"),
        Place("a free day", cast.teacher, "/booking/day"),
        Place("my calendar", cast.anna, "/settings/calendar"),
    ]


async def talk_places(cast: Cast, live: Visits) -> list[Place]:
    """Give the pages of talks: at each point, on the large screen, at the door, for a guest, by a guest's link, and of one that is over."""
    mentor, talk = await live.as_(cast.mentor), f"/talks/{cast.talk.id}"
    async with live.database.session() as session:
        omars = (await session.exec(select(Talk).where(Talk.plan_id == cast.omars_plan.id))).unique().one()
    assert (await mentor.post(f"/talks/{omars.id}/ended")).status_code == 303
    assert (await mentor.post(f"{talk}/reach", data={"phone": "08-123 45", "link": "https://meet.example.org/elsa"})).status_code == 303
    invited = {"id": str(uuid4()), "name": "Aunt Åsa", "kind": "relative"}
    link = re.search(r"/guests/[\w-]+", (await mentor.post(f"{talk}/guests", data=invited)).text)
    assert link
    return [
        *(Place(f"talk of {name}", getattr(cast, name), talk) for name in ("mentor", "elsa", "anna", "guest")),
        *(Place(f"talk of mentor at {point}", cast.mentor, f"{talk}?at={point}") for point in ("reached", "new_goals", "agreement")),
        Place("talk of bo, looking around", cast.bo, f"{talk}?at=reached"),
        Place("talk of the room, on the large screen", cast.mentor, f"{talk}?room"),
        Place("at the talk's door", cast.principal, talk),
        Place("a talk that is over", cast.omar, f"/talks/{omars.id}"),
        Place("a guest's link", None, link[0]),
        Place("a guest's link that leads nowhere", None, "/guests/nowhere"),
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


async def template_places(cast: Cast, live: Visits) -> list[Place]:
    """Give the pages of templates: one in two versions with something missing in its draft, and one for all schools."""
    principal, director, own, blank, shared = await live.as_(cast.principal), await live.as_(cast.director), uuid4(), uuid4(), uuid4()
    place, home = f"/schools/{cast.school.id}/templates", f"/templates/{own}"
    for person, address, form in (
        (principal, place, {"id": own, "begin_with": "starting:years_1_3"}),
        (principal, f"{home}/published", {"edited": 1}),
        (principal, f"{home}/questions/school/removed", {"edited": 1}),
        (principal, f"{home}/questions/proud/place", {"edited": 2, "place": "next/0"}),
        (principal, f"{home}/published", {"edited": 3}),
        (principal, f"{home}/sections", {"edited": 3, "id": uuid4(), "writer": "home", "title.en": "Something new"}),
        (principal, place, {"id": blank}),
        (principal, f"/templates/{blank}/archived", {}),
        (director, "/organisation/templates", {"id": shared, "begin_with": "starting:years_7_9"}),
        (director, f"/templates/{shared}/published", {"edited": 1}),
    ):
        answer = await person.post(address, data={name: str(value) for name, value in form.items()})
        assert answer.status_code == 303, answer.text
    return [
        Place("templates", cast.principal, place),
        Place("templates to read", cast.mentor, place),
        Place("templates, no file", cast.principal, f"{place}?missing"),
        Place("templates for all", cast.director, "/organisation/templates"),
        Place("starting template", cast.principal, f"/starting-templates/adapted_school?for={cast.school.id}"),
        Place("designer", cast.principal, home),
        Place("template to read", cast.mentor, home),
        Place("template archived", cast.principal, f"/templates/{blank}"),
        Place("template versions", cast.principal, f"{home}/versions"),
        Place("template version", cast.mentor, f"{home}/versions/2"),
        Place("preview, young", cast.principal, f"{home}/preview?as=pupil"),
        Place("preview, mentor", cast.principal, f"{home}/preview?as=mentor&step=talk"),
        Place("preview, nothing", cast.principal, f"{home}/preview?as=guardian"),
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
    if place.name == "beside the last plan":
        await expect(page.locator("take-over .take").first).to_be_visible()
    if place.name.startswith("talk of"):
        await expect(page.locator("live-text .saved[data-state=opening]")).to_have_count(0)
    if place.is_plan:
        await expect(page.locator("people-here [role=status]")).to_be_visible()
        await expect(page.locator("live-text .saved[data-state=opening]")).to_have_count(0)


async def archive_places(cast: Cast, live: Visits) -> list[Place]:
    """Give the pages of taking data out and away: archives of two purposes, one brought and one refused, what is due, a hold."""
    principal, admin = await live.as_(cast.principal), await live.as_(cast.admin)
    pupil, school = f"/pupils/{cast.elsa.id}", f"/schools/{cast.school.id}"
    disposal = f"/disposals/{await old_papers(cast, live)}"
    for person, address, form in (
        (await live.as_(cast.anna), f"{pupil}/exports", {"id": uuid4()}),
        (principal, f"{pupil}/exports", {"id": uuid4(), "reason": "Moves to Lund in August"}),
        (admin, f"/pupils/{cast.omar.id}/hold", {"reason": "A complaint is looked into"}),
    ):
        answer = await person.post(address, data={name: str(value) for name, value in form.items()})
        assert answer.status_code == 303, answer.text
    sent = await principal.post(f"{school}/pupil-imports", data={"pupil": str(cast.omar.id)}, files={"file": ("omar.zip", b"no zip")})
    return [
        Place("everything to take out", cast.anna, f"{pupil}/exports?gone"),
        Place("everything to hand over", cast.principal, f"{pupil}/exports"),
        Place("documents to bring in", cast.principal, f"{school}/pupil-imports"),
        Place("documents that cannot be brought in", cast.principal, sent.headers["location"]),
        Place("how long what is kept", cast.director, "/organisation/retention"),
        Place("how long what is kept, to read", cast.principal, "/organisation/retention"),
        Place("what is due", cast.admin, f"{school}/retention"),
        Place("nothing is due", cast.far_principal, f"/schools/{cast.far_school.id}/retention"),
        Place("a disposal to approve", cast.director, disposal),
        Place("documents to hold", cast.admin, f"{pupil}/hold"),
        Place("documents that are held", cast.admin, f"/pupils/{cast.omar.id}/hold"),
    ]


async def old_papers(cast: Cast, live: Visits) -> UUID:
    """Let Elsa have a plan of long ago, and what is due of it be proposed; give the disposal."""
    async with live.database.session() as session:
        plan = await begin_plan(session, cast.elsa.id, cast.klass, Phase.archived)
        plan.begun -= timedelta(days=2000)
        await session.commit()
    key = uuid4()
    answer = await (await live.as_(cast.admin)).post(f"/schools/{cast.school.id}/retention", data={"id": str(key)})
    assert answer.status_code == 303, answer.text
    return key


async def goal_places(cast: Cast, live: Visits) -> list[Place]:
    """Give the pages of goals through the term: Omar's plan is in use, all look back on it, and the school has a list of criteria."""
    mentor, principal, plan = await live.as_(cast.mentor), await live.as_(cast.principal), f"/plans/{cast.omars_plan.id}"
    late, soon, done = (Goal(plan_id=cast.omars_plan.id, proposed_by=cast.omar.id, title=title) for title in ("Swim", "Sing", "Ski"))
    late.due, soon.due = local_day(now()) - timedelta(days=1), local_day(now()) + timedelta(days=2)
    late.status, soon.status, done.status = Status.ongoing, Status.ongoing, Status.done
    keys = [one.id for one in (late, soon, done)]
    async with live.database.session() as session:
        session.add_all([late, soon, done])
        await session.commit()
    seen_with = {"picture": ("a.jpg", picture())}
    lists = [b"Subject;Years;Text\nSport;4-6;Swims on the back\n", b"Subject;Years;Text\nSport;6-4;Dives\n"]
    seen = []
    for content in lists:
        sent = await principal.post(f"/schools/{cast.school.id}/criteria", data={"id": str(uuid4())}, files={"file": ("a.csv", content)})
        seen.append(sent.headers["location"])
    await principal.post(f"{seen[0]}/applied")
    again = {"id": str(uuid4())}
    changed = lists[0].replace(b"on the back", b"far") + b"Art;;Paints\n"
    sent = await principal.post(f"/schools/{cast.school.id}/criteria", data=again, files={"file": ("a.csv", changed)})
    said = {"id": str(uuid4()), "face": "1", "words": "Hard"}
    assert (await (await live.as_(cast.omar)).post(f"/goals/{keys[0]}/check-ins", data=said, files=seen_with)).status_code == 303
    assert (await mentor.post(f"{plan}/phase", data={"phase": "in_use"})).status_code == 303
    assert (await mentor.post(f"{plan}/evaluation/asked")).status_code == 303
    back = {"looker": "pupil", "face": "3", "words": "Well", f"goal:{keys[0]}:face": "1"}
    assert (await (await live.as_(cast.omar)).post(f"{plan}/evaluation", data=back)).status_code == 303
    return [
        Place("my goals", cast.omar, f"{plan}/follow"),
        Place("goals of a pupil", cast.omars_mother, f"{plan}/follow"),
        Place("how is it going", cast.omar, f"/goals/{keys[0]}/check-in"),
        Place("a goal through the term", cast.omars_mother, f"/goals/{keys[0]}"),
        Place("goals that wait for a mentor", cast.mentor, "/goals"),
        Place("looking back", cast.omars_mother, f"{plan}/evaluation"),
        Place("looking back of a mentor", cast.mentor, f"{plan}/evaluation"),
        Place("not asked to look back", cast.mentor, f"/plans/{cast.plan.id}/evaluation"),
        Place("criteria to choose", cast.mentor, f"/goals/{cast.goal.id}/criteria"),
        Place("criteria of a school", cast.principal, f"/schools/{cast.school.id}/criteria"),
        Place("criteria that would change", cast.principal, sent.headers["location"]),
        Place("criteria that cannot be", cast.principal, seen[1]),
        Place("criteria brought in", cast.principal, seen[0]),
    ]


async def history_places(cast: Cast, live: Visits) -> list[Place]:
    """Give the pages of how a text came about, of the plans over the years, and of the numbers."""
    async with live.database.session() as session:
        session.add(SmallestGroup(organisation_id=cast.organisation.id, pupils=LEAST))
        await last_plan(session, cast)
        for number in range(LEAST):
            one = Person(
                organisation_id=cast.organisation.id, source_id=f"more{number}", given_name="Mo", family_name="More", language="en"
            )
            session.add(one)
            await session.flush()
            session.add(Relation(person_id=one.id, kind=RelationKind.pupil_in, class_id=cast.klass.id))
        await session.exec(update(Talk).where(col(Talk.plan_id) == cast.omars_plan.id).values(ended=now()))
        await session.commit()
    for person, words in ((cast.elsa, "I read a book of space."), (cast.anna, "We read it at home.")):
        writer = await live.socket(person)
        await writer.open(cast.plan.id, cast.text("agreement"))
        await writer.write(cast.text("agreement"), words)
    came = f"/texts/{cast.text('agreement')}/history"
    return [
        Place("how a text came about", cast.mentor, came),
        Place("how a text came about, for who may read", cast.principal, came),
        Place("how an empty text came about", cast.mentor, f"/texts/{cast.text('staff_notes')}/history"),
        Place("the plans over the years", cast.anna, f"/pupils/{cast.elsa.id}/plans"),
        Place("one plan over the years", cast.principal, f"/pupils/{cast.omar.id}/plans"),
        Place("numbers", cast.principal, f"/schools/{cast.school.id}/numbers"),
        Place("numbers of all", cast.director, "/organisation/numbers?saved=yes"),
        Place("no numbers", cast.far_principal, f"/schools/{cast.far_school.id}/numbers"),
    ]


BY_DOMAIN = (organisation_places, round_places, _of_preparing, booking_places, talk_places, archive_places, goal_places, history_places)
