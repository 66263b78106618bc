CREATE TABLE about (
    name TEXT NOT NULL, 
    value TEXT NOT NULL, 
    PRIMARY KEY (name)
);

CREATE TABLE action (
    id TEXT NOT NULL, 
    operator TEXT NOT NULL, 
    says TEXT NOT NULL, 
    at TEXT NOT NULL, 
    first INTEGER NOT NULL, 
    last INTEGER NOT NULL, 
    undoes TEXT, 
    undone_by TEXT, 
    PRIMARY KEY (id)
);

CREATE INDEX action_operator ON action (operator, last);

CREATE TABLE change (
    seq INTEGER NOT NULL, 
    kind TEXT NOT NULL, 
    record TEXT NOT NULL, 
    action TEXT NOT NULL, 
    audience TEXT, 
    line BLOB NOT NULL, 
    digest BLOB NOT NULL, 
    PRIMARY KEY (seq)
);

CREATE INDEX change_record ON change (record, seq);

CREATE TABLE migration (
    number INTEGER NOT NULL, 
    name TEXT NOT NULL, 
    applied_at TEXT NOT NULL, 
    program TEXT NOT NULL, 
    PRIMARY KEY (number)
);

CREATE TABLE own_key (
    version INTEGER NOT NULL, 
    sign_key BLOB NOT NULL, 
    age_identity TEXT NOT NULL, 
    announcement TEXT NOT NULL, 
    made_at TEXT NOT NULL, 
    PRIMARY KEY (version)
);

CREATE TABLE package (
    peer TEXT NOT NULL, 
    direction TEXT NOT NULL, 
    copy TEXT NOT NULL, 
    number INTEGER NOT NULL, 
    first INTEGER NOT NULL, 
    last INTEGER NOT NULL, 
    name TEXT NOT NULL, 
    at TEXT NOT NULL, 
    outcome TEXT NOT NULL, 
    digest BLOB, 
    PRIMARY KEY (peer, direction, copy, number)
);

CREATE TABLE peer (
    code TEXT NOT NULL, 
    name TEXT NOT NULL, 
    town TEXT NOT NULL, 
    sign_key TEXT NOT NULL, 
    age_recipient TEXT NOT NULL, 
    secret TEXT NOT NULL, 
    number INTEGER NOT NULL, 
    exported INTEGER NOT NULL, 
    confirmed INTEGER NOT NULL, 
    confirmed_at TEXT NOT NULL, 
    following TEXT NOT NULL, 
    followed_number INTEGER NOT NULL, 
    followed_heard INTEGER NOT NULL, 
    since INTEGER NOT NULL, 
    "left" TEXT NOT NULL, 
    cursor INTEGER NOT NULL, 
    held TEXT NOT NULL, 
    retired BOOLEAN NOT NULL, 
    forked BOOLEAN NOT NULL, 
    PRIMARY KEY (code)
);

CREATE TABLE received_line (
    peer TEXT NOT NULL, 
    seq INTEGER NOT NULL, 
    line BLOB NOT NULL, 
    digest BLOB NOT NULL, 
    PRIMARY KEY (peer, seq)
);

CREATE TABLE org_unit (
    name VARCHAR(80) NOT NULL, 
    full_name VARCHAR(160), 
    unit_kind VARCHAR(40), 
    level VARCHAR(40), 
    region_code VARCHAR(12), 
    former_codes TEXT NOT NULL, 
    urban_rural VARCHAR(3), 
    parent_id VARCHAR(36), 
    county VARCHAR(80), 
    town VARCHAR(80), 
    town_id VARCHAR(36), 
    sort_order INTEGER, 
    has_station BOOLEAN, 
    station_code VARCHAR(32), 
    opened_on VARCHAR(10), 
    closed_on VARCHAR(10), 
    succeeded_by VARCHAR(36), 
    has_call_room BOOLEAN, 
    call_room_opened_on VARCHAR(10), 
    call_room_equipment TEXT NOT NULL, 
    contact_name VARCHAR(72), 
    contact_phone VARCHAR(40), 
    household_count INTEGER, 
    resident_count INTEGER, 
    remark VARCHAR(2000), 
    "key" INTEGER NOT NULL, 
    id VARCHAR(36) NOT NULL, 
    author VARCHAR(32) NOT NULL, 
    audience VARCHAR(80), 
    removed_at VARCHAR(32), 
    PRIMARY KEY ("key"), 
    UNIQUE (id, author)
);

CREATE INDEX ix_org_unit_region_code ON org_unit (region_code);

CREATE INDEX ix_org_unit_station_code ON org_unit (station_code);

CREATE TABLE station (
    code VARCHAR(32) NOT NULL, 
    name VARCHAR(80) NOT NULL, 
    org_unit_id VARCHAR(36), 
    village VARCHAR(80), 
    town VARCHAR(80), 
    county VARCHAR(80), 
    region_code VARCHAR(12), 
    address VARCHAR(200), 
    duty_phone VARCHAR(40), 
    office_phone VARCHAR(40), 
    complaint_phone VARCHAR(40), 
    office_hours VARCHAR(120), 
    leader_name VARCHAR(72), 
    leader_phone VARCHAR(40), 
    grids TEXT NOT NULL, 
    village_groups TEXT NOT NULL, 
    slogan VARCHAR(80), 
    card_title VARCHAR(40), 
    card_greeting VARCHAR(120), 
    card_footer VARCHAR(120), 
    card_version INTEGER, 
    card_version_on VARCHAR(10), 
    wechat VARCHAR(80), 
    opened_on VARCHAR(10), 
    remark VARCHAR(2000), 
    "key" INTEGER NOT NULL, 
    id VARCHAR(36) NOT NULL, 
    author VARCHAR(32) NOT NULL, 
    audience VARCHAR(80), 
    removed_at VARCHAR(32), 
    PRIMARY KEY ("key"), 
    UNIQUE (id, author)
);

CREATE INDEX ix_station_code ON station (code);

CREATE TABLE operator (
    name VARCHAR(72) NOT NULL, 
    post VARCHAR(80), 
    helper_id VARCHAR(36), 
    may_see_children BOOLEAN NOT NULL, 
    may_change_settings BOOLEAN NOT NULL, 
    slot VARCHAR(36), 
    joined_on VARCHAR(10), 
    left_on VARCHAR(10), 
    approved_by VARCHAR(72), 
    approved_on VARCHAR(10), 
    remark VARCHAR(500), 
    "key" INTEGER NOT NULL, 
    id VARCHAR(36) NOT NULL, 
    author VARCHAR(32) NOT NULL, 
    audience VARCHAR(80), 
    removed_at VARCHAR(32), 
    PRIMARY KEY ("key"), 
    UNIQUE (id, author)
);

CREATE TABLE setting (
    name VARCHAR(80) NOT NULL, 
    value VARCHAR(1000000) NOT NULL, 
    "key" INTEGER NOT NULL, 
    id VARCHAR(36) NOT NULL, 
    author VARCHAR(32) NOT NULL, 
    audience VARCHAR(80), 
    removed_at VARCHAR(32), 
    PRIMARY KEY ("key"), 
    UNIQUE (id, author)
);

CREATE INDEX ix_setting_name ON setting (name);

CREATE TABLE code (
    table_name VARCHAR(40) NOT NULL, 
    code VARCHAR(40) NOT NULL, 
    label VARCHAR(80) NOT NULL, 
    national VARCHAR(20), 
    parent VARCHAR(40), 
    synonyms TEXT NOT NULL, 
    axis VARCHAR(20), 
    restricted BOOLEAN NOT NULL, 
    is_group BOOLEAN NOT NULL, 
    sort_order INTEGER, 
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

CREATE INDEX ix_code_table_name ON code (table_name);

CREATE TABLE grade_scheme (
    code VARCHAR(40) NOT NULL, 
    name VARCHAR(80) NOT NULL, 
    applies_to VARCHAR(40), 
    grades TEXT NOT NULL, 
    score_items TEXT NOT NULL, 
    first_visit_workdays INTEGER, 
    review_months INTEGER, 
    valid_from VARCHAR(10), 
    valid_to VARCHAR(10), 
    remark VARCHAR(1000), 
    "key" INTEGER NOT NULL, 
    id VARCHAR(36) NOT NULL, 
    author VARCHAR(32) NOT NULL, 
    audience VARCHAR(80), 
    removed_at VARCHAR(32), 
    PRIMARY KEY ("key"), 
    UNIQUE (id, author)
);

CREATE INDEX ix_grade_scheme_code ON grade_scheme (code);

CREATE TABLE household (
    household_no VARCHAR(32), 
    head_id VARCHAR(36), 
    head_name VARCHAR(72), 
    region_code VARCHAR(12), 
    village VARCHAR(80), 
    village_group VARCHAR(40), 
    hamlet VARCHAR(40), 
    grid_code VARCHAR(32), 
    address VARCHAR(200), 
    registered_address VARCHAR(200), 
    household_reg_type VARCHAR(40), 
    household_size INTEGER, 
    resident_size INTEGER, 
    phone VARCHAR(40), 
    route_order INTEGER, 
    is_remote BOOLEAN, 
    directions VARCHAR(200), 
    housing_structure VARCHAR(40), 
    housing_grade VARCHAR(40), 
    heating VARCHAR(40), 
    utilities TEXT NOT NULL, 
    housing_note VARCHAR(500), 
    moved_in_on VARCHAR(10), 
    moved_out_on VARCHAR(10), 
    merged_into VARCHAR(36), 
    source VARCHAR(160), 
    remark VARCHAR(2000), 
    "key" INTEGER NOT NULL, 
    id VARCHAR(36) NOT NULL, 
    author VARCHAR(32) NOT NULL, 
    audience VARCHAR(80), 
    removed_at VARCHAR(32), 
    PRIMARY KEY ("key"), 
    UNIQUE (id, author)
);

CREATE INDEX ix_household_household_no ON household (household_no);

CREATE INDEX ix_household_village_group ON household (village_group);

CREATE TABLE resident (
    name VARCHAR(72) NOT NULL, 
    former_name VARCHAR(72), 
    nickname VARCHAR(72), 
    alias VARCHAR(72), 
    sex VARCHAR(40), 
    ethnicity VARCHAR(40), 
    birth_date VARCHAR(10), 
    birth_precision VARCHAR(40), 
    birth_calendar VARCHAR(40), 
    birth_written VARCHAR(60), 
    birthday VARCHAR(5), 
    birthday_calendar VARCHAR(40), 
    id_type VARCHAR(40), 
    id_no VARCHAR(40), 
    id_state VARCHAR(40), 
    household_id VARCHAR(36), 
    relation_to_head VARCHAR(40), 
    head_name VARCHAR(72), 
    region_code VARCHAR(12), 
    village VARCHAR(80), 
    village_group VARCHAR(40), 
    hamlet VARCHAR(40), 
    registered_address VARCHAR(200), 
    current_address VARCHAR(200), 
    grid_code VARCHAR(32), 
    grid_leader_id VARCHAR(36), 
    household_reg_type VARCHAR(40), 
    has_hukou BOOLEAN, 
    is_separated_residence BOOLEAN, 
    marital_status VARCHAR(40), 
    education VARCHAR(40), 
    political_status VARCHAR(40), 
    standing TEXT NOT NULL, 
    occupation VARCHAR(80), 
    labor_capacity VARCHAR(40), 
    is_migrant BOOLEAN, 
    migrant_place VARCHAR(120), 
    migrant_employer VARCHAR(120), 
    migrant_since VARCHAR(10), 
    expected_return VARCHAR(10), 
    phones TEXT NOT NULL, 
    emergency_contacts TEXT NOT NULL, 
    residency_status VARCHAR(40), 
    residency_since VARCHAR(10), 
    residency_place VARCHAR(120), 
    merged_into VARCHAR(36), 
    came_from VARCHAR(36), 
    enrolled_on VARCHAR(10), 
    closed_on VARCHAR(10), 
    close_reason VARCHAR(40), 
    route_order INTEGER, 
    source VARCHAR(160), 
    remark VARCHAR(2000), 
    health_status VARCHAR(40), 
    health_kind VARCHAR(40), 
    health_note VARCHAR(1000), 
    illness_type VARCHAR(120), 
    chronic TEXT NOT NULL, 
    mobility VARCHAR(40), 
    is_remote BOOLEAN, 
    smartphone_ability VARCHAR(40), 
    has_wechat BOOLEAN, 
    wechat VARCHAR(80), 
    needs TEXT NOT NULL, 
    difficulties VARCHAR(1000), 
    hobbies TEXT NOT NULL, 
    income_sources TEXT NOT NULL, 
    aid TEXT NOT NULL, 
    care_consent BOOLEAN, 
    care_consent_on VARCHAR(10), 
    living_arrangement VARCHAR(40), 
    children_whereabouts VARCHAR(40), 
    family_history VARCHAR(40), 
    self_care VARCHAR(40), 
    self_care_score INTEGER, 
    self_care_on VARCHAR(10), 
    dependency_level VARCHAR(40), 
    dependency_score INTEGER, 
    dependency_on VARCHAR(10), 
    dependency_assessor VARCHAR(72), 
    children_count INTEGER, 
    visit_home_freq VARCHAR(40), 
    cognition_screen VARCHAR(40), 
    cognition_score INTEGER, 
    mood_screen VARCHAR(40), 
    mood_score INTEGER, 
    has_pension BOOLEAN, 
    pension_monthly INTEGER, 
    old_age_allowance INTEGER, 
    children_support INTEGER, 
    pension_check_due VARCHAR(10), 
    pension_check_done VARCHAR(10), 
    child_number VARCHAR(40), 
    schooling VARCHAR(40), 
    school VARCHAR(120), 
    grade_class VARCHAR(60), 
    is_boarding BOOLEAN, 
    teacher_name VARCHAR(72), 
    teacher_phone VARCHAR(40), 
    parents_away VARCHAR(40), 
    incapable_parent VARCHAR(40), 
    father_status VARCHAR(40), 
    mother_status VARCHAR(40), 
    parents_evidence VARCHAR(200), 
    parents_evidence_on VARCHAR(10), 
    parents_return VARCHAR(40), 
    has_delegated_guardian BOOLEAN, 
    guardianship_letter_signed BOOLEAN, 
    guardianship_letter_on VARCHAR(10), 
    guardianship_kind VARCHAR(40), 
    guardianship_grade VARCHAR(40), 
    guardianship_assessed_on VARCHAR(10), 
    child_officer_id VARCHAR(36), 
    child_officer_name VARCHAR(72), 
    study_note VARCHAR(500), 
    counselling_note VARCHAR(4000), 
    disability_no VARCHAR(40), 
    disability_no_state VARCHAR(40), 
    disability_kind VARCHAR(40), 
    disability_grade VARCHAR(40), 
    disability_parts TEXT NOT NULL, 
    disability_issued_on VARCHAR(10), 
    disability_valid_to VARCHAR(10), 
    disability_cause VARCHAR(200), 
    disability_since VARCHAR(10), 
    living_allowance INTEGER, 
    living_allowance_from VARCHAR(10), 
    living_allowance_to VARCHAR(10), 
    nursing_allowance INTEGER, 
    nursing_allowance_from VARCHAR(10), 
    nursing_allowance_to VARCHAR(10), 
    aids TEXT NOT NULL, 
    aids_needed TEXT NOT NULL, 
    rehabilitation_needs TEXT NOT NULL, 
    employment VARCHAR(40), 
    employer VARCHAR(120), 
    employed_on VARCHAR(10), 
    "key" INTEGER NOT NULL, 
    id VARCHAR(36) NOT NULL, 
    author VARCHAR(32) NOT NULL, 
    audience VARCHAR(80), 
    removed_at VARCHAR(32), 
    PRIMARY KEY ("key"), 
    UNIQUE (id, author)
);

CREATE INDEX ix_resident_birth_date ON resident (birth_date);

CREATE INDEX ix_resident_disability_no ON resident (disability_no);

CREATE INDEX ix_resident_household_id ON resident (household_id);

CREATE INDEX ix_resident_id_no ON resident (id_no);

CREATE INDEX ix_resident_name ON resident (name);

CREATE INDEX ix_resident_pension_check_due ON resident (pension_check_due);

CREATE INDEX ix_resident_residency_status ON resident (residency_status);

CREATE INDEX ix_resident_village_group ON resident (village_group);

CREATE TABLE kin (
    resident_id VARCHAR(36) NOT NULL, 
    kin_resident_id VARCHAR(36), 
    name VARCHAR(72), 
    relation VARCHAR(40), 
    relation_written VARCHAR(40), 
    sex VARCHAR(40), 
    birth_date VARCHAR(10), 
    id_no VARCHAR(40), 
    id_state VARCHAR(40), 
    life_state VARCHAR(40), 
    phones TEXT NOT NULL, 
    wechat VARCHAR(80), 
    place VARCHAR(120), 
    works_at VARCHAR(120), 
    employer VARCHAR(120), 
    away_since VARCHAR(10), 
    visit_home_freq VARCHAR(40), 
    last_home VARCHAR(10), 
    lives_with BOOLEAN, 
    is_emergency_contact BOOLEAN, 
    contact_order INTEGER, 
    health_status VARCHAR(40), 
    source VARCHAR(160), 
    remark VARCHAR(1000), 
    "key" INTEGER NOT NULL, 
    id VARCHAR(36) NOT NULL, 
    author VARCHAR(32) NOT NULL, 
    audience VARCHAR(80), 
    removed_at VARCHAR(32), 
    PRIMARY KEY ("key"), 
    UNIQUE (id, author)
);

CREATE INDEX ix_kin_resident_id ON kin (resident_id);

CREATE TABLE guardian (
    resident_id VARCHAR(36) NOT NULL, 
    kin_id VARCHAR(36), 
    guardian_resident_id VARCHAR(36), 
    name VARCHAR(72) NOT NULL, 
    kind VARCHAR(40), 
    relation VARCHAR(40), 
    relation_written VARCHAR(40), 
    sex VARCHAR(40), 
    birth_date VARCHAR(10), 
    id_type VARCHAR(40), 
    id_no VARCHAR(40), 
    id_state VARCHAR(40), 
    phones TEXT NOT NULL, 
    address VARCHAR(200), 
    works_at VARCHAR(120), 
    health_status VARCHAR(40), 
    special_note VARCHAR(500), 
    letter_signed BOOLEAN, 
    letter_on VARCHAR(10), 
    letter_place VARCHAR(120), 
    from_date VARCHAR(10), 
    to_date VARCHAR(10), 
    end_reason VARCHAR(200), 
    source VARCHAR(160), 
    remark VARCHAR(1000), 
    "key" INTEGER NOT NULL, 
    id VARCHAR(36) NOT NULL, 
    author VARCHAR(32) NOT NULL, 
    audience VARCHAR(80), 
    removed_at VARCHAR(32), 
    PRIMARY KEY ("key"), 
    UNIQUE (id, author)
);

CREATE INDEX ix_guardian_resident_id ON guardian (resident_id);

CREATE TABLE category_tag (
    resident_id VARCHAR(36), 
    household_id VARCHAR(36), 
    category VARCHAR(40) NOT NULL, 
    restricted_category VARCHAR(40), 
    written VARCHAR(120), 
    from_date VARCHAR(10), 
    to_date VARCHAR(10), 
    evidence_kind VARCHAR(40), 
    evidence VARCHAR(200), 
    evidence_on VARCHAR(10), 
    assessor VARCHAR(72), 
    review_due VARCHAR(10), 
    source VARCHAR(160), 
    exit_reason VARCHAR(40), 
    restricted_exit_reason VARCHAR(40), 
    exit_note VARCHAR(200), 
    certificate_no VARCHAR(60), 
    aid_class VARCHAR(40), 
    persons_covered INTEGER, 
    monthly_amount INTEGER, 
    last_paid_month VARCHAR(7), 
    cause VARCHAR(200), 
    risk_kind VARCHAR(120), 
    measures VARCHAR(500), 
    responsible_name VARCHAR(72), 
    responsible_phone VARCHAR(40), 
    carer_name VARCHAR(72), 
    carer_phone VARCHAR(40), 
    notice_from VARCHAR(10), 
    notice_to VARCHAR(10), 
    pairs_with VARCHAR(36), 
    remark VARCHAR(1000), 
    "key" INTEGER NOT NULL, 
    id VARCHAR(36) NOT NULL, 
    author VARCHAR(32) NOT NULL, 
    audience VARCHAR(80), 
    removed_at VARCHAR(32), 
    PRIMARY KEY ("key"), 
    UNIQUE (id, author)
);

CREATE INDEX ix_category_tag_category ON category_tag (category);

CREATE INDEX ix_category_tag_household_id ON category_tag (household_id);

CREATE INDEX ix_category_tag_resident_id ON category_tag (resident_id);

CREATE TABLE care_grade (
    resident_id VARCHAR(36) NOT NULL, 
    scheme_code VARCHAR(40) NOT NULL, 
    scheme_id VARCHAR(36), 
    grade VARCHAR(40) NOT NULL, 
    from_date VARCHAR(10), 
    to_date VARCHAR(10), 
    scores TEXT NOT NULL, 
    total_score INTEGER, 
    assessor VARCHAR(72), 
    assessor_id VARCHAR(36), 
    approver VARCHAR(72), 
    cause VARCHAR(40), 
    reason VARCHAR(500), 
    review_due VARCHAR(10), 
    previous_id VARCHAR(36), 
    source VARCHAR(160), 
    remark VARCHAR(1000), 
    "key" INTEGER NOT NULL, 
    id VARCHAR(36) NOT NULL, 
    author VARCHAR(32) NOT NULL, 
    audience VARCHAR(80), 
    removed_at VARCHAR(32), 
    PRIMARY KEY ("key"), 
    UNIQUE (id, author)
);

CREATE INDEX ix_care_grade_resident_id ON care_grade (resident_id);

CREATE INDEX ix_care_grade_review_due ON care_grade (review_due);

CREATE TABLE helper (
    name VARCHAR(72) NOT NULL, 
    sex VARCHAR(40), 
    birth_date VARCHAR(10), 
    helper_type VARCHAR(40), 
    roles TEXT NOT NULL, 
    org VARCHAR(120), 
    org_unit_id VARCHAR(36), 
    post VARCHAR(80), 
    org_level VARCHAR(40), 
    origin VARCHAR(40), 
    political_status VARCHAR(40), 
    phones TEXT NOT NULL, 
    wechat VARCHAR(80), 
    village VARCHAR(80), 
    grid_code VARCHAR(32), 
    resident_id VARCHAR(36), 
    volunteer_no VARCHAR(40), 
    skills TEXT NOT NULL, 
    free_times VARCHAR(120), 
    most_pairings INTEGER, 
    card_title VARCHAR(40), 
    joined_on VARCHAR(10), 
    left_on VARCHAR(10), 
    leave_reason VARCHAR(200), 
    handed_over_to VARCHAR(36), 
    source VARCHAR(160), 
    remark VARCHAR(1000), 
    "key" INTEGER NOT NULL, 
    id VARCHAR(36) NOT NULL, 
    author VARCHAR(32) NOT NULL, 
    audience VARCHAR(80), 
    removed_at VARCHAR(32), 
    PRIMARY KEY ("key"), 
    UNIQUE (id, author)
);

CREATE INDEX ix_helper_name ON helper (name);

CREATE TABLE pairing (
    helper_id VARCHAR(36), 
    helper_name VARCHAR(72), 
    resident_id VARCHAR(36), 
    household_id VARCHAR(36), 
    kind VARCHAR(40), 
    mode VARCHAR(40), 
    level INTEGER, 
    level_label VARCHAR(40), 
    is_lead BOOLEAN, 
    project VARCHAR(80), 
    state VARCHAR(40), 
    start_date VARCHAR(10), 
    end_date VARCHAR(10), 
    end_reason VARCHAR(40), 
    end_note VARCHAR(200), 
    suspended_on VARCHAR(10), 
    suspended_reason VARCHAR(200), 
    helper_agreed_on VARCHAR(10), 
    resident_agreed_on VARCHAR(10), 
    agreed_by VARCHAR(72), 
    needs VARCHAR(1000), 
    measures TEXT NOT NULL, 
    frequency VARCHAR(120), 
    contact_every_days INTEGER, 
    home_visit_every_days INTEGER, 
    outcome VARCHAR(1000), 
    contact_card_given BOOLEAN, 
    previous_id VARCHAR(36), 
    source VARCHAR(160), 
    remark VARCHAR(1000), 
    "key" INTEGER NOT NULL, 
    id VARCHAR(36) NOT NULL, 
    author VARCHAR(32) NOT NULL, 
    audience VARCHAR(80), 
    removed_at VARCHAR(32), 
    PRIMARY KEY ("key"), 
    UNIQUE (id, author)
);

CREATE INDEX ix_pairing_helper_id ON pairing (helper_id);

CREATE INDEX ix_pairing_household_id ON pairing (household_id);

CREATE INDEX ix_pairing_resident_id ON pairing (resident_id);

CREATE TABLE visit (
    resident_id VARCHAR(36), 
    household_id VARCHAR(36), 
    occasion_id VARCHAR(36), 
    visit_no VARCHAR(40), 
    visited_on VARCHAR(10) NOT NULL, 
    start_time VARCHAR(5), 
    end_time VARCHAR(5), 
    place VARCHAR(120), 
    mode VARCHAR(40), 
    kind VARCHAR(40), 
    outcome VARCHAR(40), 
    visitors TEXT NOT NULL, 
    recorder VARCHAR(72), 
    met_person VARCHAR(120), 
    family_situation VARCHAR(1000), 
    content VARCHAR(4000), 
    check_items TEXT NOT NULL, 
    issues TEXT NOT NULL, 
    suggestion VARCHAR(1000), 
    action VARCHAR(1000), 
    next_plan VARCHAR(1000), 
    follow_up_due VARCHAR(10), 
    follow_up_of VARCHAR(36), 
    followed_up_on VARCHAR(10), 
    handed_out TEXT NOT NULL, 
    services TEXT NOT NULL, 
    satisfaction VARCHAR(40), 
    signature_on_paper BOOLEAN, 
    photo_ids TEXT NOT NULL, 
    photo_consent BOOLEAN, 
    campaign VARCHAR(80), 
    survey_round VARCHAR(80), 
    pairing_id VARCHAR(36), 
    minutes INTEGER, 
    counselling_note VARCHAR(4000), 
    source VARCHAR(160), 
    remark VARCHAR(1000), 
    "key" INTEGER NOT NULL, 
    id VARCHAR(36) NOT NULL, 
    author VARCHAR(32) NOT NULL, 
    audience VARCHAR(80), 
    removed_at VARCHAR(32), 
    PRIMARY KEY ("key"), 
    UNIQUE (id, author)
);

CREATE INDEX ix_visit_follow_up_due ON visit (follow_up_due);

CREATE INDEX ix_visit_household_id ON visit (household_id);

CREATE INDEX ix_visit_resident_id ON visit (resident_id);

CREATE INDEX ix_visit_visited_on ON visit (visited_on);

CREATE TABLE place (
    kind VARCHAR(40), 
    name VARCHAR(80) NOT NULL, 
    short_name VARCHAR(20), 
    person VARCHAR(72), 
    phones TEXT NOT NULL, 
    hours VARCHAR(120), 
    is_24h BOOLEAN, 
    address VARCHAR(200), 
    org_unit_id VARCHAR(36), 
    villages_served TEXT NOT NULL, 
    groups_served TEXT NOT NULL, 
    serves TEXT NOT NULL, 
    services TEXT NOT NULL, 
    price VARCHAR(120), 
    agreement VARCHAR(200), 
    wechat VARCHAR(80), 
    on_card BOOLEAN NOT NULL, 
    card_priority INTEGER, 
    instead_of VARCHAR(36), 
    checked_on VARCHAR(10), 
    valid_from VARCHAR(10), 
    valid_to VARCHAR(10), 
    source VARCHAR(160), 
    remark VARCHAR(1000), 
    "key" INTEGER NOT NULL, 
    id VARCHAR(36) NOT NULL, 
    author VARCHAR(32) NOT NULL, 
    audience VARCHAR(80), 
    removed_at VARCHAR(32), 
    PRIMARY KEY ("key"), 
    UNIQUE (id, author)
);

CREATE TABLE consent (
    resident_id VARCHAR(36) NOT NULL, 
    kind VARCHAR(40) NOT NULL, 
    given BOOLEAN NOT NULL, 
    given_by VARCHAR(40), 
    giver_name VARCHAR(72), 
    giver_relation VARCHAR(40), 
    guardian_id VARCHAR(36), 
    child_agrees BOOLEAN, 
    form VARCHAR(40), 
    witness VARCHAR(72), 
    informed BOOLEAN, 
    notice_version VARCHAR(40), 
    scope VARCHAR(500), 
    given_on VARCHAR(10) NOT NULL, 
    valid_to VARCHAR(10), 
    withdrawn_on VARCHAR(10), 
    withdrawn_reason VARCHAR(200), 
    paper_location VARCHAR(120), 
    taken_by VARCHAR(72), 
    remark VARCHAR(1000), 
    "key" INTEGER NOT NULL, 
    id VARCHAR(36) NOT NULL, 
    author VARCHAR(32) NOT NULL, 
    audience VARCHAR(80), 
    removed_at VARCHAR(32), 
    PRIMARY KEY ("key"), 
    UNIQUE (id, author)
);

CREATE INDEX ix_consent_resident_id ON consent (resident_id);

CREATE TABLE card_issue (
    resident_id VARCHAR(36), 
    household_id VARCHAR(36), 
    design VARCHAR(40) NOT NULL, 
    card_no VARCHAR(40), 
    version INTEGER, 
    issued_on VARCHAR(10) NOT NULL, 
    issued_by VARCHAR(72), 
    reason VARCHAR(40), 
    lines TEXT NOT NULL, 
    left_out TEXT NOT NULL, 
    digest VARCHAR(64), 
    copies INTEGER, 
    reprint_of VARCHAR(36), 
    handed_on VARCHAR(10), 
    handed_to VARCHAR(72), 
    handed_by VARCHAR(72), 
    void BOOLEAN NOT NULL, 
    void_on VARCHAR(10), 
    void_reason VARCHAR(200), 
    remark VARCHAR(500), 
    "key" INTEGER NOT NULL, 
    id VARCHAR(36) NOT NULL, 
    author VARCHAR(32) NOT NULL, 
    audience VARCHAR(80), 
    removed_at VARCHAR(32), 
    PRIMARY KEY ("key"), 
    UNIQUE (id, author)
);

CREATE INDEX ix_card_issue_household_id ON card_issue (household_id);

CREATE INDEX ix_card_issue_resident_id ON card_issue (resident_id);

CREATE TABLE note (
    resident_id VARCHAR(36), 
    household_id VARCHAR(36), 
    kind VARCHAR(40), 
    heading VARCHAR(120), 
    text VARCHAR(8000), 
    counselling_text VARCHAR(8000), 
    noted_on VARCHAR(10), 
    noted_by VARCHAR(72), 
    source_file VARCHAR(200), 
    source_sheet VARCHAR(80), 
    source_row INTEGER, 
    source_column VARCHAR(40), 
    "key" INTEGER NOT NULL, 
    id VARCHAR(36) NOT NULL, 
    author VARCHAR(32) NOT NULL, 
    audience VARCHAR(80), 
    removed_at VARCHAR(32), 
    PRIMARY KEY ("key"), 
    UNIQUE (id, author)
);

CREATE INDEX ix_note_household_id ON note (household_id);

CREATE INDEX ix_note_resident_id ON note (resident_id);

CREATE TABLE import_batch (
    source_name VARCHAR(260) NOT NULL, 
    sha256 VARCHAR(64) NOT NULL, 
    size INTEGER, 
    sheets TEXT NOT NULL, 
    started_at VARCHAR(32), 
    applied_at VARCHAR(32), 
    undone_at VARCHAR(32), 
    operator VARCHAR(72), 
    action VARCHAR(36), 
    rows_read INTEGER, 
    rows_added INTEGER, 
    rows_updated INTEGER, 
    rows_unchanged INTEGER, 
    rows_skipped INTEGER, 
    rows_doubtful INTEGER, 
    notes_kept INTEGER, 
    remark VARCHAR(1000), 
    "key" INTEGER NOT NULL, 
    id VARCHAR(36) NOT NULL, 
    author VARCHAR(32) NOT NULL, 
    audience VARCHAR(80), 
    removed_at VARCHAR(32), 
    PRIMARY KEY ("key"), 
    UNIQUE (id, author)
);

CREATE INDEX ix_import_batch_action ON import_batch (action);

CREATE INDEX ix_import_batch_sha256 ON import_batch (sha256);

CREATE TABLE import_row (
    batch_id VARCHAR(36) NOT NULL, 
    sheet VARCHAR(80), 
    "row" INTEGER, 
    raw TEXT NOT NULL, 
    fingerprint VARCHAR(64), 
    outcome VARCHAR(40), 
    reason VARCHAR(200), 
    problems TEXT NOT NULL, 
    resident_id VARCHAR(36), 
    records TEXT NOT NULL, 
    "key" INTEGER NOT NULL, 
    id VARCHAR(36) NOT NULL, 
    author VARCHAR(32) NOT NULL, 
    audience VARCHAR(80), 
    removed_at VARCHAR(32), 
    PRIMARY KEY ("key"), 
    UNIQUE (id, author)
);

CREATE INDEX ix_import_row_batch_id ON import_row (batch_id);

CREATE INDEX ix_import_row_fingerprint ON import_row (fingerprint);

CREATE INDEX ix_import_row_resident_id ON import_row (resident_id);

CREATE VIRTUAL TABLE resident_search USING fts5(words, name UNINDEXED, content='', contentless_delete=1, contentless_unindexed=1, tokenize='ascii');

INSERT INTO resident_search (resident_search, rank) VALUES ('pgsz', 3900);
