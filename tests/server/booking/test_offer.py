"""Offering times: the pattern, the preview, who is told, and taking an offer back."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from server.booking.actions.pattern import Pattern, Span, times
from server.i18n import at_school
from tests.booking import tomorrow
from tests.server.world import new

if TYPE_CHECKING:
    from tests.server.booking.conftest import Desk
    from tests.server.world import World

DAY = "2090-01-02"
HOURS = {"day1": DAY, "begins1": "14:00", "ends1": "15:30", "minutes": "20", "longer": "40", "pause": "0", "held": "here", "room": "Room 1"}
TICKED = ("time:2090-01-02T13:00Z", "time:2090-01-02T13:20Z")


def drawn(day: str, begins: str, ends: str, minutes: int = 20, pause: int = 0, *breaks: tuple[str, str]) -> list[str]:
    """Give the times of one day as the clock at school shows them."""
    spans = tuple(Span(time.fromisoformat(a), time.fromisoformat(b)) for a, b in breaks)
    pattern = Pattern(((date.fromisoformat(day), Span(time.fromisoformat(begins), time.fromisoformat(ends))),), minutes, pause, spans)
    return [f"{at_school(one.starts):%H:%M}" for one in times(pattern)]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ((DAY, "14:00", "15:00"), ["14:00", "14:20", "14:40"]),
        ((DAY, "14:00", "15:00", 20, 5), ["14:00", "14:25"]),
        ((DAY, "14:00", "16:00", 20, 0, ("14:30", "15:10")), ["14:00", "15:10", "15:30"]),
        ((DAY, "14:00", "14:19"), []),
        (("2026-03-29", "01:20", "04:00"), ["01:20", "01:40", "03:00", "03:20", "03:40"]),
        (("2026-10-25", "01:40", "03:40"), ["01:40", "02:00", "02:20", "02:40", "03:00", "03:20"]),
    ],
)
def test_times_go_by_the_clock_on_the_wall(pattern: tuple[str, str, str], expected: list[str]) -> None:
    assert drawn(*pattern) == expected


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25", "2026-12-01"])
@pytest.mark.parametrize("minutes", [15, 25, 50])
def test_no_time_lies_over_another_also_when_the_clock_changes(day: str, minutes: int) -> None:
    pattern = Pattern(((date.fromisoformat(day), Span(time(0, 30), time(6, 0))),), minutes)
    found = times(pattern)

    assert all(one.ends <= after.starts for one, after in pairwise(found))
    assert all(one.ends - one.starts == timedelta(minutes=minutes) for one in found)
    shown = [f"{at_school(one.starts):%H:%M}" for one in found]
    assert len(shown) == len(set(shown))


def test_two_rows_of_one_day_make_no_time_twice() -> None:
    span = Span(time(14), time(15))
    assert len(times(Pattern(((date(2090, 1, 2), span), (date(2090, 1, 2), span)), 20))) == 3


async def send(world: World, *ticked: str, **more: object) -> str:
    """Offer times as the mentor; give where it leads, or what is wrong."""
    fields = {**HOURS, "id": new(), "whole": "true", **dict.fromkeys(ticked, "true"), **more}
    answer = await world.post(world.cast.mentor, f"/classes/{world.cast.klass.id}/offers", **fields)
    return answer.headers.get("location") or answer.text


async def test_a_mentor_sees_what_would_be_offered_before_it_is(world: World) -> None:
    page = (
        await (await world.as_(world.cast.mentor)).get(f"/classes/{world.cast.klass.id}/offers", params={**HOURS, "whole": "true"})
    ).text

    assert all(one in page for one in TICKED)
    assert "Offer these times" in page
    assert await world.value("SELECT count(*) FROM offer") == 0


async def test_a_mentor_offers_times_and_the_homes_hear_it(world: World) -> None:
    await world.phase("draft")
    await world.phase("archived", world.cast.omars_plan)
    led = await send(world, *TICKED)

    assert led.startswith("/offers/")
    slots = await world.rows("SELECT starts FROM slot ORDER BY starts")
    assert [f"{one['starts']:%H:%M}" for one in slots] == ["13:00", "13:20"], "what was not ticked is not offered"
    assert await world.told() == {"anna": {"times_offered": 1}, "bo": {"times_offered": 1}}
    assert "14:00" in (await world.get(world.cast.anna, f"/plans/{world.cast.plan.id}/booking")).text


async def test_a_pupil_of_age_hears_it_too(world: World) -> None:
    await world.rows("UPDATE person SET born = '2000-01-01' WHERE id = $1", world.cast.elsa.id)
    await send(world, *TICKED)

    assert (await world.told())["elsa"] == {"times_offered": 1}
    assert "anna" not in await world.told()


async def test_an_offer_sent_twice_is_made_once(world: World) -> None:
    key = new()
    assert await send(world, *TICKED, id=key) == await send(world, *TICKED, id=key)
    assert await world.value("SELECT count(*) FROM slot") == 2


async def test_times_for_some_pupils_are_no_times_for_others(world: World) -> None:
    await send(world, *TICKED, whole="false", **{f"pupil:{world.cast.omar.id}": "true"})

    assert set(await world.told()) == {"omars_mother"}
    assert "No times are offered yet" in (await world.get(world.cast.anna, f"/plans/{world.cast.plan.id}/booking")).text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"begins1": "16:00"}, "The end comes before the beginning."),
        ({"begins1": ""}, "Say from when until when."),
        ({"day1": "tomorrow"}, "This is not a day."),
        ({"day1": ""}, "Choose at least one day."),
        ({"minutes": "0"}, "This cannot be used here."),
        ({"longer": "10"}, "cannot be shorter"),
        ({"room": ""}, "Say where the talks are"),
        ({"link": "javascript:alert(1)"}, "begins with https://"),
        ({"closes": "2020-01-01"}, "This day is over."),
        ({"day1": "2020-01-02", "closes": "2090-01-01"}, "Choose at least one time."),
        ({"host": "00000000-0000-0000-0000-000000000000"}, "This cannot be used here."),
        ({"whole": "false"}, "Choose at least one pupil."),
    ],
)
async def test_what_cannot_be_offered_says_why(world: World, wrong: dict[str, str], sentence: str) -> None:
    assert sentence in await send(world, *TICKED, **wrong)
    assert await world.value("SELECT count(*) FROM offer") == 0


async def test_times_that_are_offered_already_or_whose_room_is_taken_are_left_out(desk: Desk) -> None:
    world = desk.world
    await desk.more(world.cast.teacher, 1, first=tomorrow(9, 20), room="room 1")
    day = at_school(tomorrow())
    hours = {**HOURS, "day1": f"{day:%Y-%m-%d}", "begins1": f"{at_school(tomorrow(9)):%H:%M}", "ends1": f"{at_school(tomorrow(15)):%H:%M}"}
    page = (
        await (await world.as_(world.cast.mentor)).get(f"/classes/{world.cast.klass.id}/offers", params={**hours, "whole": "true"})
    ).text

    assert page.count("already offered, or taken") == 3, "the last of the four is at the end of the hours"
    assert page.count("a colleague has the room") == 1


async def test_a_principal_offers_for_somebody(world: World) -> None:
    cast = world.cast
    fields = {**HOURS, "id": new(), "whole": "true", TICKED[0]: "true", "host": cast.teacher.id}
    answer = await world.post(cast.principal, f"/classes/{cast.klass.id}/offers", **fields)

    assert answer.status_code == 303
    assert await world.value("SELECT host_id FROM offer") == cast.teacher.id
    assert (await world.get(cast.teacher, answer.headers["location"])).status_code == 200


async def test_withdrawing_an_offer_cancels_what_is_booked_and_tells_them(desk: Desk) -> None:
    world, cast = desk.world, desk.world.cast
    await desk.taken(cast.plan, cast.annas.id)
    answer = await world.post(cast.mentor, f"/offers/{desk.offer.id}/withdrawn")

    assert answer.status_code == 303
    assert await desk.live() == []
    assert await world.told() == {"anna": {"talk_cancelled": 1}, "elsa": {"talk_cancelled": 1}}
    assert "No times are offered yet" in (await world.get(cast.anna, f"/plans/{cast.plan.id}/booking")).text
    assert (await desk.book(cast.anna, cast.annas.id, desk.slots[0])).status_code == 404
    assert (await world.post(cast.mentor, f"/offers/{desk.offer.id}/withdrawn")).status_code == 303


async def test_times_can_be_booked_for_longer(desk: Desk) -> None:
    world, cast = desk.world, desk.world.cast
    await world.rows("UPDATE offer SET closes = now()")
    assert "can no longer be booked" in (await world.get(cast.anna, f"/plans/{cast.plan.id}/booking")).text
    await world.post(cast.mentor, f"/offers/{desk.offer.id}/closes", closes="2090-01-01")

    assert (await desk.book(cast.anna, cast.annas.id, desk.slots[0])).status_code == 303
    assert (await world.post(cast.mentor, f"/offers/{desk.offer.id}/closes", closes="2020-01-01")).status_code == 422


async def test_who_has_not_booked_is_reminded_once_a_day(desk: Desk) -> None:
    world, cast = desk.world, desk.world.cast
    await desk.taken(cast.plan, cast.annas.id)
    page = f"/classes/{cast.klass.id}/booking"
    first = await world.post(cast.mentor, f"{page}/reminded")
    second = await world.post(cast.mentor, f"{page}/reminded")

    assert set(await world.told()) >= {"bo", "omars_mother"}
    assert "anna" not in await world.told()
    assert (first.headers["location"][-1], second.headers["location"][-1]) == ("2", "0")
    await world.rows("UPDATE person SET language = 'sv' WHERE id = $1", cast.bo.id)
    assert "En påminnelse: boka samtalet" in (await world.get(cast.bo, "/notices")).text
    assert "2 people are reminded." in (await world.get(cast.mentor, first.headers["location"])).text


async def test_who_waits_hears_of_new_times_by_mail(desk: Desk) -> None:
    world, cast = desk.world, desk.world.cast
    await world.rows("UPDATE person SET email = source_id || '@home.example'")
    await world.post(cast.bo, f"/plans/{cast.plan.id}/waiting", household=cast.bos.id)
    await send(world, *TICKED)

    assert [row["address"] for row in await world.rows("SELECT address FROM mail WHERE kind = 'time_freed'")] == ["bo@home.example"]
    assert (await world.told())["bo"] == {"times_offered": 1, "time_freed": 1}


async def test_one_time_is_taken_back_while_nobody_has_booked_it(desk: Desk) -> None:
    world, cast = desk.world, desk.world.cast
    await desk.book(cast.anna, cast.annas.id, desk.slots[0])
    page = f"/offers/{desk.offer.id}"

    assert (await world.post(cast.mentor, f"{page}/times/{desk.slots[1].id}/withdrawn")).status_code == 303
    refused = await world.post(cast.mentor, f"{page}/times/{desk.slots[0].id}/withdrawn")

    assert (refused.status_code, "A talk is booked at this time." in refused.text) == (422, True)
    times = (await world.get(cast.bo, f"/plans/{cast.plan.id}/booking")).text
    assert [str(one.id) in times for one in desk.slots] == [False, False, True, True]
    assert (await desk.book(cast.bo, cast.bos.id, desk.slots[1])).status_code in {404, 422}
    assert (await world.post(cast.mentor, f"{page}/times/{cast.plan.id}/withdrawn")).status_code == 404
