"""Beginning a template: blank, as a copy, from a starting template, or from a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from server.i18n import words
from server.templates.actions.keeping import written
from server.templates.events import TemplateMade
from server.templates.form import Form
from server.templates.models import Template

if TYPE_CHECKING:
    from server.templates.form import Language
    from server.work import Work

MOST_TITLE = 200


@dataclass(frozen=True)
class Place:
    """Whose templates: a school's, or without one the whole organisation's."""

    organisation: UUID
    school: UUID | None = None

    @property
    def address(self) -> str:
        """The page that lists them."""
        return f"/schools/{self.school}/templates" if self.school else "/organisation/templates"


async def begin_template(work: Work, place: Place, key: UUID, form: Form) -> UUID:
    """Begin a template with a form; the page chose its id, so that sent twice it is made once."""
    await work.once(key)
    if await work.session.get(Template, key) is None:
        row = Template(id=key, organisation_id=place.organisation, school_id=place.school, made_by=work.actor.id, draft=written(form))
        work.session.add(row)
        work.tell(TemplateMade(template=key))
    return key


def blank(language: Language) -> Form:
    """Give a form with nothing in it but a name, in the language of whoever begins it."""
    return Form(title={language: words(language).say("New template")}, languages=[language])


def copy_of(form: Form) -> Form:
    """Give the same form under a name that tells it apart."""
    title = {one: words(one).say("{title} (copy)", title=said)[:MOST_TITLE] for one, said in form.title.items()}
    return form.model_copy(update={"title": title})


def new_key() -> str:
    """Give a key for something new in a form."""
    return str(uuid4())
