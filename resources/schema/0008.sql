CREATE TABLE merge (
    winner_resident_id VARCHAR(36) NOT NULL,
    loser_resident_id VARCHAR(36) NOT NULL,
    merged_on VARCHAR(10) NOT NULL,
    merged_by VARCHAR(72),
    reasons TEXT NOT NULL,
    moved TEXT NOT NULL,
    moved_at_home TEXT NOT NULL,
    apart_on VARCHAR(10),
    apart_by VARCHAR(72),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX ix_merge_loser_resident_id ON merge (loser_resident_id);

CREATE INDEX ix_merge_winner_resident_id ON merge (winner_resident_id);

CREATE TABLE not_same (
    one_resident_id VARCHAR(36) NOT NULL,
    other_resident_id VARCHAR(36) NOT NULL,
    said_on VARCHAR(10) NOT NULL,
    said_by VARCHAR(72),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX ix_not_same_one_resident_id ON not_same (one_resident_id);

CREATE INDEX ix_not_same_other_resident_id ON not_same (other_resident_id);
