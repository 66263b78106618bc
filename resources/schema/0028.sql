CREATE TABLE task (
    title VARCHAR(80) NOT NULL,
    text VARCHAR(2000),
    kind VARCHAR(40),
    given_on VARCHAR(10),
    due_on VARCHAR(10),
    asks_for TEXT NOT NULL,
    contact VARCHAR(120),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX ix_task_due_on ON task (due_on);

CREATE TABLE task_report (
    task_id VARCHAR(36) NOT NULL,
    about VARCHAR(80),
    outcome VARCHAR(40) NOT NULL,
    reported_on VARCHAR(10),
    reported_by VARCHAR(72),
    text VARCHAR(1000),
    figures TEXT NOT NULL,
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX ix_task_report_task_id ON task_report (task_id);

CREATE TABLE correction_request (
    record_kind VARCHAR(40) NOT NULL,
    record_id VARCHAR(36) NOT NULL,
    field VARCHAR(40),
    doubted VARCHAR(300),
    question VARCHAR(500) NOT NULL,
    asked_on VARCHAR(10),
    due_on VARCHAR(10),
    contact VARCHAR(120),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX ix_correction_request_record_id ON correction_request (record_id);

CREATE TABLE correction_answer (
    request_id VARCHAR(36) NOT NULL,
    about VARCHAR(80),
    answer VARCHAR(40) NOT NULL,
    reason VARCHAR(500),
    answered_on VARCHAR(10),
    answered_by VARCHAR(72),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX ix_correction_answer_request_id ON correction_answer (request_id);

CREATE TABLE announcement (
    title VARCHAR(80) NOT NULL,
    text VARCHAR(4000) NOT NULL,
    valid_from VARCHAR(10),
    valid_until VARCHAR(10),
    must_be_read BOOLEAN NOT NULL,
    contact VARCHAR(120),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX ix_announcement_valid_from ON announcement (valid_from);

CREATE TABLE announcement_read (
    announcement_id VARCHAR(36) NOT NULL,
    about VARCHAR(80),
    read_by VARCHAR(72),
    read_at VARCHAR(32),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX ix_announcement_read_announcement_id ON announcement_read (announcement_id);

CREATE TABLE report_template (
    name VARCHAR(80) NOT NULL,
    period VARCHAR(40) NOT NULL,
    rows TEXT NOT NULL,
    valid_from VARCHAR(10),
    valid_to VARCHAR(10),
    remark VARCHAR(500),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);
