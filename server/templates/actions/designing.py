"""Designing the draft, publishing it, archiving the template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.columns import now
from server.errors import RefusedError, WrongFormError
from server.templates.actions.keeping import drafted, published, tidied, written
from server.templates.checking import wrong_with
from server.templates.events import TemplateArchived, TemplateChanged, TemplatePublished, TemplateRestored
from server.templates.models import TemplateVersion

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.templates.form import Form
    from server.templates.models import Template
    from server.work import Work


def edit(work: Work, template: Template, edited: int, change: Callable[[Form], Form]) -> bool:
    """Change the draft; say whether it was done: not if the draft has been changed since the count that the page has.

    What changes nothing is done already, so that an act may be repeated.
    """
    stale = edited != template.edited
    try:
        kept = written(change(drafted(template)))
    except RefusedError:
        if stale:
            return False
        raise
    if kept == template.draft:
        return True
    if stale:
        return False
    template.draft = kept
    template.edited += 1
    work.tell(TemplateChanged(template=template.id, edited=template.edited))
    return True


async def versions_of(session: AsyncSession, template: Template) -> list[TemplateVersion]:
    """Give the published versions of a template, the newest first."""
    rows = await session.exec(
        select(TemplateVersion).where(TemplateVersion.template_id == template.id).order_by(col(TemplateVersion.number).desc())
    )
    return list(rows.unique())


def is_news(template: Template, newest: TemplateVersion | None) -> bool:
    """Whether the draft says anything else than what was published last."""
    return newest is None or tidied(drafted(template)) != published(newest)


async def publish(work: Work, template: Template) -> TemplateVersion:
    """Make a version of the draft, which never changes; an unchanged draft is published already.

    Raises:
        WrongFormError: something keeps it from being published.
    """
    form = tidied(drafted(template))
    if faults := wrong_with(form):
        raise WrongFormError({"template": faults[0][1]})
    newest = next(iter(await versions_of(work.session, template)), None)
    if newest is not None and not is_news(template, newest):
        return newest
    number = newest.number + 1 if newest else 1
    version = TemplateVersion(template_id=template.id, number=number, published_by=work.actor.id, body=written(form))
    work.session.add(version)
    work.tell(TemplatePublished(template=template.id, version=version.id, number=number))
    await work.session.flush()
    return version


def archive(work: Work, template: Template) -> None:
    """Put a template away: no more rounds begin with it, and what was handed out stays."""
    if template.archived is None:
        template.archived = now()
        work.tell(TemplateArchived(template=template.id))


def restore(work: Work, template: Template) -> None:
    """Take a template out of the archive."""
    if template.archived is not None:
        template.archived = None
        work.tell(TemplateRestored(template=template.id))
