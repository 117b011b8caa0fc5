"""Goals through the term: the page of cards, a goal's own page, the mentor's page, check-ins with a face and a picture."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from server.columns import now
from server.people.actions import local_day
from tests.server.world import new

if TYPE_CHECKING:
    import httpx

    from tests.server.world import World


def picture(side: int = 64) -> bytes:
    """Make a picture, with something in it that says where it was taken."""
    made, exif = BytesIO(), Image.Exif()
    exif[0x010E] = "At home, Storgatan 1"
    Image.new("RGB", (side, side), "green").save(made, "JPEG", exif=exif)
    return made.getvalue()


async def check_in(world: World, who: str = "elsa", sent: bytes | None = None, **fields: object) -> httpx.Response:
    browser = await world.as_(getattr(world.cast, who))
    form = {"id": str(new()), **{name: str(value) for name, value in fields.items()}}
    files = {"picture": ("a.jpg", sent)} if sent is not None else None
    return await browser.post(f"/goals/{world.cast.goal.id}/check-ins", data=form, files=files)


async def test_a_face_alone_is_enough_and_stands_on_everyones_card(world: World) -> None:
    await world.phase("in_use")
    follow = f"{world.home}/follow"
    faces = (await world.get(world.cast.elsa, f"/goals/{world.cast.goal.id}/check-in")).text
    assert faces.count('name="face"') == 5

    assert (await check_in(world, face=4, then=follow)).headers["location"] == follow

    for who in (world.cast.elsa, world.cast.anna, world.cast.bo, world.cast.teacher):
        assert "Very good" in (await world.get(who, follow)).text
    assert await world.told() == {name: {"goal_checked_in": 1} for name in ("anna", "bo", "mentor")}


async def test_a_picture_is_made_anew_and_given_with_its_goal(world: World) -> None:
    assert (await check_in(world, sent=picture())).status_code == 303

    key = await world.value("SELECT id FROM check_in")
    given = await world.get(world.cast.bo, f"/check-ins/{key}/picture")
    assert given.headers["content-type"] == "image/webp"
    assert b"Storgatan" not in given.content
    assert f"/check-ins/{key}/picture" in (await world.get(world.cast.bo, f"/goals/{world.cast.goal.id}")).text
    await world.rows("UPDATE goal SET status = 'cancelled'")
    assert (await world.get(world.cast.bo, f"/check-ins/{key}/picture")).status_code == 404


@pytest.mark.parametrize("wrong", [{"face": 5}, {"face": -1}, {"face": "x"}, {}, {"face": 1, "words": "a\x00b"}, {"face": 1, "more": "x"}])
async def test_a_wrong_face_changes_nothing(world: World, wrong: dict[str, object]) -> None:
    assert (await check_in(world, **wrong)).status_code == 422  # type: ignore[arg-type]
    assert await world.value("SELECT count(*) FROM check_in") == 0


@pytest.mark.parametrize("sent", [b"%PDF-1.4", b"<svg/>", b"x", picture(8)])
async def test_what_is_no_picture_is_refused_and_nothing_is_kept(world: World, sent: bytes) -> None:
    assert (await check_in(world, sent=sent, face=2)).status_code == 422
    assert await world.value("SELECT count(*) FROM check_in") == 0


async def test_due_soon_and_overdue_are_said_in_words_the_first_day_first(world: World) -> None:
    await world.phase("in_use")
    today = local_day(now())
    await world.rows("UPDATE goal SET due = $1 WHERE id = $2", today + timedelta(days=60), world.cast.goal.id)
    await world.goal(world.cast.elsa, title="Swim", due=today + timedelta(days=7))
    await world.goal(world.cast.elsa, title="Sing", due=today - timedelta(days=1))

    page = (await world.get(world.cast.elsa, f"{world.home}/follow")).text

    titles = re.findall(r'<h3 id="goal-title-[^"]+"><a [^>]+>([^<]+)<', page)
    assert titles == ["Sing", "Swim", "Read every day"]
    assert page.count("<b>Overdue</b>") == 1
    assert page.count("<b>Due soon</b>") == 1


async def test_the_pupil_finds_it_from_the_start_page_the_plan_and_the_staircase(world: World) -> None:
    await world.phase("in_use")
    link = f'href="{world.home}/follow"'

    assert link in (await world.get(world.cast.elsa, "/")).text
    assert link in (await world.get(world.cast.anna, "/")).text
    plan = (await world.get(world.cast.elsa, world.home)).text
    assert "My goals" in plan
    assert plan.count(link) == 2, "the step and the link"


async def test_a_goals_page_says_what_happened_with_who_and_when_as_far_as_one_may_know(world: World) -> None:
    cast, goal = world.cast, f"/goals/{world.cast.goal.id}"
    await world.post(cast.elsa, f"{goal}/status", status="done")
    await world.post(cast.mentor, f"{goal}/status", status="ongoing")
    await world.post(cast.mentor, f"{goal}/status", status="cancelled")
    await world.post(cast.mentor, f"{goal}/status", status="ongoing")

    def history(page: httpx.Response) -> list[tuple[str, str]]:
        return re.findall(r"<li>New status: (\w+) .*?<span dir=\"auto\">([^<]+)</span>", page.text)

    assert history(await world.get(cast.mentor, goal)) == [
        ("Done", "Elsa Berg"),
        ("Ongoing", "Maja Mentor"),
        ("Cancelled", "Maja Mentor"),
        ("Ongoing", "Maja Mentor"),
    ]
    assert history(await world.get(cast.anna, goal)) == [("Done", "Elsa Berg"), ("Ongoing", "Maja Mentor")]


async def test_what_was_the_schools_own_is_not_told_to_the_home_afterwards(world: World) -> None:
    await world.phase("draft")
    goal = await world.goal(world.cast.mentor, "proposed")
    await world.post(world.cast.mentor, f"/goals/{goal}", title="Swim further")
    await world.phase("shared")

    assert "<li>Reworded" in (await world.get(world.cast.mentor, f"/goals/{goal}")).text
    assert "<li>Reworded" not in (await world.get(world.cast.anna, f"/goals/{goal}")).text


async def test_a_mentor_confirms_many_at_once_and_sees_what_is_due_of_own_pupils_only(world: World) -> None:
    cast = world.cast
    for plan in (cast.plan, cast.omars_plan, cast.hidden_plan, cast.far_plan):
        await world.phase("in_use", plan)
    done = [
        await world.goal(pupil, "done", plan_id=plan.id, title=f"Done by {pupil.given_name}")
        for pupil, plan in ((cast.elsa, cast.plan), (cast.omar, cast.omars_plan), (cast.far, cast.far_plan))
    ]
    await world.goal(cast.hidden, plan_id=cast.hidden_plan.id, title="Late", due=local_day(now()) - timedelta(days=1))

    page = (await world.get(cast.mentor, "/goals")).text
    assert "Done by Elsa" in page
    assert "Done by Omar" in page
    assert "Late" in page
    assert "Hanna Skyddad" in page, "the mentor is granted by name"
    assert "Done by Frida" not in page

    await world.rows("UPDATE relation SET until = now() WHERE kind = 'sees_protected'")
    assert "Late" not in (await world.get(cast.mentor, "/goals")).text
    answer = await world.post(cast.mentor, "/goals/fulfilled", **{f"goal:{one}": "yes" for one in done[:2]})
    assert answer.status_code == 303
    assert await world.value("SELECT count(*) FROM goal WHERE status = 'fulfilled'") == 2
    refused = await world.post(cast.mentor, "/goals/fulfilled", **{f"goal:{done[2]}": "yes"})
    assert refused.status_code == 404
