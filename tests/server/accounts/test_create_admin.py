"""Beginning on an empty server, without the demo."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from server.cli import main

if TYPE_CHECKING:
    from server.db import Database
    from tests.visit import Visits

WHO = ["--organisation", "Kommunen", "--name", "Adam Admin", "--email", "adam@kommunen.example"]


@pytest.fixture
def command(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set what an operator sets."""
    monkeypatch.setenv("DATABASE_URL", address)
    monkeypatch.setenv("STEGVIS_ORIGIN", "http://stegvis.test")


@pytest.mark.usefixtures("command")
async def test_the_first_administrator_chooses_a_password_and_is_in(
    http: Visits, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        assert await asyncio.to_thread(main, ["create-admin", *WHO]) == 0
    old, link = capsys.readouterr().out.split()
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


@pytest.mark.usefixtures("command")
@pytest.mark.parametrize(("more", "source"), [([], "Kommunen"), (["--id", "ekby-kommun"], "ekby-kommun")])
async def test_the_organisations_id_is_its_name_or_what_the_roster_calls_it(database: Database, more: list[str], source: str) -> None:
    for _ in range(2):
        assert await asyncio.to_thread(main, ["create-admin", *WHO, *more]) == 0
    async with database.engine.connect() as connection:
        rows = (await connection.exec_driver_sql("SELECT source_id, name FROM organisation")).all()
    assert [tuple(one) for one in rows] == [(source, "Kommunen")]
