"""What is due goes with two people's word, and nothing of it is left but the fact."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import asyncpg
import pytest

from server.columns import now
from server.goals.models import Called, CheckIn, CheckInPicture, Criterion, Evaluation, GoalCall, GoalCriterion, GoalEvaluation
from server.mail import Mail
from server.retention.actions import disposing
from server.retention.actions.disposing import dispose_all
from server.retention.actions.passing import pass_away
from server.texts.actions import to_fold
from tests.server.exports.archives import asked, taken
from tests.server.exports.test_moving import folded
from tests.server.world import new

if TYPE_CHECKING:
    from uuid import UUID

    from server.people.models import Person
    from tests.server.world import World

AGO = timedelta(days=3 * 365)
NOTED, SAID, AGREED, FOLLOWED = "Zebra at the talk", "Yellow lorry here", "Xylophone every day", "Walrus on the way"


async def grow_old(world: World) -> None:
    """Let Elsa's plan be three years old, with something of every kind in it, and everyone told of it."""
    cast = world.cast
    for _ in range(2):
        await world.write(cast.text("talk_notes"), cast.mentor, NOTED)
        if await world.value("SELECT seq FROM text WHERE id = $1", cast.text("talk_notes")) == 1:
            await folded(world, cast.text("talk_notes"))
    await world.write(cast.text("agreement"), cast.elsa, AGREED)
    comment = new()
    await world.post(cast.bo, f"{world.home}/comments", id=comment, words=SAID)
    link = f"https://plan.example{world.home}#comment-{comment}"
    mail: dict[str, Any] = {
        "person_id": cast.anna.id,
        "address": "a@b.se",
        "kind": "x",
        "language": "en",
        "subject": "x",
        "next_try": now() + AGO,
    }
    await world.add(Mail(**mail, text=link))
    await world.rows("UPDATE plan SET begun = $1 WHERE id = $2", now() - AGO, cast.plan.id)


async def proposed(world: World, by: Person) -> str:
    """Propose what is due at the school; give the disposal's address."""
    answer = await world.post(by, f"/schools/{world.cast.school.id}/retention", id=new())
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def disposed(world: World) -> str:
    """Let the administrator propose and the director approve, and let it be done; give the report."""
    address = await proposed(world, world.cast.admin)
    assert (await world.post(world.cast.director, f"{address}/approved")).status_code == 303
    await dispose_all(world.visits.database, lambda _: None)
    return (await world.get(world.cast.admin, address)).text


async def holding(world: World, words: str) -> set[str]:
    """Give the tables in which words stand, as letters or as the bytes of a document."""
    tables = [row["tablename"] for row in await world.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
    found = set()
    for table in tables:
        wanted = f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE $1 OR t::text LIKE $2'  # noqa: S608  # the database's own names
        if await world.value(wanted, f"%{words}%", f"%{words.encode().hex()}%"):
            found.add(table)
    return found


async def past_of(world: World, text: UUID) -> str:
    """Give all that stands in a text's past."""
    return repr([row["payload"] for row in await world.rows("SELECT payload FROM text_past WHERE text_id = $1", text)])


async def due_to_fold(world: World) -> list[UUID]:
    """Give the texts that the watch folds next."""
    async with world.visits.database.session() as session:
        return await to_fold(session)


async def test_what_is_gone_is_gone_from_everywhere_at_once(own: World) -> None:
    cast = own.cast
    await grow_old(own)
    export = await asked(own, cast.anna, cast.elsa)
    assert await holding(own, SAID) >= {"comment"}
    assert await holding(own, NOTED) >= {"text_update", "text_snapshot", "text_past"}
    history = f"/texts/{cast.text('talk_notes')}/history"
    assert (await own.get(cast.mentor, history)).status_code == 200
    assert await own.value("SELECT count(*) FROM mail WHERE text != ''") == 1
    assert await own.value("SELECT count(*) FROM export_piece") > 0

    report = await disposed(own)

    assert "Checked: nothing of it is left" in report
    for words in (SAID, NOTED):
        assert await holding(own, words) == set()
    assert (await own.get(cast.mentor, history)).status_code == 404
    assert await own.value("SELECT count(*) FROM export_piece") == 0, "the archive held it"
    assert await own.value("SELECT count(*) FROM mail WHERE text != ''") == 0, "the mail that waits leads to it"
    assert await own.value("SELECT count(*) FROM notice WHERE kind = 'comment_written'") == 0
    assert (await own.get(cast.anna, f"/exports/{export}/file")).status_code == 404
    assert AGREED in (await own.get(cast.mentor, own.home)).text, "what is not due stays"
    facts = await own.rows("SELECT data FROM event WHERE kind = 'documents_disposed' AND pupil_id = $1", cast.elsa.id)
    assert len(facts) >= 2
    assert "Disposed of: Comments" in (await own.get(cast.anna, f"/pupils/{cast.elsa.id}/access-log")).text


async def test_nobody_approves_what_they_proposed_and_nothing_goes_before(own: World) -> None:
    await grow_old(own)
    address = await proposed(own, own.cast.director)

    assert re.search(r"Plan of .*Preparations", (await own.get(own.cast.admin, address)).text, re.DOTALL), "plan by plan"
    assert address in (await own.get(own.cast.admin, "/")).text, "it is asked of the second person"
    assert address in (await own.get(own.cast.admin, f"/schools/{own.cast.school.id}/retention")).text, "nobody proposes it twice unawares"
    alone = (await own.get(own.cast.director, "/organisation/retention/due")).text
    assert "Nobody else could approve it here" in alone
    assert ">Propose</button>" not in alone
    assert address not in (await own.get(own.cast.director, "/")).text
    assert (await own.post(own.cast.director, f"{address}/approved")).status_code == 403
    await dispose_all(own.visits.database, lambda _: None)
    assert await holding(own, SAID)

    await own.rows("UPDATE disposal SET expires = now() - interval '1 second'")
    assert (await own.post(own.cast.admin, f"{address}/approved")).status_code == 422
    await dispose_all(own.visits.database, lambda _: None)
    assert await own.value("SELECT state FROM disposal") == "expired"
    assert await holding(own, SAID)


async def test_a_hold_stops_everything_also_what_is_approved_already(own: World) -> None:
    cast = own.cast
    await grow_old(own)
    address = await proposed(own, cast.admin)
    assert (await own.post(cast.director, f"{address}/approved")).status_code == 303
    assert (await own.post(cast.principal, f"/pupils/{cast.elsa.id}/hold", reason="A complaint")).status_code == 303

    await dispose_all(own.visits.database, lambda _: None)

    assert await holding(own, SAID)
    assert "Comments: held" in (await own.get(cast.admin, address)).text
    assert cast.elsa.name not in (await own.get(cast.admin, f"/schools/{cast.school.id}/retention")).text
    await own.phase("archived")
    await folded(own, cast.text("talk_notes"))
    assert NOTED in await past_of(own, cast.text("talk_notes")), "what is held keeps its past, too"
    assert await due_to_fold(own) == []

    await own.post(cast.principal, f"/pupils/{cast.elsa.id}/hold/lifted")
    assert cast.text("talk_notes") in await due_to_fold(own)
    await disposed(own)
    assert not await holding(own, SAID)


async def test_what_a_killed_process_left_is_done_by_the_next_and_once(own: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await grow_old(own)
    address = await proposed(own, own.cast.admin)
    await own.post(own.cast.director, f"{address}/approved")
    real, done = disposing._remove, []

    async def dies_at_the_second(removing: object, item: object) -> None:
        done.append(item)
        await real(removing, item)  # type: ignore[arg-type]
        if len(done) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(disposing, "_remove", dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        await dispose_all(own.visits.database, lambda _: None)
    monkeypatch.setattr(disposing, "_remove", real)
    assert await own.value("SELECT count(*) FROM disposal_item WHERE outcome = 'gone'") == 1, "the second is whole or not at all"
    await asyncio.gather(*(dispose_all(own.visits.database, lambda _: None) for _ in range(3)))

    assert await own.value("SELECT count(*) FROM disposal_item WHERE outcome != 'gone'") == 0
    items = await own.value("SELECT count(*) FROM disposal_item")
    assert await own.value("SELECT count(*) FROM event WHERE kind = 'documents_disposed'") == items


async def test_the_database_gives_a_locked_version_to_a_disposal_alone(own: World) -> None:
    cast = own.cast
    await own.write(cast.text("agreement"), cast.elsa, AGREED)
    await folded(own, cast.text("agreement"))
    await follow(own)
    await own.agree()
    for forbidden in ("DELETE FROM version", "UPDATE version SET body = 'x'", "UPDATE version SET sha256 = 'x'"):
        with pytest.raises(asyncpg.RaiseError):
            await own.rows(forbidden)

    await own.rows("UPDATE relation SET until = $1 WHERE person_id = $2", now() - 2 * AGO, cast.elsa.id)
    await own.rows("UPDATE plan SET phase = 'archived', begun = $1 WHERE id = $2", now() - 2 * AGO, cast.plan.id)
    report = await disposed(own)

    assert "Agreed versions: gone" in report
    assert "Checked: nothing of it is left" in report
    for words in (AGREED, FOLLOWED):
        assert await holding(own, words) == set()
    assert await own.value("SELECT count(*) FROM plan WHERE id = $1", cast.plan.id) == 0
    kept = {row["kind"] for row in await own.rows("SELECT kind FROM event WHERE pupil_id = $1", cast.elsa.id)}
    assert kept == {"documents_disposed"}


async def follow(world: World) -> None:
    """Let Elsa's goal be followed and looked back on."""
    cast = world.cast
    seen = CheckIn(goal_id=cast.goal.id, person_id=cast.elsa.id, words=FOLLOWED)
    back = Evaluation(plan_id=cast.plan.id, given=now(), by_id=cast.elsa.id, words=FOLLOWED)
    of_goal = GoalEvaluation(evaluation_id=back.id, goal_id=cast.goal.id, words=FOLLOWED)
    listed = Criterion(school_id=cast.school.id, subject="Svenska", text="Reads with flow")
    tied = GoalCriterion(goal_id=cast.goal.id, criterion_id=listed.id)
    await world.add(seen, CheckInPicture(check_in_id=seen.id, content=FOLLOWED.encode()), back, of_goal, listed, tied)
    await world.add(GoalCall(goal_id=cast.goal.id, due=now().date(), why=Called.soon))
    assert await holding(world, FOLLOWED) == {"check_in", "check_in_picture", "evaluation", "goal_evaluation"}


async def test_a_protected_pupil_is_counted_and_not_named(own: World) -> None:
    cast = own.cast
    plan = cast.hidden_plan.id
    await own.rows("UPDATE plan SET begun = $1 WHERE id = $2", now() - AGO, plan)
    text: UUID = await own.value("SELECT id FROM text WHERE plan_id = $1 AND kind = 'talk_notes'", plan)
    await own.write(text, cast.mentor, NOTED)

    page = (await own.get(cast.admin, f"/schools/{cast.school.id}/retention")).text

    assert cast.hidden.family_name not in page
    assert re.search(r"1 pupil with protected identity is not named", page)


async def test_guests_are_forgotten_when_the_talk_is_long_over(own: World) -> None:
    cast = own.cast
    assert (await own.post(cast.mentor, f"/talks/{cast.talk.id}/ended")).status_code == 303
    assert (await pass_away(own.visits.database))["guests"] == 0
    await own.rows("UPDATE talk SET ended = $1 WHERE id = $2", now() - timedelta(days=40), cast.talk.id)

    assert (await pass_away(own.visits.database))["guests"] == 1

    assert await own.value("SELECT count(*) FROM person WHERE guest") == 0
    assert await own.value("SELECT count(*) FROM invited") == 2
    assert (await own.get(cast.mentor, f"/talks/{cast.talk.id}")).status_code == 200


async def test_a_comment_taken_back_is_in_no_archive_that_can_be_fetched(own: World) -> None:
    cast, comment = own.cast, new()
    await own.post(cast.anna, f"{own.home}/comments", id=comment, words=SAID)
    export = await asked(own, cast.bo, cast.elsa)
    await own.post(cast.anna, f"/comments/{comment}/taken-back")

    answer = await own.get(cast.bo, f"/exports/{export}/file")

    assert answer.headers["location"].endswith("?gone")
    assert await own.value("SELECT count(*) FROM export_piece") == 0
    assert SAID.encode() not in await taken(own, cast.bo, cast.elsa)
