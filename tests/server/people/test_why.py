"""Why can this person see this? The answers are asked of the rules themselves."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from server.columns import now
from server.people.actions import born_by, local_day
from server.people.models import Profile, RelationKind, Shown
from tests.forms import form, question, section
from tests.server.people.ties import born, tie

if TYPE_CHECKING:
    from server.people.models import Person
    from tests.server.world import World


async def why(world: World, person: Person, pupil: Person | None = None, by: Person | None = None) -> dict[str, str]:
    """Ask as the administrator; give each right with its answer."""
    address = f"/pupils/{(pupil or world.cast.elsa).id}/why?person={person.id}"
    page = (await world.get(by or world.cast.admin, address)).text
    found = {}
    for row in re.findall(r'<li class="row (?:done)?\s*">(.*?)</li>', page, re.DOTALL):
        words = unescape(" ".join(re.sub(r"<[^>]+>", " ", row).split()))
        right, _, answer = words.partition(": yes") if ": yes" in words else words.partition(": no")
        found[right] = ("yes" if ": yes" in words else "no") + answer
    return found


async def test_a_guardians_rights_rest_on_being_the_guardian(world: World) -> None:
    answers = await why(world, world.cast.anna)

    assert answers["Read the plan"].startswith("yes Rests on: Guardian · since")
    assert answers["Write in: Agreement"].startswith("yes")
    assert answers["Set any status of a goal"] == "no It comes with being: Mentor"
    assert answers["Change the pupil's relations"].startswith("no")


async def test_two_relations_of_which_either_is_enough(world: World) -> None:
    answers = await why(world, world.cast.mentor)
    assert answers["Set any status of a goal"].startswith("yes Rests on: Mentor")

    await tie(world, world.cast.mentor, RelationKind.observer_in, school_id=world.cast.school.id)

    assert (await why(world, world.cast.mentor))["Read the plan"].startswith("yes Any one of these is enough:")


async def test_the_pupils_own(world: World) -> None:
    assert (await why(world, world.cast.elsa))["Read the plan"] == "yes The pupil's own."


async def test_why_not_because_it_has_ended_or_is_yet_to_begin(world: World) -> None:
    await world.rows("UPDATE relation SET until = now() WHERE person_id = $1", world.cast.anna.id)
    assert (await why(world, world.cast.anna))["Read the plan"].startswith("no The relation that gave it has ended: Guardian")

    await world.rows("UPDATE relation SET since = now() + interval '1 day', until = NULL WHERE person_id = $1", world.cast.anna.id)
    assert (await why(world, world.cast.anna))["Read the plan"].startswith("no The relation that gives it is yet to begin: Guardian")
    await world.rows("UPDATE relation SET since = now() - interval '1 hour' WHERE person_id = $1", world.cast.anna.id)


async def test_why_not_because_the_pupil_came_of_age(world: World) -> None:
    await world.rows("UPDATE relation SET since = now() - interval '9 days' WHERE person_id = $1", world.cast.anna.id)
    await born(world, world.cast.elsa, born_by(local_day(now())))

    assert (await why(world, world.cast.anna))["Read the plan"].startswith("no The pupil came of age")


async def test_why_not_because_of_the_phase(world: World) -> None:
    await world.phase("shared")

    answer = (await why(world, world.cast.anna))["Write in: Notes from the talk"]

    assert answer.startswith("no Not while the plan is where it is now; only here: The talk is going on")
    assert answer.endswith("It comes with being: Mentor"), "whose it is may write there before the talk, too"


async def test_why_not_because_the_identity_is_protected(world: World) -> None:
    await tie(world, world.cast.principal, RelationKind.sees_protected, pupil_id=world.cast.hidden.id)

    answers = await why(world, world.cast.teacher, world.cast.hidden, world.cast.principal)

    assert answers["Read the plan"].startswith("no The identity is protected, and this person is not granted by name.")
    mentors = await why(world, world.cast.mentor, world.cast.hidden, world.cast.principal)
    assert mentors["Read the plan"].startswith("yes Rests on: May see protected identity")
    assert "together with any one of these: Mentor" in mentors["Read the plan"]


async def test_nobody_is_betrayed_by_asking(world: World) -> None:
    for person in (world.cast.hidden, world.cast.foreign, world.cast.stranger):
        answer = await world.get(world.cast.admin, f"/pupils/{world.cast.elsa.id}/why?person={person.id}")
        assert answer.status_code == 404
    page = (await world.get(world.cast.admin, f"/pupils/{world.cast.elsa.id}/why?q=Hanna")).text
    assert "Hanna Skyddad" not in page
    assert (await world.get(world.cast.admin, f"/pupils/{world.cast.elsa.id}/why?person=x")).status_code == 200


async def test_a_stranger_to_the_pupil_has_no_relation(world: World) -> None:
    assert (await why(world, world.cast.far_teacher))["Read the plan"] == (
        "no No relation to this pupil holds now. It comes with being: "
        "Pupil, Guardian, Contact adult, Mentor, Teacher, Special educator, Principal"
    )


async def test_each_households_own_text_is_said_to_be_whose(world: World) -> None:
    answers = await why(world, world.cast.anna)

    assert answers["Write in: How do we see it at home? ( Anna )"].startswith("yes Rests on: Guardian")
    assert answers["Read: How do we see it at home? ( Bo )"].startswith("no")
    assert answers["Read: How do we see it at home? ( Bo )"].endswith(
        "It comes with being: Pupil, Guardian, Contact adult, Mentor, Special educator, Principal"
    )


@pytest.mark.parametrize(
    ("who", "staffs", "classes", "page"),
    [("teacher", "yes", "yes", "yes"), ("omars_mother", "no", "yes", "no"), ("far_teacher", "no", "no", "no")],
)
async def test_contact_details_and_pictures_are_asked_about_too(world: World, who: str, staffs: str, classes: str, page: str) -> None:
    answers = await why(world, getattr(world.cast, who))

    assert answers["See contact details that the pupil shows to the staff only"].startswith(staffs)
    assert answers["See contact details that the pupil shows to the classes too"].startswith(classes)
    assert answers["See the pupil's picture, if there is one"].startswith(staffs)
    assert answers["Open the pupil's page"].startswith(page)
    await world.add(Profile(person_id=world.cast.elsa.id, picture_for=Shown.classes))
    assert (await why(world, getattr(world.cast, who)))["See the pupil's picture, if there is one"].startswith(classes)


async def test_who_is_no_longer_around_the_pupil_stands_apart(world: World) -> None:
    await world.rows("UPDATE relation SET until = now() WHERE person_id = $1", world.cast.anna.id)

    page = (await world.get(world.cast.admin, f"/pupils/{world.cast.elsa.id}/why")).text
    now_, before = page.split('<optgroup label="Now">')[1].split('<optgroup label="Before">')

    assert "Bo Lind" in now_
    assert "Anna Berg" not in now_
    assert "Anna Berg" in before.split("</optgroup>")[0]
    assert "Bo Lind" not in before.split("</optgroup>")[0]


async def test_questions_with_the_same_answer_stand_on_one_line_by_their_titles(own: World) -> None:
    await own.hand_out(
        "draft", form(section("me", "pupil", "Me", question("a", "text", "What goes well?"), question("b", "text", "What is hard?")))
    )

    page = (await own.get(own.cast.admin, f"/pupils/{own.cast.elsa.id}/why?person={own.cast.mentor.id}")).text

    assert page.count("<b>Read: Where am I now?: ") == 1
    assert '2 questions: <q dir="auto">What goes well?</q>, <q dir="auto">What is hard?</q>' in page


async def test_whoever_may_read_every_plan_of_the_school_can_be_asked_about(world: World) -> None:
    page = (await world.get(world.cast.admin, f"/pupils/{world.cast.elsa.id}/why")).text
    around = page.split('<optgroup label="Now">')[1].split("</optgroup>")[0]
    assert "Olga Special" in around
    assert "Pia Rektor" in around
    assert "Tina Special" not in around
