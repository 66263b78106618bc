CREATE TABLE helper_instead (
    name VARCHAR(72) NOT NULL,
    sex VARCHAR(40),
    birth_date VARCHAR(10),
    helper_type VARCHAR(40),
    roles TEXT NOT NULL,
    org VARCHAR(120),
    org_unit_id VARCHAR(36),
    post VARCHAR(80),
    org_level VARCHAR(40),
    origin VARCHAR(40),
    political_status VARCHAR(40),
    phones TEXT NOT NULL,
    wechat VARCHAR(80),
    village VARCHAR(80),
    grid_code VARCHAR(32),
    resident_id VARCHAR(36),
    volunteer_no VARCHAR(40),
    skills TEXT NOT NULL,
    free_times VARCHAR(120),
    most_pairings INTEGER,
    card_title VARCHAR(40),
    joined_on VARCHAR(10),
    left_on VARCHAR(10),
    leave_reason VARCHAR(200),
    handed_over_to VARCHAR(36),
    merged_into VARCHAR(36),
    instead_of VARCHAR(36),
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

INSERT INTO helper_instead (name, sex, birth_date, helper_type, roles, org, org_unit_id, post, org_level, origin, political_status, phones, wechat, village, grid_code, resident_id, volunteer_no, skills, free_times, most_pairings, card_title, joined_on, left_on, leave_reason, handed_over_to, merged_into, source, remark, "key", id, author, audience, removed_at, instead_of)
SELECT name, sex, birth_date, helper_type, roles, org, org_unit_id, post, org_level, origin, political_status, phones, wechat, village, grid_code, resident_id, volunteer_no, skills, free_times, most_pairings, card_title, joined_on, left_on, leave_reason, handed_over_to, merged_into, source, remark, "key", id, author, audience, removed_at, NULL FROM helper;

DROP TABLE helper;

ALTER TABLE helper_instead RENAME TO helper;

CREATE INDEX ix_helper_name ON helper (name);
