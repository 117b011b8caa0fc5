"""The cast's small world, made once for all tests of the server and set back to how it began before each of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlalchemy import text

from server.comments.models import Comment, Thread
from server.goals.models import Goal, Status
from server.plans.models import Phase
from server.plans.policy import LOCKED
from server.texts.models import TextUpdate
from tests.agreeing import agree
from tests.forms import FORM, hand_out
from tests.server.texts.writing import saying

if TYPE_CHECKING:
    import asyncpg
    import httpx
    from sqlmodel import SQLModel

    from server.people.models import Person
    from server.plans.models import Plan
    from server.templates.form import Form
    from tests.cast import Cast
    from tests.visit import Visits

TIES_BACK = """
    DELETE FROM merge; UPDATE person SET merged_into = NULL WHERE merged_into IS NOT NULL;
    DELETE FROM relation WHERE source IN ('test', 'hand') OR made_by IS NOT NULL;
    DELETE FROM text WHERE household_id NOT IN (SELECT household_id FROM relation WHERE household_id IS NOT NULL);
    DELETE FROM text WHERE kind = 'assessment' AND subject != 'Matematik';
    DELETE FROM preparation WHERE household_id NOT IN (SELECT household_id FROM relation WHERE household_id IS NOT NULL);
    DELETE FROM preparation WHERE party = 'teachers' AND subject != 'Matematik';
    UPDATE person SET protected = source_id = 'hidden', protected_by = NULL, born = NULL;
    UPDATE event SET pupil_id = NULL WHERE pupil_id IN (SELECT id FROM person WHERE source_id LIKE 'hand:%' OR source_id LIKE 'test:%');
    DELETE FROM person WHERE source_id LIKE 'hand:%' OR source_id LIKE 'test:%';
    DELETE FROM class WHERE source_id LIKE 'test:%' OR source_id LIKE 'hand:%';
    DELETE FROM term WHERE source_id LIKE 'hand:%' OR source_id LIKE 'test:%';
    DELETE FROM school WHERE source_id LIKE 'hand:%';
    DELETE FROM household WHERE source_id LIKE 'hand:%';
    UPDATE relation SET since = now() WHERE since > now();
    UPDATE relation SET until = NULL, due = NULL, ended_by = NULL, end_reason = '' WHERE until IS NOT NULL OR due IS NOT NULL;
"""
HANDED_OUT_BACK = """
    DELETE FROM round; DELETE FROM template_version; DELETE FROM template;
    DELETE FROM term WHERE source_id LIKE 'round:%' OR source_id LIKE 'earlier:%';
"""
SET_BACK = """
    SET stegvis.disposal = 'on'; DELETE FROM export_piece; DELETE FROM pupil_export; DELETE FROM import_piece; DELETE FROM past_author;
    DELETE FROM pupil_import; DELETE FROM disposal_item; DELETE FROM disposal; DELETE FROM hold; DELETE FROM retention_rule;
    DELETE FROM talk_reminder; DELETE FROM waiting; DELETE FROM booking; DELETE FROM slot; DELETE FROM offer_pupil; DELETE FROM offer;
    DELETE FROM calendar_feed;
    DELETE FROM session WHERE person_id IN (SELECT id FROM person WHERE source_id LIKE 'guest:%');
    DELETE FROM version_document; DELETE FROM assent; DELETE FROM assent_reminder; DELETE FROM agreement;
    DELETE FROM notice; DELETE FROM comment; DELETE FROM thread; DELETE FROM check_in_picture; DELETE FROM check_in;
    DELETE FROM goal_call; DELETE FROM goal_criterion; DELETE FROM criterion; DELETE FROM criteria_import;
    DELETE FROM goal_evaluation; DELETE FROM evaluation; DELETE FROM goal; DELETE FROM version;
    DELETE FROM text_update; DELETE FROM text_snapshot;
    DELETE FROM text_past; DELETE FROM event; DELETE FROM attempt; DELETE FROM roster_import;
    DELETE FROM picture; DELETE FROM profile; DELETE FROM notice_choice; DELETE FROM quiet_hours;
    DELETE FROM ticket; DELETE FROM push; DELETE FROM push_device; DELETE FROM mail_stop; DELETE FROM digest; DELETE FROM mail;
    DELETE FROM dead_address; UPDATE person SET time_zone = '' WHERE time_zone != '';
    DELETE FROM pending_sign_in; DELETE FROM authenticator; DELETE FROM recovery_code; DELETE FROM passkey; DELETE FROM challenge;
    DELETE FROM guess; DELETE FROM staff_rule; DELETE FROM provider_visit; UPDATE session SET ended = NULL WHERE ended IS NOT NULL;
    DELETE FROM smallest_group;
    DELETE FROM school_year; DELETE FROM reminder; DELETE FROM plan_years; DELETE FROM guide_text; DELETE FROM rollover;
    UPDATE preparation SET ready = NULL, ready_by = NULL, closed = NULL, closed_by = NULL, asked = true;
    UPDATE plan SET phase = 'talk', revision = 0, locked = NULL, proposed = NULL
    WHERE phase != 'talk' OR revision != 0 OR proposed IS NOT NULL;
    UPDATE text SET open = true, seq = 0, epoch = 1 WHERE NOT open OR seq != 0 OR epoch != 1;
    UPDATE person SET language = 'en', theme = '', letters = 'usual', airy = false, aloud = false
    WHERE language != 'en' OR theme != '' OR letters != 'usual' OR airy OR aloud;
    RESET stegvis.disposal;
"""


@dataclass
class World:
    """The cast, and ways to look at what a test has done."""

    cast: Cast
    visits: Visits
    connection: asyncpg.Connection[Any]
    browsers: dict[tuple[UUID | None, bool], httpx.AsyncClient] = field(default_factory=dict)

    async def begin(self) -> None:
        """Set everything back; nobody is signed in."""
        await self.connection.execute("SET stegvis.archive = 'open'")  # a test's own statements may take a plan out of the archive again
        await self.connection.execute("DELETE FROM session; DELETE FROM account; UPDATE person SET email = '' WHERE email != ''")
        self.browsers.clear()
        await self.tidy()

    async def tidy(self) -> None:
        """Set everything back, but for who is signed in."""
        cast = self.cast
        await self.connection.execute("DELETE FROM talk_line; DELETE FROM attendance; DELETE FROM invited; DELETE FROM talk")
        await self.connection.execute(SET_BACK)
        ours = [getattr(cast, name).id for name in ("plan", "omars_plan", "hidden_plan", "far_plan", "foreign_plan")]
        await self.connection.execute("DELETE FROM attachment")
        for table, column in (("text", "plan_id"), ("answer", "plan_id"), ("preparation", "plan_id"), ("plan", "id")):
            await self.connection.execute(f"DELETE FROM {table} WHERE {column} <> ALL($1)", ours)  # noqa: S608  # nothing from outside
        await self.connection.execute("UPDATE plan SET template_version_id = NULL, round_id = NULL")
        await self.connection.execute(HANDED_OUT_BACK + TIES_BACK)
        await self.add(*(Goal.model_validate(goal.model_dump()) for goal in (cast.goal, cast.proposal)))
        await self.sit_again()
        await self.connection.execute("DELETE FROM person WHERE source_id LIKE 'guest:%'")

    async def sit_again(self) -> None:
        """Let the talks go on that went on at first, with those in them who were, and no others."""
        await self.connection.execute("DELETE FROM talk_line; DELETE FROM attendance; DELETE FROM invited; DELETE FROM talk")
        await self.add(*(type(row).model_validate(row.model_dump()) for row in self.cast.sittings))

    async def set_ties_back(self) -> None:
        """Set back who is tied to whom, and leave the plans as they are."""
        await self.connection.execute(TIES_BACK)

    async def add(self, *rows: SQLModel) -> None:
        """Put rows in, one after another."""
        async with self.visits.database.session() as session:
            await session.exec(text("SET LOCAL stegvis.archive = 'open'"))  # type: ignore[call-overload]  # SQLModel types no plain SQL
            for row in rows:
                session.add(row)
                await session.flush()
            await session.commit()

    async def rows(self, query: str, *given: object) -> list[Any]:
        """Ask the database."""
        return list(await self.connection.fetch(query, *given))

    async def value(self, query: str, *given: object) -> Any:
        """Ask the database for one value."""
        return await self.connection.fetchval(query, *given)

    async def as_(self, person: Person | None, *, live: bool = False) -> httpx.AsyncClient:
        """Give somebody's browser, the same one each time within a test."""
        key = (person.id if person else None, live)
        if key not in self.browsers:
            self.browsers[key] = await self.visits.as_(person, live=live)
        return self.browsers[key]

    async def get(self, person: Person | None, address: str, **headers: str) -> httpx.Response:
        """Read a page as somebody."""
        return await (await self.as_(person)).get(address, headers=headers)

    async def post(self, person: Person | None, address: str, /, **fields: object) -> httpx.Response:
        """Send a form as somebody, without a script."""
        return await (await self.as_(person)).post(address, data={name: str(value) for name, value in fields.items()})

    async def phase(self, phase: Phase | str, plan: Plan | None = None) -> None:
        """Put a plan where a test wants it, as if it had always been there."""
        key = (plan or self.cast.plan).id
        locked = Phase(phase) in LOCKED
        await self.connection.execute(
            "UPDATE plan SET phase = $2, locked = CASE WHEN $3 THEN now() END, proposed = NULL WHERE id = $1", key, phase, locked
        )
        await self.connection.execute("UPDATE text SET open = NOT $2 WHERE plan_id = $1", key, locked)

    async def agree(self, *goals: UUID, plan: Plan | None = None) -> None:
        """Let the mentor propose the agreement and lock it."""
        await agree(await self.as_(self.cast.mentor), (plan or self.cast.plan).id, *goals)

    async def hand_out(self, phase: Phase | str = Phase.draft, form: Form = FORM, pupil: Person | None = None) -> Plan:
        """Hand a form out to Elsa, or to another; her old plan is then the one before."""
        async with self.visits.database.session() as session:
            plan = await hand_out(session, pupil or self.cast.elsa, self.cast.klass, Phase(phase), form)
            await session.commit()
        return plan

    async def answer(self, plan: Plan, question: str, **whose: object) -> UUID:
        """Give the id of an answer in a plan: of a subject, of a home."""
        found = await self.rows("SELECT id, subject, household_id FROM answer WHERE plan_id = $1 AND question = $2", plan.id, question)
        return next(row["id"] for row in found if all(row[name] == value for name, value in whose.items()))  # type: ignore[no-any-return]

    async def text_of(self, plan: Plan, question: str, **whose: object) -> UUID:
        """Give the id of a text in a plan: of a subject, of a home."""
        found = await self.rows("SELECT id, subject, household_id FROM text WHERE plan_id = $1 AND question = $2", plan.id, question)
        return next(row["id"] for row in found if all(row[name] == value for name, value in whose.items()))  # type: ignore[no-any-return]

    async def preparation(self, party: str, plan: Plan | None = None, **whose: object) -> UUID:
        """Give the id of a preparation: of a subject, of a home."""
        key = (plan or self.cast.plan).id
        found = await self.rows("SELECT id, subject, household_id FROM preparation WHERE plan_id = $1 AND party = $2::party", key, party)
        return next(row["id"] for row in found if all(row[name] == value for name, value in whose.items()))  # type: ignore[no-any-return]

    async def write(self, text: UUID, by: Person, words: str) -> None:
        """Write into a text, as the live side keeps it."""
        seq = 1 + await self.value("SELECT seq FROM text WHERE id = $1", text)
        await self.add(TextUpdate(text_id=text, seq=seq, client=new(), op=1, person_id=by.id, payload=saying(words, seq)))
        await self.rows("UPDATE text SET seq = $2 WHERE id = $1", text, seq)

    async def prepared(self, plan: Plan | None = None) -> None:
        """Let pupil and teachers have handed in, as if that had always been."""
        await self.connection.execute(
            "UPDATE preparation SET ready = now() WHERE plan_id = $1 AND party != 'home'", (plan or self.cast.plan).id
        )

    async def goal(self, by: Person, status: Status | str = Status.ongoing, **fields: Any) -> UUID:
        """Make a goal of Elsa's."""
        goal = Goal(**{"plan_id": self.cast.plan.id, "proposed_by": by.id, "status": Status(status), "title": "Swim", **fields})
        await self.add(goal)
        return goal.id

    async def thread(self, by: Person, words: str = "How is it going?", **fields: Any) -> tuple[UUID, UUID]:
        """Make a thread in Elsa's plan with one comment; give both ids."""
        thread = Thread(**{"plan_id": self.cast.plan.id, "begun_by": by.id, **fields})
        comment = Comment(thread_id=thread.id, person_id=by.id, words=words)
        await self.add(thread, comment)
        return thread.id, comment.id

    async def events(self) -> list[str]:
        """Give the kinds of all events that are not mere readings."""
        return [row["kind"] for row in await self.rows("SELECT kind FROM event WHERE kind != 'plan_opened' ORDER BY id")]

    async def revision(self) -> int:
        """Give the revision of Elsa's plan."""
        return int(await self.value("SELECT revision FROM plan WHERE id = $1", self.cast.plan.id))

    async def badge(self, person: Person) -> int:
        """Read the number on somebody's badge."""
        found = re.search(r"Notices: (\d+) unread", (await self.get(person, "/notices")).text)
        assert found
        return int(found[1])

    async def told(self) -> dict[str, dict[str, int]]:
        """Give who has which unread notices, by their names in the cast: `{"anna": {"goal_moved": 2}}`."""
        names = {person.id: name for name, person in self.cast.everyone().items()}
        told: dict[str, dict[str, int]] = {}
        for row in await self.rows("SELECT person_id, kind, count FROM notice WHERE read IS NULL"):
            told.setdefault(names[row["person_id"]], {})[row["kind"]] = row["count"]
        return told

    async def hearers(self) -> set[str]:
        """Give the names of those who have something unread."""
        return set(await self.told())

    @property
    def home(self) -> str:
        """The address of Elsa's plan."""
        return f"/plans/{self.cast.plan.id}"


def new() -> UUID:
    """Give the id that a form chooses."""
    return uuid4()
