"""Why can this person see this? For those who run the school: a person, a pupil, and what each right rests on."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlmodel import col, select

from server.access import Place, PupilOpened
from server.columns import now
from server.errors import _
from server.people.actions import act_as, by_name, find_pupil, local_day, named, reading, someone
from server.people.actions.age import birthday, is_of_age, midnight
from server.people.actions.households import households
from server.people.actions.newcomers import look_for, somebody
from server.people.actions.rights import rights
from server.people.actions.why import A_MOMENT, Otherwise, answer
from server.people.models import Person, Relation
from server.people.policy import may_see_listed, standing
from server.people.routes.listing import of_pupil, shown
from server.plans.actions import form_of, plans_before
from server.plans.models import Phase
from server.plans.policy import may_see_pupil, may_see_ties
from server.templates.form import said
from server.texts.actions import of_plan
from server.web import begin, key, language_of, show

if TYPE_CHECKING:
    from collections.abc import Hashable

    from starlette.requests import Request
    from starlette.responses import Response

    from server.people.actions import PupilAt
    from server.people.actions.why import Answer
    from server.templates.form import Form
    from server.work import Work

MOST_TURNS = 12
"""So many beginnings and endings of somebody's relations are tried out as reasons."""


async def show_why(request: Request) -> Response:
    """Show what somebody may see and do about a pupil, right by right, and on which relation each rests."""
    asked, words = request.query_params.get("person", ""), request.query_params.get("q", "").strip()[:100]
    async with begin(request) as work:
        pupil, places = await find_pupil(work, key(request, "pupil"), see=may_see_pupil, may=may_see_ties)
        work.tell(PupilOpened(pupil=pupil.id, where=Place.why))
        relations = await of_pupil(work, pupil.id)
        people = await named(work.session, [one.person_id for one in relations])
        watching = await reading.watching(work.session, places)
        people |= await named(work.session, await reading.who_read(work.session, places, {one.person_id for one in watching}))
        there = {one.person_id for one in (*relations, *watching) if one.until is None or one.until > now()}
        around = sorted((one for one in people.values() if may_see_listed(work.actor, one)), key=by_name)
        person = None
        with suppress(ValueError):
            person = await somebody(work, UUID(asked)) if asked else None
        return await show(
            work,
            request,
            "relations/why.html",
            pupil=pupil,
            person=person,
            asked=words,
            around=[one for one in around if one.id in there],
            before=[one for one in around if one.id not in there],
            found=await look_for(work, words),
            **(
                await _answers(work, pupil, places, person, language_of(request).language)
                if person
                else {"rows": [], "ties": {}, "roles": []}
            ),
        )


async def _answers(work: Work, pupil: Person, places: list[PupilAt], person: Person, language: str) -> dict[str, Any]:
    """Ask every right for a person, by the rules and the relations as they are now."""
    plans = await plans_before(work.session, pupil.id)
    plan: Any = plans[0] if plans else SimpleNamespace(**vars(places[0]), id=None, class_id=None, phase=Phase.draft)
    texts = await of_plan(work.session, plan) if plans else []
    actor = await act_as(work.session, person)
    turns = await _turns(work, pupil, person)
    whom = await someone(work.session, pupil.id)
    answers = [answer(one, actor, plan, pupil, turns) for one in rights(whom, plan, texts, await _homes(work, pupil))]
    wanted = {relation for one in answers for relation in (*one.relations, *one.either)}
    relations = await work.session.exec(select(Relation).where(col(Relation.id).in_(wanted)))
    ties = await shown(work, list(relations), frozenset())
    return {
        "rows": _alike(answers, await form_of(work.session, plan) if plans else None, language),
        "ties": {one.relation.id: one for one in ties},
        "roles": sorted(standing(actor, plan).roles),
        "has_plan": bool(plans),
    }


def _alike(answers: list[Answer], form: Form | None, language: str) -> list[tuple[Answer, list[str]]]:
    """Put answers together that say the same of several questions, each with the questions' titles."""
    found: dict[Hashable, tuple[Answer, list[str]]] = {}
    for one in answers:
        text = one.asked.text
        about = (one.asked.sentence, text.kind, text.subject, one.asked.whose) if text else (one.asked.sentence,)
        alike = found.setdefault((about, replace(one, asked=answers[0].asked)), (one, []))
        question = form.question(text.question) if form and text else None
        if form and question:
            alike[1].append(said(question.title, language, form))
    return list(found.values())


async def _homes(work: Work, pupil: Person) -> dict[UUID, str]:
    """Give whose each of a pupil's households is, as far as the reader may know of the adults."""
    homes = {home: found for home, found in (await households(work.session, pupil.id)).items() if home}
    people = await named(work.session, [one.person_id for found in homes.values() for one in found])
    seen = {key: one.given_name for key, one in people.items() if may_see_listed(work.actor, one)}
    return {home: ", ".join(seen[one.person_id] for one in found if one.person_id in seen) for home, found in homes.items()}


async def _turns(work: Work, pupil: Person, person: Person) -> list[Otherwise]:
    """Give who somebody was before each of their relations ended, and will be when each has begun; and before the pupil came of age."""
    rows = await work.session.exec(
        select(Relation).where(Relation.person_id == person.id).order_by(col(Relation.since).desc(), col(Relation.id)).limit(MOST_TURNS)
    )
    at, found = now(), []
    if pupil.born is not None and is_of_age(pupil.born, local_day(at)):
        day = midnight(birthday(pupil.born))
        found.append(
            Otherwise(await act_as(work.session, person, day - A_MOMENT), _("The pupil came of age, and has not let this person in."), day)
        )
    for one in rows.all():
        if one.until is not None and one.until <= at and one.until > one.since:
            then = await act_as(work.session, person, one.until - A_MOMENT)
            found.append(Otherwise(then, _("The relation that gave it has ended:"), one.until, one.id))
        elif one.since > at:
            then = await act_as(work.session, person, one.since + A_MOMENT)
            found.append(Otherwise(then, _("The relation that gives it is yet to begin:"), one.since, one.id))
    return found
