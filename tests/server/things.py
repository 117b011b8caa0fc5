"""What acts are done to, made for whoever tries."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from server.accounts.models import Passkey
from server.notices.models import Notice
from server.organisation.models import Merge, Rollover, SchoolYear
from server.people.models import Person, Picture, Relation, RelationKind
from server.schools.actions import written
from server.schools.models import Class, ClassKind, ImportState, RosterImport, School, Term
from server.schools.roster.report import Report
from tests.server.world import new

if TYPE_CHECKING:
    from uuid import UUID

    from tests.server.world import World


class Things:
    """Makes what an act is done to, fresh for each who tries."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.made: dict[str, object] = {}
        cast = world.cast
        self.plans = {
            "elsa": cast.plan,
            "omar": cast.omars_plan,
            "hidden": cast.hidden_plan,
            "far": cast.far_plan,
            "foreign": cast.foreign_plan,
        }

    async def named(self, kind: str, name: str) -> object:
        """Give the id of a thing, made if it is not there."""
        if kind in {"revision", "number", "language", "mark", "provider", "token"}:
            return name
        key = f"{kind} {name}"
        if key not in self.made:
            self.made[key] = await getattr(self, kind)(name)
        return self.made[key]

    async def plan(self, name: str) -> UUID:
        return self.plans[name].id

    async def text(self, name: str) -> UUID:
        return self.world.cast.text(name)

    async def goal(self, name: str) -> UUID:
        world, cast = self.world, self.world.cast
        match name:
            case "annas_proposal":
                return await world.goal(cast.anna, "proposed")
            case "mentors_proposal":
                return await world.goal(cast.mentor, "proposed")
            case "omars":
                return await world.goal(cast.omar, "ongoing", plan_id=cast.omars_plan.id)
            case _:
                return await world.goal(cast.elsa, name)

    async def _conversation(self, name: str) -> tuple[UUID, UUID]:
        cast = self.world.cast
        match name:
            case "staffs":
                return await self.world.thread(cast.teacher, text_id=cast.text("staff_notes"))
            case "at_home":
                return await self.world.thread(cast.anna, text_id=cast.text("home_anna"))
            case _:
                return await self.world.thread(cast.anna)

    async def thread(self, name: str) -> UUID:
        return (await self._conversation(name))[0]

    async def comment(self, name: str) -> UUID:
        return (await self._conversation(name))[1]

    async def notice(self, _: str) -> UUID:
        world = self.world
        await world.rows("DELETE FROM notice")
        wanted = "INSERT INTO event (at, kind, organisation_id, data) VALUES (now(), 'x', $1, '{}') RETURNING id"
        event = await world.value(wanted, world.cast.organisation.id)
        notice = Notice(
            person_id=world.cast.anna.id, plan_id=world.cast.plan.id, bundle_id=world.cast.plan.id, kind="goal_moved", event_id=event
        )
        await world.add(notice)
        return notice.id

    async def session(self, _: str) -> Any:
        await self.world.visits.cookie(self.world.cast.anna)
        return await self.world.value("SELECT id FROM session WHERE person_id = $1 ORDER BY begun DESC LIMIT 1", self.world.cast.anna.id)

    async def school(self, name: str) -> Any:
        if name == "hand":
            made = School(organisation_id=self.world.cast.organisation.id, source_id=f"hand:{new()}", name="By hand")
            await self.world.add(made)
            return made.id
        pupil = {"ours": "elsa"}.get(name, name)
        return self.plans[pupil].school_id

    async def pupil(self, name: str) -> UUID:
        person: Person = getattr(self.world.cast, name)
        return person.id

    async def person(self, name: str) -> UUID:
        """A person, or as `annas_face` one who has a picture."""
        person: Person = getattr(self.world.cast, name.removesuffix("s_face"))
        if name.endswith("s_face"):
            await self.world.rows("DELETE FROM picture")
            await self.world.add(Picture(id=person.id, mark="x", large=b"large", small=b"small"))
        return person.id

    async def passkey(self, _: str) -> UUID:
        row = Passkey(person_id=self.world.cast.anna.id, credential_id=new().bytes, public_key=b"x", name="Telephone")
        await self.world.add(row)
        return row.id

    async def to(self, name: str) -> UUID:
        """Make another class of the school."""
        cast = self.world.cast
        found = await self.world.value("SELECT id FROM class WHERE source_id = $1", f"test:{name}")
        if found:
            return found  # type: ignore[no-any-return]
        klass = Class(
            organisation_id=cast.organisation.id, school_id=cast.school.id, source_id=f"test:{name}", name=name, kind=ClassKind.homeroom
        )
        await self.world.add(klass)
        return klass.id

    async def relation(self, name: str) -> Any:
        if name == "let_in":
            cast = self.world.cast
            made = Relation(person_id=cast.anna.id, kind=RelationKind.let_in_by, pupil_id=cast.elsa.id, source="test")
            await self.world.add(made)
            return made.id
        if name == "granted":
            return await self.world.value("SELECT id FROM relation WHERE kind = 'sees_protected' LIMIT 1")
        kind = {"anna": "guardian_of", "mentor": "mentor_of", "admin": "admin_of"}.get(name, "pupil_in")
        person, elsa = getattr(self.world.cast, name).id, self.world.cast.elsa.id
        wanted = "SELECT id FROM relation WHERE person_id = $1 AND kind = $2 AND pupil_id IS NOT DISTINCT FROM coalesce($3, pupil_id)"
        return await self.world.value(f"{wanted} ORDER BY id LIMIT 1", person, kind, elsa if kind in {"guardian_of", "mentor_of"} else None)

    async def roster_import(self, name: str) -> UUID:
        cast = self.world.cast
        who = {"ours": cast.admin, "foreign": cast.stranger}.get(name, cast.far_principal)
        made = RosterImport(
            organisation_id=who.organisation_id,
            person_id=who.id,
            file_name="x.csv",
            size=1,
            state=ImportState.ready,
            report=written(Report()),
        )
        await self.world.add(made)
        return made.id

    async def klass(self, name: str) -> Any:
        return self.plans[{"ours": "elsa"}.get(name, name)].class_id

    async def year(self, name: str) -> UUID:
        await self.world.connection.execute("DELETE FROM term WHERE source_id LIKE 'test:%'; DELETE FROM school_year")
        organisation = self.world.cast.organisation.id
        source = "test:year" if name == "roster" else "hand:coming"
        days: Any = {"first_day": date(2090, 8, 1), "last_day": date(2091, 6, 30)}
        made = SchoolYear(organisation_id=organisation, source_id=source, title="2090/91", **days)
        await self.world.add(made)
        if name == "coming":
            await self.term("roster")
        return made.id

    async def term(self, name: str) -> UUID:
        if name == "hand":
            await self.year("empty")
        made = Term(
            organisation_id=self.world.cast.organisation.id,
            source_id=f"{'hand' if name == 'hand' else 'test'}:{new()}",
            title="Autumn",
            first_day=date(2090, 8, 1),
            last_day=date(2090, 12, 20),
        )
        await self.world.rows("DELETE FROM term WHERE source_id LIKE 'hand:%'")
        await self.world.add(made)
        return made.id

    async def rollover(self, name: str) -> UUID:
        cast = self.world.cast
        made = Rollover(
            organisation_id=cast.organisation.id,
            school_id=(cast.far_school if name == "far" else cast.school).id,
            by=cast.director.id,
            year="2025/26",
            first_day=date(2025, 8, 1),
            moved={one: [] for one in ("classes", "made", "ended", "groups", "begun", "plans")},
        )
        await self.world.add(made)
        return made.id

    async def _person(self, name: str) -> UUID:
        if name != "spare":
            return await self.pupil(name)
        organisation = self.world.cast.organisation.id
        made = Person(organisation_id=organisation, source_id=f"test:{new()}", given_name="Sara", family_name="Spare")
        await self.world.add(made)
        return made.id

    kept = double = _person

    async def merge(self, name: str) -> UUID:
        made = Merge(
            organisation_id=self.world.cast.organisation.id,
            kept_id=await self._person(name),
            double_id=await self._person("spare"),
            by=self.world.cast.director.id,
            reason="x",
            moved={"rows": [], "ended": [], "protected": False},
        )
        await self.world.add(made)
        return made.id

    async def address(self, act: str) -> tuple[str, str]:
        """Give the method and the address of an act."""
        method, _, path = act.partition(" ")
        for kind, name in re.findall(r"\{(\w+):(\w+)\}", path):
            found = await self.named("klass" if kind == "class" else kind, name)
            path = path.replace(f"{{{kind}:{name}}}", str(found))
        return method, path

    async def form(self, sends: str) -> dict[str, str]:
        """Give the form that an act sends."""
        pairs = [pair.split("=") for pair in sends.split() if pair != "-"]
        return {
            name: str(new() if value == "new" else await self.named(name, value) if hasattr(self, name) else value) for name, value in pairs
        }
