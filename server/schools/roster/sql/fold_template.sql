-- The template has one row a person and role, and names schools and classes by what they are called.
-- What stands on several rows is folded into one; what is called the same as something we know is that.
DELETE FROM staged_org WHERE ctid IN (
    SELECT ctid FROM (SELECT ctid, row_number() OVER (PARTITION BY id ORDER BY line) AS nth FROM staged_org) every WHERE nth > 1);
CREATE TEMP TABLE known_school ON COMMIT DROP AS
SELECT s.id, coalesce((SELECT o.source_id FROM school o, import i
    WHERE o.organisation_id = i.organisation_id AND s.id IN (lower(o.name), lower(o.source_id)) ORDER BY o.source_id LIMIT 1), s.name) AS source_id
FROM staged_org s;
UPDATE staged_class c SET school = k.source_id FROM known_school k WHERE k.id = c.school;
UPDATE staged_role r SET org = k.source_id FROM known_school k WHERE k.id = r.org;
UPDATE staged_org s SET id = k.source_id, parent = i.organisation FROM known_school k, import i WHERE k.id = s.id;
UPDATE staged_org s SET name = o.name FROM school o, import i WHERE o.organisation_id = i.organisation_id AND o.source_id = s.id;
-- Where no school is named it is the only one there is.
CREATE TEMP TABLE only_school ON COMMIT DROP AS
SELECT min(source_id) AS source_id FROM (
    SELECT k.source_id FROM known_school k
    UNION SELECT o.source_id FROM school o JOIN import i ON o.organisation_id = i.organisation_id AND (i.schools IS NULL OR o.id = ANY (i.schools))
) every HAVING count(*) = 1;
INSERT INTO staged_bad SELECT file, line, 'empty', 'school' FROM staged_class
WHERE school = '' AND NOT EXISTS (SELECT FROM only_school) ORDER BY line LIMIT 1;
INSERT INTO staged_bad SELECT file, line, 'empty', 'school' FROM staged_role
WHERE org = '' AND role != 'districtAdministrator' AND NOT EXISTS (SELECT FROM only_school) ORDER BY line LIMIT 1;
INSERT INTO staged_org SELECT o.file, o.line, n.source_id, s.name, true, i.organisation
FROM only_school n JOIN import i ON true JOIN school s ON s.organisation_id = i.organisation_id AND s.source_id = n.source_id
CROSS JOIN (SELECT min(file) AS file, 0 AS line FROM staged_person) o
WHERE NOT EXISTS (SELECT FROM staged_org WHERE id = n.source_id);
UPDATE staged_class SET school = n.source_id FROM only_school n WHERE school = '';
UPDATE staged_role SET org = n.source_id FROM only_school n WHERE org = '' AND role != 'districtAdministrator';
INSERT INTO staged_org
SELECT coalesce((SELECT min(file) FROM staged_person), ''), 0, organisation, organisation_name, false, '' FROM import;
UPDATE staged_role r SET org = i.organisation FROM import i WHERE r.role = 'districtAdministrator';

DELETE FROM staged_class WHERE ctid IN (
    SELECT ctid FROM (SELECT ctid, row_number() OVER (PARTITION BY id ORDER BY year DESC, line) AS nth FROM staged_class) every WHERE nth > 1);
-- Several classes of different years may be called the same: it is the one that most of its pupils are or were in.
CREATE INDEX ON staged_place (klass);
CREATE TEMP TABLE known_class ON COMMIT DROP AS
SELECT DISTINCT ON (s.id) s.id, c.source_id
FROM staged_class s JOIN import i ON true JOIN school o ON o.organisation_id = i.organisation_id AND o.source_id = s.school
JOIN class c ON c.school_id = o.id AND lower(c.name) = lower(s.title) AND c.kind::text = s.kind
ORDER BY s.id,
    (SELECT count(*) FROM staged_place p JOIN person k ON k.organisation_id = i.organisation_id AND k.source_id = p.person
     JOIN relation r ON r.person_id = k.id AND r.class_id = c.id AND r.kind = 'pupil_in'
     WHERE p.klass IN (s.id, s.whole) AND p.role = 'student') DESC,
    (SELECT max(r.since) FROM relation r WHERE r.class_id = c.id AND r.until IS NULL) DESC NULLS LAST, c.source_id;
UPDATE staged_place p SET klass = k.source_id FROM known_class k WHERE k.id = p.klass;
UPDATE staged_class c SET whole = k.source_id FROM known_class k WHERE k.id = c.whole;
UPDATE staged_class c SET id = k.source_id FROM known_class k WHERE k.id = c.id;

INSERT INTO staged_bad
SELECT file, line, 'differs', 'id', id, who FROM (
    SELECT file, line, id, given_name || ' ' || family_name AS who, (given_name, family_name, email, born, protected, household) AS here,
           first_value((given_name, family_name, email, born, protected, household)) OVER (PARTITION BY id ORDER BY line) AS first
    FROM staged_person
) every WHERE here IS DISTINCT FROM first;
DELETE FROM staged_person WHERE ctid IN (
    SELECT ctid FROM (SELECT ctid, row_number() OVER (PARTITION BY id ORDER BY line) AS nth FROM staged_person) every WHERE nth > 1);
