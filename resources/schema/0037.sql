CREATE TABLE team (
    name VARCHAR(80) NOT NULL,
    kind VARCHAR(40),
    level VARCHAR(40),
    parent_id VARCHAR(36),
    leader_id VARCHAR(36),
    leader_name VARCHAR(72),
    phones TEXT NOT NULL,
    org VARCHAR(120),
    helper_id VARCHAR(36),
    groups_served TEXT NOT NULL,
    free_times VARCHAR(120),
    founded_on VARCHAR(10),
    ended_on VARCHAR(10),
    end_reason VARCHAR(200),
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

CREATE TABLE team_member (
    team_id VARCHAR(36) NOT NULL,
    helper_id VARCHAR(36),
    helper_name VARCHAR(72),
    role VARCHAR(40),
    from_date VARCHAR(10),
    to_date VARCHAR(10),
    end_reason VARCHAR(200),
    remark VARCHAR(500),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX ix_team_member_helper_id ON team_member (helper_id);

CREATE INDEX ix_team_member_team_id ON team_member (team_id);

CREATE TABLE service_item (
    name VARCHAR(80) NOT NULL,
    kind VARCHAR(40),
    covers VARCHAR(500),
    serves TEXT NOT NULL,
    term_hours INTEGER,
    usual_minutes INTEGER,
    team_ids TEXT NOT NULL,
    helper_ids TEXT NOT NULL,
    hours VARCHAR(120),
    price VARCHAR(120),
    offered_from VARCHAR(10),
    offered_until VARCHAR(10),
    sort_order INTEGER,
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
