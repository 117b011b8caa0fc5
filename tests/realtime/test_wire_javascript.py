"""The official Socket.IO client, with the parser that the page uses, against our server."""

import asyncio
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.realtime.wiring import WAYS, serving

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = Path(__file__).with_name("wire_client.cjs")


@pytest.fixture(scope="module", params=WAYS)
async def seen(request: pytest.FixtureRequest) -> dict[str, Any]:
    node = shutil.which("node")
    assert node, "Node is needed: `make test` brings it"
    async with serving(**WAYS[request.param]) as house:
        house.hall.greeting = {"unread": 3}
        process = await asyncio.create_subprocess_exec(
            node, SCRIPT, str(ROOT / "static"), f"http://127.0.0.1:{house.port}", stdout=asyncio.subprocess.PIPE
        )
        async with asyncio.timeout(30):
            printed, _ = await process.communicate()
        assert process.returncode == 0
        found: dict[str, Any] = json.loads(printed)
        return found | {"malformed": house.live.counts.malformed}


def test_it_connects_to_both_namespaces_and_is_greeted(seen: dict[str, Any]) -> None:
    assert seen["connected"] == ["/plan", "/me"]
    assert seen["greeted"] == {"unread": 3}


def test_its_emits_are_answered_with_the_same_bytes(seen: dict[str, Any]) -> None:
    assert seen["echo"] == {"ok": True, "given": {"bytes": "0001ff", "words": "åäö عربي", "none": None, "large": 70_000}}


def test_it_hears_what_is_told_to_it(seen: dict[str, Any]) -> None:
    assert seen["told"] == ["0001ff"] * 2


def test_it_learns_why_it_is_refused(seen: dict[str, Any]) -> None:
    assert seen["refused"] == {"message": "Who are you?", "data": {"code": "sign_in"}}
    assert seen["nowhere"] == {"message": "Unable to connect"}


def test_it_understands_that_it_is_disconnected(seen: dict[str, Any]) -> None:
    assert seen["disconnected"] == "io server disconnect"
    assert seen["oversize"] == "transport close"
    assert seen["malformed"] == 0
