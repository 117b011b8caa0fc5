"""What can go wrong for somebody, as exceptions that pages and sockets turn into clear words."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Code(StrEnum):
    """The codes of the live protocol; see realtime/PROTOCOL.md."""

    form = "form"
    unknown = "unknown"
    forbidden = "forbidden"
    locked = "locked"
    not_joined = "not_joined"
    epoch = "epoch"
    gap = "gap"
    schema = "schema"
    too_large = "too_large"
    full = "full"
    slow_down = "slow_down"
    unavailable = "unavailable"
    sign_in = "sign_in"
    origin = "origin"


def _(sentence: str) -> str:
    """Mark a sentence for the catalogue; it is said in the reader's language when it is shown."""
    return sentence


def _n(one: str, many: str) -> tuple[str, str]:
    """Mark a sentence that has a plural."""
    return one, many


class Filled(str):
    """A sentence of the catalogue with what goes into its blanks: names and titles, said as they are."""

    __slots__ = ("fills",)
    fills: dict[str, str]

    def __new__(cls, sentence: str, **fills: str) -> Self:
        """Keep both."""
        made = super().__new__(cls, sentence)
        made.fills = fills
        return made


class RefusedError(Exception):
    """Something asked for that is not done; nothing has changed."""

    status = 400

    def __init__(self, code: Code, fields: dict[str, str] | None = None) -> None:
        """Keep the code, and for a form the sentence (a msgid) for each field that is wrong."""
        super().__init__(code)
        self.code = code
        self.fields = fields or {}


class WrongFormError(RefusedError):
    """What was sent is malformed."""

    status = 422

    def __init__(self, fields: dict[str, str] | None = None, *, says: str = "") -> None:
        """Keep which fields are wrong, and why; or what to say of the whole, where no single field is wrong."""
        super().__init__(Code.form, fields)
        self.says = says


class UnknownError(RefusedError):
    """There is no such thing, or this person may not know of it: the two look the same."""

    status = 404

    def __init__(self) -> None:
        """Say nothing more."""
        super().__init__(Code.unknown)


class ForbiddenError(RefusedError):
    """The thing may be seen, but this may not be done with it."""

    status = 403

    def __init__(self) -> None:
        """Say nothing more."""
        super().__init__(Code.forbidden)


class SignInError(RefusedError):
    """Nobody is signed in, or the session has ended."""

    status = 401

    def __init__(self) -> None:
        """Say nothing more."""
        super().__init__(Code.sign_in)


class LockedError(RefusedError):
    """It is handed in, or the plan is locked: for the moment nobody writes there."""

    status = 403

    def __init__(self) -> None:
        """Say nothing more."""
        super().__init__(Code.locked)


class ForeignOriginError(RefusedError):
    """The request comes from another site's page."""

    status = 403

    def __init__(self) -> None:
        """Say nothing more."""
        super().__init__(Code.origin)


class UnavailableError(RefusedError):
    """It cannot be done right now; trying again in a moment may help."""

    status = 503

    def __init__(self) -> None:
        """Say nothing more."""
        super().__init__(Code.unavailable)
