"""How often one connection may do a thing."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic


@dataclass(slots=True)
class Bucket:
    """A token bucket: `rate` a second for ever, `burst` at once."""

    rate: float
    burst: float
    left: float = field(init=False)
    at: float = field(init=False, default_factory=monotonic)

    def __post_init__(self) -> None:
        """Begin full."""
        self.left = self.burst

    def take(self) -> bool:
        """Take one if there is one."""
        now = monotonic()
        self.left = min(self.burst, self.left + (now - self.at) * self.rate)
        self.at = now
        if self.left < 1:
            return False
        self.left -= 1
        return True


def edits() -> Bucket:
    """Give the bound on edits."""
    return Bucket(60, 240)


def points() -> Bucket:
    """Give the bound on caret moves."""
    return Bucket(30, 60)


def openings() -> Bucket:
    """Give the bound on joins and openings."""
    return Bucket(20, 60)


def lines() -> Bucket:
    """Give the bound on lines of a talk's chat."""
    return Bucket(0.5, 5)


def signals() -> Bucket:
    """Give the bound on signals between two pages: a page that meets five others has some hundred to send at once."""
    return Bucket(50, 300)


MOST_REFUSALS = 2_000
"""Refusals in a row after which a connection is closed: whoever goes on is not a page of ours."""
