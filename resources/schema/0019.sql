ALTER TABLE visit ADD COLUMN recorded_on VARCHAR(10);

CREATE INDEX visit_month ON visit (resident_id, visited_on, outcome, mode, recorded_on, visitors) WHERE removed_at IS NULL;
