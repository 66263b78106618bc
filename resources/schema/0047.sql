CREATE TABLE incident (
    resident_id VARCHAR(36),
    somebody VARCHAR(72),
    started_at VARCHAR(32) NOT NULL,
    happened_on VARCHAR(10) NOT NULL,
    called_at VARCHAR(5) NOT NULL,
    caller VARCHAR(72),
    caller_phone VARCHAR(40),
    what VARCHAR(200),
    place VARCHAR(200),
    way VARCHAR(200),
    taken_by VARCHAR(72),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX incident_day ON incident (happened_on, author, id, resident_id, called_at, removed_at) WHERE removed_at IS NULL;

CREATE INDEX ix_incident_resident_id ON incident (resident_id);

CREATE TABLE incident_event (
    incident_id VARCHAR(36) NOT NULL,
    kind VARCHAR(40) NOT NULL,
    happened_at VARCHAR(32) NOT NULL,
    happened_on VARCHAR(10) NOT NULL,
    at VARCHAR(5) NOT NULL,
    whom VARCHAR(72),
    line VARCHAR(80),
    is_kin BOOLEAN,
    text VARCHAR(500),
    follow_up_on VARCHAR(10),
    follow_up_at VARCHAR(5),
    follow_up_by VARCHAR(72),
    done_by VARCHAR(72),
    "key" INTEGER NOT NULL,
    id VARCHAR(36) NOT NULL,
    author VARCHAR(32) NOT NULL,
    audience VARCHAR(80),
    removed_at VARCHAR(32),
    PRIMARY KEY ("key"),
    UNIQUE (id, author)
);

CREATE INDEX incident_event_of ON incident_event (incident_id, kind, author, happened_on, follow_up_on, removed_at) WHERE removed_at IS NULL;

CREATE INDEX ix_incident_event_incident_id ON incident_event (incident_id);
