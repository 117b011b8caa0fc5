"""Making the PDF of each locked version that has none yet, before an archive is made.

Pressing takes a moment, and no transaction waits for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.agreements.actions import keep_document
from server.agreements.document.paper import paper
from server.agreements.document.sheet import sheet_of
from server.agreements.models import VersionDocument
from server.errors import UnavailableError
from server.i18n import LANGUAGES, words
from server.pages.render import HERE
from server.people.models import Person
from server.plans.models import Plan, Version
from server.press import press

if TYPE_CHECKING:
    from uuid import UUID

    from server.config import Settings
    from server.db import Database

LAYOUT = HERE / "agreements" / "version.typ"


async def print_for(database: Database, settings: Settings, pupil: UUID, language: str) -> None:
    """Make the PDF of every version of a pupil's that has none in any language; where the press fails the archive is made without it."""
    there = select(VersionDocument.version_id)
    async with database.session() as session:
        wanted = select(Version).join(Plan, col(Plan.id) == Version.plan_id).where(Plan.pupil_id == pupil, col(Version.id).not_in(there))
        versions = list((await session.exec(wanted)).unique())
        name = (await session.get_one(Person, pupil)).name
    said = words(language if language in LANGUAGES else settings.language)
    for version in versions:
        sheet = sheet_of(version.record, said, {"pupil": name, "class": "", "term": ""})
        address = f"{settings.address}/plans/{version.plan_id}/versions/{version.number}"
        try:
            body = await press(LAYOUT, paper(sheet, version, said, address), version.at)
        except UnavailableError:
            continue
        async with database.session() as session:
            await keep_document(session, version, said.language, body)
            await session.commit()
