CREATE TABLE duty (
    resident_id VARCHAR(36) NOT NULL,
    kind VARCHAR(40) NOT NULL,
    due_on VARCHAR(10) NOT NULL,
    every_months INTEGER,
    remind_days INTEGER,
    note VARCHAR(500),
    done_on VARCHAR(10),
    done_by VARCHAR(72),
    result VARCHAR(500),
    ended_on VARCHAR(10),
    end_reason VARCHAR(40),
    previous_id VARCHAR(36),
    remark VARCHAR(1000),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX duty_open ON duty (author, done_on, ended_on, due_on, kind, resident_id) WHERE removed_at IS NULL;

CREATE INDEX ix_duty_resident_id ON duty (resident_id);

ALTER TABLE care_grade ADD COLUMN reviews TEXT;

UPDATE care_grade SET reviews = '[]';

CREATE INDEX care_grade_review ON care_grade (author, to_date, review_due, resident_id) WHERE removed_at IS NULL;

CREATE INDEX resident_certificate ON resident (author, disability_valid_to, id) WHERE disability_valid_to IS NOT NULL AND removed_at IS NULL;

CREATE INDEX visit_guardian_talk ON visit (resident_id, visited_on) WHERE kind = 'guardianship' AND removed_at IS NULL;

CREATE INDEX category_tag_held ON category_tag (author, category, to_date, resident_id, from_date) WHERE removed_at IS NULL;
