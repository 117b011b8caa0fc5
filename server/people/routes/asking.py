"""The page on which a relation is added: whom one looks for, who is found, what has been filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.columns import now
from server.people.actions import FAMILY, local_day, look_at, named
from server.people.actions.households import households
from server.people.actions.newcomers import look_for
from server.people.models import RelationKind
from server.people.routes import targets
from server.schools.policy import administers_all
from server.web import begin, show

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from server.people.models import Person
    from server.people.routes.adding import AddRelation
    from server.people.routes.targets import Finder, Target
    from server.work import Work


@dataclass(frozen=True)
class Asked:
    """What the page is asked for."""

    target: Target
    kind: RelationKind
    words: str
    """The name or the address that was looked for."""
    found: list[Person]
    filled: AddRelation | None = None
    """What was sent, where somebody known has the name that was given."""

    @property
    def guess(self) -> tuple[str, str, str]:
        """Guess the names or the address of somebody new from what was looked for."""
        if "@" in self.words:
            return "", "", self.words
        given, _, family = self.words.partition(" ")
        return given, family, ""


async def show_form(work: Work, request: Request, asked: Asked) -> Response:
    """Show who is found, and the form for the rest."""
    family = asked.kind in FAMILY
    homes = await households(work.session, asked.target.thing.id) if family else {}
    people = await named(work.session, [one.person_id for home in homes.values() for one in home])
    return await show(
        work,
        request,
        "relations/new.html",
        target=asked.target,
        kind=asked.kind,
        words_asked=asked.words,
        found=asked.found,
        opens=set(await look_at(work, asked.found)),
        filled=asked.filled,
        new=asked.filled.named if asked.filled else asked.guess,
        homes=[(home, [people[one.person_id] for one in there]) for home, there in homes.items() if home],
        family=family,
        runs_all=administers_all(work.actor),
        today=local_day(now()),
    )


def ask_for(find: Finder) -> Callable[[Request], Awaitable[Response]]:
    """Make the page on which a relation is added."""

    async def ask(request: Request) -> Response:
        async with begin(request) as work:
            target = await find(request, work, change=True)
            asked = request.query_params
            kind = next((one for one in target.kinds if one == asked.get("kind")), target.kinds[0])
            words = asked.get("q", "").strip()[:100]
            found = await look_for(work, words, pupils=kind is RelationKind.pupil_in)
            return await show_form(work, request, Asked(target, kind, words, found))

    return ask


ask_for_pupil, ask_for_class, ask_for_school = ask_for(targets.pupil), ask_for(targets.klass), ask_for(targets.school)
