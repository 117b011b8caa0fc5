"""Nothing in an archived plan changes, by any route: each that writes is tried by whoever could do it otherwise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from server.app import routes
from tests.server.rights import Row, route_of, rows
from tests.server.things import Things

if TYPE_CHECKING:
    from tests.server.world import World

ABOUT_A_PLAN = re.compile(
    r"\{(plan|text|goal|thread|comment|answer|file|preparation|agreement|talk|booking|invited|class|round|offer|slot)(:|\})"
)
"""What a route names, or is sent, that writes in a plan, in the plans of a class, or of a round."""
ELSEWHERE = re.compile(
    r"POST /(organisation|settings|sign-|link|first|forgotten|guests|language|theme|sessions|notices|people|relations|pupils|schools"
    r"|templates|starting-templates|guide|criteria-imports|exports|pupil-imports|disposals|mails|push|stop|classes/\{class\}/(relations|slips|invitations|name|year))"
)
"""Who is who, who sees whom, what a school asks for, what is told to whom, what is taken out or away: none of it changes a plan."""

CONTENT = """
    SELECT 'plan', to_jsonb(p) - 'revision' FROM plan p WHERE id = ANY($1)
    UNION ALL SELECT 'text', to_jsonb(t) FROM text t WHERE plan_id = ANY($1)
    UNION ALL SELECT 'written', to_jsonb(u) FROM text_update u JOIN text t ON t.id = u.text_id WHERE plan_id = ANY($1)
    UNION ALL SELECT 'goal', to_jsonb(g) FROM goal g WHERE plan_id = ANY($1)
    UNION ALL SELECT 'check-in', to_jsonb(c) FROM check_in c JOIN goal g ON g.id = c.goal_id WHERE plan_id = ANY($1)
    UNION ALL SELECT 'thread', to_jsonb(t) FROM thread t WHERE plan_id = ANY($1)
    UNION ALL SELECT 'comment', to_jsonb(c) FROM comment c JOIN thread t ON t.id = c.thread_id WHERE t.plan_id = ANY($1)
    UNION ALL SELECT 'answer', to_jsonb(a) FROM answer a WHERE plan_id = ANY($1)
    UNION ALL SELECT 'file', to_jsonb(f) - 'content' FROM attachment f JOIN answer a ON a.id = f.answer_id WHERE plan_id = ANY($1)
    UNION ALL SELECT 'preparation', to_jsonb(p) FROM preparation p WHERE plan_id = ANY($1)
    UNION ALL SELECT 'version', to_jsonb(v) FROM version v WHERE plan_id = ANY($1)
    UNION ALL SELECT 'agreement', to_jsonb(a) FROM agreement a WHERE plan_id = ANY($1)
    UNION ALL SELECT 'assent', to_jsonb(s) FROM assent s JOIN agreement a ON a.id = s.agreement_id WHERE plan_id = ANY($1)
"""


def writing() -> list[Row]:
    """Give the acts that could write in a plan, each once, in the phase where somebody may do it."""
    found: dict[tuple[str, str], Row] = {}
    for row in rows():
        if row.act.startswith("POST") and ABOUT_A_PLAN.search(f"{row.act} {row.sends}") and not ELSEWHERE.match(route_of(row.act)):
            key = (row.act, row.sends)
            if key not in found or len(row.may) > len(found[key].may):
                found[key] = row
    return list(found.values())


async def archive(world: World) -> list[Any]:
    """Archive every plan of Elsa and of Omar, as if that had always been; give them."""
    pupils = [world.cast.elsa.id, world.cast.omar.id]
    for part in ("text", "answer"):
        await world.rows(f"UPDATE {part} SET open = false WHERE plan_id IN (SELECT id FROM plan WHERE pupil_id = ANY($1))", pupils)  # noqa: S608  # ours
    plans = await world.rows(
        "UPDATE plan SET phase = 'archived', locked = now(), proposed = NULL WHERE pupil_id = ANY($1) RETURNING id", pupils
    )
    return [row["id"] for row in plans]


async def content(world: World, plans: list[Any]) -> list[tuple[str, str]]:
    """Give all that is in some plans."""
    return sorted((row[0], row[1]) for row in await world.rows(CONTENT, plans))


async def attempt(world: World, row: Row) -> list[str]:
    """Try an act on something in an archived plan as those who could do it in another phase; give what was not as it must be."""
    things, wrong = Things(world), []
    which = re.search(r"\{plan:(\w+)\}", row.act)
    await world.phase(row.phase, things.plans[which[1] if which else "elsa"])
    method, address = await things.address(row.act)
    form = await things.form(row.sends)
    form.pop("pdf", None)
    plans = await archive(world)
    before = await content(world, plans)
    for name in [*sorted(row.may)[:2], "mentor", "principal"]:
        answer = await (await world.as_(getattr(world.cast, name))).request(method, address, data=form)
        if answer.status_code >= 500:
            wrong.append(f"{name}, {row.act}: {answer.status_code}")
    after = await content(world, plans)
    return wrong + [f"{row.act} {row.sends} as {sorted(row.may)[:2]}: {one}" for one in {*before} ^ {*after}]


async def test_no_writing_route_changes_an_archived_plan(world: World) -> None:
    wrong: list[str] = []
    for row in writing():
        await world.tidy()
        wrong += await attempt(world, row)

    assert wrong == []


def test_each_route_that_could_write_in_a_plan_is_tried() -> None:
    posts = {f"POST {re.sub(':int', '', route.path)}" for route in routes() if "POST" in (getattr(route, "methods", None) or ())}
    tried = {route_of(row.act) for row in writing()}

    assert {one for one in posts - tried if not ELSEWHERE.match(one) and ABOUT_A_PLAN.search(one)} == set()
    assert len(tried) > 50
    unclear = {one for one in posts - tried if not ELSEWHERE.match(one)}
    assert unclear == set()
