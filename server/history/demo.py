"""Gives a pupil of the demo school a past: two archived plans of earlier years, and a text that several have written."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, UUID, uuid5

from pycrdt import Doc, XmlElement, XmlFragment, XmlText
from sqlmodel import col, select

from server.audit.models import Event
from server.columns import now
from server.events import PlanMoved
from server.goals.models import Goal, Status
from server.people.models import Relation, RelationKind
from server.plans.actions import begin_plan
from server.plans.actions.locking import canonical, digest
from server.plans.actions.record import record
from server.plans.models import Phase, Plan, Version
from server.texts.actions import of_plan
from server.texts.models import Text, TextKind, TextUpdate
from server.texts.schema import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.schools.models import Class

_COUNT, _READ = "Räkna till hundra utan hjälp", "Läsa en hel kapitelbok"
YEARS: tuple[tuple[int, int, dict[TextKind, str], tuple[tuple[str, str, Status, int, str, str], ...]], ...] = (
    (
        565,
        380,
        {TextKind.self_assessment: "Jag kan nästan alla bokstäver. Det är svårt att räkna baklänges."},
        (
            ("Lära mig alla bokstäver", "Svenska", Status.fulfilled, 430, "Alla bokstäver sitter, också i skrivstil.", ""),
            (_COUNT, "Matematik", Status.carried_over, 380, "Till sjuttio går det av sig självt.", ""),
            ("Simma tjugofem meter", "Idrott och hälsa", Status.cancelled, 470, "", ""),
        ),
    ),
    (
        375,
        195,
        {
            TextKind.self_assessment: "Jag är bra på att räkna och på att lyssna. Jag vill lära mig läsa längre böcker.",
            TextKind.agreement: "Vi läser tillsammans en stund varje kväll, och i skolan väljer vi böcker som är lite längre.",
        },
        (
            (_COUNT, "Matematik", Status.fulfilled, 260, "Räknar till hundra, och baklänges från femtio.", _COUNT),
            (_READ, "Svenska", Status.carried_over, 195, "Tre kapitel på egen hand.", ""),
            ("Hjälpa till med dukningen på fritids", "", Status.ongoing, 195, "", ""),
        ),
    ),
)
"""Two plans: begun and archived so many days ago, what was written, and the goals: subject, status, ended so many days ago, what came of
it, and which it was carried over from."""


async def begin_earlier(session: AsyncSession, pupil: UUID, klass: Class) -> None:
    """Let a pupil have two plans of the years before, with goals that were reached, given up and carried over, to look back on."""
    mentor = await _mentor(session, pupil)
    known: dict[str, UUID] = {}
    for begun, ended, says, goals in YEARS:
        plan = await begin_plan(session, pupil, klass, Phase.archived)
        plan.begun, plan.locked, plan.term_id = _ago(begun), _ago(begun - 14), None
        await session.flush()
        for text in await of_plan(session, plan):
            text.open = False
            if words := says.get(text.kind, ""):
                await _write(session, text, [(pupil, begun - 7, partial(_paragraph, words=words))])
        for title, subject, status, over, came, origin in goals:
            goal = Goal(
                plan_id=plan.id, proposed_by=pupil, status=status, title=title, subject=subject, evaluation=came,
                at=_ago(begun - 10), changed=_ago(over), origin_id=known.get(origin),
            )  # fmt: skip
            session.add(goal)
            known[title] = goal.id
        await session.flush()
        await _lock(session, plan, mentor or pupil)
        data = PlanMoved(plan=plan.id, old=Phase.evaluated, new=Phase.archived).model_dump(mode="json", exclude={"plan"})
        told: dict[str, Any] = {"organisation_id": klass.organisation_id, "actor_id": mentor, "plan_id": plan.id, "data": data}
        session.add(Event(kind=PlanMoved.kind(), at=_ago(ended), **told))


async def write_together(session: AsyncSession, plan: Plan) -> None:
    """Let pupil, home and mentor have written the notes of the talk in turn, and carry the book that was begun into a goal of now."""
    mentor, family = await _mentor(session, plan.pupil_id), await _family(session, plan.pupil_id)
    notes = next((one for one in await of_plan(session, plan) if one.kind is TextKind.talk_notes), None)
    if notes is not None and mentor is not None:
        await _write(session, notes, _turns(plan.pupil_id, mentor, family or mentor))
    goals = (await session.exec(select(Goal).join(Plan).where(Plan.pupil_id == plan.pupil_id))).unique().all()
    book = next((one for one in goals if one.title == _READ), None)
    now_ = next((one for one in goals if one.plan_id == plan.id and one.subject == "Svenska"), None)
    if book and now_:
        now_.origin_id = book.id


def _turns(pupil: UUID, mentor: UUID, family: UUID) -> list[tuple[UUID, float, Callable[[XmlFragment], None]]]:
    """Say who writes what, so many days ago."""
    return [
        (mentor, 3, lambda body: _paragraph(body, "Eleven leder sitt samtal.")),
        (pupil, 2.9, lambda body: _paragraph(body, "Jag har valt en bok om rymden.")),
        (family, 1.2, lambda body: _on(body, 1, " Hemma läser vi den högt.")),
        (mentor, 1.1, lambda body: _paragraph(body, "Matten går framåt, men det är stökigt i gruppen.")),
        (pupil, 0.9, lambda body: _on(body, 1, " Tre kapitel är klara!")),
        (mentor, 0.5, lambda body: _instead(body, 2, "Matten går framåt: tabellerna sitter nästan.")),
    ]


def _paragraph(body: XmlFragment, words: str) -> None:
    """Write a paragraph at the end."""
    block = XmlElement("paragraph")
    body.children.append(block)
    block.children.append(XmlText(words))


def _on(body: XmlFragment, place: int, words: str) -> None:
    """Write on in a paragraph."""
    run: Any = body.children[place].children[0]  # type: ignore[union-attr]  # a paragraph of our own
    run.insert(len(run), words)


def _instead(body: XmlFragment, place: int, words: str) -> None:
    """Write a paragraph anew."""
    del body.children[place]
    _paragraph(body, words)


async def _write(session: AsyncSession, text: Text, turns: list[tuple[UUID, float, Callable[[XmlFragment], None]]]) -> None:
    """Let people write in a text, one after another."""
    document: Doc[Any] = Doc()
    body: XmlFragment = document.get(ROOT, type=XmlFragment)
    for place, (person, ago, act) in enumerate(turns, 1):
        before = document.get_state()
        act(body)
        client = uuid5(NAMESPACE_URL, f"demo:{text.id}:{place}")
        update = document.get_update(before)
        session.add(TextUpdate(text_id=text.id, seq=place, client=client, op=1, person_id=person, payload=update, at=_ago(ago)))
        text.seq = place


async def _lock(session: AsyncSession, plan: Plan, by: UUID) -> None:
    """Keep what a plan says as its version."""
    body = canonical({**await record(session, plan), "number": 1})
    session.add(Version(plan_id=plan.id, number=1, locked_by=by, body=body, sha256=digest(body), at=plan.locked or now()))


async def _mentor(session: AsyncSession, pupil: UUID) -> UUID | None:
    """Give a pupil's mentor."""
    wanted = select(Relation.person_id).where(Relation.pupil_id == pupil, Relation.kind == RelationKind.mentor_of)
    return (await session.exec(wanted)).first()


async def _family(session: AsyncSession, pupil: UUID) -> UUID | None:
    """Give an adult of a pupil's home."""
    wanted = select(Relation.person_id).where(Relation.pupil_id == pupil, Relation.kind == RelationKind.guardian_of)
    return (await session.exec(wanted.order_by(col(Relation.person_id)))).first()


def _ago(days: float) -> Any:  # noqa: ANN401  # as the columns are typed
    """Give the moment so many days ago."""
    return now() - timedelta(days=days)
