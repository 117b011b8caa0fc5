"""A pupil moves to another installation: both plans are the same, texts and history included."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import TYPE_CHECKING, Any
from uuid import UUID

import asyncpg
import pytest

from server.audit.models import Event
from server.events import Happening, PlanMoved
from server.exports.archive.shape import plan_path
from server.goals.events import GoalOverdue
from server.goals.models import Called, Criterion, GoalCall, GoalCriterion
from server.plans.models import Phase
from server.texts.actions import fold, state
from server.work import data_of
from tests.server.exports.archives import files_of, said, taken
from tests.server.goals.test_evaluate import answer
from tests.server.goals.test_follow import picture
from tests.server.history.test_history import shown_to
from tests.server.world import new

if TYPE_CHECKING:
    from server.plans.models import Plan
    from tests.server.exports.archives import Files
    from tests.server.exports.conftest import Installation
    from tests.server.world import World

CRITERIA = ("Reads with flow", "Retells what was read")
DUE = date(2026, 11, 20)
PDF = b"%PDF-1.4 a drawing"


async def folded(world: World, text: UUID) -> None:
    """Let the updates of a text be folded."""
    async with world.visits.database.session() as session:
        await fold(session, text)
        await session.commit()


async def live_through_a_term(world: World) -> Plan:
    """Let Elsa's old plan be agreed on, followed, looked back on and archived, and a new one be prepared; give the new one."""
    cast = world.cast
    await world.write(cast.text("talk_notes"), cast.mentor, "We spoke of reading")
    await world.write(cast.text("talk_notes"), cast.elsa, "and of swimming")
    await folded(world, cast.text("talk_notes"))
    listed = [criterion(cast.school.id, number, words) for number, words in zip((1, 3), CRITERIA, strict=True)]
    await world.add(*listed, *(GoalCriterion(goal_id=cast.goal.id, criterion_id=one.id) for one in listed))
    await world.write(cast.text("agreement"), cast.elsa, "I read every day")
    await world.write(cast.text("staff_notes"), cast.teacher, "Needs a quiet place")
    await world.agree(cast.proposal.id)
    await world.get(cast.mentor, f"{world.home}/versions/1/pdf")
    await world.post(cast.mentor, f"{world.home}/phase", phase="in_use")
    await world.post(cast.elsa, f"/goals/{cast.goal.id}/status", status="done")
    await world.post(cast.anna, f"/goals/{cast.goal.id}/check-ins", id=new(), words="Ten pages today")
    elsa = await world.as_(cast.elsa)
    form = {"id": str(new()), "words": "My shelf", "face": "4"}
    await elsa.post(f"/goals/{cast.goal.id}/check-ins", data=form, files={"picture": ("shelf.jpg", picture())})
    await happened(world, GoalOverdue(plan=cast.plan.id, goal=cast.goal.id, due=DUE))
    await world.add(GoalCall(goal_id=cast.goal.id, due=DUE, why=Called.over))
    await world.post(cast.anna, f"{world.home}/comments", id=new(), words="Well done", goal=cast.goal.id)
    await world.post(cast.bo, f"{world.home}/comments", id=new(), words="So proud")
    await look_back(world)
    plan = await world.hand_out(Phase.shared)
    assert (await world.post(cast.mentor, f"/goals/{cast.goal.id}/outcome", outcome="carried_over")).status_code == 303
    await world.rows("UPDATE plan SET phase = 'archived' WHERE id = $1", cast.plan.id)
    await happened(world, PlanMoved(plan=cast.plan.id, old=Phase.evaluated, new=Phase.archived))
    await world.post(cast.elsa, f"/answers/{await world.answer(plan, 'feel')}", face=3)
    work = await world.answer(plan, "work")
    sent = await elsa.post(f"/answers/{work}/files", data={"id": str(new())}, files={"file": ("a drawing.pdf", PDF)})
    assert sent.status_code == 303
    see = await world.text_of(plan, "see", household_id=cast.annas.id)
    for words in ("She sings", "and reads", "and swims"):
        await world.write(see, cast.anna, words)
        if words != "and swims":
            await folded(world, see)
    await world.rows("UPDATE text_past SET person_id = NULL WHERE text_id = $1 AND seq = 1", see)
    return plan


async def happened(world: World, happening: Happening) -> None:
    """Let something have happened in Elsa's plan by itself."""
    row: dict[str, Any] = {"organisation_id": world.cast.organisation.id, "plan_id": world.cast.plan.id, "data": data_of(happening)}
    await world.add(Event(kind=happening.kind(), **row))


def criterion(school: UUID, number: int, words: str) -> Criterion:
    """Give a criterion of a school's list, whose id stands in order with others'."""
    return Criterion(id=UUID(int=number), school_id=school, subject="Svenska", years=["4"], text=words)


async def look_back(world: World) -> None:
    """Let all be asked to look back, and the pupil, one home and the mentor do so."""
    cast = world.cast
    assert (await world.post(cast.mentor, f"{world.home}/evaluation/asked")).status_code == 303
    for who in ("elsa", "anna", "mentor"):
        of_goal: dict[str, Any] = {f"goal:{cast.goal.id}:words": f"{who} on reading"}
        assert (await answer(world, who, words=f"{who} looks back", **of_goal)).status_code == 303
    assert (await world.post(cast.mentor, f"{world.home}/evaluation/closed")).status_code == 303


async def bring(second: Installation, archive: bytes, *, apply: bool = True) -> str:
    """Bring an archive in for Elsa; give the report's page."""
    there = second.school
    principal = await second.as_(there.principal)
    sent = await principal.post(
        f"/schools/{there.school.id}/pupil-imports", data={"pupil": str(there.elsa.id)}, files={"file": ("elsa.zip", archive)}
    )
    assert sent.status_code == 303, sent.text
    address = sent.headers["location"]
    if apply:
        assert (await principal.post(f"{address}/applied")).status_code == 303
    return unescape((await principal.get(address)).text)


def shown(page: str) -> list[str]:
    """Give the words of a page's own part, without forms: sorted, since homes stand in the order of their ids here.

    That a criterion is not on the school's list is not the same at another school.
    """
    own = page.rpartition("<main")[2].partition("</main>")[0]
    plain = re.sub(r"<[^>]+>", " ", re.sub(r"<(form|script|template|details)\b.*?</\1>", " ", own, flags=re.DOTALL))
    return sorted(unescape(plain).replace(", not on the school's list now", "").split())


def same(plan: dict[str, Any]) -> dict[str, Any]:
    """Give what must be the same of a plan in both archives: all but where it is, and times booked at the school it came from."""
    left = {name: value for name, value in plan.items() if name not in {"place", "bookings", "talks", "attendance", "invited"}}
    return {**left, "plan": {**plan["plan"], "pupil_id": ""}}


def spelled(value: Any, names: dict[str, str]) -> Any:
    """Write people and homes by their names, whatever their ids are."""
    if isinstance(value, dict):
        return {name: spelled(one, names) for name, one in value.items()}
    if isinstance(value, list):
        return [spelled(one, names) for one in value]
    return names.get(value, value) if isinstance(value, str) else value


def names_in(files: dict[str, bytes]) -> dict[str, str]:
    pupil = said(files, "pupil.json")
    people = {one["id"]: f"{one['given_name']} {one['family_name']}" for one in pupil["people"]}
    criteria = {one["id"]: one["text"] for plan in pupil["plans"] for one in said(files, plan_path(plan))["criteria"]}
    homes = {one["id"]: "home of " + " ".join(sorted(people[who] for who in one["adults"])) for one in pupil["homes"]}
    return people | homes | criteria


async def words_of(world: World, text: UUID) -> bytes:
    async with world.visits.database.session() as session:
        return (await state(session, text)).update


async def test_the_plans_are_the_same_in_the_other_installation(own: World, second: Installation) -> None:
    cast, there = own.cast, second.school
    plan = await live_through_a_term(own)
    archive = await taken(own, cast.principal, cast.elsa, reason="Moves to Bortom")

    await second.add(criterion(there.school.id, 2, CRITERIA[0]))
    report = await bring(second, archive)

    assert "Brought in" in report
    assert "Anna Berg" in report, "the home is found again by the adult's name"
    first = files_of(archive)
    again = files_of(await taken(second, there.principal, there.elsa, reason="To compare"))
    for key in (cast.plan.id, plan.id):
        before, after = (spelled(same(said(files, plan_path(key))), names_in(files)) for files in (first, again))
        assert {name: after[name] for name in after} == before
    files_are_the_same(first, again)
    for text in (cast.text("talk_notes"), cast.text("agreement")):
        assert await words_of(second, text) == await words_of(own, text)
    parts = [f"/plans/{key}/{part}" for key in (cast.plan.id, plan.id) for part in ("texts", "goals", "comments")]
    for address in (*parts, f"/plans/{cast.plan.id}/evaluation", f"/goals/{cast.goal.id}"):
        here, over_there = await own.get(cast.mentor, address), await second.get(there.mentor, address)
        assert shown(over_there.text) == shown(here.text)
        assert here.status_code == 200
    assert "elsa on reading" in (await own.get(cast.mentor, f"/plans/{cast.plan.id}/evaluation")).text
    assert "Ten pages today" in (await second.get(there.anna, f"/plans/{cast.plan.id}/goals")).text
    await the_past_is_the_same(own, second, plan)
    await goals_have_their_place(own, second, plan)


def files_are_the_same(first: Files, again: Files) -> None:
    """Compare what is a file of its own, byte for byte, and texts with those who wrote them by their names."""
    bytes_of = {name: body for name, body in first.items() if name.startswith("plans/") and name.count("/") > 1}
    assert {"versions", "texts", "attachments", "check-ins"} == {name.split("/")[2] for name in bytes_of}
    assert any(name.endswith(".pdf") and body.startswith(b"%PDF") for name, body in bytes_of.items())
    for name, body in bytes_of.items():
        if "/texts/" in name:
            assert spelled(said(again, name), names_in(again)) == spelled(said(first, name), names_in(first))
        else:
            assert again[name] == body, name


async def goals_have_their_place(own: World, second: Installation, plan: Plan) -> None:
    """Look at what goals lean on in the other installation: the school's list, the earlier plan, the guard of what is archived."""
    listed = {row["text"]: row["is_left"] for row in await second.rows('SELECT text, "left" IS NOT NULL AS is_left FROM criterion')}
    assert listed == {CRITERIA[0]: False, CRITERIA[1]: True}, "the school's list is as it was"
    assert await second.value("SELECT origin_id FROM goal WHERE plan_id = $1 AND origin_id IS NOT NULL", plan.id) == own.cast.goal.id
    assert await second.value("SELECT count(*) FROM goal_call") == 0
    for table, act in (("goal", "title = 'x'"), ("check_in", "words = 'x'")):
        with pytest.raises(asyncpg.RestrictViolationError):
            await second.rows(f"UPDATE {table} SET {act}")  # noqa: S608  # words of ours


async def the_past_is_the_same(own: World, second: Installation, plan: Plan) -> None:
    """Look at how texts came about, in both installations, as the mentor and as the home whose text it is."""
    cast, there = own.cast, second.school
    see = await own.text_of(plan, "see", household_id=cast.annas.id)
    for text in (see, cast.text("talk_notes"), cast.text("agreement")):
        for here, over_there in ((cast.mentor, there.mentor), (cast.anna, there.anna)):
            assert await shown_to(second, over_there, text) == await shown_to(own, here, text)
            pages = [(await world.get(who, f"/texts/{text}/history")).text for world, who in ((own, here), (second, over_there))]
            assert shown(pages[0]) == shown(pages[1])
    assert await shown_to(second, there.anna, see) == [1, 2, 3]
    first = [(await world.get(who, f"/texts/{see}/history/1")).text for world, who in ((own, cast.anna), (second, there.anna))]
    assert shown(first[0]) == shown(first[1])
