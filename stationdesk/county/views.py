"""The ledger's views for spreadsheets and reports: figures with published definitions, without a name, a number or an address.

Both databases have the same ones. A released view keeps its columns in their order; new ones come at the end, so that a view can be
replaced under whoever reads it. What a column counts is told to the county on the manual's page; tests hold it against the
figures of the station's own desk. Categories are in none: who is in a restricted one could be guessed from small numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import Connection

TODAY = {"sqlite": "date('now', '+8 hours')", "postgresql": "to_char(now() AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD')"}

_STATIONS = """
SELECT s.station, n.name, n.village, n.town, s.cursor AS changes, s.taken_at,
  (SELECT max(c.heard_at) FROM station_copy c WHERE c.station = s.station) AS heard_at,
  (SELECT max(c.number) FROM station_copy c WHERE c.station = s.station AND c.copy = s.head) AS package,
  (SELECT count(*) FROM station_copy c WHERE c.station = s.station) AS copies,
  (SELECT count(*) FROM station_copy c WHERE c.station = s.station AND c.forked_at IS NOT NULL) AS forked,
  (SELECT count(*) FROM held_record h WHERE h.station = s.station AND NOT h.removed) AS held
FROM station_state s
LEFT JOIN (SELECT station, min(name) AS name, min(village) AS village, min(town) AS town FROM station WHERE removed_at IS NULL
  GROUP BY station) n ON n.station = s.station
"""
_THERE = """
r.removed_at IS NULL AND r.merged_into IS NULL AND coalesce(r.residency_status, 'living') NOT IN ('moved_out', 'deceased', 'merged')
"""
_RESIDENTS = f"""
SELECT r.station, coalesce(r.village, '') AS village, coalesce(r.village_group, '') AS village_group,
  coalesce(r.residency_status, 'living') AS residency, coalesce(g.grade, '') AS grade, count(*) AS residents
FROM resident r
LEFT JOIN care_grade g ON g.station = r.station AND g.resident_id = r.id AND g.id = (
  SELECT o.id FROM care_grade o WHERE o.station = r.station AND o.resident_id = r.id AND o.removed_at IS NULL
  AND coalesce(o.from_date, '') <= {{today}} AND coalesce(o.to_date, '9999') >= {{today}}
  ORDER BY coalesce(o.from_date, '') DESC, o.id DESC LIMIT 1)
WHERE {_THERE} AND coalesce(r.enrolled_on, '') <= {{today}}
GROUP BY r.station, coalesce(r.village, ''), coalesce(r.village_group, ''), coalesce(r.residency_status, 'living'), coalesce(g.grade, '')
"""  # noqa: S608 - no value of anybody's is in it
_CONTACTS = """
SELECT station, substr(visited_on, 1, 7) AS month, count(*) AS tries,
  sum(CASE WHEN outcome = 'met' THEN 1 ELSE 0 END) AS reached,
  sum(CASE WHEN outcome = 'met' AND mode = 'home' THEN 1 ELSE 0 END) AS at_door,
  sum(CASE WHEN outcome = 'met' AND mode = 'phone' THEN 1 ELSE 0 END) AS by_phone,
  sum(CASE WHEN outcome = 'met' AND coalesce(mode, '') NOT IN ('home', 'phone') THEN 1 ELSE 0 END) AS otherwise,
  count(DISTINCT CASE WHEN outcome = 'met' THEN coalesce(occasion_id, id) END) AS occasions,
  count(DISTINCT CASE WHEN outcome = 'met' THEN resident_id END) AS people,
  count(DISTINCT CASE WHEN outcome = 'met' THEN coalesce(household_id, resident_id) END) AS households
FROM visit WHERE removed_at IS NULL AND visited_on IS NOT NULL GROUP BY station, substr(visited_on, 1, 7)
"""
_SPEAKING = """
SELECT p.station, p.call_id, count(*) AS person_times FROM call_person p WHERE p.removed_at IS NULL AND p.dropped_on IS NULL
GROUP BY p.station, p.call_id
"""
_CALLS = f"""
SELECT c.station, substr(c.call_on, 1, 7) AS month,
  sum(CASE WHEN c.state = 'completed' AND p.call_id IS NOT NULL THEN 1 ELSE 0 END) AS sessions,
  sum(CASE WHEN c.state = 'completed' THEN coalesce(p.person_times, 0) ELSE 0 END) AS person_times,
  sum(CASE WHEN c.state = 'completed' AND p.call_id IS NOT NULL THEN coalesce(c.minutes, 0) ELSE 0 END) AS minutes,
  sum(CASE WHEN c.state = 'completed' AND p.call_id IS NOT NULL AND c.place = 'station' THEN 1 ELSE 0 END) AS at_station,
  sum(CASE WHEN c.state = 'completed' AND p.call_id IS NOT NULL AND c.place = 'home' THEN 1 ELSE 0 END) AS at_home,
  sum(CASE WHEN c.state = 'no_answer' THEN 1 ELSE 0 END) AS no_answer
FROM family_call c LEFT JOIN ({_SPEAKING}) p ON p.station = c.station AND p.call_id = c.id
WHERE c.removed_at IS NULL AND c.state IN ('completed', 'no_answer') AND c.call_on IS NOT NULL
GROUP BY c.station, substr(c.call_on, 1, 7)
"""  # noqa: S608 - no value of anybody's is in it
_PAIRINGS = f"""
SELECT station, count(*) AS pairs, count(DISTINCT helper) AS helpers, count(DISTINCT subject) AS subjects,
  count(DISTINCT person) AS people FROM (
  SELECT DISTINCT p.station, coalesce(nullif(p.helper_id, ''), 'name:' || coalesce(p.helper_name, '')) AS helper,
    coalesce(nullif(p.resident_id, ''), p.household_id) AS subject, nullif(p.resident_id, '') AS person
  FROM pairing p LEFT JOIN resident r ON r.station = p.station AND r.id = p.resident_id
  WHERE p.removed_at IS NULL AND coalesce(p.kind, 'pairing') NOT IN ('responsibility', 'family_doctor') AND p.level IS NULL
    AND coalesce(p.state, 'active') <> 'proposed'
    AND NOT (coalesce(p.state, 'active') IN ('ended', 'changed') AND coalesce(p.end_date, '') = '')
    AND coalesce(p.start_date, '') <= {{today}} AND (coalesce(p.end_date, '') = '' OR {{today}} < p.end_date)
    AND (coalesce(p.resident_id, '') = '' OR (r.id IS NOT NULL AND {_THERE}))
) held GROUP BY station
"""  # noqa: S608 - no value of anybody's is in it
_WISHES = """
SELECT e.station, substr(e.happened_on, 1, 7) AS month, e.kind AS event, count(DISTINCT e.wish_id) AS wishes, count(*) AS events
FROM wish_event e JOIN wish w ON w.station = e.station AND w.id = e.wish_id AND w.removed_at IS NULL
WHERE e.removed_at IS NULL AND e.happened_on IS NOT NULL GROUP BY e.station, substr(e.happened_on, 1, 7), e.kind
"""
_REQUESTS = """
SELECT r.station, substr(r.raised_on, 1, 7) AS month, coalesce(r.source, '') AS source, 'raised' AS event, count(*) AS requests,
  count(*) AS events FROM service_request r
WHERE r.removed_at IS NULL AND r.raised_on IS NOT NULL GROUP BY r.station, substr(r.raised_on, 1, 7), coalesce(r.source, '')
UNION ALL
SELECT e.station, substr(e.happened_on, 1, 7), coalesce(r.source, ''), e.kind, count(DISTINCT e.request_id), count(*)
FROM request_event e JOIN service_request r ON r.station = e.station AND r.id = e.request_id AND r.removed_at IS NULL
WHERE e.removed_at IS NULL AND e.happened_on IS NOT NULL
GROUP BY e.station, substr(e.happened_on, 1, 7), coalesce(r.source, ''), e.kind
"""
_LAST_WORD = """
(SELECT e.kind FROM incident_event e WHERE e.station = i.station AND e.incident_id = i.id AND e.removed_at IS NULL
  AND e.kind IN ('over', 'false_alarm', 'resumed') ORDER BY e.happened_at DESC, e.id DESC LIMIT 1)
"""
_EMERGENCIES = f"""
SELECT station, month, count(*) AS calls, sum(CASE WHEN last_word = 'false_alarm' THEN 0 ELSE 1 END) AS urgent,
  sum(CASE WHEN last_word IN ('over', 'false_alarm') THEN 1 ELSE 0 END) AS closed, sum(arrived) AS arrived FROM (
  SELECT i.station, substr(i.happened_on, 1, 7) AS month, coalesce({_LAST_WORD}, 'resumed') AS last_word,
    CASE WHEN EXISTS (SELECT 1 FROM incident_event e WHERE e.station = i.station AND e.incident_id = i.id AND e.removed_at IS NULL
      AND e.kind IN ('doctor_came', 'ambulance_came')) THEN 1 ELSE 0 END AS arrived
  FROM incident i WHERE i.removed_at IS NULL AND i.happened_on IS NOT NULL
) told GROUP BY station, month
"""  # noqa: S608 - no value of anybody's is in it
_PICTURES = """
SELECT o.station, substr(p.taken_on, 1, 7) AS month, count(*) AS reported,
  sum(CASE WHEN s.sha256 IS NOT NULL THEN 1 ELSE 0 END) AS pictures, sum(CASE WHEN o.wanted THEN 1 ELSE 0 END) AS wanted
FROM photo_offer o JOIN photo p ON p.station = o.station AND p.id = o.photo_id AND p.removed_at IS NULL
LEFT JOIN station_picture s ON s.station = o.station AND s.sha256 = o.sha256
WHERE o.removed_at IS NULL AND p.taken_on IS NOT NULL GROUP BY o.station, substr(p.taken_on, 1, 7)
"""
_HELD = """
SELECT station, kind, reason, count(*) AS records, min(since_seq) AS since_change FROM held_record WHERE NOT removed
GROUP BY station, kind, reason
"""

VIEWS: Mapping[str, str] = MappingProxyType(
    {
        "v_stations": _STATIONS,
        "v_residents": _RESIDENTS,
        "v_contacts": _CONTACTS,
        "v_calls": _CALLS,
        "v_pairings": _PAIRINGS,
        "v_wishes": _WISHES,
        "v_held": _HELD,
        "v_pictures": _PICTURES,
        "v_requests": _REQUESTS,
        "v_emergencies": _EMERGENCIES,
    }
)


def make_views(connection: Connection) -> None:
    """Make the views, or put these in the place of older ones."""
    kind = connection.dialect.name
    for name, asked in VIEWS.items():
        statement = asked.replace("{today}", TODAY[kind]).strip()
        if kind == "postgresql":
            connection.exec_driver_sql(f"CREATE OR REPLACE VIEW {name} AS {statement}")
        else:
            connection.exec_driver_sql(f"DROP VIEW IF EXISTS {name}")
            connection.exec_driver_sql(f"CREATE VIEW {name} AS {statement}")
