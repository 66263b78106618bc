CREATE TABLE project (
    name VARCHAR(80) NOT NULL,
    lead_unit VARCHAR(120),
    kind VARCHAR(40),
    mode VARCHAR(40),
    most_per_helper INTEGER,
    most_per_person INTEGER,
    may_exceed BOOLEAN,
    categories TEXT NOT NULL,
    grades TEXT NOT NULL,
    everybody BOOLEAN,
    with_households BOOLEAN,
    helper_types TEXT NOT NULL,
    contact_every_days INTEGER,
    home_visit_every_days INTEGER,
    from_date VARCHAR(10),
    to_date VARCHAR(10),
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

CREATE INDEX ix_project_name ON project (name);

CREATE TABLE responsibility_level (
    number INTEGER NOT NULL,
    label VARCHAR(20) NOT NULL,
    org_level VARCHAR(40),
    grades TEXT NOT NULL,
    categories TEXT NOT NULL,
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE TABLE appraisal (
    helper_id VARCHAR(36) NOT NULL,
    kind VARCHAR(40) NOT NULL,
    from_date VARCHAR(10) NOT NULL,
    to_date VARCHAR(10) NOT NULL,
    due INTEGER,
    done INTEGER,
    score INTEGER,
    text VARCHAR(1000),
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

CREATE INDEX ix_appraisal_helper_id ON appraisal (helper_id);

CREATE TABLE check_call (
    helper_id VARCHAR(36) NOT NULL,
    visit_id VARCHAR(36),
    resident_id VARCHAR(36),
    from_date VARCHAR(10),
    to_date VARCHAR(10),
    drawn_on VARCHAR(10) NOT NULL,
    seed INTEGER,
    answer VARCHAR(40),
    asked_on VARCHAR(10),
    asked_by VARCHAR(72),
    text VARCHAR(500),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX ix_check_call_helper_id ON check_call (helper_id);

CREATE TABLE pairing_with_more (
    helper_id VARCHAR(36),
    helper_name VARCHAR(72),
    resident_id VARCHAR(36),
    household_id VARCHAR(36),
    kind VARCHAR(40),
    mode VARCHAR(40),
    level INTEGER,
    level_label VARCHAR(40),
    is_lead BOOLEAN,
    project VARCHAR(80),
    state VARCHAR(40),
    proposed_on VARCHAR(10),
    start_date VARCHAR(10),
    end_date VARCHAR(10),
    end_reason VARCHAR(40),
    end_note VARCHAR(200),
    suspended_on VARCHAR(10),
    suspended_reason VARCHAR(200),
    rests TEXT NOT NULL,
    helper_agreed_on VARCHAR(10),
    resident_agreed_on VARCHAR(10),
    agreed_by VARCHAR(72),
    needs VARCHAR(1000),
    measures TEXT NOT NULL,
    frequency VARCHAR(120),
    contact_every_days INTEGER,
    home_visit_every_days INTEGER,
    outcome VARCHAR(1000),
    contact_card_given BOOLEAN,
    previous_id VARCHAR(36),
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

INSERT INTO pairing_with_more (helper_id, helper_name, resident_id, household_id, kind, mode, level, level_label, is_lead, project, state, start_date, end_date, end_reason, end_note, suspended_on, suspended_reason, helper_agreed_on, resident_agreed_on, agreed_by, needs, measures, frequency, contact_every_days, home_visit_every_days, outcome, contact_card_given, previous_id, source, remark, "key", id, author, audience, removed_at, proposed_on, rests)
SELECT helper_id, helper_name, resident_id, household_id, kind, mode, level, level_label, is_lead, project, state, start_date, end_date, end_reason, end_note, suspended_on, suspended_reason, helper_agreed_on, resident_agreed_on, agreed_by, needs, measures, frequency, contact_every_days, home_visit_every_days, outcome, contact_card_given, previous_id, source, remark, "key", id, author, audience, removed_at, NULL, '[]' FROM pairing;

DROP TABLE pairing;

ALTER TABLE pairing_with_more RENAME TO pairing;

CREATE INDEX ix_pairing_helper_id ON pairing (helper_id);

CREATE INDEX ix_pairing_household_id ON pairing (household_id);

CREATE INDEX ix_pairing_resident_id ON pairing (resident_id);

CREATE INDEX pairing_state ON pairing (state, end_date, resident_id) WHERE removed_at IS NULL;

CREATE TABLE helper_with_more (
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

INSERT INTO helper_with_more (name, sex, birth_date, helper_type, roles, org, org_unit_id, post, org_level, origin, political_status, phones, wechat, village, grid_code, resident_id, volunteer_no, skills, free_times, most_pairings, card_title, joined_on, left_on, leave_reason, handed_over_to, source, remark, "key", id, author, audience, removed_at, merged_into)
SELECT name, sex, birth_date, helper_type, roles, org, org_unit_id, post, org_level, origin, political_status, phones, wechat, village, grid_code, resident_id, volunteer_no, skills, free_times, most_pairings, card_title, joined_on, left_on, leave_reason, handed_over_to, source, remark, "key", id, author, audience, removed_at, NULL FROM helper;

DROP TABLE helper;

ALTER TABLE helper_with_more RENAME TO helper;

CREATE INDEX ix_helper_name ON helper (name);
