"""The command `stegvis`: serve, migrate, begin on an empty server, and say who can sign in to the demo school."""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from pydantic import ValidationError

from server import db
from server.config import ROOT, Settings
from server.exports import arguments as archives

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when all is well, 2 when a setting is wrong. Whoever reads what it says may stop in the middle: `| head`."""
    try:
        status = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left is said to nobody, at the end too
        return 0
    return status


def _run(arguments: Sequence[str] | None) -> int:
    """Read the command line, and do what it says."""
    parser = argparse.ArgumentParser(prog="stegvis", description="Individual development plans, live.")
    commands = parser.add_subparsers(dest="command", required=True)
    serve_ = commands.add_parser("serve", help="bring the database up to date and serve")
    serve_.add_argument("--demo", action="store_true", help="open a demo school if the database is empty")
    commands.add_parser("migrate", help="bring the database up to date")
    accounts = commands.add_parser("demo-accounts", help="say who can sign in to the demo school")
    accounts.add_argument("--json", action="store_true", help="for programs")
    admin = commands.add_parser("create-admin", help="let somebody run an organisation: prints a one-time link to choose a password")
    for name, meaning in (("organisation", "its name"), ("name", "the person's name"), ("email", "the person's mail address")):
        admin.add_argument(f"--{name}", required=True, help=meaning)
    admin.add_argument("--id", default="", help="the organisation's id in the roster, where there will be one; else its name is its id")
    _add_import(commands)
    archives.add_to(commands)
    wanted = parser.parse_args(arguments)
    try:
        settings = Settings()
    except ValidationError as error:
        print(_wrong(error), file=sys.stderr)
        return 2
    match wanted.command:
        case "serve":
            serve(settings, demo=wanted.demo)
        case "migrate":
            migrate(db.address(settings))
        case "create-admin":
            return create_admin(settings, (wanted.organisation, wanted.id), wanted.name, wanted.email)
        case "import":
            return import_roster(settings, wanted)
        case "export-pupil" | "import-pupil":
            address = db.address(settings)
            migrate(address)
            return archives.move_pupil(settings, address, wanted)
        case _:
            address = db.address(settings)
            migrate(address)
            status: int = _demo().print_accounts(address, as_json=wanted.json)
            return status
    return 0


def _add_import(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command that brings a roster in."""
    import_ = commands.add_parser("import", help="bring in a roster: OneRoster, SS 12000 or the template's CSV, from a path or an address")
    import_.add_argument("where", metavar="PATH-OR-URL", help="a file, a folder, a zip, or the address of an SS 12000 interface")
    import_.add_argument("--dry-run", action="store_true", help="only say what would change")
    import_.add_argument("--json", action="store_true", help="for programs")
    import_.add_argument("--token", default="", help="for the interface; better set STEGVIS_IMPORT_TOKEN, which no list of processes shows")
    import_.add_argument("--organisation", default="", help="the source's id of the organisation, where the roster does not say it")
    import_.add_argument("--force", action="store_true", help="also when more than a quarter of all relations would end")


def import_roster(settings: Settings, wanted: argparse.Namespace) -> int:
    """Bring a roster in; 0 only when all is well."""
    from server.schools.roster import command as roster  # noqa: PLC0415  # only this needs it

    address = db.address(settings)
    migrate(address)
    order = roster.Order(wanted.where, wanted.token or settings.import_token, wanted.organisation, wanted.dry_run, wanted.force)
    outcome = asyncio.run(roster.run(address, order))
    print(roster.as_json(outcome, order) if wanted.json else roster.in_words(outcome, order))
    return 0 if outcome.well(order) else 1


def _wrong(error: ValidationError) -> str:
    """Say which settings are wrong, by the names they are set by."""
    return "\n".join(f"stegvis: {_sentence('.'.join(map(str, one['loc'])), one['msg'])}" for one in error.errors())


def _sentence(name: str, said: str) -> str:
    """Name the setting, unless what is said of it does so itself."""
    said = said.replace("Value error, ", "")
    return said if not name or said.startswith(name) else f"{name}: {said}"


def migrate(address: str) -> None:
    """Bring the database up to date; one process at a time, the others wait."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["address"] = address
    command.upgrade(config, "head")


def _demo() -> ModuleType:
    """Give what opens the demo school; only a demo needs it."""
    return import_module("server.demo")


def serve(settings: Settings, *, demo: bool) -> None:
    """Serve until told to stop."""
    live = _loaded()
    address = db.address(settings)
    migrate(address)
    if demo:
        asyncio.run(_demo().open_demo(address, settings.data))
    for one in asyncio.run(_strangers(settings, address)):
        print(f"stegvis: STEGVIS_OIDC: {one}", file=sys.stderr, flush=True)
    print(f"Stegvis: http://localhost:{settings.port}", flush=True)
    live.serve(settings, address)


def _loaded() -> ModuleType:
    """Load the whole application. All of it stays, so it is never looked through for what is no longer used, now or later."""
    gc.disable()
    try:
        return import_module("realtime.app")  # by its name: the live side knows the server, not the other way round
    finally:
        gc.freeze()
        gc.enable()


def create_admin(settings: Settings, organisation: tuple[str, str], name: str, email: str) -> int:
    """Print the one-time link by which an organisation's administrator chooses a password; the same goes by mail. 2 for a wrong address."""
    from server.addresses import as_address  # noqa: PLC0415  # only this command needs it

    called, source = organisation[0].strip(), organisation[1].strip()
    if not as_address(email) or not name.strip() or not called:
        print("stegvis: create-admin: needs an organisation, a name, and a mail address like anna@example.se", file=sys.stderr)
        return 2
    address = db.address(settings)
    migrate(address)
    print(asyncio.run(_create_admin(address, settings, (called, source or called), name.strip(), as_address(email))))
    return 0


async def _create_admin(address: str, settings: Settings, organisation: tuple[str, str], name: str, email: str) -> str:
    """Make what is missing, and give the link."""
    from server.accounts.actions.first_admin import create_admin  # noqa: PLC0415  # only this command needs it

    database = db.connect(address, 2)
    async with database.session() as session:
        link = await create_admin(session, settings, organisation, name, email)
    await database.engine.dispose()
    return link


async def _strangers(settings: Settings, address: str) -> list[str]:
    """Say of each provider of an organisation that there is not that nobody can sign in by it yet."""
    from server.accounts.sso.actions import known_organisations  # noqa: PLC0415  # only where there are providers

    if not settings.providers:
        return []
    database = db.connect(address, 2)
    async with database.session() as session:
        known = await known_organisations(session)
    await database.engine.dispose()
    here = ", ".join(repr(one) for one in sorted(known)) or "none yet"
    return [
        f"{key}: there is no organisation with the id {one.organisation!r}, so nobody can sign in by it. Known: {here}."
        for key, one in settings.providers.items()
        if one.organisation not in known
    ]


if __name__ == "__main__":
    sys.exit(main())
