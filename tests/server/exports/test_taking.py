"""Taking out what one may read, for oneself; made once, given to nobody else, gone in time."""

from __future__ import annotations

import asyncio
import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from server.columns import now
from server.exports.actions import making
from server.exports.actions.making import make_all
from server.exports.archive.shape import FILES, TextFile, text_path
from server.goals.models import Evaluation, GoalEvaluation, Looker
from server.people.models import RelationKind
from tests.server.exports.archives import SETTINGS, asked, everything, files_of, said, taken
from tests.server.exports.test_moving import bring, shown
from tests.server.history.test_history import assessed, shown_to
from tests.server.people.ties import tie
from tests.server.world import new

if TYPE_CHECKING:
    from tests.server.exports.conftest import Installation
    from tests.server.world import World


async def test_a_guardian_takes_out_what_is_theirs_and_nothing_of_the_other_home(own: World) -> None:
    cast = own.cast
    await own.write(cast.text("home_anna"), cast.anna, "Zebra sings")
    await own.write(cast.text("home_bo"), cast.bo, "Yellow lorry")
    await own.write(cast.text("staff_notes"), cast.teacher, "Xylophone")
    await own.write(cast.text("talk_notes"), cast.mentor, "Walrus")
    given_up = await own.goal(cast.mentor, "cancelled")
    for home, by, words in ((cast.annas, cast.anna, "Violin"), (cast.bos, cast.bo, "Trombone")):
        one = Evaluation(plan_id=cast.plan.id, looker=Looker.home, household_id=home.id, given=now(), by_id=by.id, words=words)
        await own.add(one, GoalEvaluation(evaluation_id=one.id, goal_id=cast.goal.id, words=f"{words} twice"))
        await own.add(GoalEvaluation(evaluation_id=one.id, goal_id=given_up, words=f"{words} and Tuba"))
    await own.get(cast.bo, own.home)
    await own.post(cast.teacher, f"{own.home}/comments", id=new(), words="Among us", text=cast.text("staff_notes"))

    files = files_of(await taken(own, cast.anna, cast.elsa))

    words = everything(files)
    assert "Zebra" in words
    assert "Walrus" in words
    assert "Violin twice" in words
    for other in ("Yellow lorry", "Xylophone", "Among us", "Trombone", "Tuba"):
        assert other not in words
    manifest = said(files, "manifest.json")
    assert {one["path"] for one in manifest["files"]} == files.keys() - {"manifest.json"}
    assert all(hashlib.sha256(files[one["path"]]).hexdigest() == one["sha256"] for one in manifest["files"])
    log = said(files, "pupil.json")["log"]
    assert not [one for one in log if one["by"] == str(cast.bo.id) and one["kind"] == "plan_opened"]
    assert "export_fetched" in (await own.events())
    assert (await own.get(cast.bo, f"/pupils/{cast.elsa.id}/access-log")).text.count("archive of everything") == 0


async def test_the_home_takes_out_how_a_text_came_about_from_when_it_was_shown(own: World, second: Installation) -> None:
    cast, there, text = own.cast, second.school, await assessed(own)
    archives = [await taken(own, cast.anna, cast.elsa), await taken(own, cast.principal, cast.elsa, reason="Moves")]
    path = text_path(cast.plan.id, text)
    home, school = (TextFile.model_validate_json(files_of(one)[path]) for one in archives)

    assert "Lazy" in repr(school), "whoever read along has every stroke"
    assert "Lazy" not in repr(home)
    await bring(second, archives[0])
    assert await shown_to(second, there.anna, text) == await shown_to(own, cast.anna, text) == [3, 4, 5]
    for seq in (3, 4, 5):
        first, again = (
            await own.get(cast.anna, f"/texts/{text}/history/{seq}"),
            await second.get(there.anna, f"/texts/{text}/history/{seq}"),
        )
        assert shown(again.text) == shown(first.text)


async def test_the_schema_is_published_and_each_file_keeps_to_it(own: World) -> None:
    files = files_of(await taken(own, own.cast.anna, own.cast.elsa))
    published = (await own.get(None, "/schemas/pupil-archive-1.json")).content

    assert files["schema.json"] == published
    assert {one.__name__ for one in FILES} <= json.loads(published)["$defs"].keys()
    assert said(files, "manifest.json")["schema_address"].endswith("/schemas/pupil-archive-1.json")


async def test_handing_over_needs_a_reason_and_is_told(own: World) -> None:
    cast = own.cast
    assert (await own.post(cast.principal, f"/pupils/{cast.elsa.id}/exports", id=new())).status_code == 422

    await taken(own, cast.principal, cast.elsa, reason="Moves to Lund")

    assert {name for name, kinds in (await own.told()).items() if "record_taken_out" in kinds} == {"elsa", "anna", "bo"}
    log = (await own.get(cast.bo, f"/pupils/{cast.elsa.id}/access-log")).text
    assert "Handed everything over to another school" in log
    assert "Moves to Lund" in log


async def test_a_protected_identity_is_left_out_unless_it_is_asked_for(own: World) -> None:
    cast = own.cast
    await tie(own, cast.mentor, RelationKind.principal_of, school_id=cast.school.id)
    await own.agree(plan=cast.hidden_plan)

    without = files_of(await taken(own, cast.mentor, cast.hidden, reason="Moves"))
    asked_for = files_of(await taken(own, cast.mentor, cast.hidden, reason="Moves", identity="true"))

    assert said(without, "manifest.json")["left_out"] == ["identity"]
    for words in (cast.hidden.family_name, cast.school.name):
        assert words not in everything(without)
        assert words in everything(asked_for)


async def test_a_right_that_ends_takes_the_archive_with_it(own: World) -> None:
    cast = own.cast
    key = await asked(own, cast.anna, cast.elsa)
    await own.rows("UPDATE relation SET until = now() WHERE person_id = $1 AND kind = 'guardian_of'", cast.anna.id)

    assert (await own.get(cast.anna, f"/exports/{key}/file")).headers["location"].endswith("?gone")
    assert await own.value("SELECT count(*) FROM export_piece") == 0


async def test_it_is_made_once_by_many_and_anew_after_a_process_has_died(own: World, monkeypatch: pytest.MonkeyPatch) -> None:
    cast, real, made = own.cast, making.fill, []

    async def counted(*given: object) -> None:
        made.append(given)
        await real(*given)  # type: ignore[arg-type]
        if len(made) == 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(making, "fill", counted)
    await own.post(cast.anna, f"/pupils/{cast.elsa.id}/exports", id=new())
    await own.post(cast.anna, f"/pupils/{cast.elsa.id}/exports", id=new())
    with pytest.raises(KeyboardInterrupt):
        await make_all(own.visits.database, SETTINGS)
    assert await own.value("SELECT state FROM pupil_export") == "waiting", "asked twice is asked once, and nothing of it is kept"

    await asyncio.gather(*(make_all(own.visits.database, SETTINGS) for _ in range(3)))

    assert len(made) == 2
    assert await own.value("SELECT state FROM pupil_export") == "ready"
    numbers = [row["number"] for row in await own.rows("SELECT number FROM export_piece ORDER BY number")]
    assert numbers == list(range(len(numbers)))
