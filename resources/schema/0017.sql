CREATE TABLE photo (
    resident_ids TEXT NOT NULL,
    visit_id VARCHAR(36),
    call_id VARCHAR(36),
    taken_on VARCHAR(10) NOT NULL,
    caption VARCHAR(200),
    sha256 VARCHAR(64) NOT NULL,
    width INTEGER,
    height INTEGER,
    bytes INTEGER,
    consent_use TEXT NOT NULL,
    consent_id VARCHAR(36),
    agreed_by VARCHAR(40),
    agreed_name VARCHAR(72),
    agreed_how VARCHAR(40),
    expires_on VARCHAR(10),
    deleted_on VARCHAR(10),
    taken_by VARCHAR(72),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX ix_photo_expires_on ON photo (expires_on);

CREATE INDEX ix_photo_visit_id ON photo (visit_id);

CREATE TABLE photo_picture (
    photo_id VARCHAR(36) NOT NULL,
    whole BLOB NOT NULL,
    small BLOB NOT NULL,
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX ix_photo_picture_photo_id ON photo_picture (photo_id);
