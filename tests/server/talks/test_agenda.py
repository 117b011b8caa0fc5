"""How a talk goes, as its school has said; and where the staircase leads to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlmodel import col, update

from server.plans.models import Plan
from server.talks.models import PointKind
from server.templates.form import Form, Point
from server.templates.models import Template, TemplateVersion
from tests.server.talks.test_sitting import begin, end

if TYPE_CHECKING:
    from tests.server.world import World


async def test_a_talk_follows_the_agenda_of_the_form_that_was_handed_out(world: World) -> None:
    await end(world)
    points = [
        Point(kind=PointKind.own, title={"sv": "Min teckning", "en": "My drawing"}, minutes=7),
        Point(kind=PointKind.new_goals, title={"sv": "Det vill jag öva på"}, minutes=10),
        Point(kind=PointKind.agreement),
    ]
    form = Form(title={"sv": "Samtal"}, languages=["sv", "en"], agenda=points)
    cast = world.cast
    async with world.visits.database.session() as session:
        template = Template(organisation_id=cast.organisation.id, school_id=cast.school.id, made_by=cast.principal.id)
        version = TemplateVersion(template_id=template.id, number=1, published_by=cast.principal.id, body=form.model_dump(mode="json"))
        for row in (template, version):
            session.add(row)
            await session.flush()
        await session.exec(update(Plan).where(col(Plan.id) == cast.plan.id).values(template_version_id=version.id))
        await session.commit()

    page = await world.get(cast.mentor, await begin(world))

    found = re.findall(r'<span class="agenda-number"[^>]*>\d</span><span dir="auto">([^<]*)<', page.text)
    assert found == ["My drawing", "Det vill jag öva på", "What we agree on"]


async def test_the_step_of_the_talk_leads_to_the_one_that_goes_on_for_its_reader(world: World) -> None:
    cast, steps = world.cast, f"{world.home}/talk"
    assert (await world.get(cast.anna, steps)).headers["location"] == f"/talks/{cast.talk.id}"
    await end(world)
    annas = await begin(world, household=cast.annas.id)
    assert f'href="{steps}"' in (await world.get(cast.anna, world.home)).text
    assert (await world.get(cast.anna, steps)).headers["location"] == annas
    assert (await world.get(cast.bo, steps)).headers["location"] == f"{world.home}#texts"


async def test_between_two_sittings_nobody_is_called(world: World) -> None:
    cast = world.cast
    called = "Step 5 of 7: The talk</b>"
    assert "Join the talk" in (await world.get(cast.anna, "/now")).text
    await end(world)
    words = " ".join((await world.get(cast.anna, "/now")).text.split())
    assert called in words, "the step to look at"
    assert "Your turn" not in words.split(called)[1].split("</a>")[0]


async def test_whoever_leaves_gives_the_lead_to_somebody_who_is_there(world: World) -> None:
    cast, talk = world.cast, f"/talks/{world.cast.talk.id}"
    leads = "SELECT lead_id FROM talk WHERE id = $1"

    await world.post(cast.mentor, f"{talk}/left")
    assert await world.value(leads, cast.talk.id) == cast.elsa.id, "the mentor has left: the pupil leads"

    await world.post(cast.mentor, f"{talk}/entered")
    await world.post(cast.elsa, f"{talk}/left")
    assert await world.value(leads, cast.talk.id) == cast.mentor.id, "back to whoever began it"
