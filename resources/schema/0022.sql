CREATE TABLE health_record (
    resident_id VARCHAR(36),
    opened_on VARCHAR(10),
    blood_type VARCHAR(40),
    allergies VARCHAR(200),
    doctor_name VARCHAR(72),
    doctor_phone VARCHAR(40),
    helper_id VARCHAR(36),
    hospital VARCHAR(80),
    insurance VARCHAR(40),
    remark VARCHAR(500),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX ix_health_record_resident_id ON health_record (resident_id);

CREATE TABLE health_reading (
    resident_id VARCHAR(36) NOT NULL,
    taken_on VARCHAR(10) NOT NULL,
    at VARCHAR(5),
    place VARCHAR(40),
    systolic INTEGER,
    diastolic INTEGER,
    heart_rate INTEGER,
    glucose_fasting INTEGER,
    glucose_after_meal INTEGER,
    temperature INTEGER,
    oxygen INTEGER,
    weight INTEGER,
    height INTEGER,
    waist INTEGER,
    symptoms TEXT NOT NULL,
    measured_by VARCHAR(120),
    advice VARCHAR(500),
    follow_up_due VARCHAR(10),
    followed_up_on VARCHAR(10),
    visit_id VARCHAR(36),
    occasion_id VARCHAR(36),
    recorder VARCHAR(72),
    remark VARCHAR(500),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX health_reading_follow ON health_reading (follow_up_due) WHERE follow_up_due IS NOT NULL AND followed_up_on IS NULL AND removed_at IS NULL;

CREATE INDEX health_reading_latest ON health_reading (resident_id, taken_on) WHERE removed_at IS NULL;

CREATE INDEX health_reading_pressure ON health_reading (taken_on, resident_id) WHERE systolic IS NOT NULL AND removed_at IS NULL;

CREATE TABLE medicine (
    resident_id VARCHAR(36),
    name VARCHAR(80) NOT NULL,
    dose VARCHAR(40),
    times_a_day INTEGER,
    when_taken VARCHAR(40),
    from_date VARCHAR(10),
    to_date VARCHAR(10),
    end_reason VARCHAR(80),
    fetched_by VARCHAR(72),
    refill_every_days INTEGER,
    next_refill VARCHAR(10),
    remark VARCHAR(500),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX ix_medicine_resident_id ON medicine (resident_id);

CREATE INDEX medicine_refill ON medicine (next_refill) WHERE next_refill IS NOT NULL AND removed_at IS NULL;

CREATE TABLE care_plan (
    resident_id VARCHAR(36) NOT NULL,
    version INTEGER NOT NULL,
    made_on VARCHAR(10) NOT NULL,
    made_by VARCHAR(72),
    problems TEXT NOT NULL,
    goals TEXT NOT NULL,
    measures TEXT NOT NULL,
    review_due VARCHAR(10),
    review_when VARCHAR(120),
    reviewed_on VARCHAR(10),
    reviewed_by VARCHAR(72),
    review_result VARCHAR(40),
    review_note VARCHAR(500),
    agreed_on VARCHAR(10),
    agreed_by VARCHAR(72),
    previous_id VARCHAR(36),
    ended_on VARCHAR(10),
    end_reason VARCHAR(120),
    remark VARCHAR(500),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX care_plan_of ON care_plan (resident_id, version) WHERE removed_at IS NULL;

CREATE INDEX care_plan_open ON care_plan (author, resident_id) WHERE ended_on IS NULL AND removed_at IS NULL;

CREATE TABLE plan_step (
    resident_id VARCHAR(36) NOT NULL,
    plan_id VARCHAR(36),
    measure VARCHAR(36) NOT NULL,
    done_on VARCHAR(10) NOT NULL,
    done_by VARCHAR(72),
    note VARCHAR(200),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX plan_step_of ON plan_step (resident_id, done_on) WHERE removed_at IS NULL;
