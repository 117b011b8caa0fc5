"""The templates that somebody sees of a school's or the organisation's, each with how far it has come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import tuple_
from sqlmodel import col, select

from server.templates import policy
from server.templates.actions.designing import is_news
from server.templates.actions.keeping import drafted, published
from server.templates.models import Template, TemplateVersion

if TYPE_CHECKING:
    from uuid import UUID

    from server.templates.actions.making import Place
    from server.templates.form import Form
    from server.work import Work


@dataclass(frozen=True)
class Listed:
    """A template as a list shows it: its designers see what is drafted, others what was published last."""

    template: Template
    form: Form
    newest: TemplateVersion | None
    may_design: bool

    @property
    def is_news(self) -> bool:
        """Whether the draft has changes that are not published."""
        return self.may_design and is_news(self.template, self.newest)


async def listed(work: Work, place: Place) -> list[Listed]:
    """Give the templates of a place that the actor sees, the newest first."""
    rows = await work.session.exec(
        select(Template)
        .where(Template.organisation_id == place.organisation, col(Template.school_id).is_not_distinct_from(place.school))
        .order_by(col(Template.at).desc(), col(Template.id))
    )
    templates = [one for one in rows if policy.may_see(work.actor, one)]
    newest = await _newest(work, templates)
    return [as_seen(work, one, newest.get(one.id)) for one in templates]


def as_seen(work: Work, template: Template, newest: TemplateVersion | None) -> Listed:
    """Give a template as the actor sees it."""
    may_design = policy.may_design(work.actor, template)
    form = drafted(template) if may_design or newest is None else published(newest)
    return Listed(template, form, newest, may_design)


async def _newest(work: Work, templates: list[Template]) -> dict[UUID, TemplateVersion]:
    """Give the newest version of each template that has one."""
    wanted = [(one.id, one.published) for one in templates]
    rows = await work.session.exec(
        select(TemplateVersion).where(tuple_(col(TemplateVersion.template_id), col(TemplateVersion.number)).in_(wanted))
    )
    return {one.template_id: one for one in rows.unique()}
