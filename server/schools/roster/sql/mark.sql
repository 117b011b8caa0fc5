-- The same for the same changes, whatever ids the new rows were given.
WITH known AS (
    SELECT id, source_id FROM planned_person UNION ALL SELECT id, source_id FROM planned_class UNION ALL SELECT id, source_id FROM planned_school
)
SELECT md5(concat_ws(' ',
    (SELECT sum(hashtextextended(concat_ws('|', op, source_id, given_name, family_name, email, born, protected), 0))
     FROM planned_person WHERE op != 'unchanged'),
    (SELECT sum(hashtextextended(concat_ws('|', op, source_id, name, kind, year, subject), 0)) FROM planned_class WHERE op != 'unchanged'),
    (SELECT sum(hashtextextended(concat_ws('|', r.op, r.kind, coalesce(p.source_id, r.person_id::text), coalesce(t.source_id, r.target::text)), 0))
     FROM planned_relation r LEFT JOIN known p ON p.id = r.person_id LEFT JOIN known t ON t.id = r.target WHERE r.op != 'unchanged')))
