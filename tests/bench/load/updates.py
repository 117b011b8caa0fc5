"""Real Yjs updates, each typing some twenty letters, made once for all rooms."""

import secrets
from typing import Final

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

_LETTERS: Final = "twenty more letters "


class Author:
    """Somebody who types on and on at the end of a paragraph of their own.

    What an author types does not build on what others do, so one author's updates serve a seat in every room.
    """

    def __init__(self) -> None:
        """Begin a paragraph: the first update brings it."""
        self._doc: Doc[XmlFragment] = Doc(client_id=secrets.randbits(31))
        self._seen = self._doc.get_state()
        body = self._doc.get("body", type=XmlFragment)
        paragraph = body.children.append(XmlElement("paragraph"))
        self._text = paragraph.children.append(XmlText())
        self._updates = [self._since()]

    def update(self, number: int) -> bytes:
        """Give the author's update of this number, counted from 0 (the paragraph itself)."""
        while number >= len(self._updates):
            self._text += _LETTERS
            self._updates.append(self._since())
        return self._updates[number]

    def _since(self) -> bytes:
        update = self._doc.get_update(self._seen)
        self._seen = self._doc.get_state()
        return update
