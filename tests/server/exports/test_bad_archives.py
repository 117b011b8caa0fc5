"""What nobody should be able to bring in is refused in words, and changes nothing."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from server.exports.archive.shape import picture_path, plan_path, text_path
from server.goals.models import CheckIn, CheckInPicture, Evaluation
from server.pages.names import BAD_ARCHIVE
from tests.server.exports.archives import files_of, said, taken
from tests.server.exports.test_moving import bring, folded
from tests.server.history.test_history import shown_to
from tests.server.texts.writing import saying
from tests.server.world import new

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.server.exports.archives import Files
    from tests.server.exports.conftest import Installation
    from tests.server.world import World


def packed(files: Files, *, honest: bool = True) -> bytes:
    """Pack files; with a manifest that says what they are now, unless somebody has tampered with them."""
    if honest and "manifest.json" in files:
        manifest = json.loads(files["manifest.json"])
        manifest["files"] = [
            {"path": name, "size": len(body), "sha256": hashlib.sha256(body).hexdigest()}
            for name, body in files.items()
            if name != "manifest.json"
        ]
        files = files | {"manifest.json": json.dumps(manifest).encode()}
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as zipped:
        for name, body in files.items():
            zipped.writestr(name, body)
    return out.getvalue()


def changed(files: Files, path: str, change: Callable[[Any], None]) -> Files:
    """Change what a file says."""
    told = said(files, path)
    change(told)
    return files | {path: json.dumps(told).encode()}


def no_past(told: Any) -> None:
    told["past"] = []


def forged(files: Files, plan: str) -> Files:
    """Lock other words than those that were agreed on: markup that nobody wrote, with a SHA-256 that fits."""
    path = next(name for name in files if name.startswith(f"plans/{plan}/versions/") and name.endswith(".json"))
    record = said(files, path)
    record["texts"][0]["html"] = "<p>Hello</p><img src=x onerror=alert(1)>"
    body = json.dumps(record).encode()

    def change(file: Any) -> None:
        file["versions"][0]["sha256"] = hashlib.sha256(body).hexdigest()

    return changed(files | {path: body}, plan_path(plan), change)  # type: ignore[arg-type]


def says(name: str, value: object) -> Callable[[Any], None]:
    """Give what lets a file say something else."""
    return lambda told: told.__setitem__(name, value)


def in_the_first(name: str, column: str, value: object) -> Callable[[Any], None]:
    """Give what lets the first row of a kind say something else."""
    return lambda told: told[name][0].__setitem__(column, value)


def based(body: bytes) -> str:
    return base64.urlsafe_b64encode(body).decode()


UNKNOWN = based(b"\x01\x01\x00\x00\xff")
"""An update in which stands what no text may hold."""


def torn_and_foreign(good: Files, text: str, plan: str) -> list[tuple[str, bytes]]:
    """Give archives that are none, or not what they say, each with why it is refused."""
    return [
        ("not_zip", b"PK but no zip"),
        ("foreign", packed({"hello.txt": b"hello"})),
        ("newer", packed(changed(good, "manifest.json", says("format", 2)))),
        ("torn", packed(good | {text: good[text] + b" "}, honest=False)),
        ("torn", packed({name: body for name, body in good.items() if name != text}, honest=False)),
        ("path", packed(good | {"../../etc/passwd": b"x"})),
        ("bomb", packed(good | {"plans/big.json": b"0" * 2_000_000})),
        ("shape", packed(changed(good, plan, says("goals", [{"id": "no"}])))),
        ("content", packed(good | {"pupil.json": good["pupil.json"].replace(b"Elsa", b"El\\u0000sa")})),
    ]


def never_written(good: Files, text: str, plan: str, picture: str) -> list[tuple[str, bytes]]:
    """Give archives that say what nobody could have written here, each with why it is refused."""

    def past(column: str, value: object) -> bytes:
        return packed(changed(good, text, in_the_first("past", column, value)))

    def head(name: str, column: str, value: object) -> bytes:
        return packed(changed(good, plan, in_the_first(name, column, value)))

    return [
        ("content", packed(changed(good, text, says("state", UNKNOWN)))),
        ("content", past("payload", UNKNOWN)),
        ("torn", past("payload", based(saying("I read every nay", 1)))),
        ("torn", past("seq", 99)),
        ("torn", past("text_id", str(new()))),
        ("content", packed(good | {picture: b"<svg/>"})),
        ("content", head("check_ins", "face", 9)),
        ("content", head("evaluations", "looker", "home")),
        ("content", head("evaluations", "reads", ["anybody"])),
    ]


async def test_bad_archives(own: World, second: Installation) -> None:
    cast, plan = own.cast, plan_path(own.cast.plan.id)
    await own.write(cast.text("agreement"), cast.elsa, "I read every day")
    await folded(own, cast.text("agreement"))
    seen = CheckIn(goal_id=cast.goal.id, person_id=cast.elsa.id, words="")
    await own.add(seen, CheckInPicture(check_in_id=seen.id, content=b"RIFF of a kind"), Evaluation(plan_id=cast.plan.id))
    await own.agree()
    good = files_of(await taken(own, cast.principal, cast.elsa, reason="Moves"))
    text = text_path(cast.plan.id, cast.text("agreement"))

    cases = torn_and_foreign(good, text, plan) + never_written(good, text, plan, picture_path(cast.plan.id, seen.id))
    for place, (why, archive) in enumerate([*cases, ("content", packed(forged(good, str(cast.plan.id))))]):
        report = await bring(second, archive, apply=False)
        assert BAD_ARCHIVE[why].split(".")[0] in report, place  # type: ignore[index]
    assert await second.value("SELECT count(*) FROM plan") == 0
    assert await second.value("SELECT count(*) FROM import_piece") == 0
    assert await second.value("SELECT count(*) FROM person") == 5


async def test_the_dry_run_writes_nothing_and_a_second_time_nothing_is_doubled(own: World, second: Installation) -> None:
    cast = own.cast
    await own.write(notes := cast.text("talk_notes"), cast.mentor, "We spoke")
    await folded(own, notes)
    without = changed(files_of(await taken(own, cast.principal, cast.elsa, reason="Moves")), text_path(cast.plan.id, notes), no_past)
    archive = packed(without)

    assert "Bring it in" in await bring(second, archive, apply=False)
    assert await second.value("SELECT count(*) FROM plan") == 0

    await bring(second, archive)
    there = {table: await second.value(f"SELECT count(*) FROM {table}") for table in ("plan", "text", "goal", "person", "event")}  # noqa: S608
    report = await bring(second, archive)

    assert "is here already, and stays as it is" in report
    again = {table: await second.value(f"SELECT count(*) FROM {table}") for table in there}  # noqa: S608  # four words of ours
    assert again == there | {"event": again["event"]}
    assert await second.value("SELECT count(*) FROM account") == 0, "nobody is let in by being named"
    assert await second.value("SELECT count(*) FROM relation") == 5
    await second.write(notes, second.school.mentor, "And on we go")
    await folded(second, notes)
    assert await shown_to(second, second.school.mentor, notes) == [1, 2], "what came without a past is its first moment"


async def test_what_is_here_with_another_pupil_stays_there(own: World) -> None:
    cast = own.cast
    archive = await taken(own, cast.principal, cast.elsa, reason="Moves")
    principal = await own.as_(cast.principal)

    sent = await principal.post(
        f"/schools/{cast.school.id}/pupil-imports", data={"pupil": str(cast.omar.id)}, files={"file": ("elsa.zip", archive)}
    )

    assert BAD_ARCHIVE["anothers"] in (await principal.get(sent.headers["location"])).text  # type: ignore[index]
    assert await own.value("SELECT pupil_id FROM plan WHERE id = $1", cast.plan.id) == cast.elsa.id


@pytest.mark.parametrize("who", ["mentor", "admin"])
async def test_only_a_principal_brings_in(own: World, who: str) -> None:
    sender = await own.as_(getattr(own.cast, who))
    sent = await sender.post(
        f"/schools/{own.cast.school.id}/pupil-imports", data={"pupil": str(own.cast.elsa.id)}, files={"file": ("x", b"x")}
    )
    assert sent.status_code == 403
