-- Where a roster's rows lie while it is judged: gone with the transaction, seen by nobody else.
-- The columns are those of the classes in records.py, in their order.
CREATE TEMP TABLE staged_bad (
    file text, line int, reason text, field text, value text DEFAULT '', who text DEFAULT ''
) ON COMMIT DROP;
CREATE TEMP TABLE staged_met (kind text, id text) ON COMMIT DROP;
CREATE TEMP TABLE staged_there (kind text) ON COMMIT DROP;
CREATE TEMP TABLE staged_org (file text, line int, id text, name text, school bool, parent text) ON COMMIT DROP;
CREATE TEMP TABLE staged_term (file text, line int, id text, title text, kind text, first_day date, last_day date) ON COMMIT DROP;
CREATE TEMP TABLE staged_course (file text, line int, id text, subject text) ON COMMIT DROP;
CREATE TEMP TABLE staged_class (
    file text, line int, id text, title text, kind text, school text, course text, terms text[], year text, subject text, whole text
) ON COMMIT DROP;
CREATE TEMP TABLE staged_person (
    file text, line int, id text, enabled bool, given_name text, family_name text, email text, born date, protected bool, household text, year text
) ON COMMIT DROP;
CREATE TEMP TABLE staged_born (file text, line int, id text, born date) ON COMMIT DROP;
CREATE TEMP TABLE staged_home (file text, line int, pupil text, adult text, kind text, household text) ON COMMIT DROP;
CREATE TEMP TABLE staged_seer (file text, line int, pupil text, person text) ON COMMIT DROP;
CREATE TEMP TABLE staged_role (
    file text, line int, id text, person text, role text, org text, first_day date, last_day date
) ON COMMIT DROP;
CREATE TEMP TABLE staged_place (
    file text, line int, id text, klass text, person text, role text, main bool, first_day date, last_day date
) ON COMMIT DROP;
CREATE TEMP TABLE staged_duty (file text, line int, id text, person text) ON COMMIT DROP;
CREATE TEMP TABLE staged_lesson (file text, line int, id text, title text, klass text, syllabus text, subject text) ON COMMIT DROP;
CREATE TEMP TABLE staged_teaching (
    file text, line int, lesson text, duty text, person text, first_day date, last_day date
) ON COMMIT DROP;
-- One row: for whom, when and how far. `schools` are those that may be touched, or null for the whole organisation.
CREATE TEMP TABLE import (
    at timestamptz, day date, organisation_id uuid, organisation text, organisation_name text, schools uuid[]
) ON COMMIT DROP;
