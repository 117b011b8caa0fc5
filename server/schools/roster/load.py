"""Bringing a roster into the tables: whole or not at all, and a second time without effect."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from server.columns import now
from server.people.models import Household, Person, RelationKind
from server.schools.models import Class, ClassKind, Organisation, School, Term
from server.schools.roster.keep import Kept, keep, table_of
from server.schools.roster.references import organisation_of
from server.schools.roster.relations import Key, Settled, settle
from server.schools.roster.report import Report
from server.schools.roster.ties import RosterTie, households, ties

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncConnection
    from sqlmodel import SQLModel
    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.schools.roster.records import Roster, RosterClass


async def load(session: AsyncSession, roster: Roster, at: datetime | None = None) -> Report:
    """Bring a roster into its organisation, in the session's transaction; the caller commits.

    The roster speaks for the whole organisation: people, classes and relations it does not name have left. Their relations
    from earlier rosters end now; nothing is deleted. A roster with bad rows changes nothing, since who stands on a bad row
    would else be taken for somebody who left. Rows go straight to the tables: things of these tables that the session
    already holds are not refreshed.
    """
    if roster.bad_rows:
        return Report(bad_rows=roster.bad_rows)
    await session.flush()
    loading = await _Loading.begin(await session.connection(), roster)
    return await loading.run(at or now())


@dataclass(frozen=True)
class _Loading:
    """One load under way in one organisation."""

    connection: AsyncConnection
    roster: Roster
    organisation_id: UUID
    organisation_source_id: str

    @classmethod
    async def begin(cls, connection: AsyncConnection, roster: Roster) -> _Loading:
        """Find or make the organisation. Two loads of the same one go one after the other."""
        top = organisation_of(roster)
        await connection.execute(select(func.pg_advisory_xact_lock(func.hashtext("roster " + top.source_id))))
        within = table_of(Organisation).c.source_id == top.source_id
        kept = await keep(connection, Organisation, within, {top.source_id: {"name": top.name}})
        return cls(connection, roster, kept.ids[top.source_id], top.source_id)

    async def run(self, at: datetime) -> Report:
        """Keep everything in the order in which one needs the other."""
        schools = await self._keep(School, {one.source_id: {"name": one.name} for one in self.roster.schools})
        terms = await self._keep(Term, self._terms())
        classes = await self._keep(Class, self._classes(schools.ids, terms.ids))
        people = await self._keep(Person, self._people())
        homes = await self._keep(Household, {home: {} for home in households(self.roster).values()})
        ids = {
            "pupil_id": people.ids,
            "class_id": classes.ids,
            "school_id": schools.ids,
            "organisation_id": {self.organisation_source_id: self.organisation_id},
        }
        settled = await settle(self.connection, self.organisation_id, self._relations(ids, homes.ids, at), at)
        return self._report(people, classes, settled)

    async def _keep(self, model: type[SQLModel], wanted: dict[str, dict[str, object]]) -> Kept:
        """Keep rows of the organisation."""
        within = table_of(model).c.organisation_id == self.organisation_id
        own: dict[str, object] = {"organisation_id": self.organisation_id}
        return await keep(self.connection, model, within, {key: own | fields for key, fields in wanted.items()})

    def _terms(self) -> dict[str, dict[str, object]]:
        """The terms; school years and parts of terms are not kept."""
        terms = (one for one in self.roster.sessions if one.is_term)
        return {one.source_id: {"title": one.title, "first_day": one.first_day, "last_day": one.last_day} for one in terms}

    def _classes(self, schools: Mapping[str, UUID], terms: Mapping[str, UUID]) -> dict[str, dict[str, object]]:
        """The classes and groups; one that goes on over several terms is kept with the first."""
        first_day = {one.source_id: one.first_day for one in self.roster.sessions if one.is_term}
        subjects = {one.source_id: one.subjects for one in self.roster.courses}
        found: dict[str, dict[str, object]] = {}
        for klass in self.roster.classes:
            term = min((one for one in klass.terms if one in first_day), key=first_day.__getitem__, default="")
            found[klass.source_id] = {
                "school_id": schools[klass.school],
                "term_id": terms.get(term),
                "name": klass.title,
                "kind": ClassKind.homeroom if klass.homeroom else ClassKind.group,
                "year": _years(klass),
                "subject": "" if klass.homeroom else ", ".join(klass.subjects or subjects.get(klass.course, ())),
            }
        return found

    def _people(self) -> dict[str, dict[str, object]]:
        """The persons; a birth date or a protection that the roster does not speak of stays as it was."""
        born = {one.source_id: one.born for one in self.roster.demographics}
        return {
            user.source_id: {
                "given_name": user.given_name,
                "family_name": user.family_name,
                "email": user.email,
                "born": born.get(user.source_id),
                "protected": user.protected,
            }
            for user in self.roster.users
        }

    def _relations(self, ids: Mapping[str, Mapping[str, UUID]], homes: Mapping[str, UUID], at: datetime) -> dict[Key, UUID | None]:
        """Say the roster's relations in our own ids, a guardian's with the home."""
        home_of = households(self.roster)

        def key(tie: RosterTie) -> Key:
            return Key(ids["pupil_id"][tie.person], tie.kind, tie.to.column, ids[tie.to.column][tie.to.source_id])

        found = ties(self.roster, at.date())
        return {key(tie): homes[home_of[tie.person]] if tie.kind is RelationKind.guardian_of else None for tie in found}

    def _report(self, people: Kept, classes: Kept, settled: Settled) -> Report:
        """Count; whom the roster no longer names and what ended with them has left."""
        named = {people.ids[one.source_id] for one in self.roster.users} | {classes.ids[one.source_id] for one in self.roster.classes}
        left = {key.person_id for key in settled.ended} - named
        closed = {key.to for key in settled.ended if key.column == "class_id"} - named
        return Report(
            people=replace(people.counts, ended=len(left)),
            classes=replace(classes.counts, ended=len(closed)),
            relations=settled.counts,
        )


def _years(klass: RosterClass) -> str:
    """Say the years of a class as a school says them: 4, not 04."""
    return "/".join(grade.lstrip("0") or grade for grade in klass.grades)
