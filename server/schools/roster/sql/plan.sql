-- What would have to be written, compared with what is there. What the roster does not speak of stays as it is.
CREATE TEMP TABLE planned_organisation ON COMMIT DROP AS
SELECT coalesce(o.id, gen_random_uuid()) AS id, s.id AS source_id, s.name,
       CASE WHEN o.id IS NULL THEN 'new' WHEN o.name != s.name THEN 'changed' ELSE 'unchanged' END AS op
FROM staged_org s LEFT JOIN organisation o ON o.source_id = s.id WHERE s.id = (SELECT top FROM staged_above LIMIT 1);
UPDATE import SET organisation_id = o.id FROM planned_organisation o;

CREATE TEMP TABLE planned_school ON COMMIT DROP AS
SELECT coalesce(k.id, gen_random_uuid()) AS id, s.id AS source_id, s.name,
       CASE WHEN k.id IS NULL THEN 'new' WHEN k.name != s.name THEN 'changed' ELSE 'unchanged' END AS op
FROM staged_org s CROSS JOIN import i LEFT JOIN school k ON k.organisation_id = i.organisation_id AND k.source_id = s.id WHERE s.school;

CREATE TEMP TABLE planned_term ON COMMIT DROP AS
SELECT coalesce(k.id, gen_random_uuid()) AS id, s.id AS source_id, s.title, s.first_day, s.last_day,
       CASE WHEN k.id IS NULL THEN 'new'
            WHEN (k.title, k.first_day, k.last_day) IS DISTINCT FROM (s.title, s.first_day, s.last_day) THEN 'changed' ELSE 'unchanged' END AS op
FROM staged_term s CROSS JOIN import i LEFT JOIN term k ON k.organisation_id = i.organisation_id AND k.source_id = s.id WHERE s.kind = 'term';

-- A school year: one that is here already and that it overlaps, made by hand or under another id, becomes the roster's.
CREATE TEMP TABLE planned_year ON COMMIT DROP AS
SELECT coalesce(k.id, h.id, gen_random_uuid()) AS id, s.id AS source_id, s.title, s.first_day, s.last_day,
       CASE WHEN coalesce(k.id, h.id) IS NULL THEN 'new'
            WHEN (k.title, k.first_day, k.last_day) IS DISTINCT FROM (s.title, s.first_day, s.last_day) THEN 'changed' ELSE 'unchanged' END AS op
FROM staged_term s CROSS JOIN import i LEFT JOIN school_year k ON k.organisation_id = i.organisation_id AND k.source_id = s.id
LEFT JOIN meets_year m ON m.source_id = s.id AND m.nth = 1 LEFT JOIN school_year h ON h.id = m.id
WHERE s.kind = 'year' AND i.schools IS NULL;

-- A class that goes on over several terms is kept with the first.
CREATE TEMP TABLE planned_class ON COMMIT DROP AS
SELECT coalesce(k.id, gen_random_uuid()) AS id, w.*,
       CASE WHEN k.id IS NULL THEN 'new'
            WHEN (k.school_id, k.term_id, k.name, k.kind::text, k.year, k.subject) IS DISTINCT FROM
                 (w.school_id, coalesce(w.term_id, k.term_id), w.name, w.kind, coalesce(nullif(w.year, ''), k.year), w.subject) THEN 'changed' ELSE 'unchanged' END AS op
FROM (
    SELECT s.id AS source_id, o.id AS school_id,
           (SELECT t.id FROM planned_term t WHERE t.source_id = ANY (s.terms) ORDER BY t.first_day, t.source_id LIMIT 1) AS term_id,
           s.title AS name, s.kind, s.year,
           CASE s.kind WHEN 'homeroom' THEN '' ELSE coalesce(nullif(s.subject, ''), c.subject, '') END AS subject
    FROM staged_class s JOIN planned_school o ON o.source_id = s.school LEFT JOIN staged_course c ON c.id = s.course WHERE s.kind != 'mentor'
) w CROSS JOIN import i LEFT JOIN class k ON k.organisation_id = i.organisation_id AND k.source_id = w.source_id;

-- An address that the roster leaves out stays, but for a protected identity: that has none.
CREATE TEMP TABLE planned_person ON COMMIT DROP AS
SELECT coalesce(k.id, gen_random_uuid()) AS id, w.*, k.given_name AS old_given_name, k.family_name AS old_family_name,
       concat_ws(',', CASE WHEN (k.given_name, k.family_name) IS DISTINCT FROM (w.given_name, w.family_name) THEN 'name' END,
                 CASE WHEN k.email != w.email THEN 'email' END, CASE WHEN k.born IS DISTINCT FROM w.born THEN 'born' END,
                 CASE WHEN k.protected != w.protected THEN 'protected' END) AS differs,
       CASE WHEN k.id IS NULL THEN 'new'
            WHEN (k.given_name, k.family_name, k.email, k.born, k.protected) IS DISTINCT FROM
                 (w.given_name, w.family_name, w.email, w.born, w.protected) THEN 'changed' ELSE 'unchanged' END AS op
FROM (
    SELECT s.id AS source_id, s.enabled, s.given_name, s.family_name,
           CASE WHEN s.email = '' AND NOT coalesce(s.protected, k.protected, false) THEN coalesce(k.email, '') ELSE s.email END AS email,
           coalesce(b.born, s.born, k.born) AS born, coalesce(s.protected, k.protected, false) AS protected
    FROM staged_person s CROSS JOIN import i LEFT JOIN staged_born b ON b.id = s.id
    LEFT JOIN person k ON k.organisation_id = i.organisation_id AND k.source_id = s.id
) w CROSS JOIN import i LEFT JOIN person k ON k.organisation_id = i.organisation_id AND k.source_id = w.source_id;
ANALYZE planned_class, planned_person;

-- Those named for a pupil with protected identity.
INSERT INTO staged_tie (person, kind, pupil)
SELECT s.person, 'sees_protected', s.pupil FROM staged_seer s JOIN planned_person p ON p.source_id = s.pupil AND p.protected;

CREATE TEMP TABLE planned_household ON COMMIT DROP AS
SELECT coalesce(k.id, gen_random_uuid()) AS id, w.household AS source_id, CASE WHEN k.id IS NULL THEN 'new' ELSE 'unchanged' END AS op
FROM (SELECT DISTINCT household FROM staged_tie WHERE household IS NOT NULL) w CROSS JOIN import i
LEFT JOIN household k ON k.organisation_id = i.organisation_id AND k.source_id = w.household;
ANALYZE planned_household, staged_tie;
