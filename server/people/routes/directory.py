"""People as one may see them: a person's page and picture, a school's staff, a class's list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import select
from starlette.responses import Response

from server.access import Place, PupilOpened
from server.people import policy
from server.people.actions import (
    by_name,
    by_person,
    classes_of_pupils,
    homes,
    known,
    look_at,
    mentors,
    offices,
    pupils_in,
    someone,
    teachers,
)
from server.people.models import Person, Picture
from server.schools.models import Class, School
from server.web import begin, key, show

if TYPE_CHECKING:
    from uuid import UUID

    from starlette.requests import Request

    from server.people.actions import Duty, Look
    from server.people.models import RelationKind
    from server.people.policy import Someone
    from server.work import Work


async def find_someone(work: Work, person: UUID) -> Someone:
    """Load a person whom the actor may know of.

    Raises:
        UnknownError: there is none, or the actor may not.
    """
    other = await someone(work.session, person)
    await work.find(Person, person, see=lambda actor, _: policy.may_see_person(actor, other))
    return other


def note_look(work: Work, other: Someone, where: Place) -> None:
    """Note that somebody of the school looked at a pupil and the home; the home itself, and classmates, see what is theirs to see."""
    if policy.is_pupil_of_staff(work.actor, other):
        work.tell(PupilOpened(pupil=other.id, where=where))


async def show_person(request: Request) -> Response:
    """Show what a person says of themselves, as far as one may see it."""
    async with begin(request) as work:
        other = await find_someone(work, key(request, "person"))
        note_look(work, other, Place.person)
        looks = await look_at(work, [other.person])
        return await show(
            work,
            request,
            "people/person.html",
            look=looks[other.id],
            roles=(await known(work, looks)).get(other.id, {}),
            is_pupil=policy.may_see_pupil_page(work.actor, other),
        )


async def show_picture(request: Request) -> Response:
    """Give a person's picture, large or small; a browser keeps it but asks each time, so that a right that ends, ends now."""
    async with begin(request) as work:
        other = await someone(work.session, key(request, "person"))
        picture = await work.find(Picture, other.id, see=lambda actor, _: policy.may_see_picture(actor, other))
    small = request.query_params.get("size") == "small"
    etag = f'"{picture.mark}{"-small" if small else ""}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": "Cookie"}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    return Response(picture.small if small else picture.large, media_type="image/webp", headers=headers)


async def show_staff(request: Request) -> Response:
    """Show who works at a school, and as what."""
    async with begin(request) as work:
        school = await work.find(School, key(request, "school"), see=policy.may_see_school)
        classes = select(Class.id).where(Class.school_id == school.id)
        duties = [
            *await offices(work.session, school.id),
            *await mentors(work.session, classes),
            *await teachers(work.session, classes),
        ]
        looks = await _seen(work, duties)
        return await show(work, request, "people/staff.html", school=school, looks=looks, roles=by_person(duties))


async def _seen(work: Work, duties: list[Duty]) -> dict[UUID, Look]:
    """Give those who may be seen, by name."""
    people = {one.person.id: one.person for one in duties}
    return await look_at(work, sorted(people.values(), key=by_name))


async def class_staff(work: Work, klass: UUID) -> tuple[dict[UUID, Look], dict[UUID, dict[RelationKind, list[str]]]]:
    """Give who mentors and teaches a class's pupils, in the class and in their groups, as far as they may be seen."""
    groups = classes_of_pupils(klass)
    duties = [*await mentors(work.session, [klass]), *await teachers(work.session, groups)]
    return await _seen(work, duties), by_person(duties)


async def show_class_list(request: Request) -> Response:
    """Show a class's pupils with their homes, each as far as they may be seen: names for all, details as chosen."""
    async with begin(request) as work:
        klass = await work.find(Class, key(request, "class"), see=policy.may_see_class)
        pupils = await look_at(work, await pupils_in(work.session, klass.id))
        around = await homes(work.session, pupils)
        adults = await look_at(work, {one.person.id: one.person for found in around.values() for one in found}.values())
        return await show(
            work,
            request,
            "people/class_list.html",
            klass=klass,
            school=await work.session.get_one(School, klass.school_id),
            pupils=pupils,
            homes={pupil: [one for one in found if one.person.id in adults] for pupil, found in around.items()},
            adults=adults,
        )
