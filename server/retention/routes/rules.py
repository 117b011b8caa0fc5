"""The page on which it stands how long what is kept, and what has been disposed of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field
from sqlmodel import col, select

from server.people.actions import named
from server.retention import policy
from server.retention.actions.proposing import latest
from server.retention.actions.rules import CHOICES, MOST_MONTHS, Rule, rules_of
from server.retention.actions.rules import set_rule as set_it
from server.retention.models import After, DocumentKind
from server.schools.models import Organisation, School
from server.web import Form, begin, go, read, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

HERE = "/organisation/retention"


class SetRule(Form):
    """How long a kind is kept, counted from when, and on what that rests."""

    kind: DocumentKind
    months: Annotated[int, Field(ge=0, le=MOST_MONTHS)]
    after: After
    reason: Annotated[str, Field(max_length=500)] = ""


async def show_rules(request: Request) -> Response:
    """Show the rules, and the disposals that the reader may see."""
    async with begin(request) as work:
        organisation = await work.find(Organisation, work.actor.person.organisation_id, see=policy.may_see)
        disposals = [one for one in await latest(work.session, organisation.id) if policy.may_see_disposal(work.actor, one)]
        schools = list(await work.session.exec(select(School).where(School.organisation_id == organisation.id).order_by(col(School.name))))
        return await show(
            work,
            request,
            "retention/rules.html",
            organisation=organisation,
            rules=await rules_of(work.session, organisation.id),
            choices=CHOICES,
            sets=policy.may_set(work.actor, organisation),
            disposes_all=policy.may_dispose_all(work.actor, organisation),
            schools={one.id: one for one in schools},
            mine=[one for one in schools if policy.may_read(work.actor, one)],
            disposals=disposals,
            people=await named(work.session, [one.proposed_by for one in disposals]),
        )


async def set_rule(request: Request) -> Response:
    """Set one rule."""
    wanted = await read(request, SetRule)
    async with begin(request) as work:
        organisation = await work.find(Organisation, work.actor.person.organisation_id, see=policy.may_see, may=policy.may_set, lock=True)
        await set_it(work, organisation, Rule(wanted.kind, wanted.months, wanted.after, wanted.reason))
    return go(f"{HERE}#{wanted.kind}")
