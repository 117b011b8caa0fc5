"""A form with a question of every kind, and plans that are handed out by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from server.plans.actions import Material, begin_plan
from server.plans.models import Phase
from server.templates.form import Form
from server.templates.models import Template, TemplateVersion

if TYPE_CHECKING:
    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.people.models import Person
    from server.plans.models import Plan
    from server.schools.models import Class


def question(key: str, kind: str, title: str, **more: Any) -> dict[str, Any]:
    """Say a question in English."""
    choices = [{"en": one} for one in more.pop("choices", [])]
    words: dict[str, Any] = {name: {"en": more.pop(name)} for name in ("help", "enough") if name in more}
    return {"key": key, "kind": kind, "title": {"en": title}, "choices": choices, **words, **more}


def section(key: str, writer: str, title: str, *questions: dict[str, Any], **reads: str) -> dict[str, Any]:
    """Say a section in English; `home="talk"` lets the home read it from the talk on."""
    return {"key": key, "writer": writer, "title": {"en": title}, "questions": list(questions), "reads": reads}


def form(*sections: dict[str, Any], look: str = "plain") -> Form:
    """Make a form of sections."""
    return Form.model_validate({"title": {"en": "Our form"}, "languages": ["en"], "look": look, "sections": list(sections)})


ME = section(
    "me", "pupil", "About me",
    question("feel", "faces", "How do you like school?", required=True),
    question("like", "text", "What goes well?", help="Think of a lesson.", enough="Two sentences", required=True),
    question("learn", "choice", "How do you learn best?", many=True, choices=["Alone", "With a friend", "With a grown-up"]),
    question("before", "follow_up", "Your goals from last time"),
    question("aims", "set_goals", "What do you want to reach?"),
    question("work", "attachment", "Show something you have made"),
)  # fmt: skip
SUBJECTS = section(
    "subjects", "teachers", "Subjects",
    question("subject", "assessment", "Where the pupil is", required=True, choices=["Not yet", "On the way", "Reached"]),
)  # fmt: skip
SCHOOL = section(
    "school", "school", "How we see it", question("overall", "text", "In all"), question("calm", "scale", "Calm", choices=["No", "Yes"])
)
HOME = section(
    "home", "home", "From home",
    question("see", "text", "What do you see at home?", required=True),
    question("rest", "scale", "Sleeps well", choices=["Seldom", "Often"]),
)  # fmt: skip
TOGETHER = section("talk", "together", "The talk", question("notes", "text", "What we said"))
FORM = form(ME, SUBJECTS, SCHOOL, HOME, TOGETHER)
YOUNG = form(ME, SUBJECTS, HOME, look="young")


async def hand_out(session: AsyncSession, pupil: Person, klass: Class, phase: Phase = Phase.draft, made: Form = FORM) -> Plan:
    """Publish a form and hand it out to a pupil."""
    template = Template(
        organisation_id=klass.organisation_id, school_id=klass.school_id, made_by=pupil.id, draft=made.model_dump(mode="json")
    )
    session.add(template)
    await session.flush()
    version = TemplateVersion(template_id=template.id, number=1, published_by=pupil.id, body=made.model_dump(mode="json"))
    session.add(version)
    await session.flush()
    plan = await begin_plan(session, pupil.id, klass, phase, Material(made, version.id))
    await session.flush()
    return plan
