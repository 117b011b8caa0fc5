"""Offering times to a class: a form, a preview, and then the offer."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlmodel import col, select

from server.booking import policy
from server.booking.actions import offer_times, preview, times
from server.booking.models import Offer
from server.booking.routes.forms import BREAKS, DAYS, PUPIL, TIME, Offering, pattern_of
from server.columns import now
from server.errors import WrongFormError, _
from server.people.actions import by_name, classes_of_pupils, in_force, local_day, named, pupils_in
from server.people.actions.age import after, midnight
from server.people.models import Person, Relation, RelationKind
from server.people.policy import may_see_class, may_see_listed
from server.rounds.actions import rounds_now
from server.schools.models import Class, School
from server.web import begin, fields_of, go, key, show

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from starlette.requests import Request
    from starlette.responses import Response

    from server.booking.actions import Time
    from server.work import Work

MOST_SENT = 700


@dataclass(frozen=True)
class Place:
    """A class, the pupils to whom somebody may offer times there, and who may host them."""

    klass: Class
    pupils: list[Person]
    hosts: list[Person]
    theirs: Mapping[UUID, set[UUID]]
    """Whom each host mentors or teaches."""
    all_of_them: bool
    """Whether these are all pupils of the class."""


async def _place(work: Work, request: Request) -> Place:
    """Find a class in which somebody may offer times."""
    everyone = await pupils_in(work.session, key(request, "class"))
    keys = [one.id for one in everyone]
    klass = await work.find(Class, key(request, "class"), see=may_see_class, may=lambda actor, one: policy.may_offer(actor, one, keys))
    runs = policy.runs_offers(work.actor, klass)
    own = set(keys if runs else policy.own_pupils(work.actor, klass, keys))
    pupils = [one for one in everyone if one.id in own and may_see_listed(work.actor, one)]
    work.saw(*(one.id for one in pupils))
    theirs = await _staff(work, klass, [one.id for one in pupils])
    hosts = await named(work.session, theirs if runs and theirs else [work.actor.id])
    return Place(klass, pupils, sorted(hosts.values(), key=by_name), theirs, len(own) == len(keys))


async def _staff(work: Work, klass: Class, pupils: list[UUID]) -> dict[UUID, set[UUID]]:
    """Give those who mentor or teach pupils of a class, each with whom; a teacher of the class, or of a group, has them all."""
    mentors = select(Relation.person_id, Relation.pupil_id).where(
        Relation.kind == RelationKind.mentor_of, col(Relation.pupil_id).in_(pupils), in_force(now())
    )
    teachers = select(Relation.person_id).where(
        Relation.kind == RelationKind.teacher_in, col(Relation.class_id).in_(classes_of_pupils(klass.id)), in_force(now())
    )
    found: dict[UUID, set[UUID]] = {}
    for person, pupil in await work.session.exec(mentors):
        if pupil is not None:
            found.setdefault(person, set()).add(pupil)
    for person in await work.session.exec(teachers):
        found.setdefault(person, set(pupils))
    return found


async def show_offering(request: Request) -> Response:
    """Show the form, and once its days are filled in what would be offered."""
    asked = dict(request.query_params)
    async with begin(request) as work:
        place = await _place(work, request)
        drawn, wrong, offer = [], {}, None
        if asked:
            try:
                offer, wanted = _read(work, place, asked)
                drawn = await preview(work.session, offer, wanted)
                _closing(offer, wanted)
            except WrongFormError as error:
                wrong = error.fields
        context = await _form(work, place, asked)
        return await show(work, request, "booking/offering.html", drawn=drawn, wrong=wrong, offer=offer, **context)


async def _form(work: Work, place: Place, asked: Mapping[str, str]) -> dict[str, Any]:
    """Gather the form, with what stands in it to begin with."""
    host = asked.get("host") or str(next((one.id for one in place.hosts if one.id == work.actor.id), place.hosts[0].id))
    theirs = place.theirs.get(UUID(host), set()) if _is_id(host) else set()
    held = (await rounds_now(work.session, [place.klass.id])).get(place.klass.id)
    whole = all(one.id in theirs for one in place.pupils) and place.all_of_them
    values: dict[str, str] = {"minutes": "20", "longer": "40", "pause": "0", "held": "here"}
    if held and held.book_by and held.book_by >= local_day(now()):
        values["closes"] = held.book_by.isoformat()
    chosen = {name.removeprefix(PUPIL) for name in asked if name.startswith(PUPIL)}
    return {
        "place": place,
        "klass": place.klass,
        "school": await work.session.get_one(School, place.klass.school_id),
        "values": values | dict(asked) | {"host": host},
        "whole": asked.get("whole") == "true" if asked else whole,
        "chosen": chosen if asked else {str(one.id) for one in place.pupils if one.id in theirs or not theirs},
        "rows": range(1, DAYS + 1),
        "breaks": range(1, BREAKS + 1),
    }


def _is_id(written: str) -> bool:
    """Whether something is an id."""
    with suppress(ValueError):
        return bool(UUID(written))
    return False


def _read(work: Work, place: Place, fields: Mapping[str, str]) -> tuple[Offer, list[Time]]:
    """Read what would be offered, and when.

    Raises:
        WrongFormError: with a sentence for each field that is wrong.
    """
    form = Offering.of(fields)
    hosts = [one.id for one in place.hosts]
    host = form.host or (work.actor.id if work.actor.id in hosts else hosts[0])
    if host not in hosts:
        raise WrongFormError({"host": _("This cannot be used here.")})
    if form.whole and not place.all_of_them:
        raise WrongFormError({"whole": _("You can offer times only to your own pupils: choose them.")})
    wanted = times(pattern_of(fields, form))
    klass = place.klass
    offer = Offer(
        organisation_id=klass.organisation_id,
        school_id=klass.school_id,
        class_id=klass.id,
        host_id=host,
        made_by=work.actor.id,
        room=form.room,
        held=form.held,
        phone=form.phone,
        link=form.link,
        minutes=form.minutes,
        longer=form.longer,
        pause=form.pause,
        whole=form.whole,
        closes=form.closing or (midnight(local_day(wanted[0].starts)) if wanted else after(local_day(now()))),
    )
    return offer, wanted


def _closing(offer: Offer, wanted: list[Time]) -> None:
    """Hold that there is time to book; the day before the first talk is the last one where none is chosen, and today at the earliest.

    Raises:
        WrongFormError: the last day to book is over.
    """
    if offer.closes <= now():
        if not wanted or offer.closes != midnight(local_day(wanted[0].starts)):
            raise WrongFormError({"closes": _("This day is over.")})
        offer.closes = after(local_day(now()))


async def make_offer(request: Request) -> Response:
    """Offer the times that are chosen in the preview."""
    fields = await fields_of(request, MOST_SENT)
    async with begin(request) as work:
        place = await _place(work, request)
        offer, wanted = _read(work, place, fields)
        _closing(offer, wanted)
        if not _is_id(fields.get("id", "")):
            raise WrongFormError
        offer.id = UUID(fields["id"])
        chosen = [one for one in wanted if f"{TIME}{stamp(one.starts)}" in fields]
        pupils = [one.id for one in place.pupils if f"{PUPIL}{one.id}" in fields]
        if not chosen:
            raise WrongFormError({"time": _("Choose at least one time.")})
        if not offer.whole and not pupils:
            raise WrongFormError({"pupil": _("Choose at least one pupil.")})
        made = await offer_times(work, request.app.state.settings, offer, chosen, pupils)
    return go(f"/offers/{made.id}?made=yes")


def stamp(moment: datetime) -> str:
    """Write a moment as the box of a time is named."""
    return moment.strftime("%Y-%m-%dT%H:%MZ")
