CREATE TABLE came_package (
    number INTEGER NOT NULL,
    at TEXT NOT NULL,
    file TEXT NOT NULL,
    station TEXT NOT NULL,
    outcome TEXT NOT NULL,
    changes INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    says TEXT NOT NULL,
    PRIMARY KEY (number)
);

CREATE INDEX came_package_station ON came_package (station, number);
