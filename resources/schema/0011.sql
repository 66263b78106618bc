CREATE TABLE gap_answer (
    resident_id VARCHAR(36) NOT NULL,
    gap VARCHAR(40) NOT NULL,
    about VARCHAR(36),
    answer VARCHAR(40) NOT NULL,
    seen VARCHAR(16),
    until VARCHAR(10),
    said_on VARCHAR(10),
    said_by VARCHAR(72),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX ix_gap_answer_resident_id ON gap_answer (resident_id);

CREATE INDEX note_doubt ON note (resident_id, id) WHERE kind = 'doubt' AND removed_at IS NULL;

CREATE INDEX import_row_doubt ON import_row (resident_id, id, problems) WHERE problems <> '[]' AND removed_at IS NULL;

CREATE INDEX resident_gaps ON resident (village_group, route_order, name, id, author, residency_status, closed_on, birth_date, birth_precision, birth_calendar, sex, id_no, id_state, phones, children_count, children_whereabouts, village, household_id, pension_check_due, pension_check_done, disability_valid_to, removed_at) WHERE removed_at IS NULL;
