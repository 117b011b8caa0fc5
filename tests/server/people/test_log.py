"""The access log: who read or changed what, without what the reader may not see."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from server.columns import now
from server.events import RelationBegun, RelationEnded
from server.people.policy import Actor
from server.texts import actions
from server.texts.models import TextUpdate
from server.work import Work
from tests.server.people.ties import relation
from tests.server.schools.test_import import ROSTER
from tests.server.schools.test_roster_notices import bring
from tests.server.texts.writing import saying
from tests.server.world import new

if TYPE_CHECKING:
    from uuid import UUID

    from server.people.models import Person
    from tests.server.world import World


async def log(world: World, person: Person, asked: str = "") -> str:
    """Read the list of the log as somebody, with one blank between words."""
    page = (await world.get(person, f"/pupils/{world.cast.elsa.id}/access-log{asked}")).text
    start = page.find("<ol", page.find("<main"))
    return " ".join(page[start : page.find("</ol>", start)].split()) if start >= 0 else ""


async def write(world: World, text: UUID, by: Person, times: int = 1) -> None:
    """Write in a text as the committer keeps it."""
    seq = await world.value("SELECT seq FROM text WHERE id = $1", text)
    rows = [
        TextUpdate(text_id=text, seq=seq + one, client=new(), op=1, person_id=by.id, payload=saying("x", one), at=now())
        for one in range(1, times + 1)
    ]
    await world.add(*rows)
    await world.rows("UPDATE text SET seq = $2 WHERE id = $1", text, seq + times)


async def end_by_hand(world: World, tie: UUID) -> None:
    """End a relation as the administrator does."""
    assert (await world.post(world.cast.admin, f"/relations/{tie}/end", reason="Moved")).status_code == 303


async def test_what_one_person_reads_within_an_hour_is_one_line(world: World) -> None:
    for _ in range(3):
        await world.get(world.cast.teacher, world.home)
    await world.rows("UPDATE event SET at = at - interval '2 hours' WHERE id = (SELECT min(id) FROM event)")

    lines = await log(world, world.cast.elsa)

    assert lines.count("Tore Lärare") == 2
    assert "2 times" in lines
    assert "Read the plan" in lines


async def test_an_open_page_that_asks_again_is_no_second_look_and_nobody_hides_by_it(world: World) -> None:
    page, again = f"/pupils/{world.cast.elsa.id}/why", {"Stegvis-Look": "again"}
    for _ in range(2):
        assert (await world.get(world.cast.principal, page, **again)).status_code == 200
        await world.get(world.cast.admin, page)
    assert (await world.get(world.cast.teacher, world.home, **again)).status_code == 200
    lines = await log(world, world.cast.elsa)
    assert lines.count("Read the page: Why can somebody see?") == 2
    assert lines.count("2 times") == 1, "the administrator's, who did not ask again"
    assert lines.count("Tore Lärare") == 1

    await world.rows("UPDATE event SET at = at - interval '61 minutes'")
    await world.get(world.cast.principal, page, **again)
    assert (await log(world, world.cast.elsa)).count("Pia Rektor") == 2


async def test_a_locked_version_that_is_read_or_taken_away_stands_there(world: World) -> None:
    await world.post(world.cast.mentor, f"{world.home}/phase", phase="agreed")
    await world.get(world.cast.observer, f"{world.home}/versions/1")
    await world.get(world.cast.teacher, f"{world.home}/versions/1?as=json")

    lines = await log(world, world.cast.anna)

    assert lines.count("Read the locked version 1") == 2
    assert "Took the plan on: Agreed and locked" in lines
    assert [one["data"] for one in await world.rows("SELECT data FROM event WHERE kind = 'version_opened' ORDER BY id")][1].count("true")


async def test_the_staffs_drafts_are_told_in_general_only(world: World) -> None:
    cast = world.cast
    await world.phase("draft")
    await write(world, cast.text("staff_notes"), cast.teacher)
    await world.post(cast.mentor, f"{world.home}/goals", id=new(), title="Secret yet")
    await world.post(cast.teacher, f"{world.home}/comments", id=new(), words="x", text=cast.text("staff_notes"))

    for reader in (cast.elsa, cast.anna, cast.admin):
        lines = await log(world, reader)
        assert lines.count("Worked on the preparation") == 3, reader.name
        assert "notes" not in lines
        assert "goal" not in lines
    lines = await log(world, cast.principal)
    assert "Proposed a goal" in lines
    assert "Wrote in:" in lines


async def test_another_households_own_things_do_not_stand_in_a_guardians_log(world: World) -> None:
    cast = world.cast
    await write(world, cast.text("home_bo"), cast.bo)
    await world.get(cast.bo, world.home)
    await world.post(cast.bo, f"{world.home}/comments", id=new(), words="To all")
    await world.get(cast.teacher, world.home)

    lines = await log(world, cast.anna)

    assert lines.count("Bo Lind") == 1
    assert "Wrote a comment" in lines
    assert "Tore Lärare" in lines
    assert (await log(world, cast.elsa)).count("Bo Lind") == 3
    assert (await log(world, cast.bo)).count("Bo Lind") == 3


async def test_what_a_household_hands_in_stands_in_its_own_log_and_not_in_the_others(world: World) -> None:
    cast = world.cast
    plan = await world.hand_out("shared")
    rest = await world.answer(plan, "rest", household_id=cast.bos.id)
    own = await world.preparation("home", plan, household_id=cast.bos.id)
    await world.write(await world.text_of(plan, "see", household_id=cast.bos.id), cast.bo, "Well")
    for value in (0, 1, 0):
        await world.post(cast.bo, f"/answers/{rest}", value=value)
    await world.post(cast.bo, f"/preparations/{own}/handed-in")
    await world.post(cast.mentor, f"/preparations/{await world.preparation('home', plan, household_id=cast.annas.id)}/closed")

    for reader in (cast.bo, cast.elsa, cast.principal):
        lines = await log(world, reader)
        assert "Handed in: How do we see it at home? · Bo" in lines, reader.name
        assert lines.count("Wrote in: How do we see it at home?") == 2, "the text, and the answers of an hour in one line"
        assert "3 times" in lines
    anna = await log(world, cast.anna)
    assert "Bo" not in anna
    assert "Handed in" not in anna
    assert "Stopped waiting for: How do we see it at home? · Anna" in anna


async def test_what_the_school_prepares_is_told_the_home_in_general_only(world: World) -> None:
    cast = world.cast
    plan = await world.hand_out("draft")
    await world.post(cast.teacher, f"/answers/{await world.answer(plan, 'subject')}", value=1)
    await world.post(cast.mentor, f"/preparations/{await world.preparation('teachers', plan)}/closed")

    for reader in (cast.elsa, cast.anna, cast.admin):
        assert (await log(world, reader)).count("Worked on the preparation") == 2, reader.name
        assert "Matematik" not in await log(world, reader)
    assert "Stopped waiting for: Assessment: Matematik" in await log(world, cast.principal)


async def test_who_wrote_is_still_known_when_the_strokes_are_folded(world: World) -> None:
    text = world.cast.text("talk_notes")
    await write(world, text, world.cast.mentor, times=5)
    before = await log(world, world.cast.elsa)
    async with world.visits.database.session() as session:
        await actions.fold(session, text)
        await session.commit()

    after = await log(world, world.cast.elsa)

    assert "Wrote in: Notes from the talk" in before
    assert "Maja Mentor" in after
    assert "Wrote in: Notes from the talk" in after
    assert await world.value("SELECT count(*) FROM text_update") == 0


async def test_it_is_sifted_by_person_and_by_kind_and_leafed_through(world: World) -> None:
    cast = world.cast
    await world.get(cast.teacher, world.home)
    for _ in range(60):
        await world.post(cast.mentor, f"{world.home}/goals", id=new(), title="x")

    assert "Tore" not in await log(world, cast.elsa)
    assert "Tore" in await log(world, cast.elsa, "?page=2")
    assert "Maja" not in await log(world, cast.elsa, f"?person={cast.teacher.id}")
    assert "Tore" in await log(world, cast.elsa, "?about=looks")
    assert "Maja" not in await log(world, cast.elsa, "?about=looks")
    assert "Tore" not in await log(world, cast.elsa, "?about=changes&page=2")
    for strange in ("?page=-1", "?page=x", f"?page={10**30}", "?person=x&about=y", "?page=%00"):
        assert "Maja" in await log(world, cast.elsa, strange)


async def test_another_pupils_log_is_not_mixed_in(world: World) -> None:
    await world.get(world.cast.teacher, f"/plans/{world.cast.omars_plan.id}")
    assert "Tore" not in await log(world, world.cast.elsa)


async def test_those_who_run_the_school_stand_in_it_when_they_look(world: World) -> None:
    await world.get(world.cast.admin, f"/pupils/{world.cast.elsa.id}/why?person={world.cast.anna.id}")
    await world.get(world.cast.principal, f"/pupils/{world.cast.elsa.id}/access-log")

    lines = await log(world, world.cast.elsa)

    assert "Read the page: Why can somebody see?" in lines
    assert "Read the page: Access log" in lines


async def test_staff_who_open_the_pupils_page_or_the_contact_details_stand_in_it(world: World) -> None:
    cast = world.cast
    for reader, page in ((cast.teacher, "pupils"), (cast.admin, "pupils"), (cast.observer, "people")):
        assert (await world.get(reader, f"/{page}/{cast.elsa.id}")).status_code == 200

    lines = await log(world, cast.anna)

    assert lines.count("Read the page: The pupil&#39;s page") == 2
    assert lines.count("Read the page: Contact details") == 1
    for name in ("Tore Lärare", "Adam Admin", "Olga Special"):
        assert name in lines


async def test_the_home_and_classmates_who_see_what_is_theirs_to_see_are_not_noted(world: World) -> None:
    cast = world.cast
    for reader, page in ((cast.elsa, "pupils"), (cast.bo, "pupils"), (cast.omar, "people"), (cast.omars_mother, "people")):
        assert (await world.get(reader, f"/{page}/{cast.elsa.id}")).status_code == 200
    assert (await world.get(cast.teacher, f"/people/{cast.anna.id}")).status_code == 200

    assert await log(world, cast.elsa) == ""


async def test_a_teachers_tie_to_the_class_stands_in_the_log_of_each_pupil_who_is_there_then(world: World) -> None:
    cast = world.cast
    for row in await world.rows("SELECT id FROM relation WHERE person_id = $1 AND kind = 'pupil_in'", cast.omar.id):
        await end_by_hand(world, row["id"])
    await world.rows("UPDATE relation SET since = now() + interval '1 hour' WHERE person_id = $1 AND kind = 'pupil_in'", cast.hidden.id)

    await end_by_hand(world, await relation(world, cast.teacher, "teacher_in"))
    await world.post(
        cast.admin, f"/classes/{cast.klass.id}/relations", kind="teacher_in", person=cast.observer.id, subject="Bild", reason="New"
    )

    elsewhere = await relation(world, cast.far_teacher, "teacher_in")
    assert (await world.post(cast.director, f"/relations/{elsewhere}/end", reason="Moved")).status_code == 303

    for reader in (cast.elsa, cast.anna, cast.principal):
        lines = await log(world, reader)
        assert "Fanny" not in lines
        assert lines.count("Access ended: Tore Lärare, Teacher") == 1, reader.name
        assert lines.count("Access began: Olga Special, Teacher") == 1
        assert lines.count("Adam Admin") == 2
    assert "Olga Special" not in await log(world, cast.elsa, "?about=looks")
    assert "Tore Lärare" in await log(world, cast.elsa, f"?person={cast.admin.id}")
    for pupil in (cast.omar, cast.hidden):  # one had left, one is yet to come
        page = (await world.get(pupil, f"/pupils/{pupil.id}/access-log")).text
        assert "Tore Lärare" not in page
        assert "Olga Special" not in page


async def test_what_a_roster_begins_and_ends_stands_there_too(own: World) -> None:
    cast = own.cast
    await bring(own, ROSTER)
    await bring(own, ROSTER.replace("Lärare;teacher;Tore;Lärare", "Lärare;new;Nina;Ny") + "Elev;ny;Nora;Ny;Ekskolan;4B;;;;\r\n")
    lines = await log(own, cast.elsa)
    assert lines.count("Access ended: Tore Lärare, Teacher") == 1
    assert lines.count("Access began: Nina Ny, Teacher") == 1
    assert "Adam Admin" in lines
    assert "Nora" not in lines

    await bring(own, ROSTER.replace("Elev;elsa;Elsa;Berg;Ekskolan;4B", "Elev;elsa;Elsa;Berg;Ekskolan;4C"))
    lines = await log(own, cast.elsa)
    assert "Access ended: Elsa Berg, Pupil" in lines
    assert "Access began: Elsa Berg, Pupil" in lines


async def test_what_a_roster_began_or_ended_did_not_come_by_itself(world: World) -> None:
    cast = world.cast
    key = await relation(world, cast.anna, "guardian_of")
    async with world.visits.database.session() as session:
        work = Work(session, Actor(cast.admin, ()), by_itself=True)
        for one in (RelationBegun, RelationEnded):
            work.tell(one(relation=key, person=cast.anna.id, pupil=cast.elsa.id))
        await work.commit()

    lines = await log(world, cast.elsa)
    assert '<b dir="auto">The roster</b> <span class="under" dir="auto">Access began: Anna Berg, Guardian' in lines
    assert '<b dir="auto">By itself</b> <span class="under" dir="auto">Access ended: Anna Berg, Guardian' in lines, "its last day was over"

    await world.rows("UPDATE relation SET ended_by_roster = true WHERE id = $1", key)
    assert "By itself" not in await log(world, cast.elsa)
    await world.rows("UPDATE relation SET ended_by_roster = false WHERE id = $1", key)


async def test_a_line_says_what_the_reader_is_and_which_class_access_was_for(world: World) -> None:
    await world.get(world.cast.mentor, world.home)
    tie = await world.value("SELECT id FROM relation WHERE person_id = $1 AND kind = 'teacher_in'", world.cast.teacher.id)
    await end_by_hand(world, tie)

    lines = re.sub(r"<[^>]+>", "", await log(world, world.cast.anna))

    assert "Maja Mentor Mentor, Teacher Read the plan" in " ".join(lines.split())
    assert "Access ended: Tore Lärare, Teacher · 4B Matematik" in " ".join(lines.split())
