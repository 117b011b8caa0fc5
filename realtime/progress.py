"""How far each open text's edits have been heard here, to notice those that were missed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(slots=True)
class _Heard:
    """All edits up to `upto` have been heard, and those in `ahead` beyond it; `stuck` is where it stood at the last look."""

    upto: int
    ahead: set[int] = field(default_factory=set)
    stuck: int = -1


class Progress:
    """One entry for each text that somebody here has open."""

    def __init__(self) -> None:
        """Begin with none."""
        self.texts: dict[UUID, _Heard] = {}

    def begin(self, text: UUID, seq: int) -> None:
        """Begin to follow a text whose state up to `seq` has been read."""
        self.texts.setdefault(text, _Heard(seq))

    def hear(self, text: UUID, seq: int) -> None:
        """Note that an edit was heard."""
        if (one := self.texts.get(text)) is None or seq <= one.upto:
            return
        one.ahead.add(seq)
        while one.upto + 1 in one.ahead:
            one.upto += 1
            one.ahead.remove(one.upto)

    def missed(self, text: UUID, head: int) -> int | None:
        """Give the seq after which edits are missing for the second look in a row, or nothing."""
        if (one := self.texts.get(text)) is None or head <= one.upto:
            return None
        again, one.stuck = one.stuck == one.upto, one.upto
        return one.upto if again else None

    def catch_up(self, text: UUID, seq: int) -> None:
        """Note that all edits up to `seq` have been given."""
        if (one := self.texts.get(text)) is not None:
            one.upto = max(one.upto, seq)
            one.ahead = {ahead for ahead in one.ahead if ahead > one.upto}

    def keep_only(self, texts: set[UUID]) -> None:
        """Forget the texts that nobody has open."""
        for text in self.texts.keys() - texts:
            del self.texts[text]
