"""Taking a whole round back, while nobody has written anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, union_all, update
from sqlmodel import SQLModel, col

from server.audit.models import Event
from server.errors import WrongFormError, _
from server.mail import Mail, MailState, Trouble
from server.notices.models import Notice
from server.plans.models import Plan
from server.preparations.models import Answer, Preparation
from server.rounds.events import MaterialTakenBack, NoticesTakenBack, RoundUndone
from server.texts.models import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from uuid import UUID

    from sqlalchemy import ForeignKey, Select
    from sqlalchemy.ext.asyncio import AsyncConnection
    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.rounds.models import Round
    from server.work import Work

_GIVEN = frozenset({"text", "answer", "preparation", "notice", "mail", "event"})
"""What comes with the handing out; whatever else points to a plan or its parts is something that somebody has done."""


async def undo(work: Work, held: Round) -> None:
    """Take a round back: its plans and all that came with them are gone; the log stays. The round's row must be held.

    Raises:
        WrongFormError: somebody has written.
    """
    connection = await work.session.connection()
    pupils = await _hold(connection, held)
    if await written_in(work.session, pupils):
        raise WrongFormError({"round": _("Somebody has written by now, so the round can no longer be taken back.")})
    people = await _remove(connection, pupils)
    await work.session.delete(held)
    work.tell(RoundUndone(round=held.id, klass=held.class_id))
    for plan, pupil in pupils.items():
        work.tell(MaterialTakenBack(pupil=pupil, taken=plan))
    for person in people:
        work.tell(NoticesTakenBack(person=person))


async def _hold(connection: AsyncConnection, held: Round) -> dict[UUID, UUID]:
    """Hold a round's plans and their parts, in the order of their ids: an edit is either seen, or finds its text gone. Gives the pupils."""
    wanted = select(col(Plan.id), col(Plan.pupil_id)).where(col(Plan.round_id) == held.id).order_by(col(Plan.id)).with_for_update()
    pupils: dict[UUID, UUID] = dict((await connection.execute(wanted)).all())
    for part in (Text, Answer):
        await connection.execute(select(col(part.id)).where(col(part.plan_id).in_(pupils)).order_by(col(part.id)).with_for_update())
    return pupils


async def _remove(connection: AsyncConnection, pupils: dict[UUID, UUID]) -> list[UUID]:
    """Remove plans with their parts and notices, and let the log be of their pupils; give those whose notices went."""
    waiting = update(Mail).where(col(Mail.plan_id).in_(pupils), col(Mail.state) == MailState.waiting)
    await connection.execute(waiting.values(state=MailState.dropped, error=Trouble.ended, text="", calendar=""))
    told = await connection.execute(delete(Notice).where(col(Notice.plan_id).in_(pupils)).returning(col(Notice.person_id)))
    people = sorted(set(told.scalars()))
    for part in (Text, Answer, Preparation):
        await connection.execute(delete(part).where(col(part.plan_id).in_(pupils)))
    logged = update(Event).where(col(Event.plan_id).in_(pupils))
    await connection.execute(logged.values(pupil_id=select(col(Plan.pupil_id)).where(col(Plan.id) == Event.plan_id).scalar_subquery()))
    await connection.execute(logged.values(plan_id=None))
    await connection.execute(delete(Plan).where(col(Plan.id).in_(pupils)))
    return people


async def written_in(session: AsyncSession, plans: Collection[UUID]) -> set[UUID]:
    """Give those plans in which somebody has written: a word, an answer, a goal, a comment, or whatever else hangs on them."""
    wanted = [
        select(col(Text.plan_id)).where(col(Text.seq) > 0),
        select(col(Answer.plan_id)).where(col(Answer.value).is_not(None)),
        select(col(Preparation.plan_id)).where(col(Preparation.ready).is_not(None)),
        *_hanging_on(),
    ]
    found = union_all(*wanted).subquery().c[0]
    rows = await (await session.connection()).execute(select(found).where(found.in_(plans)).distinct())
    return set(rows.scalars())


def _hanging_on() -> Iterator[Select[Any]]:
    """Ask every table that points to a plan or one of its parts, so that a new one needs no word here."""
    yield from (select(key.parent) for key in foreign_keys("plan"))
    for part in (Text, Answer, Preparation):
        yield from (select(col(part.plan_id)).where(col(part.id) == key.parent) for key in foreign_keys(str(part.__tablename__)))


def foreign_keys(table: str) -> Iterator[ForeignKey]:
    """Give every foreign key to a table by which something hangs on it that was not handed out with it."""
    for other in SQLModel.metadata.sorted_tables:
        if other.name not in _GIVEN:
            yield from (key for key in other.foreign_keys if key.column.table.name == table)
