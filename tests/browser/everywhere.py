"""Every page there is, as those who see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from playwright.async_api import expect

if TYPE_CHECKING:
    from playwright.async_api import Page

    from server.people.models import Person
    from tests.cast import Cast
    from tests.visit import Visits


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
    writer = await live.socket(cast.mentor)
    await writer.open(cast.plan.id, cast.text("talk_notes"))
    await writer.write(cast.text("talk_notes"), "Elsa leads her talk, and tells of a book.")
    own, omars = f"/plans/{cast.plan.id}", f"/plans/{cast.omars_plan.id}"
    starting = ("elsa", "anna", "mentor", "teacher", "observer", "principal", "admin")
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
        Place("no such page", cast.anna, omars),
        Place("not allowed", cast.anna, f"/goals/{cast.goal.id}"),
    ]


def _of_people(cast: Cast) -> list[Place]:
    """Give the pages of schools, classes and people, the search, and one's own settings."""
    return [
        Place("school", cast.principal, f"/schools/{cast.school.id}"),
        Place("class", cast.principal, f"/classes/{cast.klass.id}"),
        Place("class list", cast.mentor, f"/classes/{cast.klass.id}/list"),
        Place("staff", cast.anna, f"/schools/{cast.school.id}/staff"),
        Place("pupil", cast.admin, f"/pupils/{cast.elsa.id}"),
        Place("pupil of mentor", cast.mentor, f"/pupils/{cast.elsa.id}"),
        Place("person", cast.mentor, f"/people/{cast.anna.id}"),
        Place("search", cast.principal, "/search?q=a"),
        Place("nothing found", cast.anna, "/search?q=zzz"),
        Place("settings", cast.anna, "/settings?saved=yes"),
        Place("settings, protected", cast.hidden, "/settings"),
        Place("reading, with help", cast.omar, "/settings/reading"),
        Place("notice choices", cast.anna, "/settings/notices"),
    ]


async def go(page: Page, place: Place) -> None:
    """Go to a place, and wait until it is alive."""
    await page.goto(place.address)
    if place.is_plan:
        await expect(page.locator("people-here [role=status]")).to_be_visible()
        await expect(page.locator("live-text .saved[data-state=opening]")).to_have_count(0)
