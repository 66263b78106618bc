DROP INDEX resident_certificate;

CREATE INDEX resident_certificate ON resident (author, disability_valid_to, id, residency_status, closed_on, removed_at) WHERE disability_valid_to IS NOT NULL AND removed_at IS NULL;

CREATE INDEX resident_pension ON resident (author, pension_check_due, id, residency_status, closed_on, pension_check_done, removed_at) WHERE pension_check_due IS NOT NULL AND removed_at IS NULL;

DROP INDEX resident_ill;

CREATE INDEX resident_ill ON resident (id, author, residency_status, closed_on, chronic, removed_at) WHERE chronic <> '[]' AND removed_at IS NULL;

CREATE INDEX duty_settled ON duty (resident_id, kind, author, due_on, done_on, ended_on, removed_at) WHERE removed_at IS NULL;

CREATE TABLE last_call (
    resident_id TEXT NOT NULL,
    called_on TEXT,
    PRIMARY KEY (resident_id)
) WITHOUT ROWID;

INSERT INTO last_call (resident_id, called_on)
SELECT p.resident_id, max(c.call_on) FROM call_person p
JOIN family_call c ON c.id = p.call_id AND c.author = p.author AND c.removed_at IS NULL AND c.state = 'completed'
WHERE p.removed_at IS NULL AND p.dropped_on IS NULL GROUP BY p.resident_id;
