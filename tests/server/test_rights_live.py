"""Every event of the socket, walked as every person of the cast in every phase of the plan."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import asyncpg
from sqlmodel import select

from realtime.me import MeRoom
from realtime.plan import PlanRoom
from realtime.talk import TalkRoom
from server.columns import now
from server.plans.models import Phase
from server.plans.policy import LOCKED
from server.talks.actions import begin_agenda
from server.talks.models import Attendance, Talk
from tests.conftest import OVER_SOCKETS
from tests.server.rights import cells, people
from tests.server.texts.writing import saying
from tests.server.world import new

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from server.db import Database
    from tests.cast import Cast
    from tests.visit import Socket, Visits

# W writes · R reads · - must not know of it. Whoever is not in the head sees nothing of the plan at all.
SOCKET = """
phase  | text            | elsa | anna | bo | mentor | teacher | observer | principal | guest
draft  | self_assessment | W    | -    | -  | R      | R       | R        | R         | -
draft  | home_anna       | -    | -    | -  | -      | -       | -        | -         | -
draft  | home_bo         | -    | -    | -  | -      | -       | -        | -         | -
draft  | assessment      | -    | -    | -  | R      | W       | R        | R         | -
draft  | talk_notes      | -    | -    | -  | W      | R       | R        | R         | -
draft  | agreement       | -    | -    | -  | W      | R       | R        | R         | -
draft  | staff_notes     | -    | -    | -  | W      | W       | R        | R         | -
shared | self_assessment | W    | R    | R  | R      | R       | R        | R         | -
shared | home_anna       | R    | W    | -  | R      | -       | R        | R         | -
shared | home_bo         | R    | -    | W  | R      | -       | R        | R         | -
shared | assessment      | R    | R    | R  | R      | W       | R        | R         | -
shared | talk_notes      | -    | -    | -  | W      | R       | R        | R         | -
shared | agreement       | -    | -    | -  | W      | R       | R        | R         | -
shared | staff_notes     | -    | -    | -  | W      | W       | R        | R         | -
talk   | self_assessment | W    | R    | R  | R      | R       | R        | R         | -
talk   | home_anna       | R    | W    | -  | R      | -       | R        | R         | -
talk   | home_bo         | R    | -    | W  | R      | -       | R        | R         | -
talk   | assessment      | R    | R    | R  | R      | W       | R        | R         | -
talk   | talk_notes      | W    | W    | W  | W      | W       | R        | R         | R
talk   | agreement       | W    | W    | W  | W      | R       | R        | R         | R
talk   | staff_notes     | -    | -    | -  | W      | W       | R        | R         | -
agreed | self_assessment | R    | R    | R  | R      | R       | R        | R         | -
agreed | home_anna       | R    | R    | -  | R      | -       | R        | R         | -
agreed | home_bo         | R    | -    | R  | R      | -       | R        | R         | -
agreed | assessment      | R    | R    | R  | R      | R       | R        | R         | -
agreed | talk_notes      | R    | R    | R  | R      | R       | R        | R         | R
agreed | agreement       | R    | R    | R  | R      | R       | R        | R         | R
agreed | staff_notes     | -    | -    | -  | R      | R       | R        | R         | -
in_use | home_anna       | R    | R    | -  | R      | -       | R        | R         | -
in_use | agreement       | R    | R    | R  | R      | R       | R        | R         | R
in_use | staff_notes     | -    | -    | -  | R      | R       | R        | R         | -
archived | home_anna     | R    | R    | -  | R      | -       | R        | R         | -
archived | agreement     | R    | R    | R  | R      | R       | R        | R         | R
archived | staff_notes   | -    | -    | -  | R      | R       | R        | R         | -
"""

JOIN = {
    "plan": "all guest",
    "omars_plan": "omar omars_mother staff",
    "hidden_plan": "hidden mentor",
    "far_plan": "theirs",
    "foreign_plan": "foreign stranger",
}

# How far a place has come is followed by whoever may see its overview; nobody else is told that it is there.
FOLLOW = {
    ("class", "plan"): "mentor teacher observer principal admin",
    ("class", "far_plan"): "far_teacher far_observer far_principal director",
    ("class", "foreign_plan"): "stranger",
    ("school", "plan"): "principal admin",
    ("school", "far_plan"): "far_principal director",
    ("school", "foreign_plan"): "stranger",
    ("organisation", "plan"): "director",
    ("organisation", "foreign_plan"): "",
}

# How a text's right is felt: what each event answers.
EVENTS = {
    "open": {"W": "ok", "R": "ok", "-": "unknown"},
    "edit": {"W": "ok", "R": "forbidden", "-": "not_joined"},
    "point": {"W": "ok", "R": "ok", "-": "not_joined"},
    "close": {"W": "ok", "R": "ok", "-": "not_joined"},
}
AT = {"anchor": {"tname": "body", "assoc": 0}, "head": {"tname": "body", "assoc": 0}}


# Who may come into a talk over the socket: I is in its session · O may attend and is not in it · - must not know of it.
TALKS = """
talk           | I                                | O
with everybody | mentor elsa anna bo teacher guest | principal
with Annas     | mentor elsa anna            | principal
of Omar        | mentor omar omars_mother    | principal
over           | -                           | mentor elsa anna bo principal
"""
# What each event of a talk answers whoever is in it, whoever stands outside, and whoever does not know of it.
IN_TALK: dict[str, dict[str, object]] = {
    "hand": {"up": True},
    "follow": {"on": False},
    "say": {"words": "https://example.org"},
    "call": {"part": {"sound": True, "picture": "none"}},
    "ways": {},
    "signal": {"to": "nobody", "data": {}},
    "leave": {},
}


def texts_in(phase: str) -> dict[str, dict[str, str]]:
    """Give each text's rights in a phase: `{text: {person: "W"}}`."""
    head = [cell.strip() for cell in SOCKET.strip().splitlines()[0].split("|")][2:]
    return {text: dict(zip(head, rights, strict=True)) for one, text, *rights in cells(SOCKET) if one == phase}


async def said(socket: Socket, event: str, given: dict[str, object]) -> str:
    """Do one thing over the socket, and give `ok` or the code."""
    answer = await socket.ask(event, given)
    return "ok" if answer["ok"] else str(answer["code"])


def form(event: str) -> dict[str, object]:
    """Give what an event takes beside its text."""
    match event:
        case "open":
            return {"epoch": 0, "state": b"\x00"}
        case "edit":
            return {"epoch": 1, "client": str(new()), "op": 1, "update": saying("x", client=new().int % 2**31)}
        case "point":
            return {"at": AT}
        case _:
            return {}


async def sit(cast: Cast, live: Visits, name: str, phase: str, few: asyncio.Semaphore) -> tuple[int, list[str]]:
    """Try everything over the socket as one person in one phase; give how much was tried and what was not as the tables say."""
    tried = 0
    wrong: list[str] = []

    async def expect(expected: str, event: str, about: str, **given: object) -> None:
        nonlocal tried
        tried += 1
        answer = await said(socket, event, given)
        if answer != expected:
            wrong.append(f"{phase}, {name}: {event} {about} {answer} instead of {expected}")

    async with few:
        socket = await live.socket(getattr(cast, name))
        joined = {plan for plan, who in JOIN.items() if name in people(who)}
        followed = await socket.ask("listen", {"plans": [str(getattr(cast, plan).id) for plan in JOIN]})
        heard_of = set() if name == "guest" else joined  # a guest has no list of plans to hear of
        if {one["plan"] for one in followed["plans"]} != {str(getattr(cast, plan).id) for plan in heard_of}:
            wrong.append(f"{phase}, {name}: listens to {followed}")
        for plan in JOIN:
            await expect("ok" if plan in joined else "unknown", "join", plan, plan=str(getattr(cast, plan).id))
        for text, rights in texts_in(phase).items() if "plan" in joined or phase == "talk" else ():
            right, key = rights.get(name, "-"), str(cast.text(text))
            for event, answers in EVENTS.items():
                answer = answers[right] if joined else "not_joined"  # who is in no plan at all is told so, whatever the text
                await expect(answer, event, text, text=key, **form(event))
        for plan in JOIN:
            await expect("ok" if plan in joined else "not_joined", "leave", plan, plan=str(getattr(cast, plan).id))
        await socket.client.disconnect()
    return tried, wrong


async def test_each_may_over_the_socket_what_the_table_says(
    cast: Cast, live: Visits, address: str, record_property: Callable[[str, object], None]
) -> None:
    connection = await asyncpg.connect(address)
    few, tried = asyncio.Semaphore(3), 0
    wrong: list[str] = []
    for phase in Phase:
        if not (texts := texts_in(phase)):
            continue
        await connection.execute("UPDATE plan SET phase = $1", phase)
        await connection.execute("UPDATE text SET open = $1", phase not in LOCKED)
        found = await asyncio.gather(*(sit(cast, live, name, phase, few) for name in cast.everyone()))
        wrong += [one for _, each in found for one in each]
        tried += sum(count for count, _ in found)
        sitting = len(cast.everyone()) if phase is Phase.talk else len(people(JOIN["plan"]))
        assert sum(count for count, _ in found) == len(cast.everyone()) * 2 * len(JOIN) + sitting * len(EVENTS) * len(texts)
    await connection.close()

    record_property(OVER_SOCKETS, tried)
    assert wrong == []
    assert tried == 2_536


async def test_each_may_follow_what_the_table_says(cast: Cast, live: Visits) -> None:
    wrong = []
    for name, person in cast.everyone().items():
        socket = await live.socket(person)
        for (place, of), may in FOLLOW.items():
            key = getattr(getattr(cast, of), f"{place}_id")
            expected = "ok" if name in people(may) else "unknown"
            for event, after in (("follow", expected), ("unfollow", "ok" if expected == "ok" else "not_joined")):
                answer = await socket.follow(place, key, event)
                said_ = "ok" if answer["ok"] else answer["code"]
                if said_ != after:
                    wrong.append(f"{name}: {event} {place} of {of} {said_} instead of {after}")
        await socket.client.disconnect()

    assert wrong == []


async def test_each_may_in_a_talk_what_the_table_says(cast: Cast, live: Visits, database: Database) -> None:
    talks = await sittings(cast, database)
    tried, wrong = 0, []
    for name, person in cast.everyone().items():
        socket = await live.socket(person)
        for talk, inside, outside in cells(TALKS):
            is_in = name in people(inside)
            expected = "ok" if is_in else "forbidden" if name in people(outside) else "unknown"
            asked = {"enter": {"talk": str(talks[talk])}, **IN_TALK}
            for event, given in asked.items():
                answer = await socket.talk(event, given)
                said_ = "ok" if answer["ok"] else answer["code"]
                inside_says = "forbidden" if event == "signal" else "ok"  # nobody of that name is in the talk
                should = expected if event == "enter" else inside_says if is_in else "not_joined"
                tried += 1
                if said_ != should:
                    wrong.append(f"{name} in {talk}: {event} {said_} instead of {should}")
        await socket.client.disconnect()

    assert wrong == []
    assert tried == len(cast.everyone()) * 4 * (1 + len(IN_TALK))


async def sittings(cast: Cast, database: Database) -> dict[str, UUID]:
    """Let four talks be there: Elsa's with everybody, one with Anna's home only, Omar's, and one that is over."""
    async with database.session() as session:
        omars = (await session.exec(select(Talk).where(Talk.plan_id == cast.omars_plan.id))).unique().one()
        at: Any = {"begun_by": cast.mentor.id, "lead_id": cast.mentor.id, "agenda": begin_agenda(), "point": "where_now"}
        annas = Talk(plan_id=cast.plan.id, household_id=cast.annas.id, **at)
        over = Talk(plan_id=cast.plan.id, ended=now(), **at)
        session.add_all([annas, over])
        await session.flush()
        session.add_all(Attendance(talk_id=annas.id, person_id=one.id) for one in (cast.mentor, cast.elsa, cast.anna))
        await session.commit()
    return {"with everybody": cast.talk.id, "with Annas": annas.id, "of Omar": omars.id, "over": over.id}


def test_no_event_is_left_out() -> None:
    def taken(room: type) -> set[str]:
        return {name.removeprefix("on_") for name in dir(room) if name.startswith("on_")} - {"connect", "disconnect"}

    assert taken(PlanRoom) == {"join", "leave", "listen", *EVENTS}
    assert taken(MeRoom) == {"follow", "unfollow"}
    assert taken(TalkRoom) == {"enter", *IN_TALK}
