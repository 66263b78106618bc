CREATE INDEX kin_is_resident ON kin (kin_resident_id) WHERE kin_resident_id IS NOT NULL;
