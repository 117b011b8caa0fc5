"""Booking a talk: who hears of it, what is refused, and what the database holds."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError

from server.columns import now
from server.people.models import Profile, RelationKind
from tests.booking import offered, taken, tomorrow
from tests.server.people.ties import tie
from tests.server.world import new

if TYPE_CHECKING:
    from tests.server.booking.conftest import Desk
    from tests.server.world import World

TAKEN = "This time has just been taken."


async def test_a_guardian_books_and_everybody_concerned_hears_it(desk: Desk) -> None:
    world, cast = desk.world, desk.world.cast
    answer = await desk.book(cast.anna, cast.annas.id, desk.slots[0])

    assert answer.headers["location"] == f"/plans/{cast.plan.id}/booking"
    page = (await world.get(cast.anna, answer.headers["location"])).text
    assert "Your talk" in page
    assert "Room 12" in page
    assert await world.told() == {"elsa": {"talk_booked": 1}, "mentor": {"talk_booked": 1}}, "the one who booked hears nothing, nor Bo"
    assert (await world.events())[-1:] == ["talk_booked"]


async def test_the_other_household_sees_only_that_the_time_is_gone(desk: Desk) -> None:
    cast = desk.world.cast
    await desk.book(cast.anna, cast.annas.id, desk.slots[0])
    bos = (await desk.world.get(cast.bo, f"/plans/{cast.plan.id}/booking")).text

    assert str(desk.slots[0].id) not in bos
    assert str(desk.slots[1].id) in bos
    assert "Anna" not in bos
    assert "is not booked yet" in bos
    assert str((await desk.live())[0]["id"]) not in bos


async def test_each_household_has_one_talk(desk: Desk) -> None:
    cast = desk.world.cast
    await desk.book(cast.anna, cast.annas.id, desk.slots[0])
    again = await desk.book(cast.anna, cast.annas.id, desk.slots[1])
    other = await desk.book(cast.bo, cast.bos.id, desk.slots[1])

    assert again.status_code == 422
    assert "A talk is booked already. Move it instead." in again.text
    assert other.status_code == 303
    assert {one["household_id"] for one in await desk.live()} == {cast.annas.id, cast.bos.id}


async def test_a_form_that_is_sent_twice_books_once(desk: Desk) -> None:
    cast, key = desk.world.cast, new()
    answers = [await desk.book(cast.anna, cast.annas.id, desk.slots[0], id=key) for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    assert [one["id"] for one in await desk.live()] == [key]
    assert (await desk.world.told())["mentor"] == {"talk_booked": 1}


async def test_the_id_of_another_homes_booking_is_of_no_use(desk: Desk) -> None:
    cast = desk.world.cast
    theirs = await desk.taken(cast.plan, cast.annas.id)
    answer = await desk.book(cast.bo, cast.bos.id, desk.slots[1], id=theirs.id)

    assert answer.status_code == 422
    assert [one["household_id"] for one in await desk.live()] == [cast.annas.id]


async def test_a_time_that_is_taken_says_so(desk: Desk) -> None:
    cast = desk.world.cast
    await desk.taken(cast.plan, cast.annas.id)
    answer = await desk.book(cast.bo, cast.bos.id, desk.slots[0])

    assert answer.status_code == 422
    assert TAKEN in answer.text
    assert "Anna" not in answer.text


async def test_what_cannot_be_booked_any_more(desk: Desk) -> None:
    world, cast = desk.world, desk.world.cast
    _, gone = await desk.more(cast.teacher, first=now() - timedelta(hours=3), closes=tomorrow(), room="Room 3")
    over = await desk.book(cast.anna, cast.annas.id, gone[0])
    await world.rows("UPDATE offer SET closes = now() WHERE id = $1", desk.offer.id)
    closed = await desk.book(cast.anna, cast.annas.id, desk.slots[0])
    by_mentor = await desk.book(cast.mentor, cast.annas.id, desk.slots[0])

    assert "This time is over." in over.text
    assert "These times can no longer be booked." in closed.text
    assert by_mentor.status_code == 303, "the mentor books for a home also later"


async def test_a_time_of_another_class_or_for_other_pupils_is_none(desk: Desk) -> None:
    world, cast = desk.world, desk.world.cast
    _, chosen = await desk.more(cast.teacher, whole=False, room="Room 3")
    async with world.visits.database.session() as session:
        far = await session.get_one(type(cast.klass), cast.far_plan.class_id)
        _, theirs = await offered(session, far, cast.far_teacher)
        await session.commit()
    for slot in (chosen[0], theirs[0]):
        assert (await desk.book(cast.anna, cast.annas.id, slot)).status_code == 404
        assert (await world.get(cast.anna, f"/plans/{cast.plan.id}/booking/{slot.id}")).status_code == 404


async def test_an_interpreter_takes_the_longer_time(desk: Desk) -> None:
    cast = desk.world.cast
    answer = await desk.book(cast.anna, cast.annas.id, desk.slots[1], interpreter="true", language="Tigrinya")
    (talk,) = await desk.live()

    assert answer.status_code == 303
    assert talk["ends"] - talk["starts"] == timedelta(minutes=40)
    assert talk["language"] == "Tigrinya"
    for slot in (desk.slots[1], desk.slots[2]):
        assert TAKEN in (await desk.book(cast.bo, cast.bos.id, slot)).text
    assert "not enough time after this one" in (await desk.book(cast.bo, cast.bos.id, desk.slots[0], interpreter="true")).text
    assert "not enough time after this one" in (await desk.book(cast.bo, cast.bos.id, desk.slots[3], interpreter="true")).text
    assert (await desk.book(cast.bo, cast.bos.id, desk.slots[3])).status_code == 303


async def test_a_pause_between_talks_counts_for_the_longer_one_and_a_break_does_not(desk: Desk) -> None:
    cast = desk.world.cast
    _, paused = await desk.more(cast.teacher, 2, pause=5, room="Room 3", first=tomorrow(9))
    _, before = await desk.more(cast.observer, 1, room="Room 4", first=tomorrow(9))

    assert (await desk.book(cast.anna, cast.annas.id, paused[0], interpreter="true")).status_code == 303
    assert "not enough time" in (await desk.book(cast.bo, cast.bos.id, before[0], interpreter="true")).text


async def test_a_host_and_a_room_are_taken_once_also_by_other_offers(desk: Desk) -> None:
    cast = desk.world.cast
    _, elsewhere = await desk.more(cast.teacher, room="ROOM 12")
    await desk.book(cast.anna, cast.annas.id, desk.slots[0])

    assert TAKEN in (await desk.book(cast.bo, cast.bos.id, elsewhere[0])).text, "a colleague in the same room"
    assert str(elsewhere[0].id) not in (await desk.world.get(cast.bo, f"/plans/{cast.plan.id}/booking")).text
    assert (await desk.book(cast.bo, cast.bos.id, elsewhere[1])).status_code == 303


async def test_a_home_is_not_in_two_talks_at_once(desk: Desk) -> None:
    world, cast = desk.world, desk.world.cast
    await tie(world, cast.anna, RelationKind.guardian_of, pupil_id=cast.omar.id, household_id=cast.annas.id)
    _, other = await desk.more(cast.teacher, room="Room 3")
    await desk.book(cast.anna, cast.annas.id, desk.slots[0])
    answer = await desk.book(cast.anna, cast.annas.id, other[0], cast.omars_plan)

    assert answer.status_code == 422
    assert "There is another talk of the same home at that time." in answer.text


@pytest.mark.parametrize("what", ["host", "room", "household", "pupil", "plan"])
async def test_the_database_itself_refuses_what_is_taken_twice(desk: Desk, what: str) -> None:
    cast = desk.world.cast
    other, slots = await desk.more(
        cast.mentor if what == "host" else cast.teacher,
        room="Room 12" if what == "room" else "Elsewhere",
        first=tomorrow(14, 0) + timedelta(hours=5),
    )
    await desk.taken(cast.plan, cast.annas.id)
    plan = cast.plan if what in {"pupil", "plan"} else cast.omars_plan
    household = cast.annas.id if what in {"household", "plan"} else cast.bos.id
    moved = {} if what == "plan" else {"starts": desk.slots[0].starts, "ends": desk.slots[0].ends}

    async with desk.world.visits.database.session() as session:
        slots[0].starts, slots[0].ends = moved.get("starts", slots[0].starts), moved.get("ends", slots[0].ends)
        with pytest.raises(IntegrityError) as refused:
            await taken(session, plan, household, other, slots[0], cast.mentor)

    assert {"host": "booking_host", "room": "booking_room", "household": "booking_household", "pupil": "booking_pupil", "plan": "one_live"}[
        what
    ] in str(refused.value.orig)


async def test_talks_may_follow_each_other_without_a_pause(desk: Desk) -> None:
    cast = desk.world.cast
    answers = [await desk.book(cast.anna, cast.annas.id, desk.slots[0]), await desk.book(cast.bo, cast.bos.id, desk.slots[1])]

    assert [one.status_code for one in answers] == [303, 303]


async def test_who_grabs_the_same_time_at_once_is_told(desk: Desk) -> None:
    cast = desk.world.cast
    answers = await asyncio.gather(
        desk.book(cast.anna, cast.annas.id, desk.slots[0]),
        desk.book(cast.bo, cast.bos.id, desk.slots[0]),
        desk.book(
            cast.omars_mother, await desk.world.value("SELECT id FROM household WHERE source_id = 'aziz'"), desk.slots[0], cast.omars_plan
        ),
    )

    assert sorted(one.status_code for one in answers) == [303, 422, 422]
    assert len(await desk.live()) == 1


async def test_a_pupil_of_age_books_alone(desk: Desk) -> None:
    world, cast = desk.world, desk.world.cast
    assert (await desk.book(cast.elsa, None, desk.slots[0])).status_code == 403
    await world.rows("UPDATE person SET born = '2000-01-01' WHERE id = $1", cast.elsa.id)

    assert (await desk.book(cast.anna, cast.annas.id, desk.slots[0])).status_code == 404
    assert (await desk.book(cast.elsa, None, desk.slots[0])).status_code == 303
    assert (await desk.live())[0]["household_id"] is None


async def test_a_protected_pupil_is_no_name_in_the_lists_of_those_not_granted(desk: Desk, world: World) -> None:
    cast = desk.world.cast
    await world.phase("shared", cast.hidden_plan)
    await desk.taken(cast.hidden_plan, None)

    of_mentor = (await world.get(cast.mentor, f"/offers/{desk.offer.id}")).text
    of_principal = (await world.get(cast.principal, f"/offers/{desk.offer.id}")).text
    assert "Hanna Skyddad" in of_mentor
    assert "Hanna" not in of_principal
    assert "Taken" in of_principal
    assert "Hanna" not in (await world.get(cast.principal, f"/classes/{cast.klass.id}/booking")).text
    assert "Hanna" in (await world.get(cast.mentor, f"/classes/{cast.klass.id}/booking")).text


async def test_a_home_that_needs_an_interpreter_is_shown_times_that_are_long_enough(desk: Desk) -> None:
    world, cast = desk.world, desk.world.cast
    await world.add(Profile(person_id=cast.anna.id, interpreter="Tigrinya"))
    page = f"/plans/{cast.plan.id}/booking"
    needs, not_now = (await world.get(cast.anna, page)).text, (await world.get(cast.anna, f"{page}?interpreter=no")).text

    assert str(desk.slots[3].id) not in needs, "nothing is free after the last one"
    assert str(desk.slots[3].id) in not_now
    assert 'value="Tigrinya"' in (await world.get(cast.anna, f"{page}/{desk.slots[0].id}")).text
