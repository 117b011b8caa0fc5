"""Which round a class is in: before there are terms, in its term, and when the next one begins while pupils are not yet done."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.server.rounds.making import TODAY, begin, hand_out_all, plan_of, publish, ready, round_begun, term

if TYPE_CHECKING:
    from uuid import UUID

    from tests.server.world import World


async def begun_without_a_term(world: World) -> tuple[UUID, UUID]:
    """Begin a round before there is any term, then add one; give the round and the term."""
    await world.rows("UPDATE plan SET phase = 'archived'")
    answer = await begin(world, template=await publish(world))
    assert answer.status_code == 303, answer.text
    await hand_out_all(world)
    return await world.value("SELECT id FROM round"), await term(world)


async def is_begun(world: World) -> set[bool]:
    """Say for each page that says so whether the class has a round now."""
    cast = world.cast
    asked = (await world.get(cast.mentor, "/")).text
    begins = await world.get(cast.mentor, f"/classes/{cast.klass.id}/round")
    many = (await world.get(cast.principal, f"/schools/{cast.school.id}/rounds")).text
    return {
        "Begin the round of talks" not in asked,
        begins.status_code == 303,
        "No round is begun this term." not in many,
        f'name="class:{cast.klass.id}"' not in many,
    }


async def test_a_round_begun_before_there_were_terms_is_the_classs_round_wherever_it_is_said(world: World) -> None:
    held, _ = await begun_without_a_term(world)

    assert await is_begun(world) == {True}
    led = await world.get(world.cast.mentor, f"/classes/{world.cast.klass.id}/round")
    assert led.headers["location"] == f"/rounds/{held}"


async def test_once_all_its_plans_are_archived_another_is_to_be_begun(world: World) -> None:
    held, _ = await begun_without_a_term(world)
    await world.rows("UPDATE plan SET phase = 'archived' WHERE round_id = $1 AND pupil_id != $2", held, world.cast.elsa.id)
    assert await is_begun(world) == {True}
    await world.rows("UPDATE plan SET phase = 'archived' WHERE round_id = $1", held)

    assert await is_begun(world) == {False}


async def test_once_the_terms_round_is_begun_it_is_the_classs_round(world: World) -> None:
    held, spring = await begun_without_a_term(world)
    version = await world.value("SELECT template_version_id FROM round")
    assert (await begin(world, template=version, term=spring)).status_code == 303
    await hand_out_all(world)

    led = await world.get(world.cast.mentor, f"/classes/{world.cast.klass.id}/round")

    assert await is_begun(world) == {True}
    assert led.headers["location"] != f"/rounds/{held}"


async def test_many_at_once_leave_a_class_alone_whose_round_belongs_to_no_term(world: World) -> None:
    await begun_without_a_term(world)
    cast, klass = world.cast, world.cast.klass
    version = await world.value("SELECT template_version_id FROM round")

    fields = {f"class:{klass.id}": "true", f"template:{klass.id}": version}
    answer = await world.post(cast.principal, f"/schools/{cast.school.id}/rounds", **fields)
    page = (await world.get(cast.principal, answer.headers["location"])).text

    assert await world.value("SELECT count(*) FROM round") == 1
    assert "Maja Mentor had begun this round already. What you chose just now was not used there." in page


@pytest.mark.parametrize(("who", "link"), [("mentor", False), ("admin", False), ("director", True)])
async def test_without_terms_the_pages_say_so_and_lead_whoever_may_add_them_there(world: World, who: str, *, link: bool) -> None:
    await publish(world)
    cast, by = world.cast, getattr(world.cast, who)

    one = (await world.get(by, f"/classes/{cast.klass.id}/round")).text
    pages = [one] if who == "mentor" else [one, (await world.get(by, f"/schools/{cast.school.id}/rounds")).text]

    for page in pages:
        assert "There are no terms now or to come." in page
        assert ('href="/organisation#years"' in page) is link
        assert re.search(r"Begin the rounds?</button>", page), "it goes on without one"


async def test_the_round_of_another_term_cannot_be_begun_where_there_is_none(world: World) -> None:
    await begin(world, template=await publish(world))

    page = (await world.get(world.cast.mentor, f"/classes/{world.cast.klass.id}/round?another=yes")).text

    assert "There are no terms now or to come. So there is no other term to begin a round for." in " ".join(page.split())
    assert "Begin the round</button>" not in page


async def test_who_is_not_yet_done_is_told_before_the_next_round_and_stays_in_sight_after_it(world: World) -> None:
    held = await round_begun(world)
    cast, klass = world.cast, world.cast.klass
    elsas = await plan_of(world, cast.elsa, held)
    await ready(world, elsas, "pupil")
    await world.rows("UPDATE plan SET phase = 'in_use' WHERE id = $1", await plan_of(world, cast.omar, held))
    next_term = await term(world, "Autumn", TODAY - timedelta(days=10))
    warned = "2 pupils are not yet done with the round of Spring."

    assert warned in " ".join((await world.get(cast.mentor, f"/classes/{klass.id}/round?another=yes")).text.split())
    version = await world.value("SELECT template_version_id FROM round")
    await begin(world, template=version, term=next_term)
    await hand_out_all(world)
    await world.rows("UPDATE term SET last_day = $1 WHERE title = 'Spring'", TODAY - timedelta(days=1))
    overview = (await world.get(cast.mentor, f"/classes/{klass.id}/overview")).text
    earlier = await world.value("SELECT term_id FROM round WHERE id = $1", held)
    address = f"/classes/{klass.id}/overview?term={earlier}"
    there = (await world.get(cast.mentor, address)).text

    assert warned in " ".join(overview.split())
    assert f'href="{address}"' in overview
    assert f"/plans/{elsas}" not in overview
    assert f"/plans/{elsas}" in there
    assert warned not in " ".join(there.split())
    assert f'<a href="/classes/{klass.id}/overview">' in there, "and back to what counts now"


async def test_what_is_done_in_an_earlier_round_is_done_there(world: World) -> None:
    held = await round_begun(world)
    cast, klass = world.cast, world.cast.klass
    elsas = await plan_of(world, cast.elsa, held)
    await ready(world, elsas)
    version, autumn = await world.value("SELECT template_version_id FROM round"), await term(world, "Autumn", TODAY - timedelta(days=40))
    await begin(world, template=version, term=autumn)
    await hand_out_all(world)
    spring = await world.value("SELECT term_id FROM round WHERE id = $1", held)

    answer = await world.post(cast.mentor, f"/classes/{klass.id}/overview?term={spring}", act="show", **{f"plan:{elsas}": "true"})

    assert answer.headers["location"].startswith(f"/classes/{klass.id}/overview?term={spring}&")
    assert await world.value("SELECT phase::text FROM plan WHERE id = $1", elsas) == "shared"


async def test_a_schools_counts_say_who_is_not_yet_done_and_lead_there(world: World) -> None:
    held = await round_begun(world)
    cast, base = world.cast, f"/schools/{world.cast.school.id}/overview"
    spring = await world.value("SELECT term_id FROM round WHERE id = $1", held)
    version, autumn = await world.value("SELECT template_version_id FROM round"), await term(world, "Autumn", TODAY - timedelta(days=40))
    await begin(world, template=version, term=autumn)
    await hand_out_all(world)
    await world.rows("UPDATE plan SET phase = 'shared' WHERE round_id = $1", held)

    now = " ".join((await world.get(cast.principal, base)).text.split())
    then = " ".join(re.sub(r"<[^>]+>", " ", (await world.get(cast.principal, f"{base}?term={spring}")).text).split())

    assert "2 pupils are not yet done with the round of Spring." in now, "the protected pupil is not counted"
    assert f'href="{base}?term={spring}"' in now
    assert "Prepare at home Waiting: 2" in then
    assert f'href="{base}?all=yes&amp;term={spring}"' in (await world.get(cast.principal, f"{base}?term={spring}")).text
