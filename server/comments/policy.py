"""Who reads a thread, and who writes, rewords, takes back and settles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.goals.policy import sees_goal
from server.people.policy import Role, standing
from server.plans.models import Phase
from server.plans.policy import reached, sees
from server.texts.policy import reads

if TYPE_CHECKING:
    from server.comments.models import Comment, Thread
    from server.people.policy import Actor, Standing


def sees_thread(who: Standing, thread: Thread) -> bool:
    """A thread is read by those who read what it hangs on; on the plan itself, by the home from the showing on."""
    if not sees(who):
        return False
    if thread.text is not None:
        return reads(who, thread.text)
    if thread.goal is not None:
        return sees_goal(who, thread.goal)
    return who.staff or reached(thread.plan, Phase.shared)


def may_see(actor: Actor, thread: Thread) -> bool:
    """Whether a person may know of a thread."""
    return sees_thread(standing(actor, thread.plan), thread)


def may_write(actor: Actor, thread: Thread) -> bool:
    """Whoever reads may answer, until the plan is archived."""
    return may_see(actor, thread) and thread.plan.phase is not Phase.archived


def may_settle(actor: Actor, thread: Thread) -> bool:
    """The mentor and whoever began a thread settle it or take it up again."""
    return may_write(actor, thread) and (thread.begun_by == actor.id or standing(actor, thread.plan).is_any(Role.mentor))


def may_see_comment(actor: Actor, comment: Comment) -> bool:
    """A comment is read with its thread."""
    return may_see(actor, comment.thread)


def may_change(actor: Actor, comment: Comment) -> bool:
    """Words belong to whoever wrote them: only that person rewords or takes back, and nothing once taken back."""
    return comment.person_id == actor.id and comment.taken_back is None and may_write(actor, comment.thread)
