"""What happens to a round, on open pages of its plans: taken back, they close; moved to a newer version, their texts come and go."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from server.plans.models import Plan
from server.texts.models import Text, TextKind
from tests.rounds import begin_round, open_class, publish_newer

if TYPE_CHECKING:
    from server.db import Database
    from tests.cast import Cast
    from tests.visit import Visits

AT_ONCE = 1.0


async def first_plan(database: Database) -> tuple[Plan, dict[str, Text]]:
    """Give a plan that a round handed out, and its texts of the pupil's by their questions."""
    async with database.session() as session:
        plan = (await session.exec(select(Plan).where(col(Plan.round_id).is_not(None)).order_by(col(Plan.id)))).first()
        assert plan
        rows = await session.exec(select(Text).where(Text.plan_id == plan.id, Text.kind == TextKind.self_assessment))
        return plan, {text.question: text for text in rows.unique()}


async def test_a_round_that_is_taken_back_closes_its_plans_on_open_pages(cast: Cast, live: Visits, database: Database) -> None:
    klass, version = await open_class(cast, live)
    address = await begin_round(cast, live, klass, version)
    plan, _ = await first_plan(database)
    teacher = await live.socket(cast.teacher)
    assert (await teacher.open(plan.id))["ok"]
    await teacher.until("badge", lambda one: one["unread"] == 1)
    begun = monotonic()

    assert (await (await live.as_(cast.principal)).post(f"{address}/undone")).status_code == 303
    over = await teacher.until("over")

    assert monotonic() - begun < AT_ONCE
    assert (over["plan"], over["code"]) == (str(plan.id), "unknown")
    await teacher.until("badge", lambda _: [given["unread"] for name, given in teacher.heard if name == "badge"][-1] == 0)
    assert (await teacher.ask("join", {"plan": str(plan.id)}))["code"] == "unknown"


async def test_a_newer_version_brings_and_takes_texts_on_open_pages(cast: Cast, live: Visits, database: Database) -> None:
    klass, version = await open_class(cast, live)
    address = await begin_round(cast, live, klass, version)
    plan, texts = await first_plan(database)
    mentor = await live.socket(cast.mentor)
    await mentor.open(plan.id, *(text.id for text in texts.values()))
    newer = await publish_newer(cast, live, version)

    answer = await (await live.as_(cast.mentor)).post(f"{address}/version", data={"version": str(newer)})
    assert answer.status_code == 303, answer.text

    gone = texts["pupil-0"].id
    said: dict[str, Any] = await mentor.until("right", lambda one: one["text"] == str(gone))
    assert said["right"] == "none"
    _, after = await first_plan(database)
    (came,) = [text for question, text in after.items() if question.startswith("new-")]
    assert (await mentor.until("right", lambda one: one["text"] == str(came.id)))["right"] == "read"
    await mentor.until("news", lambda one: one["kind"] == "material_renewed" and one["plan"] == str(plan.id))
    assert (await mentor.write(gone, "Too late."))["code"] == "not_joined"
    assert texts["pupil-1"].id == after["pupil-1"].id, "what is asked as before stays as it is"
