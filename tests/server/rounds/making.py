"""A template, a term and a round in the small world, for the tests of rounds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from server.columns import now
from server.people.actions import local_day
from server.rounds.actions.handing_out import hand_out, to_hand_out
from server.schools.models import Term
from server.templates.form import Form, Question, QuestionKind, Section, Writer
from server.templates.models import Template, TemplateVersion
from tests.server.world import new

if TYPE_CHECKING:
    from uuid import UUID

    import httpx

    from server.people.models import Person
    from server.texts.models import From, Reader
    from tests.server.world import World

TODAY = local_day(now())
LEVELS: list[Any] = [{"en": one} for one in ("Not yet", "Almost", "Yes")]


def question(key: str, kind: QuestionKind = QuestionKind.text, **more: Any) -> Question:
    """Make a question."""
    return Question(key=key, kind=kind, title={"en": f"About {key}"}, **more)


def section(key: str, writer: Writer, *questions: Question, reads: dict[Reader, From] | None = None) -> Section:
    """Make a section."""
    return Section(key=key, title={"en": key}, writer=writer, reads=reads or {}, questions=list(questions))


def form(*sections: Section, years: list[str] | None = None, title: str = "Talk") -> Form:
    """Make a form; without sections the pupil, the teachers and the home each have something to answer."""
    usual = [
        section("mine", Writer.pupil, question("now"), question("mood", QuestionKind.faces)),
        section("subjects", Writer.teachers, question("level", QuestionKind.assessment, choices=LEVELS)),
        section("home", Writer.home, question("at-home")),
    ]
    return Form(title={"en": title}, languages=["en"], years=years or [], sections=list(sections) or usual)


async def publish(world: World, what: Form | None = None, *, of: UUID | None = None, number: int = 1) -> UUID:
    """Publish a form at the school, as a new template or as a later version; give the version's id."""
    cast = world.cast
    template = Template(organisation_id=cast.organisation.id, school_id=cast.school.id, made_by=cast.principal.id)
    if of is None:
        await world.add(template)
    version = TemplateVersion(
        template_id=of or template.id, number=number, published_by=cast.principal.id, body=(what or form()).model_dump(mode="json")
    )
    await world.add(version)
    return version.id


async def publish_newer(world: World, version: UUID, what: Form) -> UUID:
    """Publish a newer version of the template that a version is of."""
    row = (await world.rows("SELECT template_id, number FROM template_version WHERE id = $1", version))[0]
    return await publish(world, what, of=row["template_id"], number=row["number"] + 1)


async def term(world: World, title: str = "Spring", first: date = TODAY - timedelta(days=30)) -> UUID:
    """Add a term, by itself one that goes on."""
    made = Term(
        organisation_id=world.cast.organisation.id,
        source_id=f"round:{new()}",
        title=title,
        first_day=first,
        last_day=first + timedelta(days=150),
    )
    await world.add(made)
    return made.id


def day(after: int) -> str:
    """Give a day from today, as a form sends it."""
    return str(TODAY + timedelta(days=after))


ASKS_ALL = {"asks_pupil": "true", "asks_teachers": "true", "asks_home": "true"}


async def begin(world: World, by: Person | None = None, /, **fields: object) -> httpx.Response:
    """Begin the class's round as somebody, by itself as the mentor; nothing is handed out yet."""
    return await world.post(by or world.cast.mentor, f"/classes/{world.cast.klass.id}/round", **{**ASKS_ALL, **fields})


async def hand_out_all(world: World) -> None:
    """Hand out what rounds there are, as the processes do."""
    while keys := await to_hand_out(world.visits.database):
        for key in keys:
            await hand_out(world.visits.database, key)


async def round_begun(world: World, what: Form | None = None, **fields: object) -> UUID:
    """Begin a round by a form and hand it out; give its id."""
    version = await publish(world, what)
    spring = await term(world)
    answer = await begin(world, template=version, term=spring, **fields)
    assert answer.status_code == 303, answer.text
    await hand_out_all(world)
    found: UUID = await world.value("SELECT id FROM round WHERE term_id = $1", spring)
    return found


async def plan_of(world: World, pupil: Person, held: UUID) -> UUID:
    """Give the plan that a round handed to a pupil."""
    found: UUID = await world.value("SELECT id FROM plan WHERE pupil_id = $1 AND round_id = $2", pupil.id, held)
    return found


async def ready(world: World, plan: UUID, party: str = "") -> None:
    """Let those who are asked in a plan have handed in: all, or one party."""
    await world.rows("UPDATE preparation SET ready = now() WHERE plan_id = $1 AND ($2 = '' OR party::text = $2)", plan, party)
