"""Socket.IO packets as MessagePack, read with care and written once."""

import struct
from typing import Final, NamedTuple

import msgpack
from socketio import msgpack_packet

CONNECT: Final = 0
DISCONNECT: Final = 1
EVENT: Final = 2
ACK: Final = 3
CONNECT_ERROR: Final = 4

#: What a client may never name as an event of its own: the server itself raises them.
RESERVED: Final = frozenset({"connect", "disconnect"})

_BINARY: Final = 0x82
_TEXT: Final = 0x81
_SHORT: Final = 126
_LONG: Final = 65_536
_MOST_ID: Final = 2**53


class MalformedError(ValueError):
    """A frame that is not a Socket.IO packet; its connection is closed."""


class Packet(NamedTuple):
    """One packet: what kind, for which namespace, its payload, and the number that its acknowledgement carries."""

    kind: int
    namespace: str
    data: object
    number: int | None


def _undefined(code: int, data: bytes) -> object:
    """JavaScript's `undefined` is extension 0 with one zero byte. Other extensions stay what they are: no form takes them."""
    return None if code == 0 and data == b"\0" else msgpack.ExtType(code, data)


def read(payload: bytes) -> Packet:
    """Read one packet, or raise MalformedError. Nothing else is raised, whatever the bytes are."""
    try:
        given = msgpack.unpackb(payload, ext_hook=_undefined)
    except (ValueError, TypeError, RecursionError, OverflowError, msgpack.UnpackException) as error:
        raise MalformedError(str(error)) from None
    if not isinstance(given, dict):
        raise MalformedError(type(given))
    packet = Packet(given.get("type", -1), given.get("nsp", ""), given.get("data"), given.get("id"))
    if (fault := _fault(packet)) is not None:
        raise MalformedError(fault)
    return packet


def _fault(packet: Packet) -> str | None:
    """Find the wrong shape, so that nobody behind this needs to ask."""
    kind, namespace, data, number = packet
    if type(kind) is not int or not CONNECT <= kind <= ACK:
        return "no such kind"
    if type(namespace) is not str or namespace[:1] != "/":
        return "no namespace"
    if number is not None and (type(number) is not int or not 0 <= number < _MOST_ID):
        return "not a number to acknowledge"
    if kind >= EVENT and type(data) is not list:
        return "no list of arguments"
    if kind == EVENT and (not data or type(data[0]) is not str or data[0] in RESERVED):  # type: ignore[index]  # a list, as asked above
        return "no event"
    return None


_packer = msgpack.Packer()
_heads: dict[tuple[str, str], bytes] = {}


def event(name: str, namespace: str, data: object) -> bytes:
    """Write an event that gives one object. The head is the same for all of its kind, so it is written once and kept."""
    head = _heads.get((name, namespace))
    if head is None:
        head = b"\x83" + _pack("type") + _pack(EVENT) + _pack("nsp") + _pack(namespace) + _pack("data") + b"\x92" + _pack(name)
        _heads[name, namespace] = head
    return head + _pack(data)


def acknowledgement(namespace: str, number: int, value: object) -> bytes:
    """Write the answer to the event that carried this number; None answers with nothing."""
    return _pack({"type": ACK, "nsp": namespace, "id": number, "data": [] if value is None else [value]})


def _pack(value: object) -> bytes:
    try:
        return bytes(_packer.pack(value))
    except Exception:
        # What could not be written leaves its beginning behind, and the next packet would start with it.
        _packer.reset()
        raise


def frame(payload: bytes | str) -> bytes:
    """Put one message into one WebSocket frame, server to client (unmasked, final): binary for bytes, text for str."""
    first, body = (_TEXT, payload.encode()) if isinstance(payload, str) else (_BINARY, payload)
    size = len(body)
    if size < _SHORT:
        return struct.pack("!BB", first, size) + body
    if size < _LONG:
        return struct.pack("!BBH", first, _SHORT, size) + body
    return struct.pack("!BBQ", first, _SHORT + 1, size) + body


class LivePacket(msgpack_packet.MsgPackPacket):  # type: ignore[misc]  # the library has no types
    """The library's own packet, made strict on the way in and, on the way out, what socket.io-msgpack-parser 3 accepts."""

    def encode(self) -> bytes:
        """Leave `data` out where there is none: the page's parser refuses a DISCONNECT with a null."""
        data = {"message": self.data} if self.packet_type == CONNECT_ERROR and isinstance(self.data, str) else self.data
        fields = {"type": self.packet_type, "nsp": self.namespace or "/", "data": data, "id": self.id}
        return _pack({name: value for name, value in fields.items() if value is not None})

    def decode(self, encoded_packet: bytes) -> None:
        """Read, or raise MalformedError."""
        self.packet_type, self.namespace, self.data, self.id = read(encoded_packet)
