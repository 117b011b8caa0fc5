"""What whoever administers an organisation does first: until then nobody else can do anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from server.columns import now
from server.errors import _
from server.organisation.policy import runs
from server.people.actions import local_day
from server.schools.models import Class, Term
from server.templates.models import Template

if TYPE_CHECKING:
    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.people.policy import Actor


@dataclass(frozen=True)
class FirstStep:
    """One thing that is missing: what to do, why, and where."""

    title: str
    why: str
    act: str
    address: str


_ROSTER = FirstStep(_("Bring in a roster"), _("Schools, classes and people come from it."), _("Bring it in"), "/organisation/import")
_YEARS = FirstStep(_("Add school years and terms"), _("Each round of talks belongs to a term."), _("Add"), "/organisation#years")
_TEMPLATES = FirstStep(
    _("Publish a template"),
    _("It is what pupils, homes and teachers prepare by. Some come with Stegvis."),
    _("Look"),
    "/organisation/templates",
)


async def first_steps(session: AsyncSession, actor: Actor) -> list[FirstStep]:
    """Give what an organisation still lacks, to its own administrators: people, terms that are not over, something to hand out."""
    organisation = actor.person.organisation_id
    if not runs(actor, organisation):
        return []
    wanted: list[tuple[FirstStep, Any]] = [
        (_ROSTER, select(Class.id).where(Class.organisation_id == organisation)),
        (_YEARS, select(Term.id).where(Term.organisation_id == organisation, col(Term.last_day) >= local_day(now()))),
        (
            _TEMPLATES,
            select(Template.id).where(
                Template.organisation_id == organisation, col(Template.archived).is_(None), col(Template.published).is_not(None)
            ),
        ),
    ]
    return [step for step, there in wanted if (await session.exec(there.limit(1))).first() is None]
