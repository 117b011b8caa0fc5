-- What no single row can tell of itself: ids that stand twice, references that lead nowhere, circles.
-- An id whose own row is wrong counts as there: one mistake is told once.
-- Where a whole file could not be used, what refers to it is not told too.
CREATE TEMP TABLE staged_torn ON COMMIT DROP AS
SELECT FROM staged_bad WHERE line = 0 OR reason IN ('missing_column', 'twice_column', 'not_readable', 'not_json') LIMIT 1;
CREATE TEMP TABLE staged_known ON COMMIT DROP AS
SELECT 'org' AS kind, id FROM staged_org UNION SELECT 'term', id FROM staged_term UNION SELECT 'course', id FROM staged_course
UNION SELECT 'class', id FROM staged_class UNION SELECT 'person', id FROM staged_person
UNION SELECT CASE kind WHEN 'orgs.csv' THEN 'org' WHEN 'organisations' THEN 'org' WHEN 'academicSessions.csv' THEN 'term'
    WHEN 'courses.csv' THEN 'course' WHEN 'classes.csv' THEN 'class' WHEN 'groups' THEN 'class' ELSE 'person' END, id
FROM staged_met;
CREATE UNIQUE INDEX ON staged_known (kind, id);
ANALYZE staged_known;

INSERT INTO staged_bad
SELECT file, line, 'twice', 'id', id FROM (
    SELECT file, line, id, row_number() OVER (PARTITION BY kind, id ORDER BY file, line) AS nth FROM (
        SELECT 'org' AS kind, id, file, line FROM staged_org UNION ALL SELECT 'term', id, file, line FROM staged_term
        UNION ALL SELECT 'course', id, file, line FROM staged_course UNION ALL SELECT 'class', id, file, line FROM staged_class
        UNION ALL SELECT 'person', id, file, line FROM staged_person UNION ALL SELECT 'born', id, file, line FROM staged_born
        UNION ALL SELECT 'role', id, file, line FROM staged_role WHERE id != ''
        UNION ALL SELECT 'place', id, file, line FROM staged_place WHERE id != ''
    ) every
) counted WHERE nth > 1;

INSERT INTO staged_bad
SELECT DISTINCT ON (file, line, field) file, line, 'reference', field, id FROM (
    SELECT file, line, 'parent' AS field, 'org' AS kind, parent AS id FROM staged_org
    UNION ALL SELECT file, line, 'school', 'org', school FROM staged_class
    UNION ALL SELECT file, line, 'course', 'course', course FROM staged_class
        WHERE EXISTS (SELECT FROM staged_there WHERE kind = 'courses.csv')
    UNION ALL SELECT file, line, 'terms', 'term', unnest(terms) FROM staged_class
    UNION ALL SELECT file, line, 'adult', 'person', adult FROM staged_home
    UNION ALL SELECT file, line, 'pupil', 'person', pupil FROM staged_home
    UNION ALL SELECT file, line, 'seer', 'person', person FROM staged_seer
    UNION ALL SELECT file, line, 'person', 'person', person FROM staged_role
    UNION ALL SELECT file, line, 'org', 'org', org FROM staged_role
    UNION ALL SELECT file, line, 'id', 'person', id FROM staged_born
    UNION ALL SELECT file, line, 'person', 'person', person FROM staged_duty
    UNION ALL SELECT file, line, 'klass', 'class', klass FROM staged_place
    UNION ALL SELECT file, line, 'person', 'person', person FROM staged_place
) told WHERE id != '' AND NOT EXISTS (SELECT FROM staged_torn) AND NOT EXISTS (SELECT FROM staged_known k WHERE k.kind = told.kind AND k.id = told.id)
ORDER BY file, line, field, id;

-- No two school years meet.
INSERT INTO staged_bad
SELECT a.file, a.line, 'overlap', 'startDate', a.title FROM staged_term a JOIN staged_term b ON a.kind = 'year' AND b.kind = 'year'
 AND (b.file, b.line) < (a.file, a.line) AND a.id != b.id AND a.first_day <= b.last_day AND b.first_day <= a.last_day;

-- At home: nobody is their own guardian, no two each other's, and no child somebody else's.
INSERT INTO staged_bad SELECT file, line, 'itself', 'adult', adult FROM staged_home WHERE pupil = adult;
INSERT INTO staged_bad
SELECT a.file, a.line, 'circle', 'adult', a.adult FROM staged_home a JOIN staged_home b ON a.pupil = b.adult AND a.adult = b.pupil
WHERE a.pupil != a.adult;
INSERT INTO staged_bad
SELECT DISTINCT h.file, h.line, 'pupil_guardian', 'adult', h.adult, s.given_name || ' ' || s.family_name
FROM staged_home h JOIN staged_place p ON p.person = h.adult AND p.role = 'student' JOIN staged_person s ON s.id = h.adult
CROSS JOIN import i LEFT JOIN staged_born b ON b.id = h.adult
WHERE h.pupil != h.adult AND coalesce(b.born, s.born, i.day) > i.day - interval '18 years';

-- Above the schools: one organisation, reached without going in a circle.
CREATE TEMP TABLE staged_above ON COMMIT DROP AS
WITH RECURSIVE orgs AS (SELECT DISTINCT ON (id) id, school, coalesce(parent, '') AS parent FROM staged_org ORDER BY id, line),
above AS (
    SELECT id AS of, id AS here, parent, school, ARRAY[id] AS way, false AS circle FROM orgs WHERE school
    UNION ALL
    SELECT a.of, o.id, o.parent, o.school, a.way || o.id, o.id = ANY (a.way) OR cardinality(a.way) > 20
    FROM above a JOIN orgs o ON o.id = a.parent WHERE NOT a.circle
)
SELECT of, here AS top, circle, parent, school FROM above
WHERE circle OR parent = '' OR NOT EXISTS (SELECT FROM orgs o WHERE o.id = above.parent);
INSERT INTO staged_bad
SELECT o.file, o.line, CASE WHEN a.circle THEN 'circle' ELSE 'no_organisation' END, 'parent'
FROM staged_above a JOIN staged_org o ON o.id = a.of WHERE a.circle OR (a.parent = '' AND a.school);
DELETE FROM staged_above WHERE circle OR school OR parent != '';
INSERT INTO staged_bad
SELECT o.file, o.line, 'two_organisations', 'parent' FROM staged_above a JOIN staged_org o ON o.id = a.of
WHERE a.top != (SELECT f.top FROM staged_above f JOIN staged_org s ON s.id = f.of ORDER BY s.line, s.id LIMIT 1);
INSERT INTO staged_bad
SELECT file, line, 'other_organisation', 'id' FROM staged_org
WHERE NOT EXISTS (SELECT FROM staged_bad) AND id = (SELECT top FROM staged_above LIMIT 1)
  AND id != (SELECT organisation FROM import) AND (SELECT organisation FROM import) != '';
INSERT INTO staged_bad
SELECT coalesce((SELECT min(file) FROM staged_org), (SELECT min(file) FROM staged_person), ''), 0, 'no_school', ''
WHERE NOT EXISTS (SELECT FROM staged_bad) AND NOT EXISTS (SELECT FROM staged_org WHERE school);
INSERT INTO staged_bad
SELECT c.file, c.line, 'not_a_school', 'school', o.name FROM staged_class c JOIN staged_org o ON o.id = c.school WHERE NOT o.school;
INSERT INTO staged_bad
SELECT r.file, r.line, 'not_a_school', 'org', o.name FROM staged_role r JOIN staged_org o ON o.id = r.org
WHERE r.role IN ('principal', 'siteAdministrator') AND NOT o.school;
-- One of the roster does not meet two that are here and that it does not name.
CREATE TEMP TABLE meets_year ON COMMIT DROP AS
SELECT s.id AS source_id, y.id,
       row_number() OVER (PARTITION BY y.id ORDER BY least(s.last_day, y.last_day) - greatest(s.first_day, y.first_day) DESC, s.id) AS nth
FROM staged_term s JOIN import i ON i.schools IS NULL JOIN organisation o ON o.source_id = (SELECT top FROM staged_above LIMIT 1)
JOIN school_year y ON y.organisation_id = o.id AND y.first_day <= s.last_day AND s.first_day <= y.last_day
WHERE s.kind = 'year' AND NOT EXISTS (SELECT FROM staged_term n WHERE n.kind = 'year' AND n.id = y.source_id);
INSERT INTO staged_bad
SELECT s.file, s.line, 'overlap', 'startDate', s.title FROM staged_term s
LEFT JOIN organisation o ON o.source_id = (SELECT top FROM staged_above LIMIT 1)
LEFT JOIN school_year k ON k.organisation_id = o.id AND k.source_id = s.id
WHERE s.kind = 'year' AND (SELECT count(*) FROM meets_year m WHERE m.source_id = s.id AND m.nth = 1) > CASE WHEN k.id IS NULL THEN 1 ELSE 0 END;
