CREATE TABLE visit_sheet (
    number VARCHAR(32) NOT NULL,
    title VARCHAR(160),
    printed_on VARCHAR(10) NOT NULL,
    printed_by VARCHAR(72),
    visitors TEXT NOT NULL,
    visited_on VARCHAR(10),
    stops TEXT NOT NULL,
    passed TEXT NOT NULL,
    finished_on VARCHAR(10),
    remark VARCHAR(500),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);
CREATE INDEX visit_sheet_number ON visit_sheet (number) WHERE removed_at IS NULL;
CREATE INDEX visit_sheet_open ON visit_sheet (finished_on) WHERE removed_at IS NULL;
CREATE INDEX visit_number ON visit (visit_no) WHERE removed_at IS NULL;
