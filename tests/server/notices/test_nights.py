"""The night's mail: one a person a night, of what is unread, by the reader's clock; once, whoever looks and whatever the clocks do."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING, Any

import pytest

from server import columns
from server.config import Settings
from server.courier import Courier
from server.i18n import at_clock
from server.notices.actions.leaving import let_leave
from server.notices.actions.nights import night_of, write_nights
from tests.catcher import Catcher, catching
from tests.server.notices.test_choices import choose
from tests.server.world import new

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.people.models import Person
    from tests.server.world import World

EVENING = datetime(2026, 11, 30, 18, tzinfo=UTC)
NAMES = ("Elsa", "Berg", "Anna", "Bo ", "Maja", "Hanna", "Skyddad", "Good")


class Clock:
    """What the time is; it can be set."""

    def __init__(self) -> None:
        self.at = EVENING

    def __call__(self) -> datetime:
        return self.at

    def on(self, **more: float) -> None:
        """Let time pass."""
        self.at += timedelta(**more)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(columns, "the_clock", made)
    return made


@pytest.fixture(scope="module")
def catcher() -> Iterator[Catcher]:
    with catching() as caught:
        yield caught


@pytest.fixture
async def night(world: World, clock: Clock, catcher: Catcher) -> Night:
    catcher.caught.clear()
    catcher.refuses.clear()
    await world.rows("UPDATE person SET email = source_id || '@hem.example'")
    await world.rows("UPDATE relation SET since = $1 WHERE since > $1", clock.at)
    return Night(world, clock, catcher)


class Night:
    """Nights that pass, and what each brings."""

    def __init__(self, world: World, clock: Clock, catcher: Catcher) -> None:
        self.world, self.clock, self.catcher = world, clock, catcher
        self.settings = Settings.model_validate({"STEGVIS_SMTP_URL": catcher.url, "STEGVIS_ORIGIN": "https://plan.example"})

    async def comment(self, who: Person | None = None) -> None:
        """Let something happen in Elsa's plan."""
        world = self.world
        answer = await world.post(who or world.cast.mentor, f"{world.home}/comments", id=new(), words="Good")
        assert answer.status_code == 303, answer.text

    async def look(self) -> None:
        """Let a process do what is due."""
        database = self.world.visits.database
        await let_leave(database, self.settings)
        await write_nights(database, self.settings)
        await Courier(self.settings, database).deliver()

    async def pass_by(self, **ahead: float) -> None:
        """Let time pass; who is signed in stays so."""
        self.clock.on(**ahead)
        await self.world.rows("UPDATE session SET expires = $1", self.clock.at + timedelta(hours=1))

    async def to(self, **ahead: float) -> list[str]:
        """Let time pass and a process look; give who got a mail since the last time, each as often as they did."""
        await self.pass_by(**ahead)
        await self.look()
        got = sorted(one.split("@")[0] for to, _ in self.catcher.caught for one in to)
        self.last = [message for _, message in self.catcher.caught]
        self.catcher.caught.clear()
        return got


async def test_what_is_unread_is_mailed_once_and_says_nothing_of_what_it_is(night: Night) -> None:
    await night.comment()
    assert await night.to(hours=8) == [], "at three it is not night yet"
    assert await night.to(hours=1, minutes=1) == ["anna", "bo", "elsa"]

    said = night.last[0].as_string()
    assert not any(name in said for name in NAMES)
    assert "https://plan.example/notices/" in said, "the only thing is reached by its own link"
    assert await night.to(minutes=1) == []
    assert await night.to(days=1) == [], "what was mailed is not mailed again, as long as nothing is new"


async def test_what_was_read_is_not_mailed_and_what_grew_is(night: Night) -> None:
    await night.comment()
    await night.world.post(night.world.cast.anna, "/notices/read")
    assert await night.to(hours=12) == ["bo", "elsa"]

    await night.comment()
    assert await night.to(days=1) == ["anna", "bo", "elsa"]


async def test_a_night_that_was_missed_is_made_good_once(night: Night) -> None:
    await night.comment()
    assert await night.to(days=3) == ["anna", "bo", "elsa"]
    await night.comment()
    assert await night.to(minutes=30) == [], "what comes in the day waits for the night"
    assert await night.to(days=1) == ["anna", "bo", "elsa"]


async def test_several_who_look_at_once_write_one(night: Night) -> None:
    await night.comment()
    await night.pass_by(hours=12)
    database = night.world.visits.database
    await asyncio.gather(*(write_nights(database, night.settings) for _ in range(5)))

    assert await night.world.value("SELECT count(*) FROM mail") == 3
    assert await night.world.value("SELECT count(*) FROM digest") == 3


async def test_a_clock_that_jumps_back_brings_no_second_mail(night: Night) -> None:
    await night.comment()
    assert await night.to(hours=12) == ["anna", "bo", "elsa"]
    await night.pass_by(hours=-4)
    await night.comment()
    assert [await night.to(hours=one) for one in (1, 1, 1, 2)] == [[], [], [], []], "that night has been"
    assert await night.to(days=1) == ["anna", "bo", "elsa"]


@pytest.mark.parametrize(
    ("begins", "utc", "night"),
    [
        ("02:30", "2026-03-29T00:59", "2026-03-28"),  # 01:59, then comes 03:00: the night is not left out
        ("02:30", "2026-03-29T01:00", "2026-03-29"),
        ("02:30", "2026-10-25T00:29", "2026-10-24"),
        ("02:30", "2026-10-25T00:30", "2026-10-25"),  # 02:30 for the first time
        ("02:30", "2026-10-25T01:10", "2026-10-24"),  # 02:10 for the second time: the night before, which has been
        ("02:30", "2026-10-25T01:30", "2026-10-25"),
        ("04:00", "2026-03-29T02:00", "2026-03-29"),
        ("04:00", "2026-10-25T02:59", "2026-10-24"),
    ],
)
def test_the_change_of_the_clock_neither_leaves_a_night_out_nor_doubles_it(begins: str, utc: str, night: str) -> None:
    at = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    settings = Settings.model_validate({"STEGVIS_NIGHT": begins})
    assert str(night_of(at, "", settings.night_begins)[0]) == night


async def test_each_by_their_own_clock_and_language(night: Night) -> None:
    anna = night.world.cast.anna
    form = {"begins": "", "ends": "", "time_zone": "America/New_York"}
    assert (await night.world.post(anna, "/settings/notices/quiet", **form)).status_code == 303
    assert (await night.world.post(anna, "/settings/notices/quiet", time_zone="Nowhere/None")).status_code == 422
    await night.world.rows("UPDATE person SET language = 'sv' WHERE source_id = 'anna'")
    await night.comment()

    assert await night.to(hours=10) == ["bo", "elsa"]
    assert at_clock(night.clock.at, "America/New_York").hour == 23
    assert await night.to(hours=5) == ["anna"]
    assert night.last[0]["Content-Language"] == "sv"


async def test_quiet_hours_are_waited_for_and_what_is_read_meanwhile_is_not_mailed(night: Night) -> None:
    for who in (night.world.cast.anna, night.world.cast.bo):
        await night.world.post(who, "/settings/notices/quiet", begins="21:00", ends="07:00")
    await night.comment()
    assert await night.to(hours=11) == ["elsa"]
    await night.world.post(night.world.cast.bo, "/notices/read")
    assert await night.to(hours=2) == ["anna"]


async def test_never_is_never_and_at_once_is_at_once_and_not_again_at_night(night: Night) -> None:
    cast = night.world.cast
    await choose(night.world, cast.anna, cast.elsa.id, comments_mail="never")
    await choose(night.world, cast.bo, cast.elsa.id, comments_mail="at_once")
    await night.comment()
    assert await night.to(minutes=1) == ["bo"]
    await night.comment()
    assert await night.to(minutes=1) == [], "no second one until the first is read"
    assert await night.to(hours=12) == ["elsa"]


async def test_turned_off_after_it_came_it_is_not_mailed(night: Night) -> None:
    await night.comment()
    await choose(night.world, night.world.cast.anna, night.world.cast.elsa.id, comments_mail="never")
    assert await night.to(hours=12) == ["bo", "elsa"]


async def test_a_right_that_ends_takes_what_waits_with_it(night: Night) -> None:
    world, cast = night.world, night.world.cast
    await choose(world, cast.bo, cast.elsa.id, comments_mail="at_once")
    await world.post(cast.bo, "/settings/notices/quiet", begins="18:00", ends="07:00")
    await night.comment()
    await night.to(minutes=5)
    for who in (cast.anna, cast.bo):
        relation = await world.value("SELECT id FROM relation WHERE person_id = $1", who.id)
        assert (await world.post(cast.admin, f"/relations/{relation}/end", reason="Moved")).status_code == 303
    assert await world.value("SELECT count(*) FROM notice WHERE read IS NULL AND person_id = ANY($1)", [cast.anna.id, cast.bo.id]) == 0

    assert set(await night.to(hours=14)) == {"elsa", "mentor"}, "who are told that access has ended"


async def test_what_is_taken_back_is_not_told_any_more(night: Night) -> None:
    key = new()
    await night.world.post(night.world.cast.mentor, f"{night.world.home}/comments", id=key, words="Oh")
    assert await night.world.badge(night.world.cast.anna) == 1
    assert (await night.world.post(night.world.cast.mentor, f"/comments/{key}/taken-back")).status_code == 303

    assert await night.world.badge(night.world.cast.anna) == 0
    assert await night.to(hours=12) == []


async def test_a_server_that_does_not_take_it_now_gets_it_once_later(night: Night) -> None:
    night.catcher.refuses["anna@hem.example"] = "451 later"
    await night.comment()
    assert await night.to(hours=12) == ["bo", "elsa"]
    await night.comment()
    await night.pass_by(days=1)
    await write_nights(night.world.visits.database, night.settings)
    night.catcher.refuses.clear()

    assert await night.to(minutes=1) == ["anna", "bo", "elsa"], "one mail for both nights"
    assert await night.to(hours=1) == []


async def test_read_before_it_left_it_does_not_leave_and_the_page_says_so(night: Night) -> None:
    night.catcher.refuses["anna@hem.example"] = "451 later"
    await night.comment()
    await night.to(hours=12)
    await night.world.post(night.world.cast.anna, "/notices/read")
    night.catcher.refuses.clear()

    assert await night.to(hours=1) == []
    assert "Not sent. You had read everything" in (await night.world.get(night.world.cast.anna, "/settings/mail")).text


async def test_an_address_that_takes_none_is_said_and_left_alone_until_its_owner_says_it_is_right(night: Night) -> None:
    anna = night.world.cast.anna
    night.catcher.refuses["anna@hem.example"] = "550 no such mailbox"
    await night.comment()
    await night.to(hours=12)
    night.catcher.refuses.clear()
    assert "Mails to this address do not arrive" in (await night.world.get(anna, "/settings/mail")).text
    await night.comment()
    assert await night.to(days=1) == ["bo", "elsa"]
    assert "There was something to tell in these nights" in (await night.world.get(anna, "/settings/mail")).text

    assert (await night.world.post(anna, "/settings/mail/again")).status_code == 303
    await night.comment()
    assert await night.to(days=1) == ["anna", "bo", "elsa"]
    assert "Mails to this address do not arrive" not in (await night.world.get(anna, "/settings/mail")).text


async def test_a_protected_pupil_is_never_named(night: Night) -> None:
    world, cast = night.world, night.world.cast
    await world.post(cast.hidden, f"/plans/{cast.hidden_plan.id}/comments", id=new(), words="Good")
    assert await night.to(hours=12) == ["mentor"]
    assert not any(name in night.last[0].as_string() for name in NAMES)


async def test_a_whole_municipality_is_written_to_in_batches(night: Night, report: Any) -> None:
    world, many = night.world, 2_000
    adults = """
        WITH made AS (
            INSERT INTO person
                (id, organisation_id, source_id, given_name, family_name, email, protected, language, theme, letters, airy, aloud)
            SELECT gen_random_uuid(), $1, 'test:' || n, 'A', 'B', n || '@hem.example', false, 'en', '', 'usual', false, false
            FROM generate_series(1, $4::int) n RETURNING id
        ) INSERT INTO relation (id, person_id, kind, pupil_id, source, since, subject, reason, end_reason)
        SELECT gen_random_uuid(), id, 'guardian_of', $2, 'test', $3, '', '', '' FROM made"""
    await world.rows(adults, world.cast.organisation.id, world.cast.elsa.id, night.clock.at - timedelta(days=1), many)
    await night.comment()
    await night.pass_by(hours=12)
    begun = monotonic()
    assert await write_nights(world.visits.database, night.settings) == many + 3
    assert await world.value("SELECT count(*) FROM mail WHERE state = 'waiting'") == many + 3
    report(f"the night's mails: {many / (monotonic() - begun):,.0f} people a second")
    await world.tidy()
