-- A group that lists no pupils of its own has those of its class.
INSERT INTO staged_place
SELECT p.file, p.line, '', c.id, p.person, 'student', false, p.first_day, p.last_day
FROM staged_class c JOIN staged_place p ON p.klass = c.whole AND p.role = 'student'
WHERE c.whole != '';
ANALYZE staged_org, staged_term, staged_course, staged_class, staged_person, staged_born, staged_home, staged_seer, staged_role,
        staged_place, staged_met;
