"""Whoever runs the server takes a pupil out and brings one in on the command line."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from server import cli
from server.people.models import RelationKind
from tests.server.people.ties import tie

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from tests.server.exports.conftest import Installation
    from tests.server.world import World


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Awaitable[tuple[int, str]]]:
    """Give what runs a command on a database; it gives the command's code and what it said."""

    async def running(database: str, *words: str) -> tuple[int, str]:
        monkeypatch.setenv("DATABASE_URL", database)
        code = await asyncio.to_thread(cli.main, words)  # with a loop of its own, as on the command line
        return code, capsys.readouterr().out

    return running


async def test_out_of_one_installation_and_into_another(
    own: World, second: Installation, address: str, tmp_path: Path, run: Callable[..., Awaitable[tuple[int, str]]]
) -> None:
    cast, there = own.cast, second.visits.database.address
    await own.write(cast.text("talk_notes"), cast.mentor, "We spoke")
    await own.hand_out("shared")
    await own.rows("UPDATE relation SET until = now() WHERE person_id = $1 AND kind = 'pupil_in'", cast.elsa.id)
    await tie(own, cast.elsa, RelationKind.pupil_in, class_id=cast.far_plan.class_id)
    file = str(tmp_path / "elsa.zip")

    assert (await run(address, "export-pupil", "elsa", file, "--reason", "Moves"))[0] == 0
    dry = await run(there, "import-pupil", file, "--create", "Elsa Ny", "--class", "5A", "--dry-run")
    assert dry[0] == 0
    assert "2 plans to be written" in dry[1]
    assert await second.value("SELECT count(*) FROM person WHERE family_name = 'Ny'") == 0
    assert (await run(there, "import-pupil", file, "--create", "Elsa Ny", "--class", "5A"))[0] == 0

    pupil = await second.value("SELECT id FROM person WHERE family_name = 'Ny'")
    assert await second.value("SELECT pupil_id FROM plan WHERE id = $1", cast.plan.id) == pupil
    of_elsa = "SELECT count(*) FROM text t JOIN plan p ON p.id = t.plan_id WHERE p.pupil_id = $1"
    assert await second.value(of_elsa, pupil) == await own.value(of_elsa, cast.elsa.id), "the operator takes everything of both plans"
    assert "export_fetched" in await own.events()
    assert (await run(address, "export-pupil", "nobody", file + "2", "--reason", "x"))[0] == 2


def test_a_reason_must_be_given(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["export-pupil", "elsa", "elsa.zip"])
    assert "--reason" in capsys.readouterr().err
