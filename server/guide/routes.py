"""The guide's pages, and changing them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field
from sqlmodel import col, select
from starlette.routing import Route

from server.errors import UnknownError, WrongFormError, _
from server.guide import actions, policy
from server.guide.actions import Language
from server.guide.models import GuideRole
from server.guide.own import own
from server.guide.plain import blocks
from server.i18n import LANGUAGES
from server.i18n import words as words_of
from server.people.models import Person
from server.schools.models import School
from server.web import Form, begin, go, key, language_of, read, show

if TYPE_CHECKING:
    from uuid import UUID

    from starlette.requests import Request
    from starlette.responses import Response

    from server.work import Work

LONGEST = 20_000


class ChangeGuide(Form):
    """The school's own words in one language."""

    language: Language
    body: Annotated[str, Field(min_length=1, max_length=LONGEST)]


class SetGuideBack(Form):
    """The language in which our own text is to stand again."""

    language: Language


def _role(request: Request) -> GuideRole:
    """Give the role whose page is asked for.

    Raises:
        UnknownError: there is no such page.
    """
    try:
        return GuideRole(request.path_params["role"])
    except ValueError as error:
        raise UnknownError from error


async def show_own(request: Request) -> Response:
    """Show whoever is signed in the page that is for them; whoever has no school reads ours."""
    async with begin(request) as work:
        pages = policy.own_pages(work.actor)
        school = await work.session.get_one(School, pages[0][0]) if pages else None
        role = pages[0][1] if pages else GuideRole.guardian
        return await show(work, request, "guide/guide.html", **await _page(work, request, school, role))


async def show_guide(request: Request) -> Response:
    """Show a role's page of a school's guide."""
    async with begin(request) as work:
        school = await work.find(School, key(request, "school"), see=policy.may_see)
        return await show(work, request, "guide/guide.html", **await _page(work, request, school, _role(request)))


async def _page(work: Work, request: Request, school: School | None, role: GuideRole) -> dict[str, Any]:
    """Gather a page: the school's own words, or ours; and the other pages that are for the reader."""
    words = language_of(request)
    text = await actions.own_words(work.session, school.id, role, words.language) if school else None
    return {
        "school": school,
        "role": role,
        "blocks": blocks(text.body if text else own(role, words)),
        "mine": await _mine(work, policy.own_pages(work.actor)),
        "may_change": school is not None and policy.may_change(work.actor, school),
    }


async def _mine(work: Work, pages: list[tuple[UUID, GuideRole]]) -> list[tuple[School, GuideRole]]:
    """Give somebody's own pages with their schools."""
    rows = await work.session.exec(select(School).where(col(School.id).in_({school for school, _role in pages})))
    schools = {school.id: school for school in rows}
    return [(schools[school], role) for school, role in pages]


async def ask_words(request: Request) -> Response:
    """Show the form in which a school writes its own words, with what stands there now."""
    async with begin(request) as work:
        school = await work.find(School, key(request, "school"), see=policy.may_see, may=policy.may_change)
        role, asked = _role(request), request.query_params.get("language", "")
        words = words_of(asked) if asked in LANGUAGES else language_of(request)
        text = await actions.own_words(work.session, school.id, role, words.language)
        return await show(
            work,
            request,
            "guide/edit.html",
            school=school,
            role=role,
            written=words,
            text=text,
            by=await work.session.get_one(Person, text.edited_by) if text else None,
            body=text.body if text else own(role, words),
            longest=LONGEST,
        )


async def change_guide(request: Request) -> Response:
    """Put a school's own words in the guide."""
    wanted, role = await read(request, ChangeGuide), _role(request)
    body = "\n".join(wanted.body.splitlines())
    if not blocks(body):
        raise WrongFormError({"body": _("This must be filled in.")})
    async with begin(request) as work:
        school = await work.find(School, key(request, "school"), see=policy.may_see, may=policy.may_change, lock=True)
        await actions.change(work, school, role, wanted.language, body)
    return go(f"/schools/{school.id}/guide/{role}")


async def set_guide_back(request: Request) -> Response:
    """Let the text that comes with Stegvis stand again."""
    wanted, role = await read(request, SetGuideBack), _role(request)
    async with begin(request) as work:
        school = await work.find(School, key(request, "school"), see=policy.may_see, may=policy.may_change, lock=True)
        await actions.set_back(work, school, role, wanted.language)
    return go(f"/schools/{school.id}/guide/{role}")


routes = [
    Route("/guide", show_own, methods=["GET"]),
    Route("/schools/{school}/guide/{role}", show_guide, methods=["GET"]),
    Route("/schools/{school}/guide/{role}", change_guide, methods=["POST"]),
    Route("/schools/{school}/guide/{role}/edit", ask_words, methods=["GET"]),
    Route("/schools/{school}/guide/{role}/original", set_guide_back, methods=["POST"]),
]
