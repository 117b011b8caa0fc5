"""Pages of goals through the term, and of what is kept, taken out and disposed of."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from server.columns import now
from server.goals.models import Goal, Status
from server.people.actions import local_day
from server.plans.actions import begin_plan
from server.plans.models import Phase
from tests.browser.everywhere.place import Place
from tests.server.goals.test_follow import picture

if TYPE_CHECKING:
    from tests.cast import Cast
    from tests.visit import Visits


async def goal_places(cast: Cast, live: Visits) -> list[Place]:
    """Give the pages of goals through the term: Omar's plan is in use, all look back on it, and the school has a list of criteria."""
    mentor, principal, plan = await live.as_(cast.mentor), await live.as_(cast.principal), f"/plans/{cast.omars_plan.id}"
    late, soon, done = (Goal(plan_id=cast.omars_plan.id, proposed_by=cast.omar.id, title=title) for title in ("Swim", "Sing", "Ski"))
    late.due, soon.due = local_day(now()) - timedelta(days=1), local_day(now()) + timedelta(days=2)
    late.status, soon.status, done.status = Status.ongoing, Status.ongoing, Status.done
    keys = [one.id for one in (late, soon, done)]
    async with live.database.session() as session:
        session.add_all([late, soon, done])
        await session.commit()
    seen_with = {"picture": ("a.jpg", picture())}
    lists = [b"Subject;Years;Text\nSport;4-6;Swims on the back\n", b"Subject;Years;Text\nSport;6-4;Dives\n"]
    seen = []
    for content in lists:
        sent = await principal.post(f"/schools/{cast.school.id}/criteria", data={"id": str(uuid4())}, files={"file": ("a.csv", content)})
        seen.append(sent.headers["location"])
    await principal.post(f"{seen[0]}/applied")
    again = {"id": str(uuid4())}
    changed = lists[0].replace(b"on the back", b"far") + b"Art;;Paints\n"
    sent = await principal.post(f"/schools/{cast.school.id}/criteria", data=again, files={"file": ("a.csv", changed)})
    said = {"id": str(uuid4()), "face": "1", "words": "Hard"}
    assert (await (await live.as_(cast.omar)).post(f"/goals/{keys[0]}/check-ins", data=said, files=seen_with)).status_code == 303
    assert (await mentor.post(f"{plan}/phase", data={"phase": "in_use"})).status_code == 303
    assert (await mentor.post(f"{plan}/evaluation/asked")).status_code == 303
    back = {"looker": "pupil", "face": "3", "words": "Well", f"goal:{keys[0]}:face": "1"}
    assert (await (await live.as_(cast.omar)).post(f"{plan}/evaluation", data=back)).status_code == 303
    return [
        Place("my goals", cast.omar, f"{plan}/follow"),
        Place("goals of a pupil", cast.omars_mother, f"{plan}/follow"),
        Place("how is it going", cast.omar, f"/goals/{keys[0]}/check-in"),
        Place("a goal through the term", cast.omars_mother, f"/goals/{keys[0]}"),
        Place("goals that wait for a mentor", cast.mentor, "/goals"),
        Place("looking back", cast.omars_mother, f"{plan}/evaluation"),
        Place("looking back of a mentor", cast.mentor, f"{plan}/evaluation"),
        Place("not asked to look back", cast.mentor, f"/plans/{cast.plan.id}/evaluation"),
        Place("criteria to choose", cast.mentor, f"/goals/{cast.goal.id}/criteria"),
        Place("criteria of a school", cast.principal, f"/schools/{cast.school.id}/criteria"),
        Place("criteria that would change", cast.principal, sent.headers["location"]),
        Place("criteria that cannot be", cast.principal, seen[1]),
        Place("criteria brought in", cast.principal, seen[0]),
    ]


async def archive_places(cast: Cast, live: Visits) -> list[Place]:
    """Give the pages of taking data out and away: archives of two purposes, one brought and one refused, what is due, a hold."""
    principal, admin = await live.as_(cast.principal), await live.as_(cast.admin)
    pupil, school = f"/pupils/{cast.elsa.id}", f"/schools/{cast.school.id}"
    disposal = f"/disposals/{await old_papers(cast, live)}"
    for person, address, form in (
        (await live.as_(cast.anna), f"{pupil}/exports", {"id": uuid4()}),
        (principal, f"{pupil}/exports", {"id": uuid4(), "reason": "Moves to Lund in August"}),
        (admin, f"/pupils/{cast.omar.id}/hold", {"reason": "A complaint is looked into"}),
    ):
        answer = await person.post(address, data={name: str(value) for name, value in form.items()})
        assert answer.status_code == 303, answer.text
    sent = await principal.post(f"{school}/pupil-imports", data={"pupil": str(cast.omar.id)}, files={"file": ("omar.zip", b"no zip")})
    return [
        Place("everything to take out", cast.anna, f"{pupil}/exports?gone"),
        Place("everything to hand over", cast.principal, f"{pupil}/exports"),
        Place("documents to bring in", cast.principal, f"{school}/pupil-imports"),
        Place("documents that cannot be brought in", cast.principal, sent.headers["location"]),
        Place("how long what is kept", cast.director, "/organisation/retention"),
        Place("how long what is kept, to read", cast.principal, "/organisation/retention"),
        Place("what is due", cast.admin, f"{school}/retention"),
        Place("nothing is due", cast.far_principal, f"/schools/{cast.far_school.id}/retention"),
        Place("a disposal to approve", cast.director, disposal),
        Place("documents to hold", cast.admin, f"{pupil}/hold"),
        Place("documents that are held", cast.admin, f"/pupils/{cast.omar.id}/hold"),
    ]


async def old_papers(cast: Cast, live: Visits) -> UUID:
    """Let Elsa have a plan of long ago, and what is due of it be proposed; give the disposal."""
    async with live.database.session() as session:
        plan = await begin_plan(session, cast.elsa.id, cast.klass, Phase.archived)
        plan.begun -= timedelta(days=2000)
        await session.commit()
    key = uuid4()
    answer = await (await live.as_(cast.admin)).post(f"/schools/{cast.school.id}/retention", data={"id": str(key)})
    assert answer.status_code == 303, answer.text
    return key
