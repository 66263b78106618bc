CREATE TABLE call_wish (
    resident_id VARCHAR(36),
    household_id VARCHAR(36),
    occasion_id VARCHAR(36),
    others TEXT NOT NULL,
    every_days INTEGER,
    at VARCHAR(5),
    place VARCHAR(40),
    mode VARCHAR(40),
    device VARCHAR(60),
    free_words VARCHAR(200),
    free_hours TEXT NOT NULL,
    from_date VARCHAR(10),
    to_date VARCHAR(10),
    end_reason VARCHAR(40),
    noted_by VARCHAR(72),
    source VARCHAR(160),
    remark VARCHAR(1000),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX ix_call_wish_household_id ON call_wish (household_id);

CREATE INDEX ix_call_wish_resident_id ON call_wish (resident_id);

CREATE TABLE family_call (
    call_on VARCHAR(10) NOT NULL,
    call_at VARCHAR(5),
    booked_for VARCHAR(10),
    booked_on VARCHAR(10),
    booked_by VARCHAR(72),
    source VARCHAR(40),
    call_wish_id VARCHAR(36),
    previous_id VARCHAR(36),
    state VARCHAR(40) NOT NULL,
    place VARCHAR(40),
    address VARCHAR(120),
    room VARCHAR(40),
    mode VARCHAR(40),
    device VARCHAR(60),
    helpers TEXT NOT NULL,
    agreed_on VARCHAR(10),
    agreed_by VARCHAR(72),
    agreed_words VARCHAR(200),
    started_at VARCHAR(32),
    start_time VARCHAR(5),
    end_time VARCHAR(5),
    minutes INTEGER,
    mood VARCHAR(40),
    said VARCHAR(4000),
    services TEXT NOT NULL,
    need VARCHAR(1000),
    wish_id VARCHAR(36),
    request_id VARCHAR(36),
    photo_taken BOOLEAN,
    photo_consent BOOLEAN,
    recorded_on VARCHAR(10),
    recorded_by VARCHAR(72),
    cancel_reason VARCHAR(40),
    cancel_note VARCHAR(200),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX family_call_day ON family_call (call_on, state, author, id) WHERE removed_at IS NULL;

CREATE INDEX family_call_known ON family_call (id, author, state, call_on) WHERE removed_at IS NULL;

CREATE INDEX ix_family_call_previous ON family_call (previous_id);

CREATE TABLE call_person (
    call_id VARCHAR(36) NOT NULL,
    resident_id VARCHAR(36) NOT NULL,
    household_id VARCHAR(36),
    others TEXT NOT NULL,
    dropped_on VARCHAR(10),
    drop_reason VARCHAR(40),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX call_person_call ON call_person (call_id, author, dropped_on, resident_id) WHERE removed_at IS NULL;

CREATE INDEX call_person_resident ON call_person (resident_id, call_id, dropped_on) WHERE removed_at IS NULL;
