"""Who hears of what: the table of notices, walked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.server.world import new

if TYPE_CHECKING:
    from tests.server.world import World

FAMILY = {"elsa", "anna", "bo"}
MATRIX = [
    # what happens               by           who hears of it
    ("goal proposed",            "elsa",      {"anna", "bo", "mentor"}),
    ("goal proposed",            "teacher",   FAMILY | {"mentor"}),
    ("goal reworded",            "mentor",    FAMILY),
    ("goal reworded, teacher's", "mentor",    FAMILY | {"teacher"}),
    ("goal moved",               "elsa",      {"anna", "bo", "mentor"}),
    ("goal moved",               "mentor",    FAMILY),
    ("goal moved, teacher's",    "mentor",    FAMILY | {"teacher"}),
    ("goal checked in",          "bo",        {"elsa", "anna", "mentor"}),
    ("comment",                  "anna",      {"elsa", "bo", "mentor"}),
    ("comment",                  "observer",  FAMILY | {"mentor"}),
    ("answer to the teacher",    "anna",      {"elsa", "bo", "mentor", "teacher"}),
    ("comment on home's text",   "mentor",    {"elsa", "anna"}),
    ("comment on staff's notes", "teacher",   {"mentor"}),
    ("locked",                   "mentor",    FAMILY | {"teacher"}),
    ("reopened",                 "principal", FAMILY | {"mentor", "teacher"}),
]  # fmt: skip


async def do(world: World, what: str, who: str) -> None:
    """Let somebody do one thing of the table."""
    cast, home = world.cast, world.home
    teachers = await world.goal(cast.elsa, responsible_id=cast.teacher.id)
    thread, _ = await world.thread(cast.teacher)
    if what == "reopened":
        await world.phase("agreed")
    word: dict[str, object] = {"id": new(), "words": "Good"}
    acts: dict[str, tuple[str, dict[str, object]]] = {
        "goal proposed": (f"{home}/goals", {"id": new(), "title": "Swim"}),
        "goal reworded": (f"/goals/{cast.goal.id}", {"title": "Read more"}),
        "goal reworded, teacher's": (f"/goals/{teachers}", {"title": "Read more", "responsible_id": cast.teacher.id}),
        "goal moved": (f"/goals/{cast.goal.id}/status", {"status": "done"}),
        "goal moved, teacher's": (f"/goals/{teachers}/status", {"status": "done"}),
        "goal checked in": (f"/goals/{cast.goal.id}/check-ins", word),
        "comment": (f"{home}/comments", word),
        "answer to the teacher": (f"{home}/comments", {**word, "thread": thread}),
        "comment on home's text": (f"{home}/comments", {**word, "text": cast.text("home_anna")}),
        "comment on staff's notes": (f"{home}/comments", {**word, "text": cast.text("staff_notes")}),
        "locked": (f"{home}/phase", {"phase": "agreed"}),
        "reopened": (f"{home}/phase", {"phase": "talk", "reason": "A slip"}),
    }
    address, fields = acts[what]
    answer = await world.post(getattr(cast, who), address, **fields)
    assert answer.status_code == 303


@pytest.mark.parametrize(("what", "who", "hearers"), MATRIX, ids=lambda value: value if isinstance(value, str) else "")
async def test_those_concerned_hear_and_nobody_else(world: World, what: str, who: str, hearers: set[str]) -> None:
    await do(world, what, who)

    assert await world.hearers() == hearers
    for name, person in world.cast.everyone().items():
        if not person.guest:  # who has no badge at all
            assert await world.badge(person) == (name in hearers)
