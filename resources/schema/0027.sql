CREATE TABLE recheck (
    record_kind VARCHAR(64) NOT NULL,
    record_id VARCHAR(36) NOT NULL,
    field VARCHAR(80),
    cause VARCHAR(40) NOT NULL,
    other_id VARCHAR(36),
    reason VARCHAR(500),
    mine TEXT NOT NULL,
    theirs TEXT NOT NULL,
    mine_by VARCHAR(72),
    mine_at VARCHAR(32),
    theirs_by VARCHAR(72),
    theirs_at VARCHAR(32),
    settled_on VARCHAR(10),
    settled_by VARCHAR(72),
    settled_how VARCHAR(40),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX ix_recheck_record_id ON recheck (record_id);

CREATE INDEX recheck_open ON recheck (settled_on, author, removed_at) WHERE removed_at IS NULL;

CREATE TABLE station_town (
    station TEXT NOT NULL,
    since_seq INTEGER NOT NULL,
    town TEXT NOT NULL,
    PRIMARY KEY (station, since_seq)
);

CREATE TABLE retiring (
    station TEXT NOT NULL,
    copy TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    PRIMARY KEY (station, copy)
);

ALTER TABLE peer ADD COLUMN keys TEXT;

ALTER TABLE peer ADD COLUMN old_sign_key TEXT;

ALTER TABLE peer ADD COLUMN revoked TEXT;
