CREATE TABLE photo_ask (
    purpose VARCHAR(80) NOT NULL,
    from_date VARCHAR(10),
    to_date VARCHAR(10),
    children BOOLEAN NOT NULL,
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE TABLE photo_offer (
    photo_id VARCHAR(36) NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    bytes INTEGER NOT NULL,
    ask_id VARCHAR(36),
    wanted BOOLEAN NOT NULL,
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX ix_photo_offer_photo_id ON photo_offer (photo_id);
