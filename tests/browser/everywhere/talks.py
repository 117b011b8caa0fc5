"""Pages of booking and of the talk."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlmodel import select

from server.booking.models import Held
from server.plans.models import Phase
from server.talks.models import Talk
from tests.booking import offered, taken, tomorrow
from tests.browser.everywhere.place import Place
from tests.forms import hand_out

if TYPE_CHECKING:
    from tests.cast import Cast
    from tests.visit import Visits


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
