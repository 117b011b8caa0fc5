"""What somebody says of themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.access import ProfileChanged
from server.people.models import Profile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from server.work import Work


async def own_profile(work: Work) -> Profile:
    """Give what the actor has said, or a blank."""
    return await work.session.get(Profile, work.actor.id) or Profile(person_id=work.actor.id)


async def tell_of_oneself(work: Work, said: Mapping[str, object]) -> None:
    """Keep what the actor says, and to whom each detail is shown: it holds with the next page that anybody opens."""
    profile = await own_profile(work)
    if all(getattr(profile, name) == value for name, value in said.items()):
        return
    for name, value in said.items():
        setattr(profile, name, value)
    work.session.add(profile)
    work.tell(ProfileChanged(person=work.actor.id))
