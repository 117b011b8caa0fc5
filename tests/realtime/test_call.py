"""Taking part with sound and picture: who does, how many can, and the word to the TURN servers that soon ends."""

from __future__ import annotations

import base64
import hashlib
import hmac
from time import time
from typing import TYPE_CHECKING, Any

import pytest
from sqlmodel import col, update

from realtime.app import build
from realtime.calling import MOST_CALLERS, callers
from server.people.models import Person
from tests.conftest import serving
from tests.realtime.test_talk import act, client, entered
from tests.visit import Visits

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.config import Settings
    from server.db import Database
    from tests.cast import Cast
    from tests.visit import Socket

PART = {"part": {"sound": True, "picture": "camera"}}
SECRET = "what-both-know"  # of this test's own server


def parts(said: dict[str, Any]) -> dict[str, object]:
    """Give how those who take part do so, by name."""
    return {one["name"]: (one["part"]["sound"], one["part"]["picture"]) for one in said["people"] if one["part"]}


async def test_who_takes_part_and_how_is_told_to_all(cast: Cast, live: Visits) -> None:
    elsa, anna = await entered(live, cast, cast.elsa), await entered(live, cast, cast.anna)

    assert (await elsa.talk("call", PART))["ok"]
    await anna.until("people", lambda one: parts(one) == {cast.elsa.name: (True, "camera")})
    assert (await elsa.talk("call", {"part": {"sound": False, "picture": "screen"}}))["ok"]
    await anna.until("people", lambda one: parts(one) == {cast.elsa.name: (False, "screen")})
    anna.heard.clear()
    assert (await elsa.talk("call", {"part": None}))["ok"]
    await anna.until("people", lambda one: parts(one) == {})


async def test_whoever_leaves_the_session_takes_part_no_longer(cast: Cast, live: Visits) -> None:
    elsa, anna = await entered(live, cast, cast.elsa), await entered(live, cast, cast.anna)
    await elsa.talk("call", PART)
    await anna.until("people", lambda one: len(parts(one)) == 1)
    anna.heard.clear()

    await act(live, cast.elsa, cast, "left")

    await anna.until("people", lambda one: parts(one) == {})
    assert (await elsa.talk("call", PART))["code"] == "not_joined"
    assert (await elsa.talk("ways", {}))["code"] == "not_joined"


async def test_a_seventh_is_told_that_it_is_full_and_takes_part_once_somebody_goes(cast: Cast, live: Visits) -> None:
    room = [await entered(live, cast, one, room=True) for one in (cast.elsa, cast.anna)]
    first = [*room, *[await entered(live, cast, one) for one in (cast.elsa, cast.anna, cast.bo, cast.mentor)]]
    assert len(first) == MOST_CALLERS
    for one in first:
        assert (await one.talk("call", PART))["ok"]
    teacher = await entered(live, cast, cast.teacher)

    assert (await teacher.talk("call", PART))["code"] == "full"
    assert (await first[0].talk("call", {"part": {"sound": False, "picture": "none"}}))["ok"], "whoever is in it changes as they like"
    await first[2].talk("call", {"part": None})
    assert (await teacher.talk("call", PART))["ok"]


async def test_a_page_that_comes_back_takes_its_own_place_though_the_old_line_has_not_yet_been_missed(cast: Cast, live: Visits) -> None:
    room = [await entered(live, cast, one, room=True) for one in (cast.elsa, cast.anna)]
    for one in (*room, *[await entered(live, cast, one) for one in (cast.elsa, cast.bo, cast.mentor, cast.teacher)]):
        assert (await one.talk("call", PART))["ok"]

    back = await entered(live, cast, cast.elsa)

    assert (await back.talk("call", PART))["ok"]
    said = await back.until("people", lambda one: any(who["client"] == client(back) and who["part"] for who in one["people"]))
    counted = callers(said["people"])
    assert len(counted) == MOST_CALLERS
    assert counted[-1] == client(back), "the older page of the same person counts no longer"


async def test_without_servers_there_is_nothing_to_give(cast: Cast, live: Visits) -> None:
    elsa = await entered(live, cast, cast.elsa)
    given = await elsa.talk("ways", {})
    assert given == {"ok": True, "ice": [], "lasts": 0, "relayed": False}


def with_turn(settings: Settings, **more: object) -> Settings:
    """Let there be a STUN and a TURN server."""
    servers = {"turn_urls": "turn:turn.test:3478,turns:turn.test:5349?transport=tcp", "turn_secret": SECRET, "stun_urls": "stun:turn.test"}
    return settings.model_copy(update={**servers, **more})


async def answers(settings: Settings, address: str, database: Database, *asks: Callable[[Visits], Any]) -> list[dict[str, Any]]:
    """Serve with other settings, and give what is answered."""
    app = build(settings, address)
    async with serving(app) as base, Visits(base, database) as visits:
        return [await one(visits) for one in asks]


async def test_the_word_to_the_turn_server_is_made_by_its_scheme_and_soon_ends(
    cast: Cast, settings: Settings, address: str, database: Database
) -> None:
    async def entering(visits: Visits, person: Person) -> dict[str, Any]:
        socket: Socket = await visits.socket(person)
        return await socket.talk("enter", {"talk": str(cast.talk.id)})

    elsa, anna = await answers(
        with_turn(settings), address, database, lambda one: entering(one, cast.elsa), lambda one: entering(one, cast.anna)
    )

    stun, turn = elsa["ice"]
    assert stun == {"urls": ["stun:turn.test"]}
    assert turn["urls"] == ["turn:turn.test:3478", "turns:turn.test:5349?transport=tcp"]
    expected = base64.b64encode(hmac.digest(SECRET.encode(), turn["username"].encode(), hashlib.sha1)).decode()
    assert turn["credential"] == expected
    ends, who = turn["username"].split(":")
    assert elsa["lasts"] == 3600
    assert abs(int(ends) - time() - 3600) < 30
    assert str(cast.elsa.id) not in who
    assert who != anna["ice"][1]["username"].split(":")[1]
    assert not elsa["relayed"]


@pytest.mark.parametrize("protected", ["elsa", "anna"])
async def test_where_an_identity_is_protected_only_a_relay_carries(cast: Cast, live: Visits, database: Database, protected: str) -> None:
    async with database.session() as session:
        await session.exec(update(Person).where(col(Person.id) == getattr(cast, protected).id).values(protected=True))
        await session.commit()
    anna, mentor = [await (await live.socket(one)).talk("enter", {"talk": str(cast.talk.id)}) for one in (cast.anna, cast.mentor)]

    assert anna["relayed"]
    if protected == "anna":
        assert not mentor["relayed"], "the address of whoever is not protected may be known"
    else:
        assert mentor["code"] in {"unknown", "forbidden"}, "not granted"


async def test_a_relay_for_all_can_be_set(cast: Cast, settings: Settings, address: str, database: Database) -> None:
    async def entering(visits: Visits) -> dict[str, Any]:
        return await (await visits.socket(cast.elsa)).talk("enter", {"talk": str(cast.talk.id)})

    (answer,) = await answers(with_turn(settings, turn_only=True), address, database, entering)
    assert answer["relayed"]
