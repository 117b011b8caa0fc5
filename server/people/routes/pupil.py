"""What a pupil's page shows to everyone with a relation to the pupil: profile, home, mentors, teachers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from server.people.actions import by_person, homes, look_at, mentors, teachers
from server.people.models import RelationKind
from server.people.policy import standing
from server.plans.actions import plans_seen
from server.plans.policy import may_see
from server.rounds.actions import stairs_of

if TYPE_CHECKING:
    from uuid import UUID

    from server.people.policy import Someone
    from server.plans.models import Plan
    from server.work import Work


async def profile_part(work: Work, pupil: Someone) -> dict[str, Any]:
    """Gather a pupil with the people around them, each as far as they may be seen."""
    classes = [tie.class_id for tie in pupil.ties if tie.kind is RelationKind.pupil_in and tie.class_id]
    home = (await homes(work.session, [pupil.id])).get(pupil.id, [])
    staff = [*await mentors(work.session, classes, pupil.id), *await teachers(work.session, classes)]
    return {
        "pupil": pupil.person,
        "look": (await look_at(work, [pupil.person])).get(pupil.id),
        "home": home,
        "home_looks": await look_at(work, {one.person.id: one.person for one in home}.values()),
        "staff": await look_at(work, {one.person.id: one.person for one in staff}.values()),
        "roles": by_person(staff),
    }


async def steps_part(work: Work, pupil: UUID, plan: Plan | None) -> dict[str, Any]:
    """Gather the staircase of the pupil's plan, and the earlier plans, for whoever may see them."""
    seen = plan if plan and may_see(work.actor, plan) else None
    return {
        "plan": seen,
        "stairs": (await stairs_of(work, [seen]))[seen.id] if seen else [],
        "who": standing(work.actor, seen) if seen else None,
        "earlier": [(one, term) for one, term in await plans_seen(work, pupil) if one.id != (seen.id if seen else None)],
    }
