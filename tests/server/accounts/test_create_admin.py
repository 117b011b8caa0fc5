"""Beginning on an empty server, without the demo."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from server.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from server.db import Database
    from tests.visit import Visits

WHO = ["--organisation", "Kommunen", "--name", "Adam Admin", "--email", "adam@kommunen.example"]


def stegvis(address: str, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command as an operator does."""
    environment = {"DATABASE_URL": address, "STEGVIS_ORIGIN": "http://stegvis.test", "STEGVIS_DATA": str(folder), "PYTHONPATH": "."}
    return subprocess.run(
        [sys.executable, "-m", "server.cli", "create-admin", *arguments], env=environment, capture_output=True, text=True, check=False
    )


async def test_the_first_administrator_chooses_a_password_and_is_in(address: str, tmp_path: Path, http: Visits, database: Database) -> None:
    first, second = stegvis(address, tmp_path, *WHO), stegvis(address, tmp_path, *WHO)
    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    old, link = first.stdout.strip(), second.stdout.strip()
    browser = await http.as_(None)

    assert link.startswith("http://stegvis.test/link/")
    assert (await browser.get(old)).status_code == 404
    assert (await browser.post(link, data={"password": "battery staple"})).status_code == 303
    assert "Hello, Adam" in (await browser.get("/")).text
    async with database.engine.connect() as connection:
        for table in ("organisation", "person", "relation", "account"):
            assert (await connection.exec_driver_sql(f"SELECT count(*) FROM {table}")).scalar_one() == 1  # noqa: S608  # one of ours


@pytest.mark.parametrize("wrong", [["--email", "nobody"], ["--name", " "], ["--organisation", ""]])
def test_what_is_not_told_right_makes_nothing(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["create-admin", *WHO, *wrong]) == 2
    assert "needs an organisation, a name, and a mail address" in capsys.readouterr().err
