-- Writes what was planned: whole or, with the transaction, not at all. Nothing is deleted.
INSERT INTO organisation (id, source_id, name) SELECT id, source_id, name FROM planned_organisation WHERE op = 'new';
UPDATE organisation o SET name = p.name FROM planned_organisation p WHERE p.id = o.id AND p.op = 'changed';
INSERT INTO school (id, organisation_id, source_id, name)
SELECT p.id, i.organisation_id, p.source_id, p.name FROM planned_school p, import i WHERE p.op = 'new';
UPDATE school s SET name = p.name FROM planned_school p WHERE p.id = s.id AND p.op = 'changed';
INSERT INTO term (id, organisation_id, source_id, title, first_day, last_day)
SELECT p.id, i.organisation_id, p.source_id, p.title, p.first_day, p.last_day FROM planned_term p, import i WHERE p.op = 'new';
UPDATE term t SET title = p.title, first_day = p.first_day, last_day = p.last_day
FROM planned_term p WHERE p.id = t.id AND p.op = 'changed';
INSERT INTO school_year (id, organisation_id, source_id, title, first_day, last_day)
SELECT p.id, i.organisation_id, p.source_id, p.title, p.first_day, p.last_day FROM planned_year p, import i WHERE p.op = 'new';
UPDATE school_year y SET source_id = p.source_id, title = p.title, first_day = p.first_day, last_day = p.last_day
FROM planned_year p WHERE p.id = y.id AND p.op = 'changed';
INSERT INTO class (id, organisation_id, school_id, term_id, source_id, name, kind, year, subject)
SELECT p.id, i.organisation_id, p.school_id, p.term_id, p.source_id, p.name, p.kind::classkind, p.year, p.subject
FROM planned_class p, import i WHERE p.op = 'new';
UPDATE class c SET school_id = p.school_id, term_id = coalesce(p.term_id, c.term_id), name = p.name, kind = p.kind::classkind,
       year = coalesce(nullif(p.year, ''), c.year), subject = p.subject
FROM planned_class p WHERE p.id = c.id AND p.op = 'changed';
INSERT INTO person (id, organisation_id, source_id, given_name, family_name, email, born, protected, language, theme, letters, airy, aloud)
SELECT p.id, i.organisation_id, p.source_id, p.given_name, p.family_name, p.email, p.born, p.protected, '', '', 'usual', false, false
FROM planned_person p, import i WHERE p.op = 'new';
UPDATE person k SET given_name = p.given_name, family_name = p.family_name, email = p.email, born = p.born, protected = p.protected
FROM planned_person p WHERE p.id = k.id AND p.op = 'changed';
INSERT INTO household (id, organisation_id, source_id)
SELECT p.id, i.organisation_id, p.source_id FROM planned_household p, import i WHERE p.op = 'new';

CREATE TEMP TABLE told (kind text, relation uuid, person uuid, pupil uuid) ON COMMIT DROP;
CREATE TEMP TABLE told_event (event bigint, at timestamptz, kind text, relation uuid) ON COMMIT DROP;
WITH done AS (
    UPDATE relation r SET until = i.at, due = NULL, ended_by_roster = true FROM planned_relation p, import i
    WHERE p.id = r.id AND p.op IN ('ended', 'changed') AND (r.until IS NULL OR r.until > i.at)
    RETURNING r.id, r.person_id, CASE r.kind WHEN 'pupil_in' THEN r.person_id ELSE r.pupil_id END AS pupil_id
) INSERT INTO told SELECT 'relation_ended', id, person_id, pupil_id FROM done;
WITH done AS (
    INSERT INTO relation (id, person_id, kind, pupil_id, class_id, school_id, organisation_id, household_id, source, since, ended_by_roster,
                          subject, reason, end_reason)
    SELECT CASE p.op WHEN 'new' THEN p.id ELSE gen_random_uuid() END, p.person_id, p.kind::relationkind, p.pupil_id, p.class_id, p.school_id,
           p.organisation_id, p.household_id, 'roster', i.at, false, '', '', ''
    FROM planned_relation p, import i WHERE p.op IN ('new', 'changed')
    ON CONFLICT DO NOTHING -- somebody has just begun it by hand
    RETURNING id, person_id, CASE kind WHEN 'pupil_in' THEN person_id ELSE pupil_id END AS pupil_id
) INSERT INTO told SELECT 'relation_begun', id, person_id, pupil_id FROM done;
-- What was ended by hand and the roster no longer names either, the roster may begin again one day.
UPDATE relation r SET ended_by_roster = true FROM every_relation e
WHERE e.id = r.id AND e.by_roster AND NOT e.held AND NOT e.ended_by_roster
  AND NOT EXISTS (SELECT FROM out_of_reach x WHERE x.id = e.id)
  AND NOT EXISTS (SELECT FROM wanted w WHERE w.person_id = e.person_id AND w.kind = e.kind AND e.target IN (w.target, w.said_class));
