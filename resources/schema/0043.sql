DROP INDEX ix_service_request_household_id;

DROP INDEX ix_service_request_raised_on;

DROP INDEX ix_service_request_resident_id;

DROP INDEX service_request_kept;

ALTER TABLE service_request RENAME TO service_request_before;

CREATE TABLE service_request (
    resident_id VARCHAR(36),
    household_id VARCHAR(36),
    number VARCHAR(20),
    kind VARCHAR(40),
    text VARCHAR(1000) NOT NULL,
    source VARCHAR(40),
    source_id VARCHAR(36),
    raised_on VARCHAR(10),
    raised_at VARCHAR(5),
    raised_by VARCHAR(72),
    urgency VARCHAR(40),
    due_on VARCHAR(10),
    due_at VARCHAR(5),
    helper_id VARCHAR(36),
    asked_by VARCHAR(72),
    asker_phone VARCHAR(40),
    address VARCHAR(160),
    sender_body VARCHAR(40),
    sender VARCHAR(80),
    service_item_id VARCHAR(36),
    remark VARCHAR(1000),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

INSERT INTO service_request (resident_id, household_id, kind, text, source, source_id, raised_on, raised_by, urgency, due_on, helper_id, remark, "key", id, author, audience, removed_at)
SELECT resident_id, household_id, kind, text, source, source_id, raised_on, raised_by, urgency, due_on, helper_id, remark, "key", id, author, audience, removed_at FROM service_request_before;

DROP TABLE service_request_before;

CREATE INDEX ix_service_request_household_id ON service_request (household_id);

CREATE INDEX ix_service_request_raised_on ON service_request (raised_on);

CREATE INDEX ix_service_request_resident_id ON service_request (resident_id);

CREATE INDEX service_request_kept ON service_request (author, id, due_on, removed_at) WHERE removed_at IS NULL;

DROP INDEX ix_request_event_request_id;

DROP INDEX request_event_of;

ALTER TABLE request_event RENAME TO request_event_before;

CREATE TABLE request_event (
    request_id VARCHAR(36) NOT NULL,
    kind VARCHAR(40) NOT NULL,
    happened_on VARCHAR(10),
    happened_at VARCHAR(5),
    nth INTEGER,
    done_by VARCHAR(72),
    helper_id VARCHAR(36),
    team_id VARCHAR(36),
    unit_id VARCHAR(36),
    body VARCHAR(40),
    receiver VARCHAR(80),
    urgency VARCHAR(40),
    due_by VARCHAR(16),
    next_by VARCHAR(16),
    receipt_no VARCHAR(40),
    satisfaction VARCHAR(40),
    text VARCHAR(1000),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

INSERT INTO request_event (request_id, kind, happened_on, done_by, helper_id, text, "key", id, author, audience, removed_at)
SELECT request_id, kind, happened_on, done_by, helper_id, text, "key", id, author, audience, removed_at FROM request_event_before;

DROP TABLE request_event_before;

CREATE INDEX ix_request_event_request_id ON request_event (request_id);

CREATE INDEX request_event_of ON request_event (request_id, kind, removed_at) WHERE removed_at IS NULL;

CREATE INDEX request_event_again ON request_event (request_id) WHERE removed_at IS NULL AND (kind = 'reopened' OR satisfaction = 'dissatisfied');
