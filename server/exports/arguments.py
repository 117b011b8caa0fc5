"""What the commands `stegvis export-pupil` and `stegvis import-pupil` take, and what they answer."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from server.config import Settings


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the commands that take everything of one pupil out, and bring it in."""
    out = commands.add_parser("export-pupil", help="write an archive of everything of one pupil")
    out.add_argument("pupil", metavar="ID", help="the pupil's id, ours or the roster's")
    out.add_argument("file", metavar="FILE", type=Path, help="the ZIP to write; it must not be there yet")
    out.add_argument("--reason", required=True, help="why; pupil and home can read in the access log that it was taken out")
    out.add_argument("--identity", action="store_true", help="include the identity of a pupil with protected identity")
    in_ = commands.add_parser("import-pupil", help="bring in an archive of one pupil")
    in_.add_argument("file", metavar="FILE", type=Path, help="the ZIP")
    whose = in_.add_mutually_exclusive_group(required=True)
    whose.add_argument("--pupil", default="", metavar="ID", help="whose documents they become: the pupil's id, ours or the roster's")
    whose.add_argument("--create", default="", metavar="NAME", help="make the pupil known by hand; needs --class")
    in_.add_argument("--class", dest="klass", default="", metavar="CLASS", help="the class, by its name or the roster's id, for --create")
    in_.add_argument("--dry-run", action="store_true", help="only say what would be written")


def move_pupil(settings: Settings, address: str, wanted: argparse.Namespace) -> int:
    """Take everything of a pupil out, or bring it in; 0 only when all is well."""
    from server.exports import command as archives  # noqa: PLC0415  # only these need it

    order = archives.order_of(wanted)
    try:
        if wanted.command == "export-pupil":
            print(asyncio.run(archives.export_pupil(settings, address, order)))
            return 0
        report = asyncio.run(archives.import_pupil(address, order))
    except (archives.CommandError, OSError) as error:
        print(f"stegvis: {error}", file=sys.stderr)
        return 2
    print(archives.in_words(report, dry=order.dry_run))
    return 1 if report.refused else 0
