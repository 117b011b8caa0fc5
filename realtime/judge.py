"""Judges the seats again when a relation, a phase or a session has changed: a right that ends, ends now."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from sqlmodel import col, select

from realtime.parts import parts_of
from realtime.seats import PlanSeat
from server.access import ProtectionChanged
from server.errors import Code
from server.pages.names import ENDED, OF_AGE, REFUSED
from server.people.actions import actors_of
from server.people.actions.coming_of_age import left_behind
from server.people.policy import Role, standing
from server.plans.models import Plan
from server.plans.policy import may_see
from server.texts.policy import Right, right

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable
    from uuid import UUID

    from realtime.pages import Pages
    from realtime.parts import Parts
    from realtime.presence import Presence
    from realtime.seats import Seats, Visitor
    from realtime.wire import LiveServer
    from server.db import Database
    from server.events import Happening
    from server.people.policy import Actor

Seen = TypeVar("Seen")
SKEW = 2.0
"""Seconds by which the clocks of two processes may differ."""
_ORDER = (Role.pupil, Role.guardian, Role.contact, Role.mentor, Role.teacher, Role.principal, Role.observer)


def seat_of(actor: Actor, plan: Plan, parts: Parts, *, listens: bool = False) -> PlanSeat:
    """Give the seat somebody has in a plan: in which role, with which right to each text that may be seen, knowing of which parts."""
    who = standing(actor, plan)
    role = next((one for one in _ORDER if one in who.roles), Role.observer)
    rights: dict[UUID, Right] = {text.id: held for text in parts.texts if (held := right(actor, text)) is not Right.none}
    return PlanSeat(plan.id, plan.pupil_id, str(role), who.home and not who.staff, rights, parts.known_to(actor), listens)


class Judge:
    """Holds the seats of this process against the rules as they are now."""

    def __init__(self, seats: Seats, database: Database, wire: LiveServer, presence: Presence, pages: Pages) -> None:
        """Take the seats and what is needed to judge and to tell."""
        self.seats = seats
        self.database = database
        self.wire = wire
        self.presence = presence
        self.pages = pages
        self.rounds = 0
        """Rises with every judgement."""
        self.unsure: list[tuple[float, set[UUID]]] = []
        """Whom to judge once more, and when: our clock may be behind that of whoever told."""

    async def steady(self, look: Callable[[], Awaitable[Seen]]) -> Seen:
        """Look at the rules until none was judged anew meanwhile, so that nobody sits down by rules that have just gone."""
        while True:
            rounds = self.rounds
            seen = await look()
            if rounds == self.rounds:
                return seen

    async def after_move(self, happening: Happening) -> None:
        """Judge again those who follow a plan that has come to another phase, of which a part was handed in, or which is gone."""
        self.rounds += 1
        if (plan := happening.plan or getattr(happening, "taken", None)) is not None:
            await self.again(self.seats.those(self.seats.by_plan.get(plan, ())))

    async def after_ties(self, happenings: Iterable[Happening]) -> None:
        """Judge again those whom changed ties concern, each once, however many they are."""
        self.rounds += 1
        told = list(happenings)
        touched = {key for one in told for name in ("person", "pupil") if (key := getattr(one, name, None)) is not None}
        self.unsure.append((monotonic() + SKEW, touched))
        await self._touch(touched)
        if any(isinstance(one, ProtectionChanged) for one in told):
            await self.pages.ask_of_protection()

    async def settle(self) -> None:
        """Judge those once more of whom it was told a while ago, now that all clocks must agree."""
        at = monotonic()
        ripe = [touched for when, touched in self.unsure if when <= at]
        self.unsure = [one for one in self.unsure if one[0] > at]
        if ripe:
            await self._touch(set().union(*ripe))

    async def _touch(self, people: set[UUID]) -> None:
        """Judge those again whom a change of some people's relations may concern, and let their other pages look again."""
        self.pages.ask(people)
        await self.again([one for one in self.seats.visitors.values() if one.plans and _is_touched(one, people)])

    async def again(self, visitors: list[Visitor]) -> None:
        """Judge visitors' seats again; tell each what changed."""
        plans = {plan for one in visitors for plan in one.plans}
        if not plans:
            return
        async with self.database.session() as session:
            found = {plan.id: plan for plan in await session.exec(select(Plan).where(col(Plan.id).in_(plans)))}
            parts = await parts_of(session, found.values())
            actors = await actors_of(session, {one.person.id: one.person for one in visitors}.values())
            lost = {one.person.id for one in visitors if not all(_follows(actors[one.person.id], found.get(key)) for key in one.plans)}
            grown = await left_behind(session, lost) if lost else {}
            for visitor in visitors:
                for key in list(visitor.plans):
                    plan, held = found.get(key), parts.get(key)
                    if plan is None or held is None or not _follows(actors[visitor.person.id], plan):
                        self.put_out(visitor, key, OF_AGE if plan and (visitor.person.id, plan.pupil_id) in grown else ENDED)
                    else:
                        self._judge(visitor, plan, actors[visitor.person.id], held)

    def _judge(self, visitor: Visitor, plan: Plan, actor: Actor, parts: Parts) -> None:
        """Hold one seat in a plan that may be seen against the rules."""
        old = visitor.plans.get(plan.id)
        if old is None or visitor.sid not in self.seats.visitors:
            return
        new = seat_of(actor, plan, parts, listens=old.listens)
        visitor.plans[plan.id] = new
        is_open = {text.id: text.open for text in parts.texts}
        for text in () if new.listens else is_open.keys() | old.rights.keys():  # one that is gone was removed from the plan
            held = new.rights.get(text, Right.none)
            if held is not old.rights.get(text, Right.none):
                self._change(visitor, plan.id, text, held, Code.forbidden if is_open.get(text, True) else Code.locked)

    def _change(self, visitor: Visitor, plan: UUID, text: UUID, held: Right, code: Code) -> None:
        """Change the right to one text, and tell the page."""
        if held is Right.none:
            self.seats.rise_from_text(visitor, text)
        elif (seat := visitor.texts.get(text)) is not None:
            seat.right = held
        said = {
            "plan": str(plan),
            "text": str(text),
            "right": str(held),
            "code": str(code) if held is not Right.write else "",
            "message": visitor.words.say(REFUSED[code]) if held is not Right.write else "",
        }
        self.wire.broadcast("right", said, namespace="/plan", to=[visitor.sid])

    def put_out(self, visitor: Visitor, plan: UUID, why: str) -> None:
        """Take a visitor's place in a plan away, and say why."""
        if plan not in visitor.plans or visitor.sid not in self.seats.visitors:
            return
        self.seats.rise_from_plan(visitor, plan)
        said = {"plan": str(plan), "code": str(Code.unknown), "message": visitor.words.say(why)}
        self.wire.broadcast("over", said, namespace="/plan", to=[visitor.sid])
        self.presence.change(plan)

    async def end_session(self, session: UUID) -> None:
        """Close everything that a session has open."""
        for visitor in sorted(self.seats.those(list(self.seats.by_session.get(session, ()))), key=lambda one: one.namespace):
            for plan in list(visitor.plans):
                self.seats.rise_from_plan(visitor, plan)
                self.presence.change(plan)
            if visitor.namespace == "/me":
                said = {"code": str(Code.sign_in), "message": visitor.words.say(REFUSED[Code.sign_in])}
                self.wire.broadcast("over", said, namespace="/me", to=[visitor.sid])
            await self.wire.hang_up(visitor.sid, visitor.namespace)


def _follows(actor: Actor, plan: Plan | None) -> bool:
    """Whether somebody may see a plan that is still there."""
    return plan is not None and may_see(actor, plan)


def _is_touched(visitor: Visitor, people: set[UUID]) -> bool:
    """Whether a change of relations may concern a visitor: their own, or of a pupil whose plan they have open."""
    return visitor.person.id in people or any(seat.pupil in people for seat in visitor.plans.values())
