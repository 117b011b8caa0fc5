"""Mails with calendar files, reminders, and one's own calendar."""

from __future__ import annotations

import asyncio
from datetime import time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from icalendar import Calendar
from sqlmodel import select

from server.booking.actions.reminding import remind_all
from server.columns import now
from server.config import Settings
from server.courier import message_of
from server.i18n import at_school
from server.mail import Mail
from server.notices.actions.choosing import end_of
from server.notices.models import Mail as Wish
from server.notices.models import NoticeChoice, QuietHours

if TYPE_CHECKING:
    from server.work import News
    from tests.server.booking.conftest import Desk

NAMES = ("Elsa", "Berg", "Anna", "Bo ", "Lind", "Maja")


@pytest_asyncio.fixture(loop_scope="session")
async def reached(desk: Desk) -> Desk:
    """Let everybody have an address."""
    await desk.world.rows("UPDATE person SET email = source_id || '@home.example'")
    return desk


async def mails(desk: Desk, kind: str = "") -> dict[str, Mail]:
    """Give the mails that wait, by whom they are for."""
    async with desk.world.visits.database.session() as session:
        found = await session.exec(select(Mail).where(Mail.kind == kind) if kind else select(Mail))
        return {one.address.split("@")[0]: one for one in found}


def event(mail: Mail) -> Any:
    """Read the one event of a mail's calendar file."""
    return Calendar.from_ical(mail.calendar).walk("VEVENT")[0]


async def test_a_booking_is_mailed_with_a_calendar_file_to_all_it_concerns_and_nobody_else(reached: Desk) -> None:
    cast = reached.world.cast
    await reached.book(cast.anna, cast.annas.id, reached.slots[0])
    sent = await mails(reached, "talk_booked")

    assert set(sent) == {"anna", "elsa", "mentor"}, "also whoever booked: the talk is to be in that calendar too"
    (talk,) = await reached.live()
    said = event(sent["anna"])
    assert str(said["uid"]).startswith(str(talk["id"]))
    assert int(said["sequence"]) == 0
    assert said.decoded("dtstart") == reached.slots[0].starts
    assert said.decoded("dtend") == reached.slots[0].ends
    assert str(said["location"]) == "Room 12"
    assert str(said["attendee"]) == "mailto:anna@home.example"
    assert str(said["organizer"]).startswith("mailto:stegvis@")
    assert "METHOD:REQUEST" in sent["anna"].calendar
    assert "DTSTART:" in sent["anna"].calendar, "in UTC"
    assert all(name not in sent["anna"].text + sent["anna"].calendar for name in NAMES)


async def test_moving_and_cancelling_follow_the_same_entry(reached: Desk) -> None:
    world, cast = reached.world, reached.world.cast
    await reached.book(cast.anna, cast.annas.id, reached.slots[0])
    (talk,) = await reached.live()
    await world.post(cast.anna, f"/bookings/{talk['id']}/moved", slot=reached.slots[1].id)
    await world.post(cast.mentor, f"/bookings/{talk['id']}/cancelled")
    told = [event((await mails(reached, kind))["anna"]) for kind in ("talk_booked", "talk_moved", "talk_cancelled")]

    assert len({str(one["uid"]) for one in told}) == 1
    assert [int(one["sequence"]) for one in told] == [0, 1, 2]
    assert told[1].decoded("dtstart") == reached.slots[1].starts
    assert str(told[2]["status"]) == "CANCELLED"
    assert "METHOD:CANCEL" in (await mails(reached, "talk_cancelled"))["anna"].calendar


async def test_the_file_travels_as_mail_programs_expect_it(reached: Desk) -> None:
    cast = reached.world.cast
    await reached.book(cast.anna, cast.annas.id, reached.slots[0])
    message = message_of((await mails(reached, "talk_booked"))["anna"], Settings())
    (part,) = message.iter_attachments()

    assert part.get_content_type() == "text/calendar"
    assert part["content-type"].params["method"] == "REQUEST"
    assert part.get_filename() == "talk.ics"
    assert "BEGIN:VEVENT" in part.get_content()


async def test_a_mail_waits_for_the_end_of_quiet_hours_and_does_not_come_to_who_wants_none(reached: Desk) -> None:
    world, cast = reached.world, reached.world.cast
    local = at_school(now())
    ends = (local + timedelta(hours=2)).time().replace(second=0, microsecond=0)
    await world.add(
        QuietHours(person_id=cast.anna.id, begins=(local - timedelta(hours=1)).time(), ends=ends),
        NoticeChoice(person_id=cast.mentor.id, about_id=None, group="booking", mail=Wish.never),
        NoticeChoice(person_id=cast.elsa.id, about_id=cast.elsa.id, group="booking", mail=Wish.nightly),
    )
    await reached.book(cast.anna, cast.annas.id, reached.slots[0])
    sent = await mails(reached, "talk_booked")

    assert set(sent) == {"anna"}
    assert sent["anna"].next_try
    assert at_school(sent["anna"].next_try).time().replace(microsecond=0) == ends
    assert sent["anna"].next_try > now() + timedelta(hours=1)


@pytest.mark.parametrize(
    ("begins", "ends", "clock", "hours"),
    [("22:00", "07:00", "23:00", 8), ("22:00", "07:00", "06:00", 1), ("22:00", "07:00", "12:00", None), ("12:00", "13:00", "12:30", 0.5)],
)
def test_quiet_hours_go_over_midnight(begins: str, ends: str, clock: str, hours: float | None) -> None:

    local = at_school(now()).replace(hour=int(clock[:2]), minute=int(clock[3:]), second=0, microsecond=0)
    end = end_of(QuietHours(person_id=None, begins=time.fromisoformat(begins), ends=time.fromisoformat(ends)), local)  # type: ignore[arg-type]

    assert (end - local if end else None) == (timedelta(hours=hours) if hours is not None else None)


async def look(desk: Desk) -> list[News]:
    """Look for talks that are near, as each process does."""
    heard: list[News] = []
    await remind_all(desk.world.visits.database, Settings(), heard.extend)
    return heard


async def test_a_talk_is_called_to_mind_a_day_and_an_hour_before_and_once_each(reached: Desk) -> None:
    world, cast = reached.world, reached.world.cast
    await reached.taken(cast.plan, cast.annas.id, changed=now() - timedelta(days=9))
    assert await look(reached) == [], "two days ahead it is too early"

    await world.rows("UPDATE booking SET starts = $1, ends = $2", now() + timedelta(hours=23), now() + timedelta(hours=24))
    heard = await asyncio.gather(*(look(reached) for _ in range(5)))
    assert sum(len(one) for one in heard) == 1, "whoever looks, it is told once"
    assert await world.told() == {}, "it is mailed; the badge has told of it before"
    assert set(await mails(reached, "talk_reminded")) == {"anna", "elsa", "mentor"}
    assert not any(one.calendar for one in (await mails(reached, "talk_reminded")).values())

    await world.rows("UPDATE talk_reminder SET starts = $1", now() + timedelta(minutes=50))
    await world.rows("UPDATE booking SET starts = (SELECT starts FROM talk_reminder), ends = $1", now() + timedelta(hours=2))
    assert len(await look(reached)) == 1, "the one of an hour before"
    assert await look(reached) == []


@pytest.mark.parametrize(
    ("ahead", "changed", "told"),
    [
        (timedelta(hours=20), timedelta(hours=1), 0),
        (timedelta(hours=20), timedelta(hours=5), 1),
        (timedelta(minutes=90), timedelta(days=9), 0),
        (timedelta(minutes=30), timedelta(minutes=10), 0),
        (timedelta(minutes=30), timedelta(days=9), 1),
        (timedelta(minutes=-1), timedelta(days=9), 0),
    ],
)
async def test_what_was_booked_lately_or_is_past_is_not_called_to_mind(desk: Desk, ahead: timedelta, changed: timedelta, told: int) -> None:
    cast = desk.world.cast
    await desk.taken(cast.plan, cast.annas.id, changed=now() - changed)
    await desk.world.rows("UPDATE booking SET starts = $1, ends = $2", now() + ahead, now() + ahead + timedelta(minutes=20))

    assert len(await look(desk)) == told


async def test_a_cancelled_talk_is_not_called_to_mind(desk: Desk) -> None:
    cast = desk.world.cast
    talk = await desk.taken(cast.plan, cast.annas.id, changed=now() - timedelta(days=9))
    await desk.world.rows("UPDATE booking SET starts = $1, ends = $2", now() + timedelta(hours=23), now() + timedelta(hours=24))
    await desk.world.post(cast.anna, f"/bookings/{talk.id}/cancelled")

    assert await look(desk) == []


async def address(desk: Desk, person: Any) -> str:
    """Make somebody's calendar address; give its path."""
    page = await desk.world.post(person, "/settings/calendar")
    return "/calendar/" + page.text.split("/calendar/")[-1].split(".ics")[0] + ".ics" if page.status_code == 200 else ""


async def test_ones_own_calendar_shows_ones_own_talks_and_names_nobody(desk: Desk) -> None:
    world, cast = desk.world, desk.world.cast
    annas = await desk.taken(cast.plan, cast.annas.id)
    await desk.taken(cast.omars_plan, await world.value("SELECT id FROM household WHERE source_id = 'aziz'"), 1)
    feeds = {name: await world.get(None, await address(desk, getattr(cast, name))) for name in ("anna", "bo", "elsa", "mentor", "teacher")}
    found = {name: [str(one["uid"])[:36] for one in Calendar.from_ical(answer.text).walk("VEVENT")] for name, answer in feeds.items()}

    assert found["anna"] == found["elsa"] == [str(annas.id)]
    assert found["bo"] == found["teacher"] == []
    assert len(found["mentor"]) == 2
    assert feeds["anna"].headers["content-type"].startswith("text/calendar")
    assert all(name not in answer.text for answer in feeds.values() for name in (*NAMES, "Omar"))


async def test_a_new_address_ends_the_one_before_and_an_ended_one_is_none(desk: Desk) -> None:
    world, cast = desk.world, desk.world.cast
    first, second = await address(desk, cast.anna), await address(desk, cast.anna)
    assert first != second
    assert [(await world.get(None, one)).status_code for one in (first, second)] == [404, 200]
    assert second.split("/")[-1].removesuffix(".ics") not in (await world.get(cast.anna, "/settings/calendar")).text

    await world.post(cast.anna, "/settings/calendar/ended")
    assert (await world.get(None, second)).status_code == 404


async def test_a_right_that_has_ended_shows_nothing_in_the_calendar(desk: Desk) -> None:
    world, cast = desk.world, desk.world.cast
    await desk.taken(cast.plan, cast.annas.id)
    feed = await address(desk, cast.anna)
    assert "VEVENT" in (await world.get(None, feed)).text
    await world.rows("UPDATE relation SET until = now() WHERE person_id = $1", cast.anna.id)

    assert "VEVENT" not in (await world.get(None, feed)).text
