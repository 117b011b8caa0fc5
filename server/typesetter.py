"""Sets a PDF in type: a program of its own, so that it can be stopped, and sees nothing but what it is given.

It reads `{"layout", "data", "at", "fonts"}` as JSON and writes the PDF: tagged (PDF/UA-1), dated by `at`, so that the same data give the
same bytes. What people wrote goes to the layout as `sys.inputs.data`, and is data there. It imports nothing of the server's, and is started
by its path.
"""

from __future__ import annotations

import json
import re
import struct
import sys
import tempfile
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import typst

MOST_SECONDS = 30
MOST_MEMORY = 3 * 1024**3
_UNSHOWN = re.compile(r'(?:the text|disallowed codepoint) `"((?:[^"\\]|\\.)*)"`')
_ESCAPED = re.compile(r"\\u\{([0-9a-fA-F]+)\}")
_TRIES = 20


def unpacked(woff: bytes) -> bytes:
    """Give the typeface that a WOFF file packs: the same tables, each inflated."""
    _, flavour, _, count = struct.unpack_from(">4sIIH", woff)
    entries = [struct.unpack_from(">4sIIII", woff, 44 + 20 * one) for one in range(count)]
    power = max(count.bit_length() - 1, 0)
    head = struct.pack(">IHHHH", flavour, count, 16 << power, power, 16 * count - (16 << power))
    at, tables = len(head) + 16 * count, b""
    for tag, offset, packed, size, check in entries:
        raw = woff[offset : offset + packed]
        body = zlib.decompress(raw) if packed < size else raw
        head += struct.pack(">4sIII", tag, check, at + len(tables), size)
        tables += body + b"\0" * (-len(body) % 4)
    return head + tables


def unpack_all(fonts: Path, into: Path) -> None:
    """Unpack every typeface of a folder into another.

    The letters beyond Western Europe are a file of their own with the same name, of which the typesetter would take only one: they get
    another name, as long as the first.
    """
    for file in sorted(fonts.glob("*.woff")):
        body = unpacked(file.read_bytes())
        if "latin-ext" in file.name:
            for code in ("utf-16-be", "latin-1"):
                body = body.replace("Hyperlegible Next".encode(code), "Hyperlegible Plus".encode(code))
        (into / f"{file.stem}.ttf").write_bytes(body)


def unshown(message: str) -> set[str]:
    """Give the signs that no typeface has, or that no file may hold, as the typesetter complains of them."""
    found = (_ESCAPED.sub(lambda code: chr(int(code[1], 16)), one) for one in _UNSHOWN.findall(message))
    return {sign for words in found for sign in words}


def numbered(data: Any, signs: set[str]) -> Any:  # noqa: ANN401  # as JSON has it
    """Write signs by their number in Unicode, so that nothing that was written goes missing: `[U+1F600]`."""
    match data:
        case str():
            return data.translate({ord(sign): f"[U+{ord(sign):04X}]" for sign in signs})
        case list():
            return [numbered(one, signs) for one in data]
        case dict():
            return {name: numbered(one, signs) for name, one in data.items()}
    return data


def pressed(given: dict[str, Any], fonts: Path) -> bytes:
    """Give the PDF; signs that our typefaces lack are taken from the machine's own, and are numbered where it has none."""
    layout, data, system = Path(given["layout"]).read_bytes(), given["data"], False
    for _ in range(_TRIES):
        book = typst.Fonts(include_system_fonts=system, include_embedded_fonts=True, font_paths=[str(fonts)])
        compiler = typst.Compiler(layout, root=str(fonts), font_paths=book, sys_inputs={"data": json.dumps(data)})
        try:
            made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=given["at"])
        except typst.TypstError as error:
            signs = unshown(f"{error.message}\n{error.diagnostic}")
            if not signs:
                raise
            data = numbered(data, signs) if system else data
            system = True
        else:
            assert isinstance(made, bytes)  # noqa: S101  # one file, as it has one name
            return made
    message = "no typeface has these signs"
    raise RuntimeError(message)


def bound() -> None:
    """Take no more time and memory than a sheet of paper needs, where the system can hold to it."""
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415  # not everywhere

        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def main() -> None:
    """Read what is asked, and write the file."""
    bound()
    given = json.load(sys.stdin.buffer)
    with tempfile.TemporaryDirectory(prefix="stegvis-type-") as folder:
        unpack_all(Path(given["fonts"]), Path(folder))
        sys.stdout.buffer.write(pressed(given, Path(folder)))


if __name__ == "__main__":
    main()
