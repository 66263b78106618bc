CREATE TABLE duty_shift (
    day VARCHAR(10) NOT NULL,
    from_time VARCHAR(5) NOT NULL,
    to_time VARCHAR(5) NOT NULL,
    kind VARCHAR(40),
    helper_id VARCHAR(36),
    name VARCHAR(72),
    phone VARCHAR(40),
    leader VARCHAR(72),
    stand_in_helper_id VARCHAR(36),
    stand_in_name VARCHAR(72),
    stand_in_phone VARCHAR(40),
    swap_reason VARCHAR(200),
    remark VARCHAR(500),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX duty_shift_day ON duty_shift (day, author, removed_at) WHERE removed_at IS NULL;

CREATE TABLE shift_handover (
    handed_on VARCHAR(10) NOT NULL,
    at VARCHAR(5) NOT NULL,
    from_name VARCHAR(72),
    to_name VARCHAR(72),
    left_open VARCHAR(500),
    note VARCHAR(1000),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX shift_handover_day ON shift_handover (handed_on, author, removed_at) WHERE removed_at IS NULL;
