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

CREATE TEMP TABLE named (list text, name text, family text, kind text, place text, was text, "to" text, of uuid, person uuid) ON COMMIT DROP;
INSERT INTO named
SELECT 'comes', c.name, c.family, w.kind, p.name, NULL, NULL, c.of, NULL
FROM planned_person n JOIN called c ON c.id = n.id
LEFT JOIN (
    SELECT DISTINCT ON (w.person_id) w.person_id, w.kind, w.target FROM wanted w LEFT JOIN homeroom h ON h.id = w.class_id
    ORDER BY w.person_id, h.id IS NULL, w.kind, w.target
) w ON w.person_id = n.id
LEFT JOIN called_place p ON p.id = w.target
WHERE n.op = 'new';
INSERT INTO named
SELECT 'goes', c.name, c.family, r.kind, p.name, NULL, NULL, c.of, c.id
FROM (SELECT DISTINCT ON (r.person_id) r.* FROM planned_relation r LEFT JOIN homeroom h ON h.id = r.class_id WHERE r.op = 'ended'
      ORDER BY r.person_id, h.id IS NULL, r.kind) r
JOIN called c ON c.id = r.person_id LEFT JOIN called_place p ON p.id = r.target
WHERE NOT EXISTS (SELECT FROM planned_person n WHERE n.id = r.person_id);
INSERT INTO named
SELECT 'moves', c.name, c.family, NULL, NULL, f.name, t.name, c.of, c.id
FROM planned_relation a JOIN homeroom ah ON ah.id = a.class_id JOIN planned_relation b ON b.person_id = a.person_id AND b.kind = 'pupil_in'
JOIN homeroom bh ON bh.id = b.class_id JOIN called c ON c.id = a.person_id
JOIN called_place f ON f.id = a.class_id JOIN called_place t ON t.id = b.class_id
WHERE a.kind = 'pupil_in' AND a.op = 'ended' AND b.op = 'new';
INSERT INTO named
SELECT 'changes', c.name, c.family, NULL, NULL,
       nullif(n.old_given_name || ' ' || n.old_family_name, c.name), NULL, c.of, c.id
FROM planned_person n JOIN called c ON c.id = n.id WHERE n.op = 'changed';
INSERT INTO named
SELECT CASE r.op WHEN 'ended' THEN 'ends' ELSE 'kept' END, c.name, c.family, r.kind, p.name, NULL, u.name, coalesce(c.of, u.of), c.id
FROM planned_relation r JOIN called c ON c.id = r.person_id LEFT JOIN called u ON u.id = r.pupil_id LEFT JOIN called_place p ON p.id = r.target
WHERE r.op IN ('ended', 'kept_ended');
INSERT INTO named
SELECT 'classes', p.name, p.name, CASE op WHEN 'new' THEN 'new' ELSE 'changed' END, NULL, NULL, NULL, NULL::uuid, NULL::uuid
FROM planned_class p WHERE op != 'unchanged'
UNION
SELECT 'classes', c.name, c.name, 'ended', NULL, NULL, NULL, NULL::uuid, NULL::uuid
FROM planned_relation r JOIN called_place c ON c.id = r.class_id
WHERE r.op = 'ended' AND NOT EXISTS (SELECT FROM planned_class p WHERE p.id = r.class_id);
