"""Pages of a plan: agreeing, on the way to the talk, beside the last one, preparing, how its texts came about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, update

from server.columns import now
from server.numbers.models import LEAST, SmallestGroup
from server.people.models import Person, Relation, RelationKind
from server.plans.models import Phase
from server.talks.models import Talk
from tests.agreeing import propose
from tests.browser.everywhere.people import guide_places
from tests.browser.everywhere.place import Place
from tests.forms import YOUNG, hand_out
from tests.server.plans.earlier import last_plan

if TYPE_CHECKING:
    from tests.cast import Cast
    from tests.visit import Visits


async def agreeing_places(cast: Cast, live: Visits) -> list[Place]:
    """Give the pages of agreeing: Omar's plan is locked, in Hanna's an agreement is proposed and answered, in Elsa's it can be."""
    omars, hannas = f"/plans/{cast.omars_plan.id}", f"/plans/{cast.hidden_plan.id}"
    one = await propose(await live.as_(cast.mentor), cast.hidden_plan.id)
    async with live.database.session() as session:
        session.add(Relation(person_id=cast.bo.id, kind=RelationKind.guardian_of, pupil_id=cast.hidden.id))
        await session.commit()
    form = {"yes": "false", "objection": "I think that twenty minutes a day are too few."}
    assert (await (await live.as_(cast.bo)).post(f"/agreements/{one}/answer", data=form)).status_code == 303
    return [
        Place("version", cast.mentor, f"{omars}/versions/1"),
        Place("agreement to propose", cast.mentor, f"/plans/{cast.plan.id}/agreement"),
        Place("no agreement yet", cast.anna, f"/plans/{cast.plan.id}/agreement"),
        Place("agreement to answer", cast.hidden, f"{hannas}/agreement"),
        Place("agreement answered", cast.bo, f"{hannas}/agreement"),
        Place("agreement to lock", cast.mentor, f"{hannas}/agreement"),
        Place("agreement locked", cast.omar, f"{omars}/agreement"),
        Place("plan proposed", cast.hidden, hannas),
    ]


async def way_places(cast: Cast, live: Visits) -> list[Place]:
    """Give the pages that say what is new, what was before, and how it all goes."""
    return [
        Place("notices", cast.mentor, "/notices"),
        Place("no notices", cast.stranger, "/notices"),
        *await beside_places(cast, live),
        *await guide_places(cast, live),
    ]


async def beside_places(cast: Cast, live: Visits) -> list[Place]:
    """Give the page on which Elsa's last plan stands beside this one, and that of somebody who has no earlier plan."""
    async with live.database.session() as session:
        await last_plan(session, cast)
        await session.commit()
    return [
        Place("beside the last plan", cast.elsa, f"/plans/{cast.plan.id}/compare"),
        Place("beside no plan", cast.hidden, f"/plans/{cast.hidden_plan.id}/compare"),
    ]


async def preparing_places(cast: Cast, live: Visits) -> list[Place]:
    """Give the pages of preparing: Omar's material is with his home; a newer one, for the youngest, is at school."""
    async with live.database.session() as session:
        home = await hand_out(session, cast.omar, cast.klass, Phase.shared)
        school = await hand_out(session, cast.omar, cast.klass, made=YOUNG)
        await session.commit()
    prepare = f"/plans/{school.id}/prepare"
    return [
        Place("plan by a form", cast.mentor, f"/plans/{home.id}"),
        Place("plan by a form, being prepared", cast.mentor, f"/plans/{school.id}"),
        Place("plan prepared at home", cast.omars_mother, f"/plans/{home.id}/prepare"),
        Place("plan prepared by the pupil", cast.omar, f"/plans/{home.id}/prepare"),
        Place("plan prepared by the youngest", cast.omar, prepare),
        *(Place(f"plan prepared by the youngest, {step}", cast.omar, f"{prepare}?step={step}") for step in (2, 4, 5, 7)),
        Place("plan prepared by a teacher", cast.teacher, prepare),
        Place("assessments", cast.teacher, f"/classes/{cast.klass.id}/assessments?subject=Matematik"),
        Place("no assessments", cast.mentor, f"/classes/{cast.klass.id}/assessments"),
    ]


async def history_places(cast: Cast, live: Visits) -> list[Place]:
    """Give the pages of how a text came about, of the plans over the years, and of the numbers."""
    async with live.database.session() as session:
        session.add(SmallestGroup(organisation_id=cast.organisation.id, pupils=LEAST))
        await last_plan(session, cast)
        for number in range(LEAST):
            one = Person(
                organisation_id=cast.organisation.id, source_id=f"more{number}", given_name="Mo", family_name="More", language="en"
            )
            session.add(one)
            await session.flush()
            session.add(Relation(person_id=one.id, kind=RelationKind.pupil_in, class_id=cast.klass.id))
        await session.exec(update(Talk).where(col(Talk.plan_id) == cast.omars_plan.id).values(ended=now()))
        await session.commit()
    for person, words in ((cast.elsa, "I read a book of space."), (cast.anna, "We read it at home.")):
        writer = await live.socket(person)
        await writer.open(cast.plan.id, cast.text("agreement"))
        await writer.write(cast.text("agreement"), words)
    came = f"/texts/{cast.text('agreement')}/history"
    return [
        Place("how a text came about", cast.mentor, came),
        Place("how a text came about, for who may read", cast.principal, came),
        Place("how an empty text came about", cast.mentor, f"/texts/{cast.text('staff_notes')}/history"),
        Place("the plans over the years", cast.anna, f"/pupils/{cast.elsa.id}/plans"),
        Place("one plan over the years", cast.principal, f"/pupils/{cast.omar.id}/plans"),
        Place("numbers", cast.principal, f"/schools/{cast.school.id}/numbers"),
        Place("numbers of all", cast.director, "/organisation/numbers?saved=yes"),
        Place("no numbers", cast.far_principal, f"/schools/{cast.far_school.id}/numbers"),
    ]
