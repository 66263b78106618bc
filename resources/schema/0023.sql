CREATE INDEX plan_step_last ON plan_step (resident_id, measure, done_on) WHERE removed_at IS NULL;

CREATE INDEX request_event_of ON request_event (request_id, kind) WHERE removed_at IS NULL;

CREATE INDEX service_request_kept ON service_request (author, id, due_on) WHERE removed_at IS NULL;

CREATE INDEX visit_follow_open ON visit (author, follow_up_due, resident_id, visited_on) WHERE follow_up_due IS NOT NULL AND followed_up_on IS NULL AND removed_at IS NULL;

CREATE INDEX health_reading_behind ON health_reading (resident_id, taken_on) WHERE systolic IS NOT NULL AND removed_at IS NULL;

CREATE INDEX resident_ill ON resident (id, author, chronic) WHERE chronic <> '[]' AND removed_at IS NULL;
