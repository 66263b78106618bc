CREATE TABLE transfer (
    resident_id VARCHAR(36) NOT NULL,
    to_station VARCHAR(80) NOT NULL,
    to_name VARCHAR(80),
    moved_on VARCHAR(10),
    person TEXT NOT NULL,
    note VARCHAR(500),
    sent_by VARCHAR(72),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX ix_transfer_resident_id ON transfer (resident_id);

CREATE TABLE transfer_relay (
    transfer_id VARCHAR(36) NOT NULL,
    kind VARCHAR(40) NOT NULL,
    from_station VARCHAR(32) NOT NULL,
    from_name VARCHAR(80),
    to_station VARCHAR(32),
    to_name VARCHAR(80),
    called VARCHAR(72),
    record_id VARCHAR(36),
    moved_on VARCHAR(10),
    person TEXT NOT NULL,
    note VARCHAR(500),
    withdrawn_on VARCHAR(10),
    outcome VARCHAR(40),
    reason VARCHAR(500),
    answered_on VARCHAR(10),
    answered_by VARCHAR(72),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX ix_transfer_relay_transfer_id ON transfer_relay (transfer_id);

CREATE TABLE transfer_answer (
    transfer_id VARCHAR(36) NOT NULL,
    answer VARCHAR(40) NOT NULL,
    called VARCHAR(72),
    reason VARCHAR(500),
    resident_id VARCHAR(36),
    answered_on VARCHAR(10),
    answered_by VARCHAR(72),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX ix_transfer_answer_transfer_id ON transfer_answer (transfer_id);
