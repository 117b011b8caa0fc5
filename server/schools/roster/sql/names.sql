-- Rows for people to read. `of` is the pupil with protected identity whom a row would give away.
CREATE TEMP TABLE shy ON COMMIT DROP AS
WITH hidden AS (
    SELECT id FROM planned_person WHERE protected
    UNION SELECT k.id FROM person k JOIN import i ON i.organisation_id = k.organisation_id WHERE k.protected
)
SELECT id, id AS of FROM hidden
UNION SELECT person_id, pupil_id FROM wanted JOIN hidden ON hidden.id = pupil_id WHERE kind IN ('guardian_of', 'contact_for')
UNION SELECT person_id, pupil_id FROM every_relation JOIN hidden ON hidden.id = pupil_id WHERE kind IN ('guardian_of', 'contact_for');
CREATE TEMP TABLE called ON COMMIT DROP AS
SELECT e.id, e.given_name || ' ' || e.family_name AS name, e.family_name AS family, (SELECT min(of::text)::uuid FROM shy s WHERE s.id = e.id) AS of
FROM (
    SELECT id, given_name, family_name FROM planned_person
    UNION ALL
    SELECT k.id, k.given_name, k.family_name FROM person k
    WHERE k.id IN (SELECT person_id FROM planned_relation UNION SELECT pupil_id FROM planned_relation)
      AND k.id NOT IN (SELECT id FROM planned_person)
) e;
CREATE UNIQUE INDEX ON called (id);
CREATE TEMP TABLE called_place ON COMMIT DROP AS
SELECT id, name FROM planned_class UNION SELECT c.id, c.name FROM class c
    WHERE c.id IN (SELECT class_id FROM planned_relation) AND c.id NOT IN (SELECT id FROM planned_class)
UNION SELECT id, name FROM planned_school UNION SELECT s.id, s.name FROM school s
    WHERE s.id IN (SELECT school_id FROM planned_relation) AND s.id NOT IN (SELECT id FROM planned_school)
UNION SELECT id, name FROM planned_organisation;
CREATE TEMP TABLE homeroom ON COMMIT DROP AS
SELECT id FROM planned_class WHERE kind = 'homeroom' UNION SELECT id FROM class WHERE kind = 'homeroom';
ANALYZE shy, called, called_place, homeroom;
