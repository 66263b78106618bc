CREATE TABLE status_change (
    resident_id VARCHAR(36) NOT NULL,
    happened_on VARCHAR(10) NOT NULL,
    from_status VARCHAR(40),
    to_status VARCHAR(40) NOT NULL,
    place VARCHAR(120),
    reason VARCHAR(200),
    expected_back VARCHAR(10),
    told_by VARCHAR(72),
    recorded_at VARCHAR(32),
    recorded_by VARCHAR(72),
    touched TEXT NOT NULL,
    wrong_on VARCHAR(10),
    wrong_by VARCHAR(72),
    remark VARCHAR(500),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX ix_status_change_resident_id ON status_change (resident_id);
