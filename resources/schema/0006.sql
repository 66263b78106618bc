CREATE TABLE wish (
    resident_id VARCHAR(36),
    household_id VARCHAR(36),
    wish_no VARCHAR(40),
    kind VARCHAR(40),
    content VARCHAR(1000) NOT NULL,
    spec VARCHAR(200),
    quantity VARCHAR(40),
    budget INTEGER,
    reason VARCHAR(1000),
    source VARCHAR(40),
    collected_on VARCHAR(10),
    collected_by VARCHAR(72),
    wanted_by VARCHAR(10),
    may_be_public BOOLEAN,
    public_name VARCHAR(40),
    remark VARCHAR(1000),
    ledger VARCHAR(160),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX ix_wish_collected_on ON wish (collected_on);

CREATE INDEX ix_wish_household_id ON wish (household_id);

CREATE INDEX ix_wish_resident_id ON wish (resident_id);

CREATE TABLE wish_claim (
    wish_id VARCHAR(36) NOT NULL,
    wish_author VARCHAR(32),
    claimer VARCHAR(120) NOT NULL,
    claimer_kind VARCHAR(40),
    helper_id VARCHAR(36),
    org_unit_id VARCHAR(36),
    contact_name VARCHAR(72),
    phones TEXT NOT NULL,
    claimed_on VARCHAR(10),
    promised_on VARCHAR(10),
    delivery VARCHAR(40),
    is_assigned BOOLEAN,
    is_extra BOOLEAN,
    taken_by VARCHAR(72),
    source VARCHAR(160),
    remark VARCHAR(500),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX ix_wish_claim_wish_id ON wish_claim (wish_id);

CREATE TABLE claim_answer (
    wish_id VARCHAR(36) NOT NULL,
    claim_id VARCHAR(36) NOT NULL,
    answer VARCHAR(40) NOT NULL,
    reason VARCHAR(40),
    answered_on VARCHAR(10),
    answered_by VARCHAR(72),
    text VARCHAR(500),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX ix_claim_answer_wish_id ON claim_answer (wish_id);

CREATE TABLE claim_end (
    wish_id VARCHAR(36) NOT NULL,
    claim_id VARCHAR(36) NOT NULL,
    kind VARCHAR(40) NOT NULL,
    ended_on VARCHAR(10),
    ended_by VARCHAR(72),
    text VARCHAR(500),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX ix_claim_end_wish_id ON claim_end (wish_id);

CREATE TABLE wish_event (
    wish_id VARCHAR(36) NOT NULL,
    claim_id VARCHAR(36),
    kind VARCHAR(40) NOT NULL,
    happened_on VARCHAR(10),
    until VARCHAR(10),
    done_by VARCHAR(72),
    signed_by VARCHAR(72),
    cost INTEGER,
    reason VARCHAR(40),
    satisfaction VARCHAR(40),
    text VARCHAR(1000),
    source VARCHAR(160),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX ix_wish_event_wish_id ON wish_event (wish_id);
