"""The access log: who read or changed what, without what the reader may not see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from server.texts.actions import fold
from tests.realtime.updates import text_update
