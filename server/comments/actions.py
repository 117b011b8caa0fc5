"""Writing, answering, rewording and taking back comments; settling threads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from server.columns import now
from server.comments.models import Comment, Thread
from server.comments.policy import sees_thread
from server.errors import ForbiddenError
from server.events import CommentReworded, CommentTakenBack, CommentWritten, ThreadReopened, ThreadResolved
from server.people.policy import standing
from server.plans.models import Phase, Plan
from server.plans.policy import reached

if TYPE_CHECKING:
    from uuid import UUID

    from server.work import Work


async def write(work: Work, thread: Thread, key: UUID, words: str) -> Comment:
    """Write a comment in a thread, which may be new. The form chose the id, so sending it twice writes once.

    Raises:
        ForbiddenError: the id is somebody else's comment.
    """
    await work.once(key)
    if (there := await work.session.get(Comment, key)) is not None:
        if (there.person_id, there.thread.plan_id) != (work.actor.id, thread.plan_id):
            raise ForbiddenError
        return there
    work.session.add(thread)
    await work.session.flush()
    comment = Comment(id=key, thread_id=thread.id, person_id=work.actor.id, words=words)
    work.session.add(comment)
    if thread.resolved is not None:
        reopen(work, thread)
    work.tell(CommentWritten(**_about(thread), comment=comment.id))
    return comment


def reword(work: Work, comment: Comment, words: str) -> None:
    """Change one's own words; that they were changed stays visible."""
    if comment.words == words:
        return
    comment.words = words
    comment.reworded = now()
    work.tell(CommentReworded(**_about(comment.thread), comment=comment.id))


def take_back(work: Work, comment: Comment) -> None:
    """Take one's own words back: they are gone, their place stays so that the answers can be understood."""
    comment.words = ""
    comment.taken_back = now()
    work.tell(CommentTakenBack(**_about(comment.thread), comment=comment.id))


def resolve(work: Work, thread: Thread) -> None:
    """Settle a thread."""
    if thread.resolved is None:
        thread.resolved, thread.resolved_by = now(), work.actor.id
        work.tell(ThreadResolved(**_about(thread)))


def reopen(work: Work, thread: Thread) -> None:
    """Take a settled thread up again."""
    if thread.resolved is not None:
        thread.resolved = thread.resolved_by = None
        work.tell(ThreadReopened(**_about(thread)))


async def seen(work: Work, plan: Plan) -> list[tuple[Thread, list[Comment]]]:
    """Give the threads of a plan that the actor may read, each with its comments; open ones first, newest first."""
    who = standing(work.actor, plan)
    rows = (await work.session.exec(select(Thread).where(Thread.plan_id == plan.id).order_by(col(Thread.at).desc()))).unique()
    threads = [thread for thread in rows if sees_thread(who, thread)]
    found = await work.session.exec(
        select(Comment).where(col(Comment.thread_id).in_([thread.id for thread in threads])).order_by(col(Comment.at), col(Comment.id))
    )
    by_thread: dict[UUID, list[Comment]] = {thread.id: [] for thread in threads}
    for comment in found.unique():
        by_thread[comment.thread_id].append(comment)
    return [(thread, by_thread[thread.id]) for thread in sorted(threads, key=lambda one: one.resolved is not None)]


def _about(thread: Thread) -> dict[str, Any]:
    """Say what every event of a thread is about, and who may know of it."""
    plain = thread.text_id is None
    return {
        "plan": thread.plan_id,
        "thread": thread.id,
        "text": thread.text_id,
        "staff_only": plain and not reached(thread.plan, Phase.shared),
    }
