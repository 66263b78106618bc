CREATE TABLE day_off (
    day VARCHAR(10) NOT NULL,
    kind VARCHAR(40) NOT NULL,
    name VARCHAR(40),
    remark VARCHAR(200),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX ix_day_off_day ON day_off (day);

CREATE TABLE bad_weather (
    from_date VARCHAR(10) NOT NULL,
    to_date VARCHAR(10),
    text VARCHAR(40) NOT NULL,
    remark VARCHAR(200),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX ix_bad_weather_from_date ON bad_weather (from_date);

CREATE TABLE stand_in (
    helper_id VARCHAR(36),
    helper_name VARCHAR(72),
    from_date VARCHAR(10) NOT NULL,
    to_date VARCHAR(10),
    stand_in_helper_id VARCHAR(36),
    stand_in_name VARCHAR(72),
    reason VARCHAR(200),
    remark VARCHAR(500),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX ix_stand_in_helper_id ON stand_in (helper_id);

CREATE INDEX ix_stand_in_stand_in_helper_id ON stand_in (stand_in_helper_id);

CREATE TABLE grade_scheme_with_rest (
    code VARCHAR(40) NOT NULL,
    name VARCHAR(80) NOT NULL,
    applies_to VARCHAR(40),
    grades TEXT NOT NULL,
    score_items TEXT NOT NULL,
    first_visit_workdays INTEGER,
    review_months INTEGER,
    on_rest_days VARCHAR(40),
    valid_from VARCHAR(10),
    valid_to VARCHAR(10),
    remark VARCHAR(1000),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

INSERT INTO grade_scheme_with_rest (code, name, applies_to, grades, score_items, first_visit_workdays, review_months, valid_from, valid_to, remark, "key", id, author, audience, removed_at)
SELECT code, name, applies_to, grades, score_items, first_visit_workdays, review_months, valid_from, valid_to, remark, "key", id, author, audience, removed_at FROM grade_scheme;

DROP TABLE grade_scheme;

ALTER TABLE grade_scheme_with_rest RENAME TO grade_scheme;

CREATE INDEX ix_grade_scheme_code ON grade_scheme (code);

CREATE INDEX status_change_day ON status_change (happened_on) WHERE removed_at IS NULL;

CREATE INDEX care_grade_begun ON care_grade (from_date, resident_id) WHERE removed_at IS NULL;

DROP INDEX care_grade_force;

CREATE INDEX care_grade_force ON care_grade (resident_id, author, from_date, to_date, scheme_code, grade, removed_at) WHERE removed_at IS NULL;

DROP INDEX resident_care;

CREATE INDEX resident_care ON resident (id, author, residency_status, residency_since, closed_on, removed_at) WHERE removed_at IS NULL;

DROP INDEX visit_contact;

CREATE INDEX visit_contact ON visit (resident_id, visited_on, outcome, mode, removed_at) WHERE removed_at IS NULL;

CREATE INDEX visit_day ON visit (visited_on, author, outcome, removed_at) WHERE removed_at IS NULL;

CREATE INDEX visit_emergency ON visit (visited_on, resident_id) WHERE kind = 'emergency' AND removed_at IS NULL;

CREATE INDEX guardian_ended ON guardian (to_date, resident_id) WHERE removed_at IS NULL;

CREATE TABLE last_contact (
    resident_id TEXT NOT NULL,
    reached TEXT,
    mode TEXT,
    home TEXT,
    tried TEXT,
    outcome TEXT,
    PRIMARY KEY (resident_id)
) WITHOUT ROWID;

INSERT INTO last_contact (resident_id, reached, mode, home, tried, outcome)
SELECT one.resident_id,
  (SELECT v.visited_on FROM visit v WHERE v.resident_id = one.resident_id AND v.removed_at IS NULL AND v.outcome = 'met' ORDER BY v.visited_on DESC, v."key" DESC LIMIT 1),
  (SELECT v.mode FROM visit v WHERE v.resident_id = one.resident_id AND v.removed_at IS NULL AND v.outcome = 'met' ORDER BY v.visited_on DESC, v."key" DESC LIMIT 1),
  (SELECT v.visited_on FROM visit v WHERE v.resident_id = one.resident_id AND v.removed_at IS NULL AND v.outcome = 'met' AND v.mode = 'home' ORDER BY v.visited_on DESC, v."key" DESC LIMIT 1),
  (SELECT v.visited_on FROM visit v WHERE v.resident_id = one.resident_id AND v.removed_at IS NULL AND ifnull(v.outcome, '') <> 'met' ORDER BY v.visited_on DESC, v."key" DESC LIMIT 1),
  (SELECT v.outcome FROM visit v WHERE v.resident_id = one.resident_id AND v.removed_at IS NULL AND ifnull(v.outcome, '') <> 'met' ORDER BY v.visited_on DESC, v."key" DESC LIMIT 1)
FROM (SELECT DISTINCT resident_id FROM visit WHERE removed_at IS NULL AND resident_id IS NOT NULL) one;
