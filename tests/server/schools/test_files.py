"""An uploaded roster holds a whole school's names: it lies no longer than it is needed."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from server.schools.actions import forget_ended
from server.schools.actions.files import KEPT
from server.schools.models import ImportState, RosterImport
from tests.server.world import new

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server.world import World


async def upload(world: World, folder: Path, state: ImportState | None) -> UUID:
    """Put a file there, and the import it is of, if there is one by now."""
    key = new()
    (folder / str(key)).mkdir(parents=True)
    (folder / str(key) / "skolan.csv").write_text("Elsa")
    if state:
        place, by = world.cast.organisation.id, world.cast.admin.id
        await world.add(RosterImport(id=key, organisation_id=place, person_id=by, file_name="skolan.csv", size=4, state=state))
    return key


def left(folder: Path) -> set[UUID]:
    """Give the imports of which there is a file still."""
    return {UUID(one.name) for one in folder.iterdir()}


async def test_the_files_of_imports_that_have_ended_go(world: World, tmp_path: Path) -> None:
    lasting = {await upload(world, tmp_path, state) for state in (ImportState.reading, ImportState.ready, ImportState.applying, None)}
    for state in (ImportState.refused, ImportState.applied, ImportState.broken, ImportState.dropped):
        await upload(world, tmp_path, state)

    assert await forget_ended(world.visits.database, tmp_path) == 4

    assert left(tmp_path) == lasting


@pytest.mark.parametrize("state", [ImportState.ready, ImportState.reading, None])
async def test_a_file_that_nobody_came_back_for_goes(world: World, tmp_path: Path, state: ImportState | None) -> None:
    place = tmp_path / str(await upload(world, tmp_path, state))
    os.utime(place, (time.time(), time.time() - KEPT - 60))

    assert await forget_ended(world.visits.database, tmp_path) == 1
    assert not place.exists()


async def test_without_a_folder_there_is_nothing_to_do(world: World, tmp_path: Path) -> None:
    assert await forget_ended(world.visits.database, tmp_path / "nowhere") == 0
