"""The embedded PostgreSQL knows its users by their process ids: those that were killed must not keep it running."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from server.db import _forget_the_dead

if TYPE_CHECKING:
    from pathlib import Path


def test_killed_processes_are_struck_and_living_ones_stay(tmp_path: Path) -> None:
    users = tmp_path / "pids.json"
    with subprocess.Popen([sys.executable, "-c", ""]) as dead:
        dead.wait()
    users.write_text(json.dumps([dead.pid, os.getpid(), 1]))

    _forget_the_dead(users)

    assert json.loads(users.read_text()) == [os.getpid(), 1]


@pytest.mark.parametrize("kept", ["", "{", "5", '["x"]'])
def test_a_list_that_cannot_be_read_is_left_as_it_is(tmp_path: Path, kept: str) -> None:
    users = tmp_path / "pids.json"
    users.write_text(kept)

    _forget_the_dead(users)
    _forget_the_dead(tmp_path / "none.json")

    assert users.read_text() == kept
