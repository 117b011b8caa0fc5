"""The last plan beside this one: part by part, with nothing in it that the reader may not read where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from sqlmodel import col, select

from server.goals.policy import may_see as may_see_goal
from server.people.models import Person, Relation
from server.plans.actions.handing_over import newest_version
from server.plans.actions.record import RECORD, form_of
from server.plans.policy import LOCKED
from server.preparations.actions.earlier import goals_before
from server.preparations.models import Answer
from server.templates.form import Form, Question, said
from server.texts.actions import of_plan, states
from server.texts.document import html
from server.texts.models import Text
from server.texts.policy import Right, may_read, right

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.goals.models import Goal
    from server.plans.models import Plan, Version
    from server.work import Work

Part = Text | Answer


@dataclass(frozen=True)
class Answered:
    """An answer that was given otherwise than in prose, with its question and form, and the goals that it may speak of."""

    question: Question
    value: Any
    form: Form
    goals: Sequence[Goal] = ()


@dataclass(frozen=True)
class Beside:
    """A part of the last plan and the one of this plan that asks the same; one of them may be missing."""

    part: Part
    """By which the pair is called: this plan's, else the last one's."""
    then: Part | None
    now: Part | None
    title: str
    """The heading by a template, in the reader's language; empty where the plan has the plain parts."""
    says: Markup | str = ""
    """What a text of the last plan says, as HTML."""
    now_says: Markup | str = ""
    answers: tuple[Answered | None, Answered | None] = (None, None)
    """What was answered then and is now, where it is no text."""
    right: Right = Right.none
    """What the reader may do with the part of this plan."""

    @property
    def is_text(self) -> bool:
        """Whether it is prose, of which pieces can be taken over."""
        return isinstance(self.part, Text)


async def beside(work: Work, earlier: Plan, plan: Plan, language: str) -> list[Beside]:
    """Pair what somebody may read of an earlier plan with what they may read of this one, or write in it."""
    forms = await form_of(work.session, earlier), await form_of(work.session, plan)
    then = await _texts(work, earlier)
    now = [one for one in await of_plan(work.session, plan) if may_read(work.actor, one)]
    whole = await states(work.session, [one.id for one in now])
    found = []
    for part, old, new in pairs([one for one in await of_plan(work.session, earlier) if one.id in then], now):
        allowed = right(work.actor, new) if new is not None else Right.none
        says = then[old.id] if old else "", html(whole[new.id].update) if new else Markup("")
        if old is not None or allowed is Right.write or says[1].striptags().strip():
            found.append(Beside(part, old, new, _title(forms, old, new, language), *says, right=allowed))
    return [*found, *await _answers(work, earlier, plan, forms, language)]


async def home_names(session: AsyncSession, plan: Plan) -> dict[UUID | None, str]:
    """Name the homes of a pupil by their adults, where there are several to tell apart."""
    rows = await session.exec(
        select(Relation.household_id, Person.given_name)
        .join(Person, col(Person.id) == Relation.person_id)
        .where(Relation.pupil_id == plan.pupil_id, col(Relation.household_id).is_not(None))
        .order_by(Person.given_name)
    )
    names: dict[UUID | None, list[str]] = {}
    for household, name in rows:
        names.setdefault(household, []).append(name)
    return {home: ", ".join(dict.fromkeys(found)) for home, found in names.items()} if len(names) > 1 else {}


async def _texts(work: Work, plan: Plan) -> dict[UUID, Markup]:
    """Give what the texts of the last plan say that may be read: of a plan that was opened again, the record as it was last locked."""
    texts = [one for one in await of_plan(work.session, plan) if may_read(work.actor, one)]
    version = None if plan.phase in LOCKED else await newest_version(work.session, plan)
    locked = _locked(version, texts) if version else {}
    whole = await states(work.session, [one.id for one in texts])
    says = {one.id: locked.get(one.id, Markup("")) if version and one.kind in RECORD else html(whole[one.id].update) for one in texts}
    return {key: words for key, words in says.items() if words.striptags().strip()}


def _locked(version: Version, texts: Sequence[Text]) -> dict[UUID, Markup]:
    """Find the record's texts in a locked version: they stand there in the order of the plan."""
    written: dict[tuple[str, str], list[str]] = {}
    for one in version.record["texts"]:
        written.setdefault((one["kind"], one["subject"]), []).append(one["html"])
    found = {}
    for text in texts:
        if waiting := written.get((str(text.kind), text.subject)):
            found[text.id] = Markup(waiting.pop(0))  # noqa: S704  # rendered by us when it was locked
    return found


def pairs(then: Sequence[Part], now: Sequence[Part]) -> list[tuple[Part, Part | None, Part | None]]:
    """Pair parts that ask the same: by the question, else where there is but one of the kind on both sides. What is left stands alone.

    Each pair begins with the part by which it is called.
    """
    old, new = list(then), list(now)
    found: dict[UUID, Part] = {}
    for alike in (_same, _same_kind):
        for one in new:
            here = [other for other in new if other.id not in found and alike(other) == alike(one)]
            there = [other for other in old if alike(other) == alike(one)]
            if one.id not in found and len(here) == len(there) == 1:
                found[one.id] = there[0]
                old.remove(there[0])
    return [*((one, found.get(one.id), one) for one in new), *((one, one, None) for one in old)]


def _same(part: Part) -> Hashable:
    """Say by what two parts are the same question, to the same people."""
    return part.question, part.kind, part.subject, part.household_id


def _same_kind(part: Part) -> Hashable:
    """Say by what two parts are for the same, whatever the question."""
    return part.kind, part.subject, part.household_id


def _title(forms: tuple[Form | None, Form | None], then: Part | None, now: Part | None, language: str) -> str:
    """Give the heading of a pair as this plan's template has it, else the last one's."""
    for part, form in ((now, forms[1]), (then, forms[0])):
        question = form.question(part.question) if part is not None and form is not None else None
        if form is not None and question is not None:
            return said(question.title, language, form)
    return ""


async def _answers(work: Work, earlier: Plan, plan: Plan, forms: tuple[Form | None, Form | None], language: str) -> list[Beside]:
    """Pair the answers that were given otherwise than in prose: choices, levels, faces, how far goals were reached."""
    rows = await work.session.exec(select(Answer).where(col(Answer.plan_id).in_([earlier.id, plan.id])).order_by(col(Answer.position)))
    readable = [one for one in rows.unique() if may_read(work.actor, one)]
    old, new = ([one for one in readable if one.plan_id == each.id] for each in (earlier, plan))
    goals = [[one for one in await goals_before(work.session, each) if may_see_goal(work.actor, one)] for each in (earlier, plan)]
    found = [
        Beside(
            part,
            then,
            now,
            _title(forms, then, now, language),
            answers=(_answered(then, forms[0], goals[0]), _answered(now, forms[1], goals[1])),
        )
        for part, then, now in pairs(old, new)
    ]
    return [one for one in found if any(one.answers)]


def _answered(part: Part | None, form: Form | None, goals: list[Goal]) -> Answered | None:
    """Give an answer with what it needs to be said in words; none where nothing was chosen."""
    question = form.question(part.question) if part is not None and form is not None else None
    if not isinstance(part, Answer) or form is None or question is None or part.value is None:
        return None
    return Answered(question, part.value, form, goals)
