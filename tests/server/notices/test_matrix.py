"""The matrix of notices, row by row: who hears of which event, on the badge, by mail at once, or by the night's mail."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from server import columns
from server.booking.actions.reminding import remind_all
from server.columns import now
from server.config import Settings
from server.goals.actions.calling import call_to_mind
from server.notices.actions.leaving import let_leave
from server.notices.actions.nights import write_nights
from tests.agreeing import propose
from tests.booking import offered, taken
from tests.server.booking.test_offer import HOURS, TICKED
from tests.server.notices.test_choices import choose
from tests.server.rounds.making import begin, hand_out_all, publish, term
from tests.server.world import new

if TYPE_CHECKING:
    from tests.server.world import World

MATRIX = """
row                          | what happens            | by        | badge                   | at once                | nightly
material handed out          | handed out              | mentor    | elsa anna bo omar hidden omars_mother teacher | - | elsa anna bo omar hidden omars_mother teacher
                             | handed out, none asked  | mentor    | elsa anna bo omar hidden omars_mother | -   | elsa anna bo omar hidden omars_mother
part handed in               | part by pupil           | elsa      | mentor                  | -                      | -
                             | part by home            | anna      | mentor                  | -                      | -
                             | part by teacher         | teacher   | mentor                  | -                      | -
shared with the home         | shared                  | mentor    | elsa anna bo            | -                      | elsa anna bo
                             | shared                  | principal | elsa anna bo            | -                      | elsa anna bo
                             | shared, chosen at once  | mentor    | elsa anna bo            | anna                   | elsa bo
                             | taken back from home    | mentor    | elsa anna bo            | -                      | elsa anna bo
comment on something shared  | comment                 | anna      | elsa bo mentor          | -                      | elsa bo mentor
                             | comment                 | observer  | elsa anna bo mentor     | -                      | elsa anna bo mentor
                             | comment on assessment   | bo        | elsa anna mentor teacher | -                     | elsa anna mentor teacher
                             | answer to the teacher   | anna      | elsa bo mentor teacher  | -                      | elsa bo mentor teacher
                             | comment on home's text  | mentor    | elsa anna               | -                      | elsa anna
                             | comment on staff's notes | teacher  | mentor                  | -                      | mentor
goal proposed, reworded      | goal proposed           | elsa      | anna bo mentor          | -                      | anna bo mentor
                             | goal proposed           | teacher   | elsa anna bo mentor     | -                      | elsa anna bo mentor
                             | goal reworded           | mentor    | elsa anna bo            | -                      | elsa anna bo
                             | goal reworded, teacher's | mentor   | elsa anna bo teacher    | -                      | elsa anna bo teacher
                             | goal checked in         | bo        | elsa anna mentor        | -                      | elsa anna mentor
goal status changed          | goal moved              | elsa      | anna bo mentor          | -                      | anna bo mentor
                             | goal moved              | mentor    | elsa anna bo            | -                      | elsa anna bo
                             | goal moved, teacher's   | mentor    | elsa anna bo teacher    | -                      | elsa anna bo teacher
goal due soon, overdue       | goal due soon           | -         | elsa anna bo mentor     | -                      | elsa anna bo mentor
                             | goal overdue, teacher's | -         | elsa anna bo mentor teacher | -                  | elsa anna bo mentor teacher
asked to look back           | asked to look back      | mentor    | elsa anna bo            | -                      | elsa anna bo
times offered                | times offered           | mentor    | anna bo omars_mother    | -                      | anna bo omars_mother
                             | times offered, of age   | mentor    | elsa omars_mother       | -                      | elsa omars_mother
                             | times offered, chosen at once | mentor | anna bo omars_mother | anna                   | bo omars_mother
booked, moved, cancelled     | booked                  | anna      | elsa mentor             | anna elsa mentor       | -
                             | booked with the teacher | bo        | elsa mentor teacher     | bo elsa mentor teacher | -
                             | moved                   | mentor    | elsa anna               | elsa anna mentor       | -
                             | cancelled               | anna      | elsa mentor             | anna elsa mentor       | -
reminder                     | reminded a day before   | -         | -                       | anna elsa mentor       | -
                             | reminded an hour before | -         | -                       | anna elsa mentor       | -
talk begins: join            | talk begun              | mentor    | elsa anna bo            | elsa anna bo           | -
                             | talk of one home begun  | mentor    | elsa anna               | elsa anna              | -
plan agreed, assent asked    | agreement proposed      | mentor    | elsa anna bo            | elsa anna bo           | -
                             | agreement taken back    | mentor    | elsa anna bo            | elsa anna bo           | -
assent or objection given    | assent given            | anna      | mentor                  | -                      | -
locked, reopened             | locked                  | mentor    | elsa anna bo teacher    | -                      | elsa anna bo teacher
                             | reopened                | principal | elsa anna bo mentor teacher | -                  | elsa anna bo mentor teacher
                             | put to use              | mentor    | -                       | -                      | -
                             | access ended            | admin     | elsa anna mentor        | elsa anna mentor       | -
"""  # noqa: E501  # one row a line is how a table is read
ROWS = [[cell.strip() for cell in line.split("|")] for line in MATRIX.strip().splitlines()[1:]]


async def do(world: World, what: str, who: str) -> None:  # the table's acts, one after another
    """Let somebody do one thing of the table, with all that must have been before it."""
    cast, home = world.cast, world.home
    before, mentor = await _before(world, what)
    fresh: dict[str, object] = {"id": new()}
    word: dict[str, object] = {"id": new(), "words": "Good"}
    bookings, talks = f"{home}/bookings", f"{home}/talks"
    acts: dict[str, tuple[str, dict[str, object]]] = {
        "part by pupil": (f"/preparations/{before}/handed-in", {}),
        "part by home": (f"/preparations/{before}/handed-in", {}),
        "part by teacher": (f"/preparations/{before}/handed-in", {}),
        "shared": (f"{home}/phase", {"phase": "shared"}),
        "shared, chosen at once": (f"{home}/phase", {"phase": "shared"}),
        "taken back from home": (f"{home}/phase", {"phase": "draft", "reason": "Too soon"}),
        "comment": (f"{home}/comments", word),
        "comment on assessment": (f"{home}/comments", {**word, "text": cast.text("assessment")}),
        "answer to the teacher": (f"{home}/comments", {**word, "thread": before}),
        "comment on home's text": (f"{home}/comments", {**word, "text": cast.text("home_anna")}),
        "comment on staff's notes": (f"{home}/comments", {**word, "text": cast.text("staff_notes")}),
        "goal proposed": (f"{home}/goals", {**fresh, "title": "Swim"}),
        "goal reworded": (f"/goals/{cast.goal.id}", {"title": "Read more"}),
        "goal reworded, teacher's": (f"/goals/{before}", {"title": "Read more", "responsible_id": cast.teacher.id}),
        "goal checked in": (f"/goals/{cast.goal.id}/check-ins", word),
        "goal moved": (f"/goals/{cast.goal.id}/status", {"status": "done"}),
        "goal moved, teacher's": (f"/goals/{before}/status", {"status": "done"}),
        "booked": (bookings, {**fresh, "slot": before, "household": cast.annas.id}),
        "booked with the teacher": (bookings, {**fresh, "slot": before, "household": cast.bos.id}),
        "moved": (f"/bookings/{before}/moved", {"slot": mentor}),
        "cancelled": (f"/bookings/{before}/cancelled", {}),
        "talk begun": (talks, fresh),
        "talk of one home begun": (talks, {**fresh, "household": cast.annas.id}),
        "agreement proposed": (f"{home}/agreement", fresh),
        "agreement taken back": (f"/agreements/{before}/taken-back", {}),
        "assent given": (f"/agreements/{before}/answer", {"yes": "true"}),
        "locked": (f"/agreements/{before}/locked", {"reason": "Enough"}),
        "reopened": (f"{home}/phase", {"phase": "talk", "reason": "A slip"}),
        "put to use": (f"{home}/phase", {"phase": "in_use"}),
        "asked to look back": (f"{home}/evaluation/asked", {}),
        "access ended": (f"/relations/{before}/end", {"reason": "Moved"}),
    }
    for offer in ("times offered", "times offered, of age", "times offered, chosen at once"):
        acts[offer] = (f"/classes/{cast.klass.id}/offers", {**HOURS, **fresh, "whole": "true", **dict.fromkeys(TICKED, "true")})
    if what.startswith("handed out"):
        asks = {"asks_teachers": ""} if "none" in what else {}
        answer = await begin(world, template=await publish(world), term=await term(world), **asks)
        assert answer.status_code == 303, answer.text
        await hand_out_all(world)
    elif what.startswith("reminded"):
        await remind_all(world.visits.database, Settings(), lambda _: None)
    elif what.startswith(("goal due", "goal overdue")):
        await call_to_mind(world.visits.database, 7, lambda _: None)
    else:
        address, fields = acts[what]
        answer = await world.post(getattr(cast, who), address, **fields)
        assert answer.status_code == 303, answer.text


async def _before(world: World, what: str) -> tuple[object, object]:  # noqa: C901, PLR0911, PLR0912, PLR0915  # as above
    """Bring about what must have been before something can happen, without a notice of it; give what the act is done to."""
    cast = world.cast
    database = world.visits.database
    if what.startswith("part by"):
        party = {"pupil": "pupil", "home": "home", "teacher": "teachers"}[what.rsplit(" ", 1)[1]]
        await world.phase("shared" if party == "home" else "draft")
        whose: dict[str, Any] = {}
        if party != "pupil":
            whose = {"household_id": cast.annas.id} if party == "home" else {"subject": "Matematik"}
        one = await world.preparation(party, **whose)
        text = {"pupil": "self_assessment", "home": "home_anna", "teachers": "assessment"}[party]
        by = {"pupil": cast.elsa, "home": cast.anna, "teachers": cast.teacher}[party]
        await world.write(cast.text(text), by, "Good")
        return one, None
    if what.startswith("shared"):
        await world.phase("draft")
        await world.prepared()
        if "at once" in what:
            await choose(world, cast.anna, cast.elsa.id, plan_mail="at_once")
    if what == "taken back from home":
        await world.phase("shared")
    if what == "answer to the teacher":
        return (await world.thread(cast.teacher))[0], None
    if what.startswith(("goal due", "goal overdue", "asked to look")):
        await world.phase("in_use")
        due = now().date() + timedelta(days=-2 if "overdue" in what else 3)
        responsible = cast.teacher.id if "teacher" in what else None
        await world.rows("UPDATE goal SET due = $1, responsible_id = $2 WHERE id = $3", due, responsible, cast.goal.id)
    elif what.endswith("teacher's"):
        return await world.goal(cast.elsa, responsible_id=cast.teacher.id), None
    if what.startswith("times offered"):
        for plan in (cast.plan, cast.omars_plan):
            await world.phase("shared", plan)
        await world.phase("archived", cast.hidden_plan)
        if "of age" in what:
            await world.rows("UPDATE person SET born = '2000-01-01' WHERE id = $1", cast.elsa.id)
        if "at once" in what:
            await choose(world, cast.anna, cast.elsa.id, times_mail="at_once")
    if what in {"booked", "booked with the teacher", "moved", "cancelled"} or what.startswith("reminded"):
        await world.phase("shared")
        async with database.session() as session:
            offer, slots = await offered(session, cast.klass, cast.teacher if "teacher" in what else cast.mentor)
            booking = None
            if "booked" not in what:
                lately = {"changed": now() - timedelta(days=9)}
                booking = await taken(session, cast.plan, cast.annas.id, offer, slots[0], cast.anna, **lately)
            await session.commit()
        if what.startswith("reminded"):
            ahead = timedelta(hours=23) if "day" in what else timedelta(minutes=50)
            await world.rows("UPDATE booking SET starts = $1, ends = $2", now() + ahead, now() + ahead + timedelta(minutes=20))
        return (booking.id, slots[1].id) if booking else (slots[0].id, None)
    if what.startswith("talk"):
        await world.connection.execute("DELETE FROM talk_line; DELETE FROM attendance; DELETE FROM invited; DELETE FROM talk")
    if what in {"locked", "assent given", "agreement taken back"}:
        proposed = await propose(await world.as_(cast.mentor), cast.plan.id)
        await world.connection.execute("DELETE FROM notice; DELETE FROM mail")
        return proposed, None
    if what in {"reopened", "put to use"}:
        await world.phase("agreed")
    if what == "access ended":
        return await world.value("SELECT id FROM relation WHERE person_id = $1", cast.bo.id), None
    return None, None


async def heard(world: World, monkeypatch: pytest.MonkeyPatch) -> tuple[set[str], set[str], set[str]]:
    """Give who has it on the badge, who was mailed at once, and who is mailed in the night that comes."""
    names = {person.id: name for name, person in world.cast.everyone().items()}
    badge = {names[row["person_id"]] for row in await world.rows("SELECT person_id FROM notice WHERE read IS NULL AND shown")}
    for name, person in world.cast.everyone().items():
        if not person.guest:  # a guest has a talk and nothing else, no badge either
            assert (await world.badge(person) > 0) == (name in badge)
    settings = Settings()
    await let_leave(world.visits.database, settings)
    at_once = {names[row["person_id"]] for row in await world.rows("SELECT person_id FROM mail")}
    with monkeypatch.context() as patch:
        later = now() + timedelta(days=1)
        patch.setattr(columns, "the_clock", lambda: later)
        await write_nights(world.visits.database, settings)
    nightly = {names[row["person_id"]] for row in await world.rows("SELECT person_id FROM mail WHERE kind = 'digest'")}
    return badge, at_once, nightly


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[1]} by {row[2]}")
async def test_those_concerned_hear_and_nobody_else(world: World, monkeypatch: pytest.MonkeyPatch, row: list[str]) -> None:
    _, what, who, *cells = row
    await world.rows("UPDATE person SET email = source_id || '@hem.example'")

    await do(world, what, who)

    assert await heard(world, monkeypatch) == tuple({one for one in cell.split() if one != "-"} for cell in cells)


async def test_whoever_is_given_access_is_told_with_the_others(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await world.rows("UPDATE person SET email = source_id || '@hem.example'")
    cast = world.cast
    form = {"person": cast.omars_mother.id, "kind": "guardian_of", "household": "apart", "reason": "x"}

    assert (await world.post(cast.admin, f"/pupils/{cast.elsa.id}/relations", **form)).status_code == 303

    everyone = {"elsa", "anna", "bo", "omars_mother", "mentor"}
    assert await heard(world, monkeypatch) == (everyone, everyone, set())
