-- Whom the roster's ties mean, and what, by our own ids.
-- Somebody known twice is the one who was kept.
CREATE TEMP TABLE meant ON COMMIT DROP AS
WITH RECURSIVE chain AS (
    SELECT p.id, p.merged_into AS kept FROM person p JOIN import i ON i.organisation_id = p.organisation_id WHERE p.merged_into IS NOT NULL
    UNION ALL
    SELECT c.id, p.merged_into FROM chain c JOIN person p ON p.id = c.kept WHERE p.merged_into IS NOT NULL
)
SELECT id, kept FROM chain c WHERE NOT EXISTS (SELECT FROM person p WHERE p.id = c.kept AND p.merged_into IS NOT NULL);

-- What the roster says, by our ids; whoever is not enabled has nothing.
CREATE TEMP TABLE said ON COMMIT DROP AS
SELECT coalesce(pm.kept, p.id) AS person_id, t.kind, coalesce(um.kept, u.id) AS pupil_id, c.id AS class_id, s.id AS school_id,
       o.id AS organisation_id, h.id AS household_id, h.source_id AS household
FROM staged_tie t JOIN planned_person p ON p.source_id = t.person AND p.enabled
LEFT JOIN planned_person u ON u.source_id = t.pupil LEFT JOIN planned_class c ON c.source_id = t.class
LEFT JOIN planned_school s ON s.source_id = t.school LEFT JOIN planned_organisation o ON o.source_id = t.organisation
LEFT JOIN planned_household h ON h.source_id = t.household
LEFT JOIN meant pm ON pm.id = p.id LEFT JOIN meant um ON um.id = u.id
WHERE t.pupil IS NULL OR u.enabled;
CREATE INDEX ON said (class_id);
CREATE INDEX ON said (person_id, kind);
ANALYZE said;
