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
