-- How many stay ended by hand, how many would end, of how many that the roster has begun; how many pupils it names in last year's classes.
SELECT count(*) FILTER (WHERE op = 'kept_ended') AS kept, count(*) FILTER (WHERE op = 'ended') AS ends,
       (SELECT count(*) FROM every_relation e WHERE e.held AND e.by_roster AND NOT EXISTS (SELECT FROM out_of_reach x WHERE x.id = e.id)) AS held,
       (SELECT count(*) FROM late_pupil) AS late
FROM planned_relation
