CREATE TABLE access_entry (
	operator VARCHAR(72) NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	what VARCHAR(40) NOT NULL, 
	resident_id VARCHAR(36), 
	about VARCHAR(200), 
	people INTEGER, 
	pages INTEGER, 
	sheets INTEGER, 
	copies INTEGER, 
	reprint BOOLEAN NOT NULL, 
	target VARCHAR(40), 
	"key" INTEGER NOT NULL, 
	id VARCHAR(36) NOT NULL, 
	author VARCHAR(32) NOT NULL, 
	audience VARCHAR(80), 
	removed_at VARCHAR(32), 
	PRIMARY KEY ("key"), 
	UNIQUE (id, author)
);

CREATE INDEX ix_access_entry_at ON access_entry (at);

CREATE INDEX ix_access_entry_operator ON access_entry (operator);

CREATE INDEX ix_access_entry_resident_id ON access_entry (resident_id);

CREATE INDEX ix_access_entry_what ON access_entry (what);

CREATE TABLE form_draft (
	operator VARCHAR(72) NOT NULL, 
	form VARCHAR(40) NOT NULL, 
	about VARCHAR(80), 
	typed TEXT NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	"key" INTEGER NOT NULL, 
	id VARCHAR(36) NOT NULL, 
	author VARCHAR(32) NOT NULL, 
	audience VARCHAR(80), 
	removed_at VARCHAR(32), 
	PRIMARY KEY ("key"), 
	UNIQUE (id, author)
);

CREATE INDEX ix_form_draft_operator ON form_draft (operator);
