-- Who would administer no longer what they administer, and whether nobody would be left who administers anything here.
WITH now_ AS (SELECT e.id, e.person_id, p.op FROM every_relation e LEFT JOIN planned_relation p ON p.id = e.id WHERE e.kind = 'admin_of' AND e.held)
SELECT coalesce(array_agg(DISTINCT person_id) FILTER (WHERE op = 'ended'), '{}') AS ending,
       count(*) > 0 AND bool_and(coalesce(op, '') = 'ended') AND NOT EXISTS (SELECT FROM planned_relation WHERE kind = 'admin_of' AND op = 'new') AS nobody
FROM now_
