"""Writing what a plan of an archive leans on at its new school: its term, the forms it was handed out by, criteria."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlmodel import col, select

from server.columns import now
from server.exports.actions import judged
from server.exports.actions.matching import match_term
from server.exports.archive.tables import CRITERION, FORM
from server.goals.models import Criterion
from server.plans.models import Plan
from server.templates.models import Template, TemplateVersion

if TYPE_CHECKING:
    from uuid import UUID

    from server.exports.actions.writing import Writing
    from server.exports.archive.shape import Term


async def free_term(writing: Writing, said: Term | None) -> UUID | None:
    """Give a plan's term, unless the pupil has a plan of this school and term already: then it has none."""
    term = await match_term(writing.session, said, writing.pupil.organisation_id)
    there = select(Plan.id).where(Plan.pupil_id == writing.pupil.id, Plan.term_id == term, Plan.school_id == writing.klass.school_id)
    return None if term is None or (await writing.session.exec(there)).first() is not None else term


async def write_form(writing: Writing, form: Any) -> None:  # noqa: ANN401  # a derived shape
    """Keep the form by which a plan was handed out, put away so that nobody hands it out anew; one that is here is that one."""
    known = writing.ids["template_version"]
    if form.id in known:
        return
    there = (await writing.session.exec(select(TemplateVersion).where(TemplateVersion.id == form.id))).unique().first()
    if there is not None and there.template.organisation_id == writing.pupil.organisation_id:
        known[form.id] = form.id
        return
    judged.judge_form(form.body, "forms")
    template = Template(organisation_id=writing.pupil.organisation_id, made_by=writing.by, draft=form.body, archived=form.at)
    writing.session.add(template)
    await writing.session.flush()
    made = TemplateVersion(
        **FORM.said(form).model_dump(exclude={"id"}),
        id=uuid4() if there else form.id,
        template_id=template.id,
        published_by=writing.by,
    )
    writing.session.add(made)
    await writing.session.flush()
    known[form.id] = made.id


async def write_criterion(writing: Writing, said: Any) -> None:  # noqa: ANN401  # a derived shape
    """Find a criterion again in the school's list by subject and words.

    One that is not there is kept as one that has left it: what an archive says changes no list, and a goal's words stay as they were.
    """
    known = writing.ids["criterion"]
    if said.id in known:
        return
    same = select(Criterion).where(
        Criterion.school_id == writing.klass.school_id, Criterion.subject == said.subject, Criterion.text == said.text
    )
    there = (await writing.session.exec(same.order_by(col(Criterion.left).nulls_first(), col(Criterion.id)))).unique().first()
    if there is None:
        is_taken = (await writing.session.exec(select(Criterion.id).where(Criterion.id == said.id))).first()
        values = CRITERION.said(said).model_dump(exclude={"id"})
        there = Criterion(**values, id=uuid4() if is_taken else said.id, school_id=writing.klass.school_id, left=now())
        writing.session.add(there)
        await writing.session.flush()
    known[said.id] = there.id
