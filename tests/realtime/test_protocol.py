"""PROTOCOL.md against the code: what it says is there is there, and nothing else is."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlmodel import col, update

from realtime import calling, following, forms, rates, saying, talk_forms
from realtime.me import MeRoom
from realtime.plan import PlanRoom
from realtime.talk import TalkRoom
from realtime.wire import Limits
from realtime.wire.packets import RESERVED
from server.errors import Code
from server.events import Happening
from server.texts import schema, trial
from server.texts.document import EMPTY_STATE
from server.texts.models import Text
from tests.agreeing import agree
from tests.realtime.steps import end_teaching, end_tie
from tests.visit import paragraph

if TYPE_CHECKING:
    from server.db import Database
    from tests.cast import Cast
    from tests.visit import Visits

HERE = Path(__file__).resolve()
ROOT = HERE.parents[2]
PAGE = (ROOT / "realtime" / "PROTOCOL.md").read_text()
_KEY = re.compile(r"(\w+)(?:\s*:.*)?", re.DOTALL)


def section(title: str) -> str:
    """Give what stands under a heading."""
    return re.split(r"^#{2,3} ", PAGE.split(f"# {title}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def table(title: str) -> dict[str, tuple[str, ...]]:
    """Give a table's rows by what stands in their first cell."""
    lines = [line for line in section(title).splitlines() if line.startswith("| `")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {first.strip("`"): tuple(rest) for first, *rest in cells}


def keys(shape: str) -> set[str]:
    """Give the names of the fields of the first object in a cell: `{ok, seq: int}`; what is nested counts not."""
    depth, part, parts = 0, "", []
    for letter in shape[shape.index("{") :]:
        depth += (letter in "{[") - (letter in "}]")
        if depth == 0:
            break
        if depth == 1 and letter == ",":
            parts.append(part)
            part = ""
        elif not (depth == 1 and letter == "{"):
            part += letter
    return {found[1] for one in [*parts, part] if (found := _KEY.fullmatch(one.strip()))}


def handlers(room: type[PlanRoom | MeRoom | TalkRoom]) -> set[str]:
    """Give the events that a namespace takes."""
    return {name.removeprefix("on_") for name in dir(room) if name.startswith("on_")} - set(RESERVED)


def emitted(namespace: str) -> set[str]:
    """Give the events that the live side sends in a namespace, as its sources say."""
    calls = [
        node
        for source in (ROOT / "realtime").glob("*.py")
        for node in ast.walk(ast.parse(source.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"broadcast", "emit"}
    ]
    assert calls
    found = set()
    for call in calls:
        given = {one.arg: one.value for one in call.keywords}
        name, where = call.args[0], given["namespace"]
        assert isinstance(name, ast.Constant), "an event's name is written out where it is sent"
        assert isinstance(where, ast.Constant)
        if where.value == namespace:
            found.add(str(name.value))
    return found


def test_every_event_that_a_client_may_send_has_a_handler_and_the_other_way_round() -> None:
    assert set(table("`/plan`: from the client")) == handlers(PlanRoom)
    assert set(table("`/me`: from the client")) == handlers(MeRoom)
    assert set(table("`/talk`: from the client")) == handlers(TalkRoom)


@pytest.mark.parametrize("namespace", ["/plan", "/me", "/talk"])
def test_every_event_of_the_server_is_sent_and_the_other_way_round(namespace: str) -> None:
    assert set(table(f"`{namespace}`: from the server")) == emitted(namespace)


def test_the_table_of_codes_is_the_codes() -> None:
    # `origin` can only come while connecting, and is named there
    assert set(table("Connecting")) == {str(code) for code in Code if code is not Code.origin}
    assert "the code is `sign_in` or `origin`" in PAGE


def test_the_pages_own_types_know_the_same_codes_and_events() -> None:
    shapes = (ROOT / "static" / "sync" / "protocol.ts").read_text()
    codes = set(re.findall(r'\| "(\w+)"', shapes.split("export type Code =")[1].split(";")[0]))

    def events(interface: str) -> set[str]:
        return set(re.findall(r"^  (\w+): \{", shapes.split(f"export interface {interface} {{")[1].split("\n}")[0], re.MULTILINE))

    assert codes == set(table("Connecting"))
    assert events("Asks") == set(table("`/plan`: from the client")) | set(table("`/me`: from the client"))
    assert events("Hears") == set(table("`/plan`: from the server")) | set(table("`/me`: from the server"))
    assert events("TalkAsks") == set(table("`/talk`: from the client"))
    assert events("TalkHears") == set(table("`/talk`: from the server"))


def test_the_limits_are_the_constants() -> None:
    said = {
        "one update over {:,} bytes": forms.MOST_UPDATE,
        "a state vector over {:,}": forms.MOST_STATE,
        "the text would pass {:,} bytes": trial.MOST_TEXT,
        "A frame over {:,} bytes": Limits().frame,
        "after {:,} refusals in a row": rates.MOST_REFUSALS,
        "at most {:,} letters": schema._MOST_HREF,
        "{:,} letters at most": talk_forms.MOST_WORDS,
        "{:,} lines in a talk": saying.MOST_LINES,
        "at most {:,} bytes in MessagePack": talk_forms.MOST_SIGNAL,
        "At most {:,} take part": calling.MOST_CALLERS,
    }
    for sentence, number in said.items():
        assert sentence.format(number) in PAGE
    assert f"A connection follows {following.MOST_FOLLOWED} places at most." in PAGE
    edits, points, openings = rates.edits(), rates.points(), rates.openings()
    lines, signals = rates.lines(), rates.signals()
    assert f"{lines.rate} a second (a burst of {lines.burst})" in PAGE
    assert f"{signals.rate} a second (a burst of {signals.burst})" in PAGE
    assert f"{edits.rate} edits a second (a burst of {edits.burst})" in PAGE
    assert f"{points.rate} pointings a second (a burst of {points.burst})" in PAGE
    assert f"{openings.rate} joins and openings a second (a burst of {openings.burst})" in PAGE


def test_the_schema_is_the_judges() -> None:
    said = section("The schema of a text")
    elements, marks = said.split("Marks:")
    assert set(re.findall(r"`(\w+)`", re.sub(r"\(.*?\)", "", elements))) == set(schema.CHILDREN) - {schema.ROOT}
    assert re.search(r"`heading` \(attribute `level`: (\d)\)", said)[1] == str(schema.SUB_HEADING)  # type: ignore[index]
    for mark, value in {"bold": {}, "italic": {}, "link": {"href": "https://example.se"}}.items():
        assert f"`{mark}`" in marks
        assert schema.is_mark(mark, value)
    for scheme in schema._SCHEMES:
        assert f"`{scheme}`" in marks
    assert f"`{schema.ROOT}`" in PAGE


def test_news_are_named_after_the_events() -> None:
    for kind in re.findall(r"`(goal_\w+)`", PAGE):
        assert Happening.kinds[kind].news


async def everything_followed(cast: Cast, live: Visits, database: Database) -> dict[str, dict[str, Any]]:
    """Follow a class until the right to it ends."""
    teacher, mentor = await live.socket(cast.teacher), await live.as_(cast.mentor)
    got = {"ask /me follow": await teacher.follow("class", cast.klass.id)}
    await mentor.post(f"/plans/{cast.plan.id}/phase", data={"phase": "in_use"})
    got["/me stirred"] = await teacher.until("stirred")
    got["ask /me unfollow"] = await teacher.follow("class", cast.klass.id, "unfollow")
    await teacher.follow("class", cast.klass.id)
    await end_teaching(cast, live, database)
    got["/me closed"] = await teacher.until("closed")
    return got


async def everything_of_a_talk(cast: Cast, live: Visits) -> dict[str, dict[str, Any]]:
    """Be in a talk until it ends."""
    elsa, anna, mentor = await live.socket(cast.elsa), await live.socket(cast.anna), await live.as_(cast.mentor)
    await anna.talk("enter", {"talk": str(cast.talk.id)})
    got = {"ask enter": await elsa.talk("enter", {"talk": str(cast.talk.id), "hand": False, "follows": True, "room": False})}
    got["people"] = await anna.until("people", lambda one: len(one["people"]) > 1)
    got["ask hand"] = await elsa.talk("hand", {"up": True})
    got["ask follow"] = await elsa.talk("follow", {"on": False})
    got["ask say"] = await elsa.talk("say", {"words": "https://example.org"})
    got["said"] = await anna.until("said")
    got["ask call"] = await elsa.talk("call", {"part": {"sound": True, "picture": "camera"}})
    took = await anna.until("people", lambda one: any(who["part"] for who in one["people"]))
    got["part"] = next(who["part"] for who in took["people"] if who["part"])
    got["ask ways"] = await elsa.talk("ways", {})
    got["ask signal"] = await elsa.talk("signal", {"to": anna.client.get_sid("/talk"), "data": {"x": 1}})
    got["signal"] = await anna.until("signal")
    await mentor.post(f"/talks/{cast.talk.id}/point", data={"point": "reached"})
    got["state"] = await anna.until("state")
    got["ask leave"] = await elsa.talk("leave", {})
    await mentor.post(f"/talks/{cast.talk.id}/ended")
    got["over"] = await anna.until("talk_over")
    return got


async def test_what_is_sent_of_a_talk_has_the_fields_that_are_documented(cast: Cast, live: Visits) -> None:
    got = await everything_of_a_talk(cast, live)

    for name, (_, answer) in table("`/talk`: from the client").items():
        assert set(got[f"ask {name}"]) == keys(answer), name
    for name, (gives, _) in table("`/talk`: from the server").items():
        assert set(got[name]) == keys(gives), name
    for one in [got["ask enter"]["you"], *got["people"]["people"]]:
        assert set(one) == keys(PAGE.split("`Guest` is `")[1])
    assert set(got["part"]) == keys(PAGE.split("`Part` is `")[1])
    assert set(got["said"]["line"]) == keys(PAGE.split("`Line` is `")[1])


async def everything(cast: Cast, live: Visits, database: Database) -> dict[str, dict[str, Any]]:
    """Live through every event there is; give one answer to each (`ask join`) and one message of each (`news`, `/me badge`)."""
    elsa, anna, text = await live.socket(cast.elsa), await live.socket(cast.anna), cast.text("talk_notes")
    got: dict[str, dict[str, Any]] = {}
    got["ask join"] = await elsa.ask("join", {"plan": str(cast.plan.id)})
    got["ask listen"] = await elsa.ask("listen", {"plans": [str(cast.plan.id)]})
    got["ask open"] = await elsa.ask("open", {"text": str(text), "epoch": 0, "state": EMPTY_STATE})
    assert (opened := await anna.open(cast.plan.id, text))["ok"], opened
    got["ask edit"] = await elsa.send(text, paragraph(elsa.docs[text], "We read."))
    assert got["ask edit"]["ok"], got["ask edit"]
    got["edit"] = await anna.until("edit")
    place = {"tname": "body", "assoc": 0}
    got["ask point"] = await elsa.ask("point", {"text": str(text), "at": {"anchor": place, "head": place}})
    got["point"] = await anna.until("point")
    got["here"] = await anna.until("here")
    pupil = await live.as_(cast.elsa)
    await pupil.post(f"/goals/{cast.goal.id}/status", data={"status": "done"})
    got["news"] = await anna.until("news")
    async with database.session() as session:
        await session.exec(update(Text).where(col(Text.id) == text).values(epoch=2))
        await session.commit()
    got["afresh"] = await anna.until("afresh")
    mentor = await live.as_(cast.mentor)
    await agree(mentor, cast.plan.id)
    got["right"] = await anna.until("right")
    got |= await everything_followed(cast, live, database)
    await anna.ask("open", {"text": str(text), "epoch": 0, "state": EMPTY_STATE})
    got["ask close"] = await anna.ask("close", {"text": str(text)})
    await end_tie(cast, live, database, cast.anna)
    got["over"] = await anna.until("over")
    got["/me look"] = await anna.until("look")
    got["ask leave"] = await elsa.ask("leave", {"plan": str(cast.plan.id)})
    got["/me badge"] = await anna.until("badge")
    bo = await live.socket(cast.bo, await live.cookie(cast.bo, hours=1 / 3600))
    got["/me over"] = await bo.until("me_over")
    got["ask join refused"] = await anna.ask("join", {"plan": str(cast.far_plan.id)})
    return got


async def test_what_is_sent_has_the_fields_that_are_documented(cast: Cast, live: Visits, database: Database) -> None:
    got = await everything(cast, live, database)

    for name, (_, answer) in table("`/plan`: from the client").items():
        assert set(got[f"ask {name}"]) == keys(answer), name
    for name, (gives, _) in table("`/plan`: from the server").items():
        assert set(got[name]) == keys(gives), name
    for name, (_, answer) in table("`/me`: from the client").items():
        assert set(got[f"ask /me {name}"]) == keys(answer), name
    for name, (gives, _) in table("`/me`: from the server").items():
        assert set(got[f"/me {name}"]) == keys(gives), name
    people = PAGE.split("`Person` is `")[1]
    for one in [got["ask join"]["you"], *got["ask join"]["people"], *got["here"]["people"]]:
        assert set(one) == keys(people)
    assert set(got["ask join"]["texts"][0]) == {"text", "right", "epoch", "seq"}
    assert set(got["ask join refused"]) == {"ok", "code", "message"}
    assert got["news"]["carry"] == {"status": "done"}


async def test_what_a_client_sends_has_exactly_the_documented_fields(cast: Cast, live: Visits) -> None:
    elsa, text = await live.socket(cast.elsa), cast.text("talk_notes")
    await elsa.open(cast.plan.id, text)
    whole: dict[str, dict[str, Any]] = {
        "join": {"plan": str(cast.plan.id)},
        "listen": {"plans": [str(cast.plan.id)]},
        "open": {"text": str(text), "epoch": 0, "state": EMPTY_STATE},
        "edit": {"text": str(text), "epoch": 1, "client": elsa.id, "op": 9, "update": paragraph(elsa.docs[text], "Words")},
        "point": {"text": str(text), "at": None},
        "close": {"text": str(text)},
        "leave": {"plan": str(cast.plan.id)},
    }

    for name, (takes, _) in table("`/plan`: from the client").items():
        assert set(whole[name]) == keys(takes), name
        for field in whole[name]:
            less = {key: value for key, value in whole[name].items() if key != field}
            assert (await elsa.ask(name, less))["code"] == "form", f"{name} without {field}"
        assert (await elsa.ask(name, {**whole[name], "more": 1}))["code"] == "form", f"{name} with more"
    for name, given in whole.items():
        assert (await elsa.ask(name, given))["ok"], name
