"""The question by which pupils are counted: those of a class for whom the same has happened are one row."""

from __future__ import annotations

from sqlalchemy import text

from server.goals.models import Looker
from server.preparations.models import Party
from server.rounds.actions.present import HELD
from server.rounds.actions.whose import WHOSE

_PARTIES = ", ".join(f"bool_or({said}) FILTER (WHERE party = '{party}')" for party in Party for said in ("missing", "missing AND begun"))
_LOOKERS = ", ".join(f"bool_or(e.given IS NULL) FILTER (WHERE e.looker = '{looker}')" for looker in Looker)
_IN_FORCE = "r.since <= :at AND (r.until IS NULL OR r.until > :at)"
_IS_OF_AGE = "EXISTS (SELECT FROM person WHERE id = w.person_id AND born <= :of_age)"
_TAKEN = """
    SELECT FROM booking b WHERE b.cancelled IS NULL AND b.starts < s.ends AND b.ends > s.starts
        AND (b.host_id = s.host_id OR (o.room <> '' AND b.school_id = o.school_id AND lower(b.room) = lower(o.room)))
"""
_ALL_MET = "w.phase = 'talk' AND EXISTS (SELECT FROM talk t WHERE t.plan_id = w.plan_id AND t.household_id IS NULL)"
_HOME_MET = "w.phase = 'talk' AND EXISTS (SELECT FROM talk t WHERE t.plan_id = w.plan_id AND t.household_id = h.household_id)"
COUNTED = text(f"""
    WITH {HELD}, {WHOSE}, offered AS MATERIALIZED (
        SELECT o.id, o.class_id, o.whole, o.closes > :at AND EXISTS (
            SELECT FROM slot s WHERE s.offer_id = o.id AND s.cancelled IS NULL AND s.starts > :at AND NOT EXISTS ({_TAKEN})
        ) AS is_open FROM offer o WHERE o.school_id = ANY(:schools) AND o.cancelled IS NULL
    ), pupil AS (
        SELECT class_id, school_id, round_id, phase, proposed IS NOT NULL AS proposed, person_id, ARRAY[{_PARTIES}] AS parts, (
            SELECT bool_or(is_open) FROM offered o WHERE o.class_id = w.class_id AND w.phase IN ('draft', 'shared', 'talk') AND (
                o.whole OR EXISTS (SELECT FROM offer_pupil c WHERE c.offer_id = o.id AND c.pupil_id = w.person_id)
            )
        ) AS is_open, {_IS_OF_AGE} AS own, (
            SELECT ARRAY[
                count(*) > 0, coalesce(bool_or(b.id IS NULL AND NOT ({_ALL_MET} OR {_HOME_MET})), false), count(b.id) > 0,
                min(b.starts) < :tomorrow
            ] FROM (
                SELECT DISTINCT r.household_id FROM relation r WHERE r.pupil_id = w.person_id AND r.household_id IS NOT NULL
                    AND r.kind IN ('guardian_of', 'contact_for') AND {_IN_FORCE} AND NOT {_IS_OF_AGE}
            ) h LEFT JOIN booking b ON b.plan_id = w.plan_id AND b.cancelled IS NULL AND b.household_id = h.household_id
        ) AS homes, (
            SELECT ARRAY[false, count(*) = 0 AND NOT ({_ALL_MET}), count(*) > 0, min(b.starts) < :tomorrow] FROM booking b
            WHERE b.plan_id = w.plan_id AND b.cancelled IS NULL AND b.household_id IS NULL
        ) AS alone, (
            SELECT ARRAY[{_LOOKERS}, bool_or(e.given IS NOT NULL)] FROM evaluation e
            WHERE w.phase = 'in_use' AND e.plan_id = w.plan_id AND (
                e.household_id IS NULL OR e.given IS NOT NULL OR EXISTS (
                    SELECT FROM relation r WHERE r.household_id = e.household_id AND r.pupil_id = w.person_id
                        AND {_IN_FORCE} AND (r.kind = 'let_in_by' OR (r.kind IN ('guardian_of', 'contact_for') AND NOT {_IS_OF_AGE}))
                )
            )
        ) AS looked
        FROM whose w LEFT JOIN LATERAL (
            SELECT p.party, p.ready IS NULL AND p.closed IS NULL AS missing,
                   EXISTS (SELECT FROM text t WHERE t.preparation_id = p.id AND t.seq > 0)
                   OR EXISTS (SELECT FROM answer a WHERE a.preparation_id = p.id AND a.value IS NOT NULL) AS begun
            FROM preparation p
            WHERE p.plan_id = w.plan_id AND p.asked AND (
                p.household_id IS NULL OR p.ready IS NOT NULL OR p.closed IS NOT NULL OR EXISTS (
                    SELECT FROM relation r WHERE r.household_id = p.household_id AND r.pupil_id = w.person_id
                        AND {_IN_FORCE} AND (r.kind = 'let_in_by' OR (r.kind IN ('guardian_of', 'contact_for') AND NOT {_IS_OF_AGE}))
                )
            )
        ) prepared ON true
        GROUP BY w.class_id, w.school_id, w.round_id, w.phase, w.proposed, w.person_id, w.plan_id
    ), talks AS (
        SELECT class_id, school_id, round_id, phase, proposed, parts, is_open, own,
               CASE WHEN homes[1] THEN homes ELSE alone END AS booked, looked FROM pupil
    )
    SELECT class_id, school_id, round_id, phase, proposed, parts, is_open, own, booked, looked, count(*) FROM talks
    GROUP BY class_id, school_id, round_id, phase, proposed, parts, is_open, own, booked, looked
""")  # noqa: S608  # nothing from outside is in it
"""Of each party whether one is missing (none where nobody is asked) and whether a missing one is begun; of the times whether one can be
booked (none where none are offered); of the talks whether they are households', whether one is not booked, whether one is, and whether
that has come; whoever has met in a talk has none to book. As in `facts`, a home in which nobody may see the pupil any more is not waited
for. Of an agreement it is enough that it is proposed: until the lock it waits for somebody. Of looking back: of each who does whether one
is missing, and whether one has. Each plan's parts are looked up by themselves, so that the time grows with the pupils and no faster."""
