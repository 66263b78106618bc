CREATE TABLE carrier (
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    login TEXT NOT NULL,
    password TEXT NOT NULL,
    key_text TEXT NOT NULL,
    host_key TEXT NOT NULL,
    authority TEXT NOT NULL,
    every_hours INTEGER NOT NULL,
    time_of_day TEXT NOT NULL,
    tried_at TEXT NOT NULL,
    done_at TEXT NOT NULL,
    next_at TEXT NOT NULL,
    failures INTEGER NOT NULL,
    says TEXT NOT NULL,
    sending TEXT NOT NULL,
    fetched TEXT NOT NULL,
    PRIMARY KEY (name)
);

CREATE INDEX action_last ON action (last, at);
