ALTER TABLE package ADD COLUMN confirmed INTEGER;

CREATE TABLE refused_file (
	name TEXT NOT NULL, 
	at TEXT NOT NULL, 
	why TEXT NOT NULL, 
	says TEXT NOT NULL, 
	PRIMARY KEY (name)
);
