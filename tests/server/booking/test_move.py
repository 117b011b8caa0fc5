"""Moving and cancelling a talk, and waiting for a time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from server.columns import now
from server.people.models import RelationKind
from tests.booking import tomorrow
from tests.server.people.ties import tie

if TYPE_CHECKING:
    from tests.server.booking.conftest import Desk


async def move(desk: Desk, booking: object, slot: object, person: object = None, **fields: object) -> int:
    """Move a talk as somebody, else as Anna."""
    answer = await desk.world.post(person or desk.world.cast.anna, f"/bookings/{booking}/moved", slot=slot, **fields)  # type: ignore[arg-type]
    return answer.status_code


async def test_a_talk_is_moved_and_its_calendar_number_rises(desk: Desk) -> None:
    world, cast = desk.world, desk.world.cast
    talk = await desk.taken(cast.plan, cast.annas.id)

    assert await move(desk, talk.id, desk.slots[2].id) == 303
    assert await move(desk, talk.id, desk.slots[2].id) == 303, "sent twice"
    (now_there,) = await desk.live()
    assert (now_there["id"], now_there["slot_id"], now_there["sequence"]) == (talk.id, desk.slots[2].id, 1)
    assert await world.told() == {"elsa": {"talk_moved": 1}, "mentor": {"talk_moved": 1}}


async def test_a_talk_is_moved_over_its_own_time(desk: Desk) -> None:
    cast = desk.world.cast
    talk = await desk.taken(cast.plan, cast.annas.id)

    assert await move(desk, talk.id, desk.slots[0].id, interpreter="true", language="Dari") == 303
    assert await move(desk, talk.id, desk.slots[1].id, interpreter="true", language="Dari") == 303
    assert [one["starts"] for one in await desk.live()] == [desk.slots[1].starts]


async def test_a_talk_is_not_moved_to_a_time_that_is_taken(desk: Desk) -> None:
    cast = desk.world.cast
    talk = await desk.taken(cast.plan, cast.annas.id)
    await desk.taken(cast.plan, cast.bos.id, 1)

    assert await move(desk, talk.id, desk.slots[1].id) == 422
    assert [one["slot_id"] for one in await desk.live()] == [desk.slots[0].id, desk.slots[1].id]


async def test_another_home_does_not_know_of_a_talk(desk: Desk) -> None:
    cast = desk.world.cast
    talk = await desk.taken(cast.plan, cast.annas.id)

    assert await move(desk, talk.id, desk.slots[1].id, cast.bo) == 404
    assert (await desk.world.post(cast.bo, f"/bookings/{talk.id}/cancelled")).status_code == 404


async def test_a_talk_is_cancelled_and_its_time_is_free_again(desk: Desk) -> None:
    world, cast = desk.world, desk.world.cast
    talk = await desk.taken(cast.plan, cast.annas.id)
    answers = [await world.post(cast.anna, f"/bookings/{talk.id}/cancelled") for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    assert await desk.live() == []
    assert await world.told() == {"elsa": {"talk_cancelled": 1}, "mentor": {"talk_cancelled": 1}}
    assert await world.value("SELECT sequence FROM booking") == 1
    assert (await desk.book(cast.bo, cast.bos.id, desk.slots[0])).status_code == 303


async def test_a_talk_that_has_begun_is_no_longer_the_homes_to_cancel(desk: Desk) -> None:
    world, cast = desk.world, desk.world.cast
    talk = await desk.taken(cast.plan, cast.annas.id)
    await world.rows("UPDATE booking SET starts = $1, ends = $2", now() - timedelta(minutes=5), now() + timedelta(minutes=15))
    refused = await world.post(cast.anna, f"/bookings/{talk.id}/cancelled")

    assert refused.status_code == 422
    assert "has begun" in refused.text
    assert (await world.post(cast.mentor, f"/bookings/{talk.id}/cancelled")).status_code == 303


async def test_a_closed_offer_lets_one_cancel_but_not_move(desk: Desk) -> None:
    world, cast = desk.world, desk.world.cast
    talk = await desk.taken(cast.plan, cast.annas.id)
    await world.rows("UPDATE offer SET closes = now()")

    assert await move(desk, talk.id, desk.slots[1].id) == 422
    assert await move(desk, talk.id, desk.slots[1].id, cast.mentor) == 303
    assert (await world.post(cast.anna, f"/bookings/{talk.id}/cancelled")).status_code == 303


async def test_who_found_no_time_is_told_when_one_is_free_and_not_by_whom(desk: Desk) -> None:
    world, cast = desk.world, desk.world.cast
    await world.rows("UPDATE person SET email = source_id || '@home.example' WHERE source_id IN ('bo', 'anna')")
    talk = await desk.taken(cast.plan, cast.annas.id)
    for _ in range(2):
        assert (await world.post(cast.bo, f"/plans/{cast.plan.id}/waiting", household=cast.bos.id)).status_code == 303
    assert "You are told as soon as a time becomes free." in (await world.get(cast.bo, f"/plans/{cast.plan.id}/booking")).text
    await world.post(cast.anna, f"/bookings/{talk.id}/cancelled")

    assert (await world.told())["bo"] == {"time_freed": 1}
    assert "Anna" not in (await world.get(cast.bo, "/notices/list")).text
    assert [row["address"] for row in await world.rows("SELECT address FROM mail WHERE kind = 'time_freed'")] == ["bo@home.example"]
    assert (
        "Anna" not in (await world.get(cast.bo, f"/pupils/{cast.elsa.id}/access-log")).text.split("time for the talk became free")[0][-600:]
    )

    await desk.book(cast.bo, cast.bos.id, desk.slots[0])
    assert await world.value("SELECT count(*) FROM waiting") == 0


async def test_who_waits_no_longer_is_told_nothing(desk: Desk) -> None:
    world, cast = desk.world, desk.world.cast
    talk = await desk.taken(cast.plan, cast.annas.id)
    await world.post(cast.bo, f"/plans/{cast.plan.id}/waiting", household=cast.bos.id)
    await world.post(cast.bo, f"/plans/{cast.plan.id}/waiting/left", household=cast.bos.id)
    await world.post(cast.anna, f"/bookings/{talk.id}/cancelled")

    assert "bo" not in await world.told()


async def test_the_log_does_not_tell_one_home_of_the_others_talk(desk: Desk) -> None:
    world, cast = desk.world, desk.world.cast
    await desk.book(cast.anna, cast.annas.id, desk.slots[0])
    log = f"/pupils/{cast.elsa.id}/access-log"

    assert "Booked the talk" in (await world.get(cast.anna, log)).text
    assert "Booked the talk" in (await world.get(cast.elsa, log)).text
    assert "Booked the talk" in (await world.get(cast.principal, log)).text
    assert "Booked the talk" not in (await world.get(cast.bo, log)).text


async def test_brothers_and_sisters_come_back_to_back(desk: Desk) -> None:
    world, cast = desk.world, desk.world.cast
    await tie(world, cast.anna, RelationKind.guardian_of, pupil_id=cast.omar.id, household_id=cast.annas.id)
    await desk.more(cast.teacher, room="Room 3", first=tomorrow(14) + timedelta(minutes=80))
    page = f"/plans/{cast.omars_plan.id}/booking"
    before = (await world.get(cast.anna, page)).text
    assert "Fits with a time for Elsa" in before, "nothing is booked yet"

    await desk.book(cast.anna, cast.annas.id, desk.slots[1])
    after = (await world.get(cast.anna, page)).text
    close = after[after.index("Close to another talk of yours") : after.index("<h3>", after.index("Close to another talk of yours") + 40)]
    assert "Right before Elsa" in close
    assert "Right after Elsa" in close
    assert str(desk.slots[0].id) in close
    assert str(desk.slots[2].id) in close
    assert str(desk.slots[1].id) not in after
    assert "Elsa" not in (await world.get(cast.omars_mother, page)).text


async def test_a_pupil_who_has_come_of_age_cancels_what_the_home_booked(desk: Desk) -> None:
    world, cast = desk.world, desk.world.cast
    talk = await desk.taken(cast.plan, cast.annas.id)
    assert (await world.post(cast.elsa, f"/bookings/{talk.id}/cancelled")).status_code == 403
    await world.rows("UPDATE person SET born = '2000-01-01' WHERE id = $1", cast.elsa.id)

    assert (await world.post(cast.anna, f"/bookings/{talk.id}/cancelled")).status_code == 404
    assert (await world.post(cast.elsa, f"/bookings/{talk.id}/cancelled")).status_code == 303
    assert (await world.get(cast.elsa, f"/plans/{cast.plan.id}/booking")).status_code == 200
