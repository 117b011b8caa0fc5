-- How much of each number is about a pupil with protected identity: whoever may not know of the pupil gets the number without it.
SELECT of, what, count(*) FROM (
    SELECT c.of, 'people.' || n.op AS what FROM planned_person n JOIN called c ON c.id = n.id
    UNION ALL
    SELECT DISTINCT ON (c.id) c.of, 'people.ended' FROM planned_relation r JOIN called c ON c.id = r.person_id
    WHERE r.op = 'ended' AND NOT EXISTS (SELECT FROM planned_person n WHERE n.id = r.person_id)
    UNION ALL
    SELECT coalesce(c.of, u.of), 'relations.' || CASE WHEN r.op IN ('kept_ended', 'late') THEN 'unchanged' ELSE r.op END
    FROM planned_relation r LEFT JOIN called c ON c.id = r.person_id LEFT JOIN called u ON u.id = r.pupil_id
    UNION ALL
    SELECT c.of, 'last_year' FROM late_pupil l JOIN called c ON c.id = l.id
    UNION ALL
    SELECT of, 'list.' || list FROM named
) every WHERE of IS NOT NULL GROUP BY of, what
