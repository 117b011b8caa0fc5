"""What acts are done to, made for whoever tries."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from server.accounts.models import Passkey
from server.agreements.models import Agreement
from server.columns import now
from server.exports.actions.bringing import Report as BroughtReport
from server.exports.models import ExportPiece, ExportState, PupilExport, PupilImport, Purpose
from server.goals.models import CheckIn, CheckInPicture, CriteriaImport, Evaluation, Looker
from server.notices.models import Notice, PushDevice
from server.organisation.models import Merge, Rollover, SchoolYear
from server.people.models import Person, Picture, Relation, RelationKind
from server.plans.actions.locking import canonical
from server.preparations.models import Attachment
from server.retention.models import Disposal
from server.rounds.models import Round
from server.schools.actions import written
from server.schools.models import Class, ClassKind, ImportState, RosterImport, School, Term
from server.schools.roster.report import Report
from server.talks.actions import begin_agenda
from server.talks.models import Invited, Talk
from server.templates.actions.keeping import written as written_form
from server.templates.models import Template, TemplateVersion
from tests.bench.school import form
from tests.booking import offered, taken
from tests.server.plans.earlier import last_plan
from tests.server.templates.forms import SMALL
from tests.server.world import new

if TYPE_CHECKING:
    from uuid import UUID

    from server.booking.models import Offer, Slot
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
            "asked": cast.plan,
        }

    async def named(self, kind: str, name: str) -> object:
        """Give the id of a thing, made if it is not there."""
        if kind in {"revision", "number", "language", "mark", "provider", "token", "piece", "starting", "role", "point", "seq"}:
            return name
        key = f"{kind} {name}"
        if key not in self.made:
            self.made[key] = await getattr(self, kind)(name)
        return self.made[key]

    async def plan(self, name: str) -> UUID:
        """A plan, or as `asked` Elsa's, on which all are asked to look back."""
        key = self.plans[name].id
        if name == "asked":
            await self.world.rows("DELETE FROM goal_evaluation")
            await self.world.rows("DELETE FROM evaluation")
            homes = (self.world.cast.annas.id, self.world.cast.bos.id)
            whose = [(Looker.pupil, None), *((Looker.home, home) for home in homes), (Looker.mentor, None)]
            await self.world.add(*(Evaluation(plan_id=key, looker=looker, household_id=home) for looker, home in whose))
        return key

    async def check_in(self, name: str) -> UUID:
        """A check-in with a picture on a goal of somebody's: `elsas`, `hiddens`."""
        goal = await self.goal(name if name == "hiddens" else "ongoing")
        made = CheckIn(goal_id=goal, person_id=self.world.cast.elsa.id, words="Look")
        await self.world.add(made, CheckInPicture(check_in_id=made.id, content=b"x"))
        return made.id

    async def criteria(self, name: str) -> UUID:
        """A list of criteria that was read for a school."""
        school = await self.school(name)
        made = CriteriaImport(school_id=school, by_id=self.world.cast.principal.id, lines=[])
        await self.world.add(made)
        return made.id

    async def agreement(self, name: str) -> UUID:
        """What is proposed in somebody's plan: `elsas`, `omars`."""
        plan = self.plans[name.removesuffix("s")]
        made = Agreement(plan_id=plan.id, proposed_by=self.world.cast.mentor.id, body=canonical({"texts": [], "goals": []}), sha256="x")
        await self.world.rows("UPDATE agreement SET taken_back = now() WHERE plan_id = $1", plan.id)
        await self.world.rows("UPDATE plan SET proposed = now() WHERE id = $1", plan.id)
        await self.world.add(made)
        return made.id

    async def text(self, name: str) -> UUID:
        """One of Elsa's texts; as `…_written` with one update in it."""
        key = self.world.cast.text(name.removesuffix("_written"))
        if name.endswith("_written"):
            await self.world.rows("DELETE FROM text_update WHERE text_id = $1", key)
            await self.world.rows("UPDATE text SET seq = 0 WHERE id = $1", key)
            await self.world.write(key, self.world.cast.mentor, "Well")
        return key

    async def preparation(self, name: str) -> UUID:
        """A preparation of Elsa's old plan with something in it: `elsas`, `maths`, `annas`, and each also `…_ready` or `…_closed`."""
        whose, _, state = name.partition("_")
        world, cast = self.world, self.world.cast
        found = {"elsas": ("pupil", None), "maths": ("teachers", None), "annas": ("home", cast.annas.id)}[whose]
        key = await world.preparation(found[0], household_id=found[1])
        await world.rows("UPDATE text SET open = true, seq = 0 WHERE preparation_id = $1", key)
        await world.rows("DELETE FROM text_update WHERE text_id IN (SELECT id FROM text WHERE preparation_id = $1)", key)
        await world.write(await world.value("SELECT id FROM text WHERE preparation_id = $1", key), cast.elsa, "Well")
        await world.rows("UPDATE preparation SET ready = NULL, closed = NULL WHERE id = $1", key)
        if state:
            await world.rows(f"UPDATE preparation SET {state} = now() WHERE id = $1", key)  # noqa: S608  # one of two words of ours
        return key

    async def answer(self, name: str) -> UUID:
        """An answer in a new plan of Elsa's, which has come as far as her old one; with `…_in` what is handed in."""
        world = self.world
        plan = await world.hand_out(await world.value("SELECT phase FROM plan WHERE id = $1", world.cast.plan.id))
        question, _, state = name.partition("_")
        whose = {"household_id": world.cast.annas.id} if question == "rest" else {}
        if state:
            await world.rows("UPDATE answer SET open = false WHERE plan_id = $1", plan.id)
        return await world.answer(plan, question, **whose)

    async def file(self, name: str) -> UUID:
        """A file that Elsa has added."""
        made = Attachment(
            answer_id=await self.answer(name),
            by_id=self.world.cast.elsa.id,
            name="a.pdf",
            media_type="application/pdf",
            size=1,
            content=b"x",
        )
        await self.world.add(made)
        return made.id

    async def goal(self, name: str) -> UUID:
        world, cast = self.world, self.world.cast
        match name:
            case "annas_proposal":
                return await world.goal(cast.anna, "proposed")
            case "mentors_proposal":
                return await world.goal(cast.mentor, "proposed")
            case "last":
                async with world.visits.database.session() as session:
                    goals = (await last_plan(session, cast))[1]
                    await session.commit()
                return goals["Read aloud"]
            case "hiddens":
                return await world.goal(cast.hidden, "proposed", plan_id=cast.hidden_plan.id)
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

    async def device(self, _: str) -> UUID:
        await self.world.rows("DELETE FROM push_device")
        device = PushDevice(person_id=self.world.cast.anna.id, endpoint="https://push.example/x", p256dh="x", auth="x")
        await self.world.add(device)
        return device.id

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

    async def export(self, name: str) -> UUID:
        """An archive of Elsa that can be fetched: `annas`, `principals`."""
        who: Person = getattr(self.world.cast, name.removesuffix("s"))
        made = PupilExport(
            organisation_id=who.organisation_id,
            pupil_id=self.world.cast.elsa.id,
            asked_by=who.id,
            purpose=Purpose.access if name == "annas" else Purpose.moving,
            state=ExportState.ready,
            made=now(),
            expires=now() + timedelta(days=1),
            size=1,
        )
        await self.world.add(made, ExportPiece(owner_id=made.id, number=0, body=b"x"))
        return made.id

    async def pupil_import(self, _: str) -> UUID:
        """What the principal has brought for Elsa; its file is none."""
        cast = self.world.cast
        made = PupilImport(
            organisation_id=cast.organisation.id, school_id=cast.school.id, pupil_id=cast.elsa.id, brought_by=cast.principal.id,
            file_name="x.zip", report=BroughtReport().said(),
        )  # fmt: skip
        await self.world.add(made)
        return made.id

    async def disposal(self, name: str) -> UUID:
        """What was proposed for the school, or as `admins` by the administrator; `foreign` in the other organisation."""
        cast = self.world.cast
        who = {"admins": cast.admin, "foreign": cast.stranger}.get(name, cast.principal)
        school = self.plans["foreign" if name == "foreign" else "elsa"].school_id
        end = now() + timedelta(days=1)
        made = Disposal(organisation_id=who.organisation_id, school_id=school, proposed_by=who.id, expires=end)
        await self.world.add(made)
        return made.id

    async def template(self, name: str) -> UUID:
        """A template: the school's own or `far`, `foreign`, `shared`; published unless it is a draft."""
        cast, owner = self.world.cast, name.removesuffix("_draft")
        person = {"far": cast.far_principal, "foreign": cast.stranger, "shared": cast.director}.get(owner, cast.principal)
        school = None if owner == "shared" else self.plans.get(owner, cast.plan).school_id
        made = Template(organisation_id=person.organisation_id, school_id=school, made_by=person.id, draft=written_form(SMALL))
        await self.world.add(made)
        if not name.endswith("draft"):
            await self.world.add(TemplateVersion(template_id=made.id, number=1, published_by=person.id, body=written_form(SMALL)))
        return made.id

    async def published(self, name: str) -> UUID:
        """Give a template's published version."""
        school = await self.school(name)
        organisation = await self.world.value("SELECT organisation_id FROM school WHERE id = $1", school)
        made = Template(organisation_id=organisation, school_id=school, made_by=self.world.cast.principal.id)
        version = TemplateVersion(template_id=made.id, number=1, published_by=made.made_by, body=form().model_dump(mode="json"))
        await self.world.add(made, version)
        return version.id

    async def round(self, name: str) -> UUID:
        """Give the round of a class, begun if it is not."""
        klass, cast = await self.klass(name), self.world.cast
        found: UUID | None = await self.world.value("SELECT id FROM round WHERE class_id = $1", klass)
        if found:
            return found
        school, version = await self.school(name), await self.published(name)
        organisation = await self.world.value("SELECT organisation_id FROM school WHERE id = $1", school)
        made = Round(
            organisation_id=organisation, school_id=school, class_id=klass, template_version_id=version, begun_by=cast.principal.id
        )
        await self.world.add(made)
        return made.id

    async def talk(self, name: str) -> UUID:
        """A talk: Elsa's with everybody, Anna's home's own, one that is over, another pupil's; those who are in them are in them again."""
        world, cast = self.world, self.world.cast
        await world.sit_again()
        if name == "elsas":
            return cast.talk.id
        plan = self.plans.get(name, cast.plan)
        made = Talk(plan_id=plan.id, begun_by=cast.mentor.id, lead_id=cast.mentor.id, agenda=begin_agenda(), point="where_now")
        if name == "omar":
            await world.rows("DELETE FROM attendance WHERE talk_id IN (SELECT id FROM talk WHERE plan_id = $1)", plan.id)
            await world.rows("DELETE FROM talk WHERE plan_id = $1", plan.id)
        made.household_id = cast.annas.id if name == "annas" else None
        made.ended = now() if name == "over" else None
        await world.add(made)
        return made.id

    async def invited(self, name: str) -> UUID:
        """Somebody invited to Elsa's talk: who `waits` to be let in, or is `inside`."""
        await self.world.sit_again()
        if name == "inside":
            return await self.world.value("SELECT id FROM invited WHERE secret = 'used'")  # type: ignore[no-any-return]
        cast = self.world.cast
        waits = Person(organisation_id=cast.organisation.id, source_id=f"guest:{new()}", given_name="Vera", family_name="", guest=True)
        made = Invited(talk_id=cast.talk.id, person_id=waits.id, name="Vera", invited_by=cast.mentor.id, opened=now())
        await self.world.add(waits, made)
        return made.id

    async def version(self, _: str) -> UUID:
        """Give the newest version of the template that the class's round has, with one more published."""
        template, number, body = (
            await self.world.rows(
                "SELECT template_id, number, body FROM template_version WHERE template_id = (SELECT template_id FROM template_version "
                "JOIN round ON template_version_id = template_version.id WHERE class_id = $1) ORDER BY number DESC LIMIT 1",
                await self.klass("ours"),
            )
        )[0]
        made = TemplateVersion(template_id=template, number=number + 1, published_by=self.world.cast.principal.id, body=json.loads(body))
        await self.world.add(made)
        return made.id

    async def offer(self, name: str) -> UUID:
        """An offer of the mentor's, or `far`, with two times."""
        return (await self._offered(name))[0].id

    async def slot(self, name: str) -> UUID:
        """A time of such an offer."""
        return (await self._offered(name))[1][0].id

    async def _withdraw_all(self) -> None:
        await self.world.connection.execute("DELETE FROM booking; DELETE FROM slot; DELETE FROM offer_pupil; DELETE FROM offer")

    async def _offered(self, name: str) -> tuple[Offer, list[Slot]]:
        key, cast = f"offered {name}", self.world.cast
        if key not in self.made:
            await self._withdraw_all()
            async with self.world.visits.database.session() as session:
                klass = await session.get_one(Class, await self.klass(name))
                host = {"far": cast.far_teacher, "foreign": cast.stranger}.get(name, cast.mentor)
                self.made[key] = await offered(session, klass, host, 2)
                await session.commit()
        found: Any = self.made[key]
        return found  # type: ignore[no-any-return]

    async def _offering(self, pupil: UUID) -> dict[str, str]:
        """Give the form of offering times to a pupil, where none are offered."""
        await self._withdraw_all()
        hours = {"day1": "2090-01-02", "begins1": "14:00", "ends1": "15:00", "minutes": "20", "longer": "40", "room": f"Room {new()}"}
        return {"id": str(new()), f"pupil:{pupil}": "true", "time:2090-01-02T13:00Z": "true"} | hours

    async def household(self, name: str) -> UUID | str:
        """A household: Anna's, Bo's, or Omar's home's; or the pupil, who has none."""
        cast = self.world.cast
        if name in {"annas", "bos"}:
            return (cast.annas if name == "annas" else cast.bos).id
        return await self.world.value("SELECT id FROM household WHERE source_id = 'aziz'") if name == "azizs" else name

    async def booking(self, name: str) -> UUID:
        """A talk that is booked: Anna's, Bo's, or Omar's home's."""
        cast = self.world.cast
        offer, slots = await self._offered("ours")
        plan = cast.omars_plan if name == "omars" else cast.plan
        household = {"annas": cast.annas.id, "bos": cast.bos.id}.get(name) or await self.world.value(
            "SELECT household_id FROM relation WHERE person_id = $1", cast.omars_mother.id
        )
        async with self.world.visits.database.session() as session:
            booking = await taken(session, plan, household, offer, slots[0], cast.mentor)
            await session.commit()
        return booking.id

    async def address(self, act: str) -> tuple[str, str]:
        """Give the method and the address of an act."""
        method, _, path = act.partition(" ")
        for kind, name in re.findall(r"\{(\w+):(\w+)\}", path):
            found = await self.named("klass" if kind == "class" else kind, name)
            path = path.replace(f"{{{kind}:{name}}}", str(found))
        return method, path

    async def form(self, sends: str) -> dict[str, str]:
        """Give the form that an act sends; a field may be named after a thing: `plan:{plan:elsa}=true`."""
        found: dict[str, str] = {}
        for name, _, value in (pair.partition("=") for pair in sends.split() if pair != "-"):
            if name == "offered":
                found |= await self._offering(await self.pupil({"ours": "elsa"}.get(value, value)))
                continue
            kind, said = name.partition(":")[0], value
            if ":" in value:
                kind, _, value = value.partition(":")  # noqa: PLW2901  # a field named otherwise than the thing it takes
                said = str(await self.named(kind, value))
            elif value == "new":
                said = str(new())
            elif hasattr(self, kind) and value != "true":
                said = str(await self.named(kind, value))
            for of, which in re.findall(r"\{(\w+):(\w+)\}", name):
                name = name.replace(f"{{{of}:{which}}}", str(await self.named(of, which)))  # noqa: PLW2901  # as it is sent
            found[name] = said
        return found
