"""A world of its own for each test that applies a roster: that is not set back by a few statements."""

from __future__ import annotations

from tests.server.organisation.conftest import own

__all__ = ["own"]
