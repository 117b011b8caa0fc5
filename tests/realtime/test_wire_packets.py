"""Packets and frames, byte by byte."""

from contextlib import suppress

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as some
from websockets.frames import Frame, Opcode
from websockets.streams import StreamReader

from realtime.wire.packets import CONNECT_ERROR, DISCONNECT, LivePacket, MalformedError, acknowledgement, event, frame, read

_VALUES = some.recursive(
    some.none() | some.booleans() | some.integers(-(2**63), 2**63 - 1) | some.text() | some.binary(),
    lambda inner: some.lists(inner) | some.dictionaries(some.text(), inner),
    max_leaves=10,
)


@given(some.binary(max_size=200))
def test_any_bytes_are_a_packet_or_malformed(payload: bytes) -> None:
    with suppress(MalformedError):
        read(payload)


@given(_VALUES)
def test_any_value_is_a_packet_or_malformed(value: object) -> None:
    with suppress(MalformedError):
        read(msgpack.packb(value))


@given(_VALUES)
def test_what_is_written_is_read_again(value: object) -> None:
    assert read(event("edit", "/plan", value)) == (2, "/plan", ["edit", value], None)
    assert read(acknowledgement("/plan", 7, value)) == (3, "/plan", [] if value is None else [value], 7)


def test_a_value_that_cannot_be_written_leaves_nothing_behind() -> None:
    for _ in range(3):
        with pytest.raises(TypeError):
            event("edit", "/plan", [b"begun", object()])
        assert read(event("edit", "/plan", 1)).data == ["edit", 1]


def test_javascripts_undefined_is_none() -> None:
    assert read(b"\x83\xa4type\x00\xa3nsp\xa5/plan\xa4data\xd4\x00\x00") == (0, "/plan", None, None)


def test_a_packet_without_data_says_nothing_of_it() -> None:
    assert msgpack.unpackb(LivePacket(DISCONNECT, namespace="/plan").encode()) == {"type": 1, "nsp": "/plan"}
    assert msgpack.unpackb(LivePacket(CONNECT_ERROR, data="No", namespace="/x").encode())["data"] == {"message": "No"}


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65_535, 65_536, 70_000])
@pytest.mark.parametrize("text", [True, False])
def test_a_frame_is_what_a_websocket_client_reads(size: int, text: bool) -> None:  # noqa: FBT001
    payload = b"." * size
    reader = StreamReader()
    reader.feed_data(frame(payload.decode() if text else payload))
    parsing = Frame.parse(reader.read_exact, mask=False, max_size=None)
    with pytest.raises(StopIteration) as end:
        next(parsing)
    found: Frame = end.value.value
    assert (found.opcode, found.fin, bytes(found.data)) == (Opcode.TEXT if text else Opcode.BINARY, True, payload)
