"""Merging over HTTP: find two, look at both, make them one; undo it within thirty days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from pydantic import Field

from server.columns import now
from server.errors import ForbiddenError
from server.organisation import actions, policy
from server.web import Form, begin, go, key, read, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from server.people.models import Person
    from server.work import Work

MERGES = "/organisation/merges"
MOST_WORDS = 100


class MergeTwo(Form):
    """Why these two are one."""

    reason: Annotated[str, Field(min_length=1, max_length=500)]


async def show_merges(request: Request) -> Response:
    """Show who is found by name, who is probably known twice, and what was merged of late."""
    asked = request.query_params
    words = asked.get("words", "").replace("\x00", "").strip()[:MOST_WORDS]
    async with begin(request) as work:
        await actions.organisation_of(work, may=policy.may_run)
        found = [one for one in await actions.found(work, words) if policy.may_merge(work.actor, one)] if words else []
        likely = [pair for pair in await actions.likely(work) if all(policy.may_merge(work.actor, one) for one in pair)]
        kept = await _chosen(work, asked.get("kept", ""))
        return await show(
            work,
            request,
            "organisation/merges.html",
            organisation=await actions.organisation_of(work),
            words_asked=words,
            found=[one for one in found if kept is None or one.id != kept.id],
            known=await actions.known_of(work, [*found, *([kept] if kept else [])]),
            kept=kept,
            likely=likely,
            merges=await actions.past_merges(work),
            may_undo=lambda merge: policy.may_undo(work.actor, merge) and policy.in_time(merge, now()),
        )


async def _chosen(work: Work, said: str) -> Person | None:
    """Give the person who has been chosen to be kept, if one has been."""
    try:
        one = UUID(said)
    except ValueError:
        return None
    return await actions.to_compare(work, one, may_merge_too=True)


async def _two(work: Work, request: Request, *, lock: bool = False) -> tuple[Person, Person]:
    """Give the one to keep and the double; held in one order, so that two merges at once wait for each other."""
    wanted = [key(request, "kept"), key(request, "double")]
    found = {one: await actions.to_compare(work, one, lock=lock) for one in sorted(set(wanted))}
    kept, double = (found[one] for one in wanted)
    done = lock and double.merged_into == kept.id  # sent twice: there is nothing left to do
    if not done and not (policy.may_merge(work.actor, kept) and policy.may_merge(work.actor, double)):
        raise ForbiddenError
    return kept, double


async def show_two(request: Request) -> Response:
    """Show two side by side, and what would move; nothing is changed by looking."""
    async with begin(request) as work:
        kept, double = await _two(work, request)
        return await show(
            work,
            request,
            "organisation/two.html",
            organisation=await actions.organisation_of(work),
            kept=kept,
            double=double,
            known=await actions.known_of(work, [kept, double]),
            tally=await actions.tally(work.session, kept, double),
            refusal=await actions.refusal(work.session, kept, double),
        )


async def merge_two(request: Request) -> Response:
    """Make two one."""
    wanted = await read(request, MergeTwo)
    async with begin(request) as work:
        kept, double = await _two(work, request, lock=True)
        if double.merged_into is None:
            await actions.merge(work, kept, double, wanted.reason)
    return go(f"{MERGES}#done")


async def undo_merge(request: Request) -> Response:
    """Make one two again."""
    async with begin(request) as work:
        merge = await actions.to_undo(work, key(request, "merge"))
        await actions.undo(work, merge)
    return go(f"{MERGES}#done")
