"""A pupil moves to another installation: both plans are the same, texts and history included."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

from server.exports.archive.shape import plan_path
from server.plans.models import Phase
from server.texts.actions import fold, state
from tests.server.exports.archives import files_of, said, taken
from tests.server.world import new

if TYPE_CHECKING:
    from uuid import UUID

    from server.plans.models import Plan
    from tests.server.exports.conftest import Installation
    from tests.server.world import World

PDF = b"%PDF-1.4 a drawing"


async def live_through_a_term(world: World) -> Plan:
    """Let Elsa's old plan be agreed on and followed, and a new one be prepared; give the new one."""
    cast = world.cast
    await world.write(cast.text("talk_notes"), cast.mentor, "We spoke of reading")
    await world.write(cast.text("talk_notes"), cast.elsa, "and of swimming")
    async with world.visits.database.session() as session:
        await fold(session, cast.text("talk_notes"))
        await session.commit()
    await world.write(cast.text("agreement"), cast.elsa, "I read every day")
    await world.write(cast.text("staff_notes"), cast.teacher, "Needs a quiet place")
    await world.agree(cast.proposal.id)
    await world.get(cast.mentor, f"{world.home}/versions/1/pdf")
    await world.post(cast.mentor, f"{world.home}/phase", phase="in_use")
    await world.post(cast.elsa, f"/goals/{cast.goal.id}/status", status="done")
    await world.post(cast.anna, f"/goals/{cast.goal.id}/check-ins", id=new(), words="Ten pages today")
    await world.post(cast.anna, f"{world.home}/comments", id=new(), words="Well done", goal=cast.goal.id)
    await world.post(cast.bo, f"{world.home}/comments", id=new(), words="So proud")
    plan = await world.hand_out(Phase.shared)
    await world.post(cast.elsa, f"/answers/{await world.answer(plan, 'feel')}", face=3)
    elsa = await world.as_(cast.elsa)
    answer = await world.answer(plan, "work")
    sent = await elsa.post(f"/answers/{answer}/files", data={"id": str(new())}, files={"file": ("a drawing.pdf", PDF)})
    assert sent.status_code == 303
    await world.write(await world.text_of(plan, "see", household_id=cast.annas.id), cast.anna, "She sings")
    return plan


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
    """Give the words of a part of a page, without forms: sorted, since homes stand in the order of their ids here."""
    plain = re.sub(r"<[^>]+>", " ", re.sub(r"<(form|script|template|details)\b.*?</\1>", " ", page, flags=re.DOTALL))
    return sorted(unescape(plain).split())


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
    return people | {one["id"]: "home of " + " ".join(sorted(people[who] for who in one["adults"])) for one in pupil["homes"]}


async def words_of(world: World, text: UUID) -> bytes:
    async with world.visits.database.session() as session:
        return (await state(session, text)).update


async def test_the_plans_are_the_same_in_the_other_installation(own: World, second: Installation) -> None:
    cast, there = own.cast, second.school
    plan = await live_through_a_term(own)
    archive = await taken(own, cast.principal, cast.elsa, reason="Moves to Bortom")

    report = await bring(second, archive)

    assert "Brought in" in report
    assert "Anna Berg" in report, "the home is found again by the adult's name"
    first = files_of(archive)
    again = files_of(await taken(second, there.principal, there.elsa, reason="To compare"))
    for key in (cast.plan.id, plan.id):
        before, after = (spelled(same(said(files, plan_path(key))), names_in(files)) for files in (first, again))
        assert {name: after[name] for name in after} == before
    bytes_of = {name: body for name, body in first.items() if name.startswith("plans/") and name.count("/") > 1}
    assert {"versions", "texts", "attachments"} == {name.split("/")[2] for name in bytes_of}
    assert any(name.endswith(".pdf") and body.startswith(b"%PDF") for name, body in bytes_of.items())
    for name, body in bytes_of.items():
        if "/texts/" in name:
            assert spelled(said(again, name), names_in(again)) == spelled(said(first, name), names_in(first))
        else:
            assert again[name] == body, name
    for text in (cast.text("talk_notes"), cast.text("agreement")):
        assert await words_of(second, text) == await words_of(own, text)
    for key, part in ((key, part) for key in (cast.plan.id, plan.id) for part in ("texts", "goals", "comments")):
        address = f"/plans/{key}/{part}"
        here, over_there = await own.get(cast.mentor, address), await second.get(there.mentor, address)
        assert shown(over_there.text) == shown(here.text)
        assert here.status_code == 200
    assert "Ten pages today" in (await second.get(there.anna, f"/plans/{cast.plan.id}/goals")).text
