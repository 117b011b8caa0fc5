-- Which relations begin, end, move to another home, or stay.
CREATE TEMP TABLE every_relation ON COMMIT DROP AS
SELECT r.id, r.person_id, r.kind::text AS kind, coalesce(r.pupil_id, r.class_id, r.school_id, r.organisation_id) AS target,
       r.pupil_id, r.class_id, r.school_id, r.organisation_id, r.household_id, r.source = 'roster' AS by_roster, r.made_by IS NOT NULL AS by_hand, r.ended_by_roster,
       r.until IS NULL OR r.until > i.at AS held, t.id IS NOT NULL AS by_step
FROM relation r JOIN person p ON p.id = r.person_id JOIN import i ON i.organisation_id = p.organisation_id
LEFT JOIN stepped_tie t ON t.id = r.id;
CREATE INDEX ON every_relation (person_id, kind, target);
CREATE UNIQUE INDEX ON wanted (person_id, kind, target);
ANALYZE wanted, every_relation;

-- What may be touched: everything, or what belongs to the schools that somebody administers.
CREATE TEMP TABLE out_of_reach ON COMMIT DROP AS
WITH of_pupil AS (
    SELECT e.person_id AS pupil_id, bool_or(c.school_id = ANY (i.schools) AND e.held) AS own,
           bool_or(NOT c.school_id = ANY (i.schools) AND e.held) AS other
    FROM every_relation e JOIN class c ON c.id = e.class_id CROSS JOIN import i WHERE e.kind = 'pupil_in' GROUP BY 1
)
SELECT e.id FROM every_relation e CROSS JOIN import i LEFT JOIN class c ON c.id = e.class_id LEFT JOIN of_pupil p ON p.pupil_id = e.pupil_id
WHERE i.schools IS NOT NULL AND NOT CASE
    WHEN e.pupil_id IS NOT NULL THEN coalesce(p.own AND NOT p.other, false)
    ELSE coalesce(coalesce(c.school_id, e.school_id) = ANY (i.schools), false) END;

CREATE UNIQUE INDEX ON out_of_reach (id);

CREATE TEMP TABLE planned_relation ON COMMIT DROP AS
SELECT coalesce(e.id, gen_random_uuid()) AS id, w.person_id, w.kind, w.target, w.pupil_id, w.class_id, w.school_id, w.organisation_id,
       w.household_id,
       CASE WHEN e.id IS NOT NULL AND e.by_roster AND NOT e.by_hand AND e.household_id IS DISTINCT FROM w.household_id
                 AND NOT EXISTS (SELECT FROM out_of_reach x WHERE x.id = e.id) THEN 'changed'
            WHEN e.id IS NOT NULL THEN 'unchanged'
            WHEN b.by_hand THEN 'kept_ended' WHEN b.by_step AND w.late THEN 'late' ELSE 'new' END AS op
FROM wanted w LEFT JOIN LATERAL (
    SELECT bool_or(NOT b.by_step) AS by_hand, bool_or(b.by_step) AS by_step FROM every_relation b
    WHERE b.person_id = w.person_id AND b.kind = w.kind AND b.target IN (w.target, w.said_class)
      AND b.by_roster AND NOT b.held AND NOT b.ended_by_roster
) b ON true LEFT JOIN LATERAL (
    SELECT * FROM every_relation e WHERE (e.person_id, e.kind, e.target) = (w.person_id, w.kind, w.target) AND e.held
    ORDER BY e.by_roster, e.id LIMIT 1
) e ON true;
INSERT INTO planned_relation
SELECT e.id, e.person_id, e.kind, e.target, e.pupil_id, e.class_id, e.school_id, e.organisation_id, e.household_id, 'ended'
FROM every_relation e
WHERE e.held AND e.by_roster AND NOT EXISTS (SELECT FROM out_of_reach x WHERE x.id = e.id)
  AND NOT EXISTS (SELECT FROM wanted w WHERE (w.person_id, w.kind, w.target) = (e.person_id, e.kind, e.target));
ANALYZE planned_relation;
