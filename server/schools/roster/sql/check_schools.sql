-- Who administers some schools only may touch nothing beyond them: no other school, nobody of another school, no right above.
CREATE TEMP TABLE own_school ON COMMIT DROP AS
SELECT s.id, s.source_id FROM school s JOIN import i ON s.organisation_id = i.organisation_id WHERE s.id = ANY (i.schools);
INSERT INTO staged_bad
SELECT file, line, 'not_yours', 'id', name FROM staged_org WHERE school AND id NOT IN (SELECT source_id FROM own_school);
INSERT INTO staged_bad SELECT file, line, 'not_yours', 'role' FROM staged_role WHERE role = 'districtAdministrator';
INSERT INTO staged_bad
SELECT s.file, s.line, 'not_yours', 'id', s.title FROM staged_class s JOIN import i ON true
JOIN class c ON c.organisation_id = i.organisation_id AND c.source_id = s.id AND NOT c.school_id = ANY (i.schools);
INSERT INTO staged_bad
SELECT o.file, o.line, 'not_yours', 'name' FROM staged_org o JOIN import i ON o.id = i.organisation AND o.name != i.organisation_name;
INSERT INTO staged_bad
SELECT t.file, t.line, 'not_yours', 'id' FROM staged_term t JOIN import i ON true
JOIN term k ON k.organisation_id = i.organisation_id AND k.source_id = t.id
WHERE t.kind = 'term' AND (k.title, k.first_day, k.last_day) IS DISTINCT FROM (t.title, t.first_day, t.last_day);

-- Somebody belongs to a school by a class, a school or a pupil there; who has nothing in force, to where they were.
CREATE TEMP TABLE belongs ON COMMIT DROP AS
WITH every AS (
    SELECT r.person_id, r.pupil_id, coalesce(r.school_id, c.school_id) AS school_id, r.organisation_id,
           r.until IS NULL OR r.until > i.at AS held
    FROM relation r JOIN person p ON p.id = r.person_id JOIN import i ON i.organisation_id = p.organisation_id
    LEFT JOIN class c ON c.id = r.class_id
), direct AS (SELECT person_id, school_id, held FROM every WHERE pupil_id IS NULL),
reached AS (
    SELECT * FROM direct
    UNION ALL SELECT e.person_id, d.school_id, e.held AND d.held FROM every e JOIN direct d ON d.person_id = e.pupil_id
)
SELECT person_id, coalesce(school_id = ANY (i.schools), false) AS own, held FROM reached, import i GROUP BY 1, 2, 3;
CREATE TEMP TABLE of_others ON COMMIT DROP AS
SELECT person_id, bool_or(held) AS held FROM belongs GROUP BY person_id
HAVING bool_or(NOT own AND held) OR (bool_or(NOT own) AND NOT bool_or(own AND held));
INSERT INTO staged_bad
SELECT DISTINCT s.file, s.line, 'elsewhere', 'id', s.id, s.given_name || ' ' || s.family_name
FROM staged_person s JOIN import i ON true JOIN person p ON p.organisation_id = i.organisation_id AND p.source_id = s.id
JOIN of_others o ON o.person_id = p.id LEFT JOIN staged_born b ON b.id = s.id
WHERE (p.given_name, p.family_name, p.born, p.protected) IS DISTINCT FROM
      (s.given_name, s.family_name, coalesce(b.born, s.born, p.born), coalesce(s.protected, p.protected))
   OR (s.email != '' AND s.email != p.email)
   OR (o.held AND EXISTS (SELECT FROM staged_place l WHERE l.person = s.id AND l.role = 'student'));
-- Nobody gets a tie to a pupil who is another school's, or who is no pupil of these schools at all.
INSERT INTO staged_bad
SELECT DISTINCT t.file, t.line, 'elsewhere', 'pupil', t.pupil
FROM (SELECT file, line, pupil FROM staged_home UNION ALL SELECT file, line, pupil FROM staged_seer) t JOIN import i ON true
JOIN person p ON p.organisation_id = i.organisation_id AND p.source_id = t.pupil JOIN of_others o ON o.person_id = p.id
WHERE o.held OR NOT EXISTS (SELECT FROM staged_place l WHERE l.person = t.pupil AND l.role = 'student');
