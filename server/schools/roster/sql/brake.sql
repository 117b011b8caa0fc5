-- How many stay ended by hand, how many would end, and of how many that the roster has begun.
SELECT count(*) FILTER (WHERE op = 'kept_ended'), count(*) FILTER (WHERE op = 'ended'),
       (SELECT count(*) FROM every_relation e WHERE e.held AND e.by_roster AND NOT EXISTS (SELECT FROM out_of_reach x WHERE x.id = e.id))
FROM planned_relation
