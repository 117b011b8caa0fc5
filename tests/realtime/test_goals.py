"""Looking back, and goals that are called to mind, on open pages: those who may know hear it, and nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlmodel import col, update

from server.columns import now
from server.goals.actions.calling import call_to_mind
from server.goals.models import Goal
from server.people.actions import local_day
from server.plans.models import Phase, Plan

if TYPE_CHECKING:
    from server.db import Database
    from tests.cast import Cast
    from tests.visit import Visits


async def put_to_use(database: Database, cast: Cast) -> None:
    """Put Elsa's plan to use, with a goal that is overdue."""
    async with database.session() as session:
        await session.exec(update(Plan).where(col(Plan.id) == cast.plan.id).values(phase=Phase.in_use))
        late = local_day(now()) - timedelta(days=1)
        await session.exec(update(Goal).where(col(Goal.id) == cast.goal.id).values(due=late))
        await session.commit()


async def test_an_open_page_hears_that_a_goal_is_overdue_without_anybody_doing_anything(
    database: Database, cast: Cast, live: Visits
) -> None:
    elsa = await live.socket(cast.elsa)
    await elsa.open(cast.plan.id)

    await put_to_use(database, cast)

    await call_to_mind(database, 7, lambda _news: None)  # another process has looked, and died before it told anybody
    news = await elsa.until("news", lambda given: given["kind"] == "goal_overdue")
    assert news["about"] == {"goal": str(cast.goal.id)}


async def test_one_home_hears_nothing_of_what_another_says_looking_back(database: Database, cast: Cast, live: Visits) -> None:
    await put_to_use(database, cast)
    await (await live.as_(cast.mentor)).post(f"/plans/{cast.plan.id}/evaluation/asked")
    sockets = {who: await live.socket(getattr(cast, who)) for who in ("elsa", "bo", "teacher", "mentor")}
    for one in sockets.values():
        await one.open(cast.plan.id)

    said = {"looker": "home", "household": str(cast.annas.id), "face": "3"}
    assert (await (await live.as_(cast.anna)).post(f"/plans/{cast.plan.id}/evaluation", data=said)).status_code == 303
    said = {"looker": "pupil", "face": "3"}
    assert (await (await live.as_(cast.elsa)).post(f"/plans/{cast.plan.id}/evaluation", data=said)).status_code == 303

    heard = {}
    for who, one in sockets.items():
        await one.until("news", lambda given: given["kind"] == "evaluation_given" and "household" not in given["about"])
        given = [news["about"] for name, news in one.heard if name == "news" and news["kind"] == "evaluation_given"]
        heard[who] = ["home" if "household" in about else "pupil" for about in given]
    assert heard == {"elsa": ["home", "pupil"], "mentor": ["home", "pupil"], "bo": ["pupil"], "teacher": ["pupil"]}
