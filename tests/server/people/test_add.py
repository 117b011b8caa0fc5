"""Relations that an administrator makes by hand."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from server.columns import now
from server.people.actions import local_day
from server.people.models import RelationKind
from tests.server.people.ties import add, relation, sentence, tie

if TYPE_CHECKING:
    from tests.server.world import World


def elsas(world: World) -> str:
    return f"/pupils/{world.cast.elsa.id}"


async def test_a_mentor_added_by_hand_reads_the_plan_at_once_and_it_is_said_who_and_why(world: World) -> None:
    observer = world.cast.omars_mother
    assert (await world.get(observer, world.home)).status_code == 404

    answer = await add(world, world.cast.admin, elsas(world), kind="mentor_of", person=observer.id, reason="Stands in for Maja")

    assert answer.headers["location"] == f"{elsas(world)}/relations"
    row = (await world.rows("SELECT source, made_by, reason FROM relation WHERE person_id = $1 AND kind = 'mentor_of'", observer.id))[0]
    assert dict(row) == {"source": "hand", "made_by": world.cast.admin.id, "reason": "Stands in for Maja"}
    page = (await world.get(world.cast.principal, f"{elsas(world)}/relations")).text
    assert "Added by Adam Admin" in page
    assert "Stands in for Maja" in page


async def test_somebody_who_works_only_elsewhere_is_no_mentor_of_a_pupil_here(world: World) -> None:
    """A mentor whom a pupil has left behind keeps nothing, even where the relation was forgotten."""
    await add(world, world.cast.admin, elsas(world), kind="mentor_of", person=world.cast.far_teacher.id)

    assert (await world.get(world.cast.far_teacher, world.home)).status_code == 404


async def test_a_guardian_who_is_not_known_is_made_known(world: World) -> None:
    sends = {"kind": "guardian_of", "given_name": "Nina", "family_name": "Ny", "email": "nina@example.se", "household": "apart"}

    assert (await add(world, world.cast.admin, elsas(world), **sends)).status_code == 303

    person = (await world.rows("SELECT id, source_id, email FROM person WHERE given_name = 'Nina'"))[0]
    assert person["source_id"].startswith("hand:")
    homes = await world.rows("SELECT household_id FROM relation WHERE person_id = $1", person["id"])
    texts = await world.rows("SELECT household_id FROM text WHERE plan_id = $1 AND kind = 'home_preparation'", world.cast.plan.id)
    assert homes[0]["household_id"] in {one["household_id"] for one in texts}, "a new home prepares too"
    told = await world.rows("SELECT person_id FROM notice WHERE kind = 'access_granted'")
    cast = world.cast
    assert {one["person_id"] for one in told} == {cast.elsa.id, cast.anna.id, cast.bo.id, cast.mentor.id, person["id"]}


async def test_a_guardian_joins_a_household_that_is_there(world: World) -> None:
    who = world.cast.omars_mother

    await add(world, world.cast.admin, elsas(world), kind="guardian_of", person=who.id, household=world.cast.annas.id)

    assert "data-words" in (await world.get(who, world.home)).text
    assert (await world.value("SELECT household_id FROM relation WHERE person_id = $1 AND pupil_id = $2", who.id, world.cast.elsa.id)) == (
        world.cast.annas.id
    )


@pytest.mark.parametrize(
    ("sends", "said"),
    [
        ({"kind": "guardian_of", "person": "elsa", "household": "apart"}, "Nobody can be this to themselves"),
        ({"kind": "guardian_of", "person": "omar", "household": "apart"}, "a pupil in the same class"),
        ({"kind": "guardian_of", "person": "anna", "household": "apart"}, "is there already"),
        ({"kind": "mentor_of", "person": "teacher", "until": -1}, "not have passed"),
        ({"kind": "mentor_of", "person": "teacher", "since": 5, "until": 3}, "come after the first"),
        ({"kind": "mentor_of", "person": "teacher", "since": 5000}, "too far away"),
        ({"kind": "mentor_of", "person": "teacher", "since": -5000}, "too far away"),
        ({"kind": "mentor_of", "person": "teacher", "until": 9000}, "too far away"),
        ({"kind": "mentor_of", "person": "teacher", "since": "2026-02-30"}, ""),
        ({"kind": "principal_of", "person": "teacher"}, "cannot be used here"),
        ({"kind": "let_in_by", "person": "anna"}, "cannot be used here"),
        ({"kind": "mentor_of", "person": "teacher", "reason": ""}, "must be filled in"),
        ({"kind": "mentor_of", "given_name": "Nina"}, "must be filled in"),
        ({"kind": "mentor_of", "given_name": "Nina", "family_name": "Ny", "email": "nina"}, "not an e-mail address"),
        ({"kind": "guardian_of", "person": "omars_mother", "household": "x"}, "cannot be used here"),
        ({"kind": "guardian_of", "person": "omars_mother"}, "Choose the household."),
    ],
)
async def test_what_makes_no_sense_is_explained_and_changes_nothing(world: World, sends: dict[str, object], said: str) -> None:
    before = await world.value("SELECT count(*) FROM relation")
    people = {name: person.id for name, person in world.cast.everyone().items()}
    given = {name: people.get(str(value), value) if name == "person" else value for name, value in sends.items()}
    for name in ("since", "until"):
        if isinstance(days := given.get(name), int):
            given[name] = local_day(now()) + timedelta(days=days)

    assert said in sentence(await add(world, world.cast.admin, elsas(world), **given))

    assert await world.value("SELECT count(*) FROM relation") == before
    assert await world.events() == []


async def test_nobody_of_another_organisation_and_nobody_who_is_hidden_is_tied(world: World) -> None:
    for who in (world.cast.stranger, world.cast.foreign, world.cast.hidden):
        assert (await add(world, world.cast.admin, elsas(world), kind="mentor_of", person=who.id)).status_code == 404


async def test_nobody_ties_themselves(world: World) -> None:
    admin = world.cast.admin
    for to, kind in ((elsas(world), "mentor_of"), (f"/schools/{world.cast.school.id}", "principal_of")):
        assert (await add(world, admin, to, kind=kind, person=admin.id)).status_code == 403


async def test_only_who_administers_the_organisation_makes_another_who_does(world: World) -> None:
    to, sends = f"/schools/{world.cast.school.id}", {"kind": "admin_of", "person": world.cast.observer.id, "whole": "true"}
    assert (await add(world, world.cast.admin, to, **sends)).status_code == 403

    await tie(world, world.cast.admin, RelationKind.admin_of, organisation_id=world.cast.organisation.id)
    assert (await add(world, world.cast.admin, to, **sends)).status_code == 303

    assert (await world.get(world.cast.observer, f"/pupils/{world.cast.far.id}/relations")).status_code == 200
    assert (await world.get(world.cast.observer, f"/pupils/{world.cast.foreign.id}/relations")).status_code == 404
    assert (await world.get(world.cast.observer, f"/pupils/{world.cast.hidden.id}/relations")).status_code == 404


async def test_a_teacher_with_a_subject_of_their_own_gets_an_assessment_to_write(world: World) -> None:
    who = world.cast.far_observer
    await add(world, world.cast.admin, f"/classes/{world.cast.klass.id}", kind="teacher_in", person=who.id, subject="Slöjd")

    page = (await world.get(who, world.home)).text

    assert "Assessment: Slöjd" in page
    assert page.count('right="write"') == 2, "the own assessment and the staff's notes; in the talk only those who are called to it"


async def test_a_relation_that_begins_another_day_gives_nothing_yet_and_tells_nobody(world: World) -> None:
    day = local_day(now()) + timedelta(days=3)

    await add(world, world.cast.admin, elsas(world), kind="mentor_of", person=world.cast.omars_mother.id, since=day)

    assert (await world.get(world.cast.omars_mother, world.home)).status_code == 404
    assert await world.hearers() == set()
    assert "Yet to begin" in (await world.get(world.cast.admin, f"{elsas(world)}/relations")).text


async def test_a_relation_is_ended_on_a_day_to_come_and_then_at_once(world: World) -> None:
    key = await relation(world, world.cast.anna, "guardian_of")
    day = local_day(now()) + timedelta(days=3)

    await world.post(world.cast.admin, f"/relations/{key}/end", reason="Moves", until=day)
    assert (await world.get(world.cast.anna, world.home)).status_code == 200
    assert local_day(await world.value("SELECT until - interval '1 second' FROM relation WHERE id = $1", key)) == day

    await world.post(world.cast.admin, f"/relations/{key}/end", reason="Has moved")
    assert (await world.get(world.cast.anna, world.home)).status_code == 404
    page = (await world.get(world.cast.admin, f"{elsas(world)}/relations")).text
    assert "Ended by Adam Admin" in page
    assert "Has moved" in page
    assert await world.told() == {name: {"access_ended": 1} for name in ("elsa", "bo", "mentor")}


async def test_a_day_that_has_passed_ends_nothing(world: World) -> None:
    key = await relation(world, world.cast.anna, "guardian_of")

    answer = await world.post(world.cast.admin, f"/relations/{key}/end", reason="Moves", until="2020-01-01")

    assert "has passed" in sentence(answer)
    assert (await world.get(world.cast.anna, world.home)).status_code == 200


async def test_the_search_for_somebody_to_tie_betrays_nobody(world: World) -> None:
    asked = f"{elsas(world)}/relations/new?kind=guardian_of&q="
    assert "Maryam Aziz" in (await world.get(world.cast.admin, f"{asked}aziz")).text
    for words in ("Hanna", "Felix", "Stig", "Omar", "Adam"):
        found = (await world.get(world.cast.admin, f"{asked}{words}")).text
        assert "<b dir=" not in found.split("</header>")[1], words
    await tie(world, world.cast.omars_mother, RelationKind.guardian_of, pupil_id=world.cast.hidden.id)
    assert "Maryam" not in (await world.get(world.cast.admin, f"{asked}aziz")).text, "her name would betray the protected child"
    assert "Nobody like that is known" in (await world.get(world.cast.admin, f"{asked}%25%25")).text


async def test_the_notice_of_access_leads_to_who_has_access(world: World) -> None:
    await add(world, world.cast.admin, elsas(world), kind="mentor_of", person=world.cast.omars_mother.id)
    notice = await world.value("SELECT id FROM notice WHERE person_id = $1", world.cast.anna.id)

    answer = await world.post(world.cast.anna, f"/notices/{notice}/read")

    assert answer.headers["location"] == f"{elsas(world)}/access"
    assert "Maryam Aziz" in (await world.get(world.cast.anna, f"{elsas(world)}/access")).text


async def test_no_household_is_chosen_beforehand_for_a_guardian(world: World) -> None:
    page = (await world.get(world.cast.admin, f"{elsas(world)}/relations/new?kind=guardian_of&q=aziz")).text

    choices = re.findall(r'<input type="radio" name="household" value="([^"]*)"([^>]*)> <span>([^<]*)<', page)
    assert [(value, said) for value, _more, said in choices] == [
        ("apart", "Own household (new)"),
        (str(world.cast.annas.id), "the household of Anna"),
        (str(world.cast.bos.id), "the household of Bo"),
    ]
    assert not any("checked" in more for _value, more, _said in choices)


async def test_a_contact_adult_belongs_to_no_household_unless_one_is_chosen(world: World) -> None:
    who = world.cast.omars_mother
    page = (await world.get(world.cast.admin, f"{elsas(world)}/relations/new?kind=contact_for&q=aziz")).text
    assert '<input type="radio" name="household" value="" checked>' in page

    await add(world, world.cast.admin, elsas(world), kind="contact_for", person=who.id)

    assert await world.value("SELECT household_id FROM relation WHERE person_id = $1 AND kind = 'contact_for'", who.id) is None
    await world.post(who, f"/talks/{world.cast.talk.id}/entered")
    plan = (await world.get(who, world.home)).text
    assert str(world.cast.text("home_anna")) not in plan
    assert 'right="write"' in plan, "in the talk itself everybody writes"
    for reader, where in ((world.cast.admin, "relations"), (world.cast.anna, "access"), (who, "access")):
        shown = (await world.get(reader, f"{elsas(world)}/{where}")).text.split("In no household")
        assert len(shown) == 2, where
        assert "Maryam Aziz" in shown[1]


async def test_a_contact_adult_gets_a_household_afterwards(world: World) -> None:
    await add(world, world.cast.admin, elsas(world), kind="contact_for", person=world.cast.omars_mother.id)
    key = await relation(world, world.cast.omars_mother, "contact_for")

    await world.post(world.cast.admin, f"/relations/{key}/household", household=world.cast.annas.id, reason="Lives there")

    assert str(world.cast.text("home_anna")) in (await world.get(world.cast.omars_mother, world.home)).text
    assert "In no household" not in (await world.get(world.cast.admin, f"{elsas(world)}/relations")).text


async def test_a_contact_adult_without_a_household_still_knows_a_protected_child(world: World) -> None:
    await tie(world, world.cast.omars_mother, RelationKind.contact_for, pupil_id=world.cast.hidden.id)

    access = await world.get(world.cast.omars_mother, f"/pupils/{world.cast.hidden.id}/access")

    assert "Maryam Aziz" in access.text.split("In no household")[1]
    assert "Hanna Skyddad" in (await world.get(world.cast.omars_mother, f"/classes/{world.cast.klass.id}")).text
