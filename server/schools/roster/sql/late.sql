-- A roster may be older than a school's step to the next school year. Then it must not undo the step: what it says of a class of last
-- year it means of the class that this became, and what the step ended stays ended.
CREATE TEMP TABLE rolled ON COMMIT DROP AS
SELECT r.* FROM rollover r JOIN import i ON i.organisation_id = r.organisation_id
WHERE r.undone IS NULL AND r.at > i.at - interval '3 years';
CREATE TEMP TABLE stepped ON COMMIT DROP AS
SELECT DISTINCT ON (1) (c.pair ->> 0)::uuid AS old, (c.pair ->> 1)::uuid AS new, r.first_day
FROM rolled r, jsonb_array_elements(r.moved -> 'classes') AS c (pair) ORDER BY 1, r.at DESC;
CREATE TEMP TABLE stepped_tie ON COMMIT DROP AS
SELECT DISTINCT (e.pair ->> 0)::uuid AS id
FROM rolled r, jsonb_array_elements((r.moved -> 'ended') || (r.moved -> 'groups')) AS e (pair);
CREATE UNIQUE INDEX ON stepped_tie (id);
ANALYZE stepped_tie;

-- It still is last year's class where most of those whom the roster names in it were in it when it stepped, and where it is called what it
-- was called then and has no term of the new year. A class that only uses the old one's id again has other pupils.
CREATE TEMP TABLE late_class ON COMMIT DROP AS
SELECT p.old AS id, p.new FROM stepped p JOIN planned_class n ON n.id = p.old JOIN class k ON k.id = p.old
LEFT JOIN LATERAL (
    SELECT count(*) AS every, count(*) FILTER (WHERE EXISTS (
        SELECT FROM relation r JOIN stepped_tie t ON t.id = r.id
        WHERE r.person_id = s.person_id AND r.class_id = p.old AND r.kind = 'pupil_in')) AS of_old
    FROM said s WHERE s.class_id = p.old AND s.kind = 'pupil_in'
) there ON true
WHERE (there.every = 0 OR there.of_old * 2 > there.every) AND n.name = k.name AND coalesce(nullif(n.year, ''), k.year) = k.year
  AND NOT EXISTS (SELECT FROM staged_class c JOIN planned_term t ON t.source_id = ANY (c.terms)
                  WHERE c.id = n.source_id AND t.first_day >= p.first_day);
CREATE TEMP TABLE late_pupil ON COMMIT DROP AS
SELECT DISTINCT s.person_id AS id FROM said s JOIN late_class l ON l.id = s.class_id WHERE s.kind = 'pupil_in';
CREATE UNIQUE INDEX ON late_pupil (id);
-- Two steps on from there, where a roster is older than that.
CREATE TEMP TABLE became ON COMMIT DROP AS
WITH RECURSIVE way AS (
    SELECT id AS old, new, 1 AS steps FROM late_class WHERE new IS NOT NULL
    UNION ALL SELECT w.old, p.new, w.steps + 1 FROM way w JOIN stepped p ON p.old = w.new WHERE p.new IS NOT NULL AND w.steps < 5
)
SELECT DISTINCT ON (old) old, new FROM way ORDER BY old, steps DESC;

-- What is wanted of it. `late` is what only an older roster says: what a step ended it does not begin again.
CREATE TEMP TABLE wanted ON COMMIT DROP AS
SELECT DISTINCT ON (s.person_id, s.kind, coalesce(s.pupil_id, b.new, s.class_id, s.school_id, s.organisation_id))
       s.person_id, s.kind, coalesce(s.pupil_id, b.new, s.class_id, s.school_id, s.organisation_id) AS target,
       s.pupil_id, coalesce(b.new, s.class_id) AS class_id, s.school_id, s.organisation_id, s.household_id, s.class_id AS said_class,
       l.id IS NOT NULL OR (s.kind = 'pupil_in' AND EXISTS (SELECT FROM late_pupil x WHERE x.id = s.person_id))
           OR EXISTS (SELECT FROM late_pupil x WHERE x.id = s.pupil_id) AS late
FROM said s LEFT JOIN late_class l ON l.id = s.class_id LEFT JOIN became b ON b.old = s.class_id
ORDER BY s.person_id, s.kind, coalesce(s.pupil_id, b.new, s.class_id, s.school_id, s.organisation_id), s.household;
