"""Renders a template in a person's language."""

from __future__ import annotations

import json
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from server.columns import now
from server.goals.policy import due_of
from server.i18n import LANGUAGES, words
from server.pages import names, stairs
from server.people.actions.age import last_day, local, local_day
from server.rounds.staircase import current
from server.rounds.ways import guide, way
from server.templates.form import said

if TYPE_CHECKING:
    from starlette.requests import Request

    from server.i18n import Words

HERE = Path(__file__).parent
DIST = HERE.parent.parent / "static" / "dist"
COLOURS = 8


@cache
def environment(words_: Words) -> Environment:
    """Give the Jinja environment of a language: escaping everywhere, and an unknown name is an error and not a blank.

    Each language has its own: one made from another by overlay would share its globals, and with them its sentences.
    """
    made = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.globals.update(
        names=names, new_id=uuid4, languages=[words(one) for one in LANGUAGES], asset=asset, styles=styles, colour_of=colour_of
    )
    made.globals.update(local=local, last_day=last_day, said=said)
    made.globals.update(stair_says=stairs, current_stair=current, stair_leads=way, guide_for=guide)
    made.install_gettext_translations(words_.translations, newstyle=False)  # type: ignore[attr-defined]
    return made


@cache
def _manifest() -> dict[str, dict[str, object]]:
    """Read what the build made; without a build the pages are plain but whole."""
    file = DIST / ".vite" / "manifest.json"
    return json.loads(file.read_text()) if file.exists() else {}


def asset(source: str) -> str:
    """Give the address of a built script by its source's name, or nothing without a build."""
    entry = _manifest().get(source)
    return f"/static/{entry['file']}" if entry else ""


def styles(source: str) -> list[str]:
    """Give the addresses of the style sheets that a script brings."""
    return [f"/static/{file}" for file in _manifest().get(source, {}).get("css", [])]  # type: ignore[attr-defined]


def colour_of(key: object) -> int:
    """Give a person's colour, 1 to 8: always the same for the same id."""
    return int(str(key).replace("-", "")[-6:], 16) % COLOURS + 1


def render(request: Request, template: str, words_: Words, **context: object) -> str:
    """Render a template for a request."""
    person = getattr(request.state, "person", None)
    theme = (person.theme if person else "") or request.cookies.get("theme", "")
    return (
        environment(words_)
        .get_template(template)
        .render(
            request=request,
            words=words_,
            me=person,
            theme=theme if theme in {"light", "dark"} else "",
            here=request.url.path,
            due_of=partial(due_of, days_before=request.app.state.settings.goal_days, today=local_day(now())),
            **context,
        )
    )
