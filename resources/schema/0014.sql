CREATE TABLE service_request (
    resident_id VARCHAR(36),
    household_id VARCHAR(36),
    kind VARCHAR(40),
    text VARCHAR(1000) NOT NULL,
    source VARCHAR(40),
    source_id VARCHAR(36),
    raised_on VARCHAR(10),
    raised_by VARCHAR(72),
    urgency VARCHAR(40),
    due_on VARCHAR(10),
    helper_id VARCHAR(36),
    remark VARCHAR(1000),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);
CREATE INDEX ix_service_request_household_id ON service_request (household_id);
CREATE INDEX ix_service_request_raised_on ON service_request (raised_on);
CREATE INDEX ix_service_request_resident_id ON service_request (resident_id);
CREATE TABLE request_event (
    request_id VARCHAR(36) NOT NULL,
    kind VARCHAR(40) NOT NULL,
    happened_on VARCHAR(10),
    done_by VARCHAR(72),
    helper_id VARCHAR(36),
    text VARCHAR(1000),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);
CREATE INDEX ix_request_event_request_id ON request_event (request_id);
