DROP INDEX ix_recheck_record_id;

DROP INDEX recheck_open;

ALTER TABLE recheck RENAME TO recheck_before;

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
    kept_here TEXT NOT NULL,
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

INSERT INTO recheck (record_kind, record_id, field, cause, other_id, reason, mine, theirs, mine_by, mine_at, theirs_by, theirs_at, settled_on, settled_by, settled_how, kept_here, "key", id, author, audience, removed_at)
SELECT record_kind, record_id, field, cause, other_id, reason, mine, theirs, mine_by, mine_at, theirs_by, theirs_at, settled_on, settled_by, settled_how, '{}', "key", id, author, audience, removed_at FROM recheck_before;

DROP TABLE recheck_before;

CREATE INDEX ix_recheck_record_id ON recheck (record_id);

CREATE INDEX recheck_open ON recheck (settled_on, author, removed_at) WHERE removed_at IS NULL;
