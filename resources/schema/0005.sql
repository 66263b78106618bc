CREATE TABLE station_with_lines (
    code VARCHAR(32) NOT NULL,
    name VARCHAR(80) NOT NULL,
    org_unit_id VARCHAR(36),
    village VARCHAR(80),
    town VARCHAR(80),
    county VARCHAR(80),
    region_code VARCHAR(12),
    address VARCHAR(200),
    duty_phone VARCHAR(40),
    office_phone VARCHAR(40),
    complaint_phone VARCHAR(40),
    office_hours VARCHAR(120),
    leader_name VARCHAR(72),
    leader_phone VARCHAR(40),
    grids TEXT NOT NULL,
    village_groups TEXT NOT NULL,
    slogan VARCHAR(80),
    card_title VARCHAR(40),
    card_greeting VARCHAR(120),
    card_footer VARCHAR(120),
    card_places TEXT NOT NULL,
    card_version INTEGER,
    card_version_on VARCHAR(10),
    wechat VARCHAR(80),
    opened_on VARCHAR(10),
    remark VARCHAR(2000),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

INSERT INTO station_with_lines (code, name, org_unit_id, village, town, county, region_code, address, duty_phone, office_phone, complaint_phone, office_hours, leader_name, leader_phone, grids, village_groups, slogan, card_title, card_greeting, card_footer, card_version, card_version_on, wechat, opened_on, remark, "key", id, author, audience, removed_at, card_places)
SELECT code, name, org_unit_id, village, town, county, region_code, address, duty_phone, office_phone, complaint_phone, office_hours, leader_name, leader_phone, grids, village_groups, slogan, card_title, card_greeting, card_footer, card_version, card_version_on, wechat, opened_on, remark, "key", id, author, audience, removed_at, '[]' FROM station;

DROP TABLE station;

ALTER TABLE station_with_lines RENAME TO station;

CREATE INDEX ix_station_code ON station (code);
