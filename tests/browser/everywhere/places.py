"""Every page there is, as those who see it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from tests.agreeing import agree
from tests.browser.everywhere.accounts import account_places
from tests.browser.everywhere.kept import archive_places, goal_places
from tests.browser.everywhere.people import delivery_places, people_places, relation_places
from tests.browser.everywhere.place import Place
from tests.browser.everywhere.plans import agreeing_places, history_places, preparing_places, way_places
from tests.browser.everywhere.school import organisation_places, roster_places, round_places, template_places
from tests.browser.everywhere.talks import booking_places, talk_places

if TYPE_CHECKING:
    from tests.cast import Cast
    from tests.visit import Visits

STARTING = ("elsa", "anna", "mentor", "teacher", "observer", "principal", "admin", "director")
READING = ("elsa", "anna", "mentor", "teacher", "principal")


async def every_place(cast: Cast, live: Visits) -> list[Place]:
    """Let something have happened on every page, and give them all."""
    anna, mentor = await live.as_(cast.anna), await live.as_(cast.mentor)
    comment = uuid4()
    for person, address, form in (
        (anna, f"/plans/{cast.plan.id}/comments", {"id": comment, "words": "Can we begin at four?"}),
        (anna, f"/plans/{cast.plan.id}/comments", {"id": uuid4(), "words": "She reads more now", "goal": cast.goal.id}),
        (anna, f"/plans/{cast.plan.id}/goals", {"id": uuid4(), "title": "Cycle", "why": "Fun", "home_does": "Mends", "due": "2130-05-01"}),
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
        *await agreeing_places(cast, live),
        Place("goal", cast.mentor, f"/goals/{cast.goal.id}"),
        Place("goal to reword", cast.mentor, f"/goals/{cast.goal.id}/edit"),
        Place("comment", cast.anna, f"/comments/{comment}"),
        *await way_places(cast, live),
        *people_places(cast),
        *await account_places(cast, live),
        *await roster_places(cast, live),
        *await delivery_places(cast, live),
        *relation_places(cast),
        *await template_places(cast, live),
        *[place for made in BY_DOMAIN for place in await made(cast, live)],
        Place("no such page", cast.anna, omars),
        Place("not allowed", cast.anna, f"/goals/{cast.goal.id}/edit"),
    ]


BY_DOMAIN = (organisation_places, round_places, preparing_places, booking_places, talk_places, archive_places, goal_places, history_places)
