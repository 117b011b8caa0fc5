"""Visiting Stegvis as somebody: by HTTP, and over the live socket."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID, uuid4

import httpx
import socketio
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from server.accounts.actions import digest
from server.accounts.models import Session
from server.columns import now
from server.texts.document import EMPTY_STATE
from server.texts.schema import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.config import Settings
    from server.db import Database
    from server.people.models import Person

PATIENCE = 10.0


class Visits:
    """Browsers and sockets, each signed in as somebody; all are closed at the end."""

    def __init__(self, base: str, database: Database, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self.base = base
        self.database = database
        self.transport = transport
        self.settings: Settings | None = None
        """Those of the application, where it serves in this process."""
        self.clients: list[httpx.AsyncClient] = []
        self.sockets: list[Socket] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for one in self.sockets:
            await one.client.disconnect()
        for client in self.clients:
            await client.aclose()

    async def cookie(self, person: Person, hours: float = 1) -> str:
        """Begin a session for somebody, and give its cookie's value."""
        token = uuid4().hex
        async with self.database.session() as session:
            session.add(Session(token_hash=digest(token), person_id=person.id, expires=now() + timedelta(hours=hours)))
            await session.commit()
        return token

    async def as_(self, person: Person | None, *, live: bool = False) -> httpx.AsyncClient:
        """Give a browser signed in as somebody, or as nobody; `live` asks as the page's script does."""
        cookies = {"stegvis": await self.cookie(person)} if person else {}
        headers = {"Origin": self.base, **({"HX-Request": "true"} if live else {})}
        client = httpx.AsyncClient(base_url=self.base, transport=self.transport, headers=headers, cookies=cookies, timeout=PATIENCE)
        self.clients.append(client)
        return client

    async def socket(self, person: Person, cookie: str | None = None) -> Socket:
        """Give a connected socket of somebody's."""
        one = Socket()
        self.sockets.append(one)
        await one.connect(self.base, cookie or await self.cookie(person))
        return one


class Socket:
    """A client of the live protocol, with everything it heard."""

    def __init__(self) -> None:
        self.client = socketio.AsyncClient(serializer="msgpack", reconnection=False)
        self.heard: list[tuple[str, dict[str, Any]]] = []
        self.news = asyncio.Condition()
        self.docs: dict[UUID, Doc[Any]] = defaultdict(Doc)
        self.ops = 0
        self.id = str(uuid4())
        for name in ("edit", "news", "here", "point", "right", "over", "afresh"):
            self.client.on(name, self._hearing(name), namespace="/plan")
        for name in ("badge", "look", "stirred", "closed", "over"):
            self.client.on(name, self._hearing("me_over" if name == "over" else name), namespace="/me")
        for name in ("people", "state", "said", "signal", "over"):
            self.client.on(name, self._hearing("talk_over" if name == "over" else name), namespace="/talk")
        self.client.on("disconnect", self._hearing("gone"), namespace="/plan")

    def _hearing(self, name: str) -> Callable[..., Any]:
        async def hear(given: object = None, *_: object) -> None:
            async with self.news:
                self.heard.append((name, given if isinstance(given, dict) else {}))
                self.news.notify_all()

        return hear

    async def connect(self, base: str, cookie: str, origin: str | None = None) -> None:
        """Connect to all namespaces."""
        await self.client.connect(
            base,
            headers={"Origin": origin if origin is not None else base, "Cookie": f"stegvis={cookie}"},
            transports=["websocket"],
            socketio_path="live",
            namespaces=["/plan", "/me", "/talk"],
            wait_timeout=PATIENCE,
        )

    async def ask(self, event: str, given: object) -> dict[str, Any]:
        """Send an event and give its acknowledgement."""
        answer: dict[str, Any] = await self.client.call(event, given, namespace="/plan", timeout=PATIENCE)
        return answer

    async def talk(self, event: str, given: object) -> dict[str, Any]:
        """Send an event of a talk and give its acknowledgement."""
        answer: dict[str, Any] = await self.client.call(event, given, namespace="/talk", timeout=PATIENCE)
        return answer

    async def follow(self, place: str, key: UUID, event: str = "follow") -> dict[str, Any]:
        """Follow how far a place has come, or no longer; give the answer."""
        given = {"place": place, "id": str(key)}
        answer: dict[str, Any] = await self.client.call(event, given, namespace="/me", timeout=PATIENCE)
        return answer

    async def until(self, name: str, fits: Callable[[dict[str, Any]], bool] = lambda _: True) -> dict[str, Any]:
        """Wait until something has been heard, and give the first that fits."""
        async with asyncio.timeout(PATIENCE), self.news:
            while True:
                for what, given in self.heard:
                    if what == name and fits(given):
                        return given
                await self.news.wait()

    def count(self, name: str) -> int:
        """Count what was heard by its name."""
        return sum(what == name for what, _ in self.heard)

    async def open(self, plan: UUID, *texts: UUID) -> dict[str, Any]:
        """Join a plan and open texts of it; give the answer to the last request."""
        answer = await self.ask("join", {"plan": str(plan)})
        for text in texts:
            answer = await self.ask("open", {"text": str(text), "epoch": 0, "state": EMPTY_STATE})
            if answer["ok"]:
                self.docs[text].apply_update(answer["update"])
        return answer

    async def send(self, text: UUID, update: bytes, **other: object) -> dict[str, Any]:
        """Send an edit."""
        self.ops += 1
        return await self.ask("edit", {"text": str(text), "epoch": 1, "client": self.id, "op": self.ops, "update": update, **other})

    async def write(self, text: UUID, words: str) -> dict[str, Any]:
        """Write a paragraph at a text's end."""
        return await self.send(text, paragraph(self.docs[text], words))


def paragraph(document: Doc[Any], words: str) -> bytes:
    """Write a paragraph at a document's end, and give the update."""
    before = document.get_state()
    block = XmlElement("paragraph")
    document.get(ROOT, type=XmlFragment).children.append(block)
    block.children.append(XmlText(words))
    return document.get_update(before)
