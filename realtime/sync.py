"""The shapes of the texts that are open here, and reading a text for somebody who joins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pycrdt import get_state, get_update

from realtime.forms import MOST_STATE
from server.errors import Code, RefusedError, UnknownError
from server.texts.actions import State, states
from server.texts.document import EMPTY_STATE
from server.texts.lib0 import BrokenUpdateError
from server.texts.shape import Shape
from server.texts.update import parse, parse_state

if TYPE_CHECKING:
    from uuid import UUID

    from server.db import Database


class Shelf:
    """The shape of each text that somebody here has open; all of it can be read again from the database."""

    def __init__(self, database: Database) -> None:
        """Begin empty."""
        self.database = database
        self.shapes: dict[UUID, Shape] = {}

    async def read(self, text: UUID) -> State:
        """Read a text whole, and let its shape know all that is in it.

        Raises:
            UnknownError: there is no such text.
        """
        async with self.database.session() as session:
            found = (await states(session, [text])).get(text)
        if found is None:
            raise UnknownError
        if (shape := self.shapes.get(text)) is None:
            self.shapes[text] = Shape(found.update)
        else:
            shape.learn(found.update)
        return found

    async def shape(self, text: UUID) -> Shape:
        """Give a text's shape, reading it if it is not here."""
        if text not in self.shapes:
            await self.read(text)
        return self.shapes[text]

    def hear(self, text: UUID, update: bytes) -> None:
        """Let a text's shape know what another process has committed."""
        if (shape := self.shapes.get(text)) is not None:
            try:
                shape.take(parse(update), len(update))
            except BrokenUpdateError:
                self.drop(text)

    def drop(self, text: UUID) -> None:
        """Forget a shape that may say more than the database."""
        self.shapes.pop(text, None)


@dataclass(frozen=True, slots=True)
class Difference:
    """What somebody lacks, and what the server has."""

    update: bytes
    state: bytes


def difference(whole: bytes, theirs: bytes) -> Difference:
    """Compare a text with a client's state vector.

    Raises:
        RefusedError: `too_large` or `form`, if the vector is no vector.
    """
    if len(theirs) > MOST_STATE:
        raise RefusedError(Code.too_large)
    try:
        parse_state(theirs)
        update = whole if theirs == EMPTY_STATE else get_update(whole, theirs)
    except (BrokenUpdateError, ValueError) as error:
        raise RefusedError(Code.form) from error
    return Difference(update, get_state(whole))
