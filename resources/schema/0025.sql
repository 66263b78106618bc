CREATE INDEX health_reading_fall ON health_reading (taken_on, resident_id) WHERE instr(symptoms, '"fall"') AND removed_at IS NULL;
