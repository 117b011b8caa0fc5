-- The lists that people read: who comes, goes, moves and changes; what begins and ends.
CREATE TEMP TABLE named (list text, name text, family text, kind text, place text, was text, "to" text, of uuid, person uuid) ON COMMIT DROP;
INSERT INTO named (list, name, family, kind)
SELECT 'schools', name, name, op FROM planned_school WHERE op != 'unchanged';
INSERT INTO named (list, name, family, kind)
SELECT 'years', title, first_day::text, op FROM planned_year WHERE op != 'unchanged';
-- A new person is told by what matters most of what they are; a mentor and a guardian with the class or the child.
INSERT INTO named
SELECT 'comes', c.name, c.family, w.kind, coalesce(p.name, m.name), NULL, u.name, coalesce(c.of, u.of), c.id
FROM planned_person n JOIN called c ON c.id = n.id
LEFT JOIN (
    SELECT DISTINCT ON (w.person_id) w.* FROM wanted w LEFT JOIN homeroom h ON h.id = w.class_id
    ORDER BY w.person_id, array_position(ARRAY['principal_of', 'admin_of', 'mentor_of', 'pupil_in', 'teacher_in', 'observer_in'], w.kind),
             h.id IS NULL, w.kind, w.target
) w ON w.person_id = n.id
LEFT JOIN called_place p ON p.id = w.target LEFT JOIN called u ON u.id = w.pupil_id AND w.kind != 'mentor_of'
LEFT JOIN LATERAL (
    SELECT k.name FROM wanted x JOIN homeroom h ON h.id = x.class_id JOIN called_place k ON k.id = x.class_id
    WHERE x.person_id = w.pupil_id AND x.kind = 'pupil_in' AND w.kind = 'mentor_of' ORDER BY k.name LIMIT 1
) m ON true
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
SELECT 'changes', c.name, c.family, n.differs, NULL, nullif(n.old_given_name || ' ' || n.old_family_name, c.name), NULL, c.of, c.id
FROM planned_person n JOIN called c ON c.id = n.id WHERE n.op = 'changed';
INSERT INTO named
SELECT CASE r.op WHEN 'new' THEN 'begins' WHEN 'ended' THEN 'ends' WHEN 'changed' THEN 'homes' ELSE 'kept' END,
       c.name, c.family, r.kind, p.name, NULL, u.name, coalesce(c.of, u.of), c.id
FROM planned_relation r JOIN called c ON c.id = r.person_id LEFT JOIN called u ON u.id = r.pupil_id LEFT JOIN called_place p ON p.id = r.target
WHERE r.op IN ('new', 'ended', 'changed', 'kept_ended');
INSERT INTO named (list, name, family, kind, was)
SELECT 'classes', p.name, p.name, p.op, nullif(k.name, p.name) FROM planned_class p LEFT JOIN class k ON k.id = p.id WHERE p.op != 'unchanged'
UNION
SELECT 'classes', c.name, c.name, 'ended', NULL FROM planned_relation r JOIN called_place c ON c.id = r.class_id
WHERE r.op = 'ended' AND NOT EXISTS (SELECT FROM planned_class p WHERE p.id = r.class_id);
