"""What the material is to one reader: pieces, put together in parts, and the whole sheet."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from markupsafe import Markup

from server.preparations.actions.progress import KIND_OF
from server.templates.form import QuestionKind
from server.texts.policy import Right

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from uuid import UUID

    from server.plans.models import Plan
    from server.preparations.actions.earlier import Earlier, Said
    from server.preparations.models import Answer, Attachment, Preparation
    from server.templates.form import Form, Question, Section
    from server.texts.models import Text, TextKind


@dataclass(frozen=True)
class Piece:
    """One question for one owner, as one reader has it: its live text, its answer in another way, or both; goals to set have neither."""

    question: Question | None
    kind: TextKind
    household_id: UUID | None = None
    subject: str = ""
    text: Text | None = None
    answer: Answer | None = None
    right: Right = Right.read
    html: Markup = field(default_factory=Markup)
    files: Sequence[Attachment] = ()
    before: Said | None = None
    """What was said to the same question last time."""

    @property
    def preparation_id(self) -> UUID | None:
        """The preparation that it belongs to."""
        part = self.text or self.answer
        return part.preparation_id if part else None

    @property
    def is_former(self) -> bool:
        """Whether it answers a question that is asked no longer."""
        part = self.text or self.answer
        return part is not None and part.asked_in is not None

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to read here, nor to write."""
        is_answered = self.answer is not None and self.answer.value is not None
        return self.right is not Right.write and not (is_answered or self.files or self.html.striptags().strip())

    @property
    def is_goals(self) -> bool:
        """Whether goals are to be set here."""
        return self.question is not None and self.question.kind is QuestionKind.set_goals


@dataclass(frozen=True)
class Part:
    """A section with the pieces of it that one reader has; without a section, what every plan has, or what is asked no longer."""

    section: Section | None
    pieces: list[Piece]
    is_former: bool = False

    @property
    def preparations(self) -> set[UUID]:
        """The preparations that its pieces belong to."""
        return {one.preparation_id for one in self.pieces if one.preparation_id}


@dataclass(frozen=True)
class Sheet:
    """The whole material of a plan for one reader."""

    plan: Plan
    form: Form | None
    parts: list[Part]
    before: Earlier | None
    preparations: list[Preparation] = field(default_factory=list)
    """Those that the reader may know of."""

    def of(self, preparations: Collection[Preparation]) -> list[Part]:
        """Give what belongs to some preparations, and the goals to set beside them."""
        keys, kinds = {one.id for one in preparations}, {KIND_OF[one.party] for one in preparations}
        return self._only(lambda one: one.preparation_id in keys or (one.is_goals and one.kind in kinds))

    def beside(self, preparations: Collection[Preparation], kinds: Collection[TextKind]) -> list[Part]:
        """Give what is of some kinds and belongs to none of some preparations."""
        keys = {one.id for one in preparations}
        return self._only(lambda one: one.kind in kinds and one.preparation_id not in keys and not one.is_goals)

    def _only(self, wanted: Callable[[Piece], bool]) -> list[Part]:
        """Give the parts with some of their pieces, where any is left."""
        found = [replace(part, pieces=[one for one in part.pieces if wanted(one)]) for part in self.parts]
        return [part for part in found if part.pieces]
