-- Tells the pupil, the home and the mentors whose access began or ended, as `notify` does of what is made by hand: with the plan
-- that is in use, to those who see it now, as each has chosen. $1 is who brings the roster in, $2 the last birthday of those of age,
-- $3 the group of events that is chosen about, $4 when it is mailed where nobody has chosen.
WITH tie AS (
    SELECT e.*, r.person_id, r.pupil_id FROM told_event e JOIN relation r ON r.id = e.relation
    WHERE r.kind IN ('guardian_of', 'contact_for', 'mentor_of')
), news AS (
    SELECT CASE t.kind WHEN 'relation_begun' THEN 'access_granted' ELSE 'access_ended' END AS kind, t.pupil_id,
           count(*)::int AS times, max(t.event) AS event, max(t.at) AS at
    FROM tie t -- who ends and begins in one breath has only moved to another home
    WHERE NOT EXISTS (SELECT FROM tie o WHERE (o.person_id, o.pupil_id) = (t.person_id, t.pupil_id) AND o.kind <> t.kind)
    GROUP BY 1, 2
), held AS NOT MATERIALIZED (
    SELECT r.* FROM relation r, import i WHERE r.since <= i.at AND (r.until IS NULL OR r.until > i.at)
), pupil AS MATERIALIZED (
    SELECT DISTINCT pupil_id AS id FROM news
), goes AS MATERIALIZED (
    SELECT h.person_id, array_agg(DISTINCT c.school_id) AS at_schools FROM held h JOIN class c ON c.id = h.class_id AND c.kind = 'homeroom'
    WHERE h.kind = 'pupil_in' AND h.person_id IN (SELECT id FROM pupil) GROUP BY 1
), about AS MATERIALIZED (
    SELECT p.id AS plan, p.pupil_id, p.school_id, u.born <= $2 AS of_age, u.protected OR u.protected_by IS NOT NULL AS protected, g.at_schools
    FROM pupil JOIN person u ON u.id = pupil.id LEFT JOIN goes g ON g.person_id = pupil.id
    JOIN LATERAL (SELECT * FROM plan WHERE pupil_id = pupil.id AND phase <> 'archived' ORDER BY begun DESC LIMIT 1) p ON true
), work AS NOT MATERIALIZED (
    SELECT h.person_id, coalesce(h.school_id, c.school_id) AS school_id FROM held h LEFT JOIN class c ON c.id = h.class_id
    WHERE h.kind IN ('teacher_in', 'observer_in', 'principal_of', 'admin_of') AND coalesce(h.school_id, c.school_id) IS NOT NULL
), hearer AS (
    SELECT a.plan, a.pupil_id, a.pupil_id AS person_id, true AS home FROM about a
    UNION
    SELECT a.plan, a.pupil_id, h.person_id, true FROM about a JOIN held h ON h.pupil_id = a.pupil_id
    WHERE h.kind = 'let_in_by' OR (h.kind IN ('guardian_of', 'contact_for') AND a.of_age IS NOT TRUE)
    UNION
    SELECT a.plan, a.pupil_id, h.person_id, false FROM about a JOIN held h ON h.pupil_id = a.pupil_id AND h.kind = 'mentor_of'
    WHERE (a.at_schools IS NULL OR a.school_id = ANY (a.at_schools)) -- a plan that the pupil has left behind is nobody's of the staff
      AND (NOT a.protected OR EXISTS (SELECT FROM held g
           WHERE g.kind = 'sees_protected' AND (g.person_id, g.pupil_id) = (h.person_id, a.pupil_id)))
      AND (a.at_schools IS NULL OR NOT EXISTS (SELECT FROM work w WHERE w.person_id = h.person_id)
           OR EXISTS (SELECT FROM work w WHERE w.person_id = h.person_id AND w.school_id = ANY (a.at_schools)))
), each AS (
    SELECT plan, pupil_id, person_id, bool_or(home) AS home FROM hearer WHERE person_id IS DISTINCT FROM $1 GROUP BY 1, 2, 3
), wish AS (
    SELECT e.*, coalesce(c.badge, true) AS badge, CASE WHEN s.id IS NULL THEN coalesce(c.mail, $4) ELSE 'never' END AS mail,
           coalesce(c.push, true) AND EXISTS (SELECT FROM push_device d WHERE d.person_id = e.person_id) AS push
    FROM each e
    LEFT JOIN notice_choice c ON c.person_id = e.person_id AND c."group" = $3
         AND c.about_id IS NOT DISTINCT FROM CASE WHEN e.home THEN e.pupil_id END -- the home chooses child by child
    LEFT JOIN mail_stop s ON s.person_id = e.person_id -- turned off by the link in a mail
         AND s.what = CASE coalesce(c.mail, $4) WHEN 'nightly' THEN 'nightly' ELSE $3 END
)
INSERT INTO notice (id, person_id, plan_id, bundle_id, kind, count, event_id, actor_id, place, at, shown, mail, push, due)
SELECT gen_random_uuid(), w.person_id, w.plan, w.plan, n.kind, n.times, n.event, $1, '', n.at, w.badge, w.mail, w.push,
       CASE WHEN w.push OR w.mail = 'at_once' THEN n.at END
FROM news n JOIN wish w ON w.pupil_id = n.pupil_id
WHERE w.badge OR w.push OR w.mail <> 'never'
ON CONFLICT (person_id, bundle_id, kind) WHERE read IS NULL DO UPDATE
SET count = notice.count + excluded.count, event_id = excluded.event_id, actor_id = excluded.actor_id, place = '', at = excluded.at, shown = excluded.shown,
    mail = excluded.mail, push = excluded.push
