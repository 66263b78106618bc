CREATE TABLE wish_now (
    wish_id TEXT NOT NULL,
    state TEXT NOT NULL,
    step TEXT NOT NULL,
    due TEXT NOT NULL,
    lapses_on TEXT NOT NULL,
    claim TEXT NOT NULL,
    waiting INTEGER NOT NULL,
    PRIMARY KEY (wish_id)
) WITHOUT ROWID;

CREATE INDEX wish_kept ON wish (author, id, removed_at) WHERE removed_at IS NULL;
