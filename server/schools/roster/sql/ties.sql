-- Which relations the roster speaks of on its day, still in the source's own ids. Who is not enabled has none.
CREATE TEMP TABLE staged_tie (
    person text, kind text, pupil text, class text, school text, organisation text, household text
) ON COMMIT DROP;
CREATE TEMP TABLE role_now ON COMMIT DROP AS
SELECT r.* FROM staged_role r, import i
WHERE coalesce(r.first_day, '-infinity') <= i.day AND i.day <= coalesce(r.last_day, 'infinity');
CREATE TEMP TABLE place_now ON COMMIT DROP AS
SELECT p.* FROM staged_place p, import i
WHERE coalesce(p.first_day, '-infinity') <= i.day AND i.day <= coalesce(p.last_day, 'infinity');
ANALYZE role_now, place_now;

-- Pupils and teachers of each class and group.
INSERT INTO staged_tie (person, kind, class)
SELECT p.person, CASE p.role WHEN 'student' THEN 'pupil_in' ELSE 'teacher_in' END, p.klass
FROM place_now p JOIN staged_class c ON c.id = p.klass AND c.kind != 'mentor' WHERE p.role IN ('student', 'teacher');
-- The main teacher of a homeroom, or of a mentor's group, is the mentor of each of its pupils.
INSERT INTO staged_tie (person, kind, pupil)
SELECT t.person, 'mentor_of', p.person
FROM place_now t JOIN staged_class c ON c.id = t.klass AND c.kind != 'group' JOIN place_now p ON p.klass = t.klass AND p.role = 'student'
WHERE t.role = 'teacher' AND t.main;
-- Those at home who are guardians, or stand in for them. Two who name no home share nothing: apart is the safe guess.
INSERT INTO staged_tie (person, kind, pupil, household)
SELECT h.adult, coalesce(nullif(h.kind, ''), 'guardian_of'), h.pupil,
       CASE WHEN coalesce(nullif(h.household, ''), a.household) = '' THEN 'alone:' || h.adult
            ELSE 'home:' || coalesce(nullif(h.household, ''), a.household) END
FROM staged_home h JOIN staged_person a ON a.id = h.adult
WHERE h.kind != '' OR EXISTS (SELECT FROM role_now r WHERE r.person = h.adult AND r.role IN ('guardian', 'parent'));
-- Those who lead, administer or watch over a school or the organisation.
INSERT INTO staged_tie (person, kind, school, organisation)
SELECT r.person, CASE r.role WHEN 'principal' THEN 'principal_of' WHEN 'counselor' THEN 'observer_in' ELSE 'admin_of' END,
       CASE WHEN o.school THEN r.org END, CASE WHEN NOT o.school THEN (SELECT top FROM staged_above LIMIT 1) END
FROM role_now r JOIN staged_org o ON o.id = r.org
WHERE (o.school AND r.role IN ('principal', 'siteAdministrator', 'counselor', 'administrator')) OR r.role = 'districtAdministrator';
