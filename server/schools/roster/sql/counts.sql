-- How many are new, changed, ended and unchanged. Whom the roster no longer names and what ended with them has left.
SELECT 'people' AS what, count(*) FILTER (WHERE op = 'new') AS new, count(*) FILTER (WHERE op = 'changed') AS changed,
       (SELECT count(DISTINCT person_id) FROM planned_relation r WHERE r.op = 'ended'
        AND NOT EXISTS (SELECT FROM planned_person p WHERE p.id = r.person_id)) AS ended,
       count(*) FILTER (WHERE op = 'unchanged') AS unchanged
FROM planned_person
UNION ALL
SELECT 'classes', count(*) FILTER (WHERE op = 'new'), count(*) FILTER (WHERE op = 'changed'),
       (SELECT count(DISTINCT class_id) FROM planned_relation r WHERE r.op = 'ended' AND r.class_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM planned_class c WHERE c.id = r.class_id)),
       count(*) FILTER (WHERE op = 'unchanged')
FROM planned_class
UNION ALL
SELECT 'relations', count(*) FILTER (WHERE op = 'new'), count(*) FILTER (WHERE op = 'changed'), count(*) FILTER (WHERE op = 'ended'),
       count(*) FILTER (WHERE op IN ('unchanged', 'kept_ended', 'late'))
FROM planned_relation
