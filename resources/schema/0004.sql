CREATE INDEX visit_contact ON visit (resident_id, visited_on, outcome, mode) WHERE removed_at IS NULL;

CREATE INDEX resident_care ON resident (id, author, residency_status, residency_since, closed_on) WHERE removed_at IS NULL;

CREATE INDEX care_grade_force ON care_grade (resident_id, author, from_date, to_date, scheme_code, grade) WHERE removed_at IS NULL;

CREATE INDEX resident_birthday ON resident (birthday) WHERE birthday IS NOT NULL;
