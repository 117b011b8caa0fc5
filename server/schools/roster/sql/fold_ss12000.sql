-- SS 12000 speaks of staff by their duties, and of teaching by activities: both are turned into places in classes.
-- A `Skola` counts as a school where it has no `Skolenhet` of its own below it.
UPDATE staged_org s SET school = false
WHERE s.school AND EXISTS (SELECT FROM staged_org below WHERE below.parent = s.id AND below.school);
-- Who leads an area leads each school in it; a duty at the organisation itself gives no right to the schools.
INSERT INTO staged_role
WITH RECURSIVE below AS (
    SELECT id AS area, id, school, 0 AS depth FROM staged_org WHERE NOT school AND parent != ''
    UNION ALL SELECT b.area, o.id, o.school, b.depth + 1 FROM below b JOIN staged_org o ON o.parent = b.id WHERE b.depth < 20 AND NOT b.school
)
SELECT DISTINCT r.file, r.line, '', r.person, r.role, b.id, r.first_day, r.last_day
FROM staged_role r JOIN below b ON b.area = r.org AND b.school;
DELETE FROM staged_role r USING staged_org o WHERE o.id = r.org AND NOT o.school;
-- A class is of the year that its pupils are in.
CREATE TEMP TABLE class_year ON COMMIT DROP AS
SELECT p.klass, string_agg(DISTINCT h.year, '/' ORDER BY h.year) AS year
FROM staged_place p JOIN staged_person h ON h.id = p.person WHERE p.role = 'student' AND h.year != '' GROUP BY p.klass;
UPDATE staged_class c SET year = y.year FROM class_year y WHERE y.klass = c.id;
INSERT INTO staged_bad
SELECT DISTINCT t.file, t.line, 'reference', 'teachers' FROM staged_teaching t
WHERE t.duty != '' AND NOT EXISTS (SELECT FROM staged_duty d WHERE d.id = t.duty)
  AND NOT EXISTS (SELECT FROM staged_met m WHERE m.kind = 'duties' AND m.id = t.duty);
INSERT INTO staged_bad
SELECT DISTINCT l.file, l.line, 'reference', 'groups' FROM staged_lesson l
WHERE NOT EXISTS (SELECT FROM staged_class c WHERE c.id = l.klass)
  AND NOT EXISTS (SELECT FROM staged_met m WHERE m.kind = 'groups' AND m.id = l.klass);
UPDATE staged_lesson l SET subject = c.subject FROM staged_course c WHERE c.id = l.syllabus AND l.subject = '';

-- A subject group takes the subject of its activity. A whole class that is taught gets a group of its own for it.
UPDATE staged_class c SET subject = l.subject
FROM (SELECT klass, min(subject) AS subject FROM staged_lesson WHERE subject != '' GROUP BY klass) l
WHERE l.klass = c.id AND c.kind = 'group';
INSERT INTO staged_class
SELECT DISTINCT ON (l.id, l.klass) l.file, l.line, l.id || ' ' || l.klass, c.title || ' ' || coalesce(nullif(l.subject, ''), l.title), 'group',
       c.school, '', c.terms, c.year, coalesce(nullif(l.subject, ''), l.title), c.id
FROM staged_lesson l JOIN staged_class c ON c.id = l.klass AND c.kind = 'homeroom';
INSERT INTO staged_place
SELECT DISTINCT t.file, t.line, '', CASE c.kind WHEN 'homeroom' THEN l.id || ' ' || l.klass ELSE l.klass END,
       coalesce(d.person, t.person), 'teacher', false, t.first_day, t.last_day
FROM staged_teaching t JOIN staged_lesson l ON l.id = t.lesson JOIN staged_class c ON c.id = l.klass AND c.kind != 'mentor'
LEFT JOIN staged_duty d ON d.id = t.duty AND t.duty != ''
WHERE coalesce(d.person, t.person) != '';
