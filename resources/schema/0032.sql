DROP INDEX resident_certificate;

CREATE INDEX resident_certificate ON resident (author, disability_valid_to, id, residency_status, closed_on, removed_at) WHERE disability_valid_to IS NOT NULL AND removed_at IS NULL;

CREATE INDEX resident_pension ON resident (author, pension_check_due, id, residency_status, closed_on, pension_check_done, removed_at) WHERE pension_check_due IS NOT NULL AND removed_at IS NULL;

DROP INDEX resident_ill;

CREATE INDEX resident_ill ON resident (id, author, residency_status, closed_on, chronic, removed_at) WHERE chronic <> '[]' AND removed_at IS NULL;

CREATE INDEX duty_settled ON duty (resident_id, kind, author, due_on, done_on, ended_on, removed_at) WHERE removed_at IS NULL;

DROP INDEX request_event_of;

CREATE INDEX request_event_of ON request_event (request_id, kind, removed_at) WHERE removed_at IS NULL;

DROP INDEX service_request_kept;

CREATE INDEX service_request_kept ON service_request (author, id, due_on, removed_at) WHERE removed_at IS NULL;

DROP INDEX health_reading_behind;

CREATE INDEX health_reading_behind ON health_reading (resident_id, taken_on, systolic, removed_at) WHERE systolic IS NOT NULL AND removed_at IS NULL;

CREATE TABLE last_call (
    resident_id TEXT NOT NULL,
    called_on TEXT,
    PRIMARY KEY (resident_id)
) WITHOUT ROWID;

INSERT INTO last_call (resident_id, called_on)
SELECT p.resident_id, max(c.call_on) FROM call_person p
JOIN family_call c ON c.id = p.call_id AND c.author = p.author AND c.removed_at IS NULL AND c.state = 'completed'
WHERE p.removed_at IS NULL AND p.dropped_on IS NULL GROUP BY p.resident_id;

CREATE INDEX care_plan_review ON care_plan (author, review_due) WHERE ended_on IS NULL AND removed_at IS NULL;

CREATE TABLE plan_measure (
    resident_id TEXT NOT NULL,
    plan_id TEXT NOT NULL,
    place INTEGER NOT NULL,
    measure TEXT NOT NULL,
    kind TEXT NOT NULL,
    who TEXT NOT NULL,
    helper_id TEXT NOT NULL,
    begin TEXT NOT NULL,
    until TEXT NOT NULL,
    every INTEGER NOT NULL,
    weekday INTEGER NOT NULL,
    done TEXT,
    wakes TEXT,
    PRIMARY KEY (resident_id, plan_id, place)
) WITHOUT ROWID;

INSERT OR REPLACE INTO plan_measure (resident_id, plan_id, place, measure, kind, who, helper_id, begin, until, every, weekday)
  SELECT p.resident_id, p.id, m.key, ifnull(m.value ->> '$.key', ''), ifnull(m.value ->> '$.kind', 'other'), ifnull(m.value ->> '$.who', ''), ifnull(m.value ->> '$.helper_id', ''), ifnull(nullif(m.value ->> '$.from_date', ''), p.made_on), ifnull(m.value ->> '$.until', ''), ifnull(m.value ->> '$.every_days', 0), ifnull(m.value ->> '$.weekday', 0)
  FROM care_plan p, json_each(ifnull(p.measures, '[]')) m WHERE p.ended_on IS NULL AND p.removed_at IS NULL;

UPDATE plan_measure SET done = nullif(max(ifnull((SELECT max(s.done_on) FROM plan_step s
    WHERE s.resident_id = plan_measure.resident_id AND s.measure = plan_measure.measure AND s.removed_at IS NULL), ''), ifnull((SELECT v.visited_on FROM visit v
    WHERE v.resident_id = plan_measure.resident_id AND v.removed_at IS NULL AND v.outcome = 'met'
      AND plan_measure.helper_id = '' AND (plan_measure.kind = 'contact' OR plan_measure.kind = 'home' AND v.mode = 'home')
      AND (plan_measure.who = '' OR EXISTS (
      SELECT 1 FROM (SELECT json_extract(v.visitors, i.fullkey || '.name') AS name FROM json_each(ifnull(v.visitors, '[]')) i) n
      WHERE n.name <> '' AND instr(plan_measure.who, n.name)) OR ifnull(v.visitors, '[]') = '[]' AND v.recorder <> '' AND instr(plan_measure.who, v.recorder))
    ORDER BY v.visited_on DESC LIMIT 1), ''), ifnull((SELECT h.taken_on FROM health_reading h
    WHERE h.resident_id = plan_measure.resident_id AND h.removed_at IS NULL
      AND plan_measure.helper_id = '' AND plan_measure.kind = 'health' AND (plan_measure.who = '' OR EXISTS (SELECT 1 FROM json_each('[' || replace(json_quote(h.measured_by), '、', '","') || ']') n WHERE n.value <> '' AND instr(plan_measure.who, n.value)))
    ORDER BY h.taken_on DESC LIMIT 1), '')), '');

UPDATE plan_measure SET wakes = CASE
    WHEN kind = 'once' THEN iif(done IS NULL, max(begin, ifnull(date(until, '-3 days'), begin)), '9999-12-31')
    WHEN kind = 'weather' THEN max(begin, ifnull(date(done, '+1 day'), begin))
    WHEN weekday > 0 THEN max(begin, ifnull(date(done, '+1 day', 'weekday ' || (weekday % 7)), begin))
    WHEN every > 0 THEN max(begin, ifnull(date(done, '+' || every || ' days'), begin))
    ELSE '9999-12-31' END;
