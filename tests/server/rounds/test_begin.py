"""Beginning a round: what is offered, what is refused, and that there is one and not two."""

from __future__ import annotations

import asyncio
import html
import json
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from server.rounds.actions.days import propose
from tests.server.rounds.making import TODAY, begin, day, form, hand_out_all, plan_of, publish, term

if TYPE_CHECKING:
    from tests.server.world import World


def address(world: World) -> str:
    """Give where the class's round is begun."""
    return f"/classes/{world.cast.klass.id}/round"


async def test_the_mentor_begins_a_round_with_what_is_offered_first(world: World) -> None:
    old = await publish(world, form(years=["7"], title="For the old"))
    ours = await publish(world, form(years=["4"], title="For the fourth"))
    spring = await term(world)

    page = (await world.get(world.cast.mentor, address(world))).text
    assert page.index(str(ours)) < page.index(str(old))
    answer = await begin(world, template=ours, term=spring, prepare_school_by=day(7), talk_by=day(30))

    assert answer.status_code == 303
    row = (await world.rows("SELECT * FROM round"))[0]
    assert answer.headers["location"] == f"/rounds/{row['id']}"
    assert (row["template_version_id"], row["term_id"], row["begun_by"]) == (ours, spring, world.cast.mentor.id)
    assert (row["prepare_school_by"], row["talk_by"], row["book_by"]) == (TODAY + timedelta(7), TODAY + timedelta(30), None)
    assert (row["asks_pupil"], row["asks_teachers"], row["asks_home"], row["talk_only"]) == (True, True, True, False)
    assert await world.events() == ["round_begun"]


async def test_two_mentors_at_once_begin_one_round_and_both_are_led_to_it(world: World) -> None:
    version, spring = await publish(world), await term(world)
    browsers = [await world.visits.as_(one) for one in (world.cast.mentor, world.cast.principal, world.cast.admin)]
    fields = {"template": str(version), "term": str(spring), "asks_pupil": "true"}

    answers = await asyncio.gather(*(one.post(address(world), data=fields) for one in browsers * 2))

    held = await world.rows("SELECT id FROM round")
    assert len(held) == 1
    own, others = f"/rounds/{held[0]['id']}", f"/rounds/{held[0]['id']}?already=yes"
    assert {one.headers["location"] for one in answers} == {own, others}, "whoever came second is told so"
    assert await world.events() == ["round_begun"]
    await hand_out_all(world)
    assert await world.value("SELECT count(*) FROM plan WHERE round_id = $1", held[0]["id"]) == 3
    led = await world.get(world.cast.principal, address(world))
    assert led.headers["location"] == f"/rounds/{held[0]['id']}"


WRONG_DAYS = [
    ({"prepare_school_by": day(-1)}, "Prepare at school: This day has passed."),
    ({"talk_by": day(400)}, "The talk: This is more than a year away."),
    (
        {"prepare_school_by": day(9), "prepare_home_by": day(8)},
        "Prepare at home: This step must not end before the one that comes before it.",
    ),
    ({"prepare_school_by": day(9), "talk_by": day(8)}, "The talk: This step must not end before the one that comes before it."),
    ({"book_by": "soon"}, "Book the talk: This is not a day."),
]


@pytest.mark.parametrize(("days", "sentence"), WRONG_DAYS)
async def test_days_that_make_no_sense_are_refused_at_their_field(world: World, days: dict[str, str], sentence: str) -> None:
    version, spring = await publish(world), await term(world)

    answer = await begin(world, template=version, term=spring, **days)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert await world.rows("SELECT FROM round") == []


async def test_a_class_without_a_pupil_has_no_round(world: World) -> None:
    version, spring = await publish(world), await term(world)
    await world.rows("UPDATE relation SET until = now() WHERE kind = 'pupil_in'")

    page = await world.get(world.cast.principal, address(world))
    answer = await begin(world, world.cast.principal, template=version, term=spring)

    assert "There is no pupil in this class." in page.text
    assert "Begin the round</button>" not in page.text
    assert answer.status_code == 422
    assert "There is no pupil in this class." in answer.text


async def test_pupils_without_a_mentor_are_named_but_for_who_may_not_be_known(world: World) -> None:
    version, spring = await publish(world), await term(world)
    await world.rows("UPDATE relation SET until = now() WHERE kind = 'mentor_of'")

    page = (await world.get(world.cast.principal, address(world))).text
    answer = await begin(world, world.cast.principal, template=version, term=spring)

    assert "These pupils have no mentor:" in page
    assert "Elsa Berg" in page
    assert "Omar Aziz" in page
    assert "Hanna" not in page
    assert "1 more" in page
    assert answer.status_code == 422
    assert await world.rows("SELECT FROM round") == []


async def test_without_a_published_template_there_is_nothing_to_begin_with(world: World) -> None:
    page = (await world.get(world.cast.mentor, address(world))).text

    assert "No template is published yet" in page
    assert "Begin the round</button>" not in page


async def test_where_an_organisation_has_no_terms_a_class_has_a_round_without_one(world: World) -> None:
    version = await publish(world)

    first, second = await begin(world, template=version), await begin(world, world.cast.principal, template=version)

    assert second.headers["location"] == first.headers["location"] + "?already=yes"
    assert await world.value("SELECT count(*) FROM round WHERE term_id IS NULL") == 1


async def test_whoever_comes_second_is_told_by_whom_it_was_begun_and_that_the_own_days_were_not_used(world: World) -> None:
    version, spring = await publish(world), await term(world)
    await begin(world, template=version, term=spring, talk_by=day(30))

    answer = await begin(world, world.cast.principal, template=version, term=spring, talk_by=day(50))
    page = (await world.get(world.cast.principal, answer.headers["location"])).text

    assert "Maja Mentor had begun this round already. What you chose just now was not used" in page
    assert await world.value("SELECT talk_by FROM round") == TODAY + timedelta(30)
    same = await begin(world, template=version, term=spring, talk_by=day(30))
    assert "already" not in same.headers["location"], "one act sent twice"
    other = await begin(world, template=version, term=spring, talk_by=day(40))
    assert "You had begun this round already." in (await world.get(world.cast.mentor, other.headers["location"])).text


@pytest.mark.parametrize(("name", "after"), [("talk_by", 20), ("talk_by", 200), ("book_by", 200)])
async def test_a_day_outside_the_chosen_term_is_refused_with_the_terms_name(world: World, name: str, after: int) -> None:
    version, autumn = await publish(world), await term(world, "Next term", TODAY + timedelta(40))

    answer = await begin(world, template=version, term=autumn, **{name: day(after)})
    inside = await begin(world, template=version, term=autumn, prepare_school_by=day(20), talk_by=day(60))

    assert answer.status_code == 422
    assert "This day is not in the term Next term." in answer.text
    assert inside.status_code == 303, "one may prepare before the term begins"


async def test_each_term_is_proposed_its_own_days(world: World) -> None:
    await publish(world)
    now, later = await term(world), await term(world, "Later", TODAY + timedelta(60))

    page = html.unescape((await world.get(world.cast.mentor, address(world))).text)

    days = {key: json.loads(said) for key, said in re.findall(r'<option value="([0-9a-f-]+)" data-days="({.*?})"', page)}
    assert set(days) == {str(now), str(later)}
    assert f'name="talk_by" value="{days[str(now)]["talk_by"]}"' in page
    assert all(TODAY <= date.fromisoformat(one) <= TODAY + timedelta(42) for one in days[str(now)].values())
    assert all(TODAY + timedelta(60) <= date.fromisoformat(one) <= TODAY + timedelta(102) for one in days[str(later)].values())


PROPOSED = [
    (date(2026, 11, 27), date(2026, 12, 18), ["2026-12-04", "2026-12-07", "2026-12-11", "2026-12-18"]),
    (date(2026, 11, 14), date.max, ["2026-11-27", "2026-12-04", "2026-12-11", "2026-12-23"]),
    (date(2027, 1, 11), date(2027, 6, 10), ["2027-01-25", "2027-02-01", "2027-02-08", "2027-02-22"]),
    (date(2026, 12, 26), date(2026, 12, 27), ["2026-12-26", "2026-12-26", "2026-12-26", "2026-12-27"]),
]


@pytest.mark.parametrize(("first", "last", "days"), PROPOSED)
def test_the_days_proposed_are_days_of_school_within_the_term(first: date, last: date, days: list[str]) -> None:
    assert [str(one) for one in propose(first, last).values()] == days


async def test_a_template_of_another_school_or_an_archived_one_is_refused(world: World) -> None:
    version = await publish(world)
    await world.rows("UPDATE template SET archived = now()")
    archived = await begin(world, template=version)
    await world.rows("UPDATE template SET archived = NULL, school_id = $1", world.cast.far_school.id)
    elsewhere = await begin(world, template=version)

    for answer in (archived, elsewhere):
        assert answer.status_code == 422
        assert "Template: Choose a template that is published." in answer.text


async def test_where_there_are_terms_one_is_chosen(world: World) -> None:
    version, _ = await publish(world), await term(world)

    assert (await begin(world, template=version)).status_code == 422
    assert (await begin(world, template=version, term=world.cast.klass.id)).status_code == 422


TALK_ONLY = [("4", None, ""), ("8", None, " checked"), ("4", "7", " checked"), ("8", "8", ""), ("3/9", None, ""), ("", None, "")]


@pytest.mark.parametrize(("year", "set_to", "ticked"), TALK_ONLY)
async def test_a_round_is_talk_only_to_begin_with_where_no_plans_are_made(world: World, year: str, set_to: str | None, ticked: str) -> None:
    await publish(world)
    await world.rows("UPDATE class SET year = $2 WHERE id = $1", world.cast.klass.id, year)
    if set_to:
        await world.post(world.cast.principal, f"/schools/{world.cast.school.id}/plan-years", **{f"year:{set_to}": "true"})

    page = (await world.get(world.cast.mentor, address(world))).text

    await world.rows("UPDATE class SET year = '4' WHERE id = $1", world.cast.klass.id)
    found = re.search(r'name="talk_only" value="true"( checked)?>', page)
    assert found
    assert (found[1] or "") == ticked


async def test_a_talk_only_round_asks_for_no_assessments_and_no_agreement(world: World) -> None:
    version, spring = await publish(world), await term(world)
    await begin(world, template=version, term=spring, talk_only="true")
    await hand_out_all(world)

    held = await world.value("SELECT id FROM round")
    plan = await plan_of(world, world.cast.elsa, held)
    kinds = {row["kind"] for row in await world.rows("SELECT DISTINCT kind::text FROM text WHERE plan_id = $1", plan)}
    parties = {row["party"] for row in await world.rows("SELECT DISTINCT party::text FROM preparation WHERE plan_id = $1", plan)}
    assert kinds == {"self_assessment", "home_preparation", "talk_notes", "staff_notes"}
    assert parties == {"pupil", "home"}
