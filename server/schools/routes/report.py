"""An import's page: its progress and report, applying it, dropping it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlmodel import col, select

from server.accounts.policy import may_see_accounts
from server.people.actions import named
from server.schools import policy
from server.schools.actions import Imports, Order, as_seen, faults_of, see_if_alive
from server.schools.models import ImportState, RosterImport, School
from server.schools.roster.names import LISTS
from server.schools.roster.report import Ask, asked_of
from server.schools.roster.template import COLUMNS
from server.schools.routes.upload import HERE, BusyError, organisation_of, reach_of
from server.web import Form, begin, fragment, go, key, read, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from server.work import Work


class Apply(Form):
    """Applying a roster, and what was said yes to of what is asked apart."""

    many: bool = False
    own: bool = False
    nobody: bool = False

    @property
    def sure(self) -> frozenset[Ask]:
        """Give what was said yes to."""
        return frozenset(ask for ask in Ask if getattr(self, ask))


async def _find(work: Work, request: Request, *, lock: bool = False) -> RosterImport:
    """Give the import that is asked for."""
    one = await work.find(RosterImport, key(request, "roster_import"), see=policy.may_see_import, lock=lock)
    await see_if_alive(work, one)
    return one


async def _context(work: Work, request: Request) -> dict[str, Any]:
    """Gather what an import's page shows; those with protected identity, by name, to whoever is granted them, and to nobody else at all."""
    one = await _find(work, request)
    report = as_seen(one.report, work.actor.granted)
    of = {UUID(row["person"]): UUID(row["of"]) for found in report["lists"].values() for row in found["rows"] if row.get("of")}
    people = {str(found): person.name for found, person in (await named(work.session, of)).items()}
    work.saw(*of.values())
    file = request.app.state.imports.path(one)
    return {
        "one": one,
        "report": report,
        "asks": asked_of(one.report, work.actor.id),
        "faults": faults_of(report, whole=one.person_id == work.actor.id),
        "headings": COLUMNS if report.get("template") else {},
        "people": people,
        "order": LISTS,
        "base": HERE,
        "gone": not file.exists(),
        "invites": await _invites(work, report) if one.state is ImportState.applied else [],
    }


async def _invites(work: Work, report: dict[str, Any]) -> list[School]:
    """Give the schools of a roster whose people the actor may invite now."""
    keys = [UUID(one) for one in report.get("schools", [])]
    rows = await work.session.exec(select(School).where(col(School.id).in_(keys)).order_by(School.name))
    return [one for one in rows if may_see_accounts(work.actor, one)]


async def show_import(request: Request) -> Response:
    """Show how far an import has come, or what it would do or has done."""
    async with begin(request) as work:
        return await show(work, request, "schools/import.html", **await _context(work, request))


async def show_progress(request: Request) -> Response:
    """Give the part of an import's page that changes."""
    async with begin(request) as work:
        return fragment(request, "schools/_import.html", **await _context(work, request))


async def apply(request: Request) -> Response:
    """Apply a roster as its report says; twice at once does it once."""
    wanted = await read(request, Apply)
    imports: Imports = request.app.state.imports
    async with begin(request) as work:
        one = await _find(work, request, lock=True)
        reach = await reach_of(work)
        address, begins = f"{HERE}/{one.id}", one.state is ImportState.ready
        if begins and not imports.path(one).exists():
            one.state, begins = ImportState.broken, False
        if begins and imports.busy:
            raise BusyError
        if begins:
            one.state, one.step, one.done, one.rows = ImportState.applying, "", 0, 0
        order = Order(one.id, work.actor.id, reach, imports.path(one), apply=True, sure=wanted.sure)
    if begins:
        await imports.begin(order)
    return go(address)


async def drop(request: Request) -> Response:
    """Drop an import that has not been applied, and its file."""
    async with begin(request) as work:
        one = await _find(work, request, lock=True)
        await organisation_of(work)
        if one.state in {ImportState.ready, ImportState.refused, ImportState.broken}:
            one.state, one.report = ImportState.dropped, {}
            request.app.state.imports.forget(one.id)
    return go(HERE)
