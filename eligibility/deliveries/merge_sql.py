"""The SQL that merges staged lines into the store, for SQLite and PostgreSQL alike.

Every statement works on all lines at once. The first three run beside the store, the others in this
order in the transaction that changes it.

A state lasts from its first report to its last one; reports of the same state in between are not
kept. So a late line finds its place: in a state of its kind it says nothing new, at the edge of one
it makes that longer, and inside another it parts it.
"""

from __future__ import annotations

from sqlalchemy import text

GATHER_SINGLE_LINES = text("""
INSERT INTO staged_states
SELECT person_digest, academic_year, min(updated_at), min(line), min(university), min(email_hint),
  min(status), min(updated_at), 1, NULL
FROM staged_lines
GROUP BY person_digest, academic_year
HAVING count(*) = 1
ORDER BY person_digest, academic_year
""")

GATHER_OTHERS = text("""
INSERT INTO staged_states
SELECT person_digest, academic_year, updated_at, line, university, email_hint, status,
  since, newest, contradicts
FROM (
  SELECT *, max(CASE WHEN begins = 1 THEN updated_at END) OVER history AS since
  FROM (
    SELECT *,
      CASE WHEN status = lag(status) OVER history THEN 0 ELSE 1 END AS begins,
      CASE WHEN status = lead(status) OVER history THEN 0 ELSE 1 END AS ends,
      CASE WHEN lead(line) OVER history IS NULL THEN 1 ELSE 0 END AS newest,
      CASE WHEN updated_at = lag(updated_at) OVER history
        AND (status <> lag(status) OVER history
          OR university <> lag(university) OVER history
          OR coalesce(email_hint, '') <> lag(coalesce(email_hint, '')) OVER history)
        THEN lag(line) OVER history END AS contradicts
    FROM staged_lines AS lines
    WHERE NOT EXISTS (
      SELECT 1 FROM staged_states AS single
      WHERE single.person_digest = lines.person_digest
        AND single.academic_year = lines.academic_year
    )
    WINDOW history AS (PARTITION BY person_digest, academic_year ORDER BY updated_at, line)
  ) AS lines
  WINDOW history AS (PARTITION BY person_digest, academic_year ORDER BY updated_at, line)
) AS lines
WHERE ends = 1 OR contradicts IS NOT NULL
""")

CONTRADICTIONS = text("""
SELECT line, contradicts FROM staged_states WHERE contradicts IS NOT NULL ORDER BY line
""")

# The last report of a change of state `c` of the application `a`.
_END = """
CASE WHEN c.at = a.since AND c.status = a.status THEN a.updated_at
  ELSE coalesce(c.confirmed_at, c.at) END
"""

# Of two reports of one moment the later delivery is believed: it is no news only if it says the
# same.
DROP_WHAT_IS_KNOWN = text(f"""
DELETE FROM staged_states WHERE EXISTS (
  SELECT 1 FROM applications AS a JOIN status_changes AS c ON c.application_id = a.id
  WHERE a.person_digest = staged_states.person_digest
    AND a.academic_year = staged_states.academic_year
    AND c.status = staged_states.status
    AND c.at <= staged_states.at AND staged_states.until <= {_END}
    AND NOT (staged_states.newest = 1 AND staged_states.until = a.updated_at
      AND (staged_states.status <> a.status
        OR staged_states.university <> a.university
        OR coalesce(staged_states.email_hint, '') <> coalesce(a.email_hint, '')))
)
""")

_OF_APPLICATION = "a.person_digest = s.person_digest AND a.academic_year = s.academic_year"

# A newer report of the present state leaves the past alone.
TOUCH = text(f"""
INSERT INTO staged_touched
SELECT a.id,
  max(CASE WHEN s.status = a.status AND s.at >= a.since THEN 0 ELSE 1 END),
  max(CASE WHEN s.newest = 1 AND s.until >= a.updated_at THEN 1 ELSE 0 END)
FROM staged_states AS s JOIN applications AS a ON {_OF_APPLICATION}
GROUP BY a.id
""")

# All first and last reports, old and new, in the order of time; equal statuses in a row are one.
WRITE_HISTORY_ANEW = text(f"""
INSERT INTO staged_history
WITH states AS (
  SELECT a.id AS application_id, 0 AS is_new, c.id AS number, c.status, c.delivery_id,
    c.at, {_END} AS until
  FROM staged_touched AS t JOIN applications AS a ON a.id = t.id
    JOIN status_changes AS c ON c.application_id = a.id
  WHERE t.past = 1
  UNION ALL
  SELECT a.id, 1, s.line, s.status, :delivery, s.at, s.until
  FROM staged_states AS s JOIN applications AS a ON {_OF_APPLICATION}
    JOIN staged_touched AS t ON t.id = a.id
  WHERE t.past = 1
), reports AS (
  SELECT application_id, is_new, number, status, delivery_id, at FROM states
  UNION ALL
  SELECT application_id, is_new, number, status, delivery_id, until FROM states
), marked AS (
  SELECT *, CASE WHEN status = lag(status) OVER history THEN 0 ELSE 1 END AS begins
  FROM reports
  WINDOW history AS (PARTITION BY application_id ORDER BY at, is_new, number)
), placed AS (
  SELECT *, sum(begins) OVER history AS place
  FROM marked
  WINDOW history AS (PARTITION BY application_id ORDER BY at, is_new, number)
)
SELECT application_id, place, min(status), min(at), max(at),
  min(CASE WHEN begins = 1 THEN delivery_id END)
FROM placed
GROUP BY application_id, place
""")

DELETE_OLD_HISTORY = text("""
DELETE FROM status_changes WHERE application_id IN (SELECT id FROM staged_touched WHERE past = 1)
""")

ADD_NEW_HISTORY = text("""
INSERT INTO status_changes (application_id, delivery_id, status, at, confirmed_at)
SELECT application_id, delivery_id, status, at, confirmed_at
FROM staged_history
ORDER BY application_id, place
""")

CHANGE_STATUS = text("""
UPDATE applications SET (status, since) = (
  SELECT h.status, h.at FROM staged_history AS h
  WHERE h.application_id = applications.id
  ORDER BY h.place DESC LIMIT 1
)
WHERE id IN (SELECT id FROM staged_touched WHERE past = 1)
""")

CHANGE_DETAILS = text("""
UPDATE applications SET (university, email_hint, updated_at, delivery_id) = (
  SELECT s.university, s.email_hint, s.until, :delivery FROM staged_states AS s
  WHERE s.person_digest = applications.person_digest
    AND s.academic_year = applications.academic_year AND s.newest = 1
)
WHERE id IN (SELECT id FROM staged_touched WHERE present = 1)
""")

ADD_APPLICATIONS = text(f"""
INSERT INTO applications (
  person_digest, key_id, academic_year, university, email_hint, status, since, updated_at,
  delivery_id
)
SELECT s.person_digest, :key_id, s.academic_year, s.university, s.email_hint, s.status, s.at,
  s.until, :delivery
FROM staged_states AS s LEFT JOIN applications AS a ON {_OF_APPLICATION}
WHERE s.newest = 1 AND a.id IS NULL
ORDER BY s.person_digest, s.academic_year
""")

ADD_THEIR_HISTORY = text(f"""
INSERT INTO status_changes (application_id, delivery_id, status, at, confirmed_at)
SELECT a.id, :delivery, s.status, s.at, s.until
FROM staged_states AS s JOIN applications AS a ON {_OF_APPLICATION}
WHERE a.id > :last_known
ORDER BY a.id, s.until
""")

# What is done to the applications that are touched.
CHANGES = (
    WRITE_HISTORY_ANEW,
    DELETE_OLD_HISTORY,
    ADD_NEW_HISTORY,
    CHANGE_STATUS,
    CHANGE_DETAILS,
)
