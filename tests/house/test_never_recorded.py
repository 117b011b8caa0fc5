"""Nothing of what is seen and heard in a talk is kept: no line of ours uses what a browser or a server could keep it with."""

from __future__ import annotations

import json
import re

from tests.house.sources import ROOT, files

KEEPS = re.compile(
    r"MediaRecorder|captureStream|MediaStreamTrackProcessor|ScriptProcessor|AudioWorklet|RTCRtpScriptTransform|createEncodedStreams"
    r"|takePhoto|grabFrame|createDataChannel"
)
CALL = ("static/call", "static/elements/call", "static/elements/talk-call")


def test_no_line_of_ours_can_record() -> None:
    found = [
        f"{file}: {word[0]}"
        for file in files("static", "server", "realtime", ending=(".ts", ".js", ".py", ".html"))
        if (word := KEEPS.search((ROOT / file).read_text(encoding="utf-8")))
    ]
    assert not found


def test_what_is_seen_is_not_drawn_elsewhere() -> None:
    drawn = [
        str(file)
        for file in files("static", ending=(".ts",))
        if str(file).startswith(CALL) and re.search(r"drawImage|createImageBitmap|toBlob|toDataURL|getContext", (ROOT / file).read_text())
    ]
    assert not drawn


def test_no_package_of_the_page_is_there_to_record() -> None:
    package = json.loads((ROOT / "static" / "package.json").read_text(encoding="utf-8"))
    assert not [name for name in package["dependencies"] if re.search(r"record|mediasoup|livekit|jitsi", name)]
