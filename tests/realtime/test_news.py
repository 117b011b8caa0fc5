"""News carry ids and the plan's revision, and reach those who may know of what they tell."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlmodel import col, update

from server.columns import now
from server.plans.models import Phase, Plan
from server.preparations.models import Preparation
from tests.agreeing import propose
from tests.realtime.steps import comment, move_plan

if TYPE_CHECKING:
    from socketio import ASGIApp

    from server.db import Database
    from tests.cast import Cast
    from tests.visit import Socket, Visits


def told(socket: Socket) -> list[dict[str, Any]]:
    """Give the news a page has heard."""
    return [given for name, given in socket.heard if name == "news"]


async def test_a_pupil_marks_a_goal_done_and_everyone_in_the_plan_hears_it(cast: Cast, live: Visits) -> None:
    sockets = {who: await live.socket(getattr(cast, who)) for who in ("elsa", "anna", "bo", "mentor", "teacher", "observer", "principal")}
    revisions = {who: (await one.open(cast.plan.id))["revision"] for who, one in sockets.items()}
    omar = await live.socket(cast.omar)
    await omar.open(cast.omars_plan.id)

    page = await live.as_(cast.elsa)
    await page.post(f"/goals/{cast.goal.id}/status", data={"status": "done"})

    for who, one in sockets.items():
        assert await one.until("news") == {
            "plan": str(cast.plan.id),
            "revision": revisions[who] + 1,
            "kind": "goal_moved",
            "about": {"goal": str(cast.goal.id)},
            "carry": {"status": "done"},
        }
    assert omar.count("news") == 0


async def test_news_carry_ids_and_no_words(cast: Cast, live: Visits) -> None:
    mentor = await live.socket(cast.mentor)
    await mentor.open(cast.plan.id)
    secret = "Something that only the page may fetch"

    anna = await live.as_(cast.anna)
    await anna.post(f"/plans/{cast.plan.id}/comments", data={"id": str(uuid4()), "words": secret})
    await anna.post(f"/plans/{cast.plan.id}/goals", data={"id": str(uuid4()), "title": secret})
    await move_plan(cast, live, "shared", reason=secret)

    for kind in ("plan_moved", "talk_ended"):  # in whichever order they come: one is judged first
        await mentor.until("news", lambda one, kind=kind: one["kind"] == kind)  # type: ignore[misc]
    assert {one["kind"] for one in told(mentor)} == {"comment_written", "goal_proposed", "plan_moved", "talk_ended"}
    for one in told(mentor):
        assert secret not in json.dumps(one)
        assert all(UUID(value) for value in one["about"].values())
        assert one["carry"] == {}


async def test_the_revision_rises_by_one_with_every_piece_of_news(cast: Cast, live: Visits) -> None:
    mentor, anna = await live.socket(cast.mentor), await live.as_(cast.anna)
    before = (await mentor.open(cast.plan.id))["revision"]

    for _ in range(5):
        await comment(cast, anna)

    await mentor.until("news", lambda one: one["revision"] == before + 5)
    assert [one["revision"] for one in told(mentor)] == [before + n for n in range(1, 6)]
    assert (await mentor.ask("join", {"plan": str(cast.plan.id)}))["revision"] == before + 5


async def test_a_page_that_missed_news_fetches_what_has_changed(cast: Cast, live: Visits) -> None:
    mentor, anna = await live.socket(cast.mentor), await live.as_(cast.anna)
    before = (await mentor.open(cast.plan.id))["revision"]
    key = await comment(cast, anna)

    page = await live.as_(cast.mentor, live=True)
    missed = (await page.get(f"/plans/{cast.plan.id}/since/{before}")).text
    nothing = (await page.get(f"/plans/{cast.plan.id}/since/{before + 1}")).text

    assert f"comment-{key}" in missed
    assert "#goals-list" not in missed
    assert key not in nothing


async def test_the_other_home_is_not_told_of_a_comment_on_a_homes_text(cast: Cast, live: Visits) -> None:
    bo, elsa = await live.socket(cast.bo), await live.socket(cast.elsa)
    for one in (bo, elsa):
        await one.open(cast.plan.id)
    anna = await live.as_(cast.anna)

    key = await comment(cast, anna, text=str(cast.text("home_anna")))
    await comment(cast, anna)  # told to everyone, after the first

    assert (await elsa.until("news"))["about"]["comment"] == key
    await bo.until("news")
    assert key not in json.dumps(told(bo))
    assert len(told(bo)) == 1


async def test_the_home_is_not_told_of_what_is_the_schools_own_still(cast: Cast, live: Visits, database: Database) -> None:
    async with database.session() as session:
        await session.exec(update(Plan).where(col(Plan.id) == cast.plan.id).values(phase=Phase.draft))
        await session.exec(update(Preparation).where(col(Preparation.plan_id) == cast.plan.id).values(closed=now()))
        await session.commit()
    home = [await live.socket(person) for person in (cast.elsa, cast.anna, cast.bo)]
    teacher = await live.socket(cast.teacher)
    for one in [*home, teacher]:
        await one.open(cast.plan.id)

    mentor = await live.as_(cast.mentor)
    await mentor.post(f"/plans/{cast.plan.id}/goals", data={"id": str(uuid4()), "title": "For later"})
    await move_plan(cast, live, "shared")

    await teacher.until("news", lambda one: one["kind"] == "goal_proposed")
    for one in home:
        assert (await one.until("news"))["kind"] == "plan_moved"


async def test_an_event_that_is_found_again_in_the_database_is_not_told_again(cast: Cast, live: Visits, app: ASGIApp) -> None:
    mentor, anna = await live.socket(cast.mentor), await live.as_(cast.anna)
    await mentor.open(cast.plan.id)
    await comment(cast, anna)
    await mentor.until("news")

    await app.live.watch.look()
    app.live.watch.look_now()
    await app.live.watch.look()
    await comment(cast, anna)

    await mentor.until("news", lambda _: len(told(mentor)) == 2)
    assert len({one["about"]["comment"] for one in told(mentor)}) == 2


async def test_an_answer_to_the_agreement_is_heard_at_school_and_by_whoever_gave_it(cast: Cast, live: Visits) -> None:
    mentor = await live.as_(cast.mentor)
    one = await propose(mentor, cast.plan.id)
    sockets = {who: await live.socket(getattr(cast, who)) for who in ("elsa", "anna", "bo", "mentor", "teacher")}
    for socket in sockets.values():
        await socket.open(cast.plan.id)

    await (await live.as_(cast.anna)).post(f"/agreements/{one}/answer", data={"yes": "true"})
    await comment(cast, mentor)

    for who, socket in sockets.items():
        await socket.until("news", lambda news: news["kind"] == "comment_written")
        assert ("assent_given" in {news["kind"] for news in told(socket)}) == (who in {"anna", "mentor", "teacher"}), who
