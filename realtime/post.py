"""Hints between processes, through Redis. Whoever misses one notices it by the database a second later."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING
from uuid import uuid4

import msgpack
from redis import asyncio as redis
from redis.exceptions import RedisError

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger("stegvis.post")

CHANNEL = "stegvis"
MOST_WAITING = 10_000
PAUSE = 1.0
"""Seconds before Redis is tried again."""


class Post:
    """Sends and hears small messages; without an address it does neither."""

    def __init__(self, address: str, hear: Callable[[dict[str, object]], None]) -> None:
        """Take Redis's address, or nothing; `hear` gets what other processes send."""
        self.address = address
        self.hear = hear
        self.process = uuid4().hex
        self.waiting: asyncio.Queue[bytes] = asyncio.Queue(MOST_WAITING)
        self.tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to send and to listen."""
        if self.address:
            loop = asyncio.get_running_loop()
            self.tasks = [loop.create_task(self._keep(work), name=f"post-{work.__name__}") for work in (self._send, self._listen)]

    async def stop(self) -> None:
        """Stop."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    def send(self, kind: str, **message: object) -> None:
        """Send a hint, now or never: a full queue means that Redis is away, and then the database tells the others."""
        if self.address and not self.waiting.full():
            self.waiting.put_nowait(msgpack.packb({"from": self.process, "kind": kind, **message}, default=str))

    async def _keep(self, work: Callable[[redis.Redis], object]) -> None:
        """Do a part of the work again and again, whatever Redis does."""
        while True:
            client = redis.from_url(self.address, socket_connect_timeout=2, health_check_interval=5)
            try:
                await work(client)  # type: ignore[misc]
            except (RedisError, OSError, TimeoutError) as error:
                log.warning("Redis is away: %r", error)
                await asyncio.sleep(PAUSE)
            finally:
                await client.aclose()

    async def _send(self, client: redis.Redis) -> None:
        """Publish what waits, all that has gathered at once."""
        while True:
            messages = [await self.waiting.get()]
            while not self.waiting.empty():
                messages.append(self.waiting.get_nowait())
            pipe = client.pipeline(transaction=False)
            for message in messages:
                pipe.publish(CHANNEL, message)
            await pipe.execute()

    async def _listen(self, client: redis.Redis) -> None:
        """Hear what others send."""
        async with client.pubsub(ignore_subscribe_messages=True) as channel:
            await channel.subscribe(CHANNEL)
            while True:
                got = await channel.get_message(timeout=5.0)
                if got is None:
                    await channel.ping()
                    continue
                self._take(got["data"])

    def _take(self, data: object) -> None:
        """Hand on what is not one's own; nonsense on the channel is passed over."""
        if not isinstance(data, bytes):
            return
        try:
            message = msgpack.unpackb(data)
        except (ValueError, msgpack.UnpackException):
            return
        if isinstance(message, dict) and message.get("from") != self.process:
            self.hear(message)
