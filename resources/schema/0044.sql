DROP INDEX shift_handover_day;

ALTER TABLE shift_handover RENAME TO shift_handover_before;

CREATE TABLE shift_handover (
    handed_on VARCHAR(10) NOT NULL,
    at VARCHAR(5) NOT NULL,
    from_name VARCHAR(72),
    to_name VARCHAR(72),
    left_open VARCHAR(500),
    note VARCHAR(1000),
    read_by VARCHAR(72),
    read_on VARCHAR(10),
    read_at VARCHAR(5),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

INSERT INTO shift_handover (handed_on, at, from_name, to_name, left_open, note, "key", id, author, audience, removed_at)
SELECT handed_on, at, from_name, to_name, left_open, note, "key", id, author, audience, removed_at FROM shift_handover_before;

DROP TABLE shift_handover_before;

CREATE INDEX shift_handover_day ON shift_handover (handed_on, author, removed_at) WHERE removed_at IS NULL;
