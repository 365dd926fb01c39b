-- Rounds of visits 集中走访: the list that was approved, the groups, and the sheets that are signed and settled.

CREATE TABLE rounds (
    round_id TEXT NOT NULL PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES party_organizations (organization_id),
    title TEXT NOT NULL,
    occasion TEXT NOT NULL,
    rules TEXT NOT NULL,
    opens_on TEXT NOT NULL,
    closes_on TEXT NOT NULL,
    as_of TEXT NOT NULL,
    pack_version TEXT NOT NULL,
    budget_fen INTEGER NOT NULL,
    plain_gift_fen INTEGER,
    goods_name TEXT,
    goods_fen INTEGER,
    state TEXT NOT NULL,
    drafted_by TEXT NOT NULL,
    drafted_at INTEGER NOT NULL,
    submitted_by TEXT,
    submitted_at INTEGER,
    approved_by TEXT,
    approved_at INTEGER,
    returned TEXT,
    ended_by TEXT,
    ended_at INTEGER,
    CONSTRAINT rounds_days_check CHECK (opens_on <= closes_on),
    CONSTRAINT rounds_goods_check CHECK ((goods_name IS NULL) = (goods_fen IS NULL)),
    CONSTRAINT rounds_two_people_check CHECK (approved_by <> drafted_by AND approved_by <> submitted_by),
    CONSTRAINT rounds_approved_check CHECK (approved_by IS NOT NULL OR state IN ('drafted', 'submitted', 'given-up'))
) STRICT, WITHOUT ROWID;
CREATE INDEX rounds_drafted_idx ON rounds (drafted_at, round_id);

CREATE TABLE round_people (
    round_id TEXT NOT NULL REFERENCES rounds (round_id),
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    household_id TEXT REFERENCES households (household_id),
    organization_id TEXT NOT NULL REFERENCES party_organizations (organization_id),
    listing TEXT NOT NULL,
    left_out TEXT,
    reasons TEXT NOT NULL,
    act TEXT NOT NULL,
    mention TEXT,
    gift_fen INTEGER,
    ask TEXT NOT NULL,
    words TEXT,
    changed_by TEXT,
    changed_at INTEGER,
    decided_by TEXT,
    decided_at INTEGER,
    PRIMARY KEY (round_id, person_id),
    CONSTRAINT round_people_gift_check CHECK (gift_fen IS NULL OR (gift_fen > 0 AND act = 'visit-with-gift')),
    CONSTRAINT round_people_words_check CHECK ((words IS NULL) = (changed_by IS NULL) AND (words IS NULL) = (changed_at IS NULL)),
    CONSTRAINT round_people_two_people_check CHECK (decided_by <> changed_by OR listing = 'removed')
) STRICT, WITHOUT ROWID;
CREATE INDEX round_people_person_idx ON round_people (person_id);
CREATE INDEX round_people_organization_idx ON round_people (organization_id, round_id);

CREATE TABLE round_groups (
    group_id TEXT NOT NULL PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES rounds (round_id),
    number INTEGER NOT NULL,
    leader_id TEXT REFERENCES persons (person_id),
    leader_name TEXT,
    members TEXT,
    state TEXT NOT NULL,
    CONSTRAINT round_groups_leader_check CHECK ((leader_id IS NULL) <> (leader_name IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX round_groups_round_idx ON round_groups (round_id, number);

CREATE TABLE round_sheets (
    sheet_id TEXT NOT NULL PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES rounds (round_id),
    group_id TEXT NOT NULL REFERENCES round_groups (group_id),
    number INTEGER NOT NULL,
    code TEXT NOT NULL,
    is_follow_up INTEGER NOT NULL CHECK (is_follow_up IN (0, 1)),
    state TEXT NOT NULL,
    made_on TEXT,
    drawn_fen INTEGER,
    delivered_fen INTEGER,
    returned_fen INTEGER,
    entered_by TEXT,
    entered_at INTEGER,
    drawn_up_at INTEGER NOT NULL,
    CONSTRAINT round_sheets_entered_check CHECK ((state = 'entered') = (made_on IS NOT NULL AND drawn_fen IS NOT NULL
        AND delivered_fen IS NOT NULL AND returned_fen IS NOT NULL AND entered_by IS NOT NULL AND entered_at IS NOT NULL)),
    CONSTRAINT round_sheets_settled_check CHECK (delivered_fen >= 0 AND returned_fen >= 0 AND delivered_fen + returned_fen = drawn_fen)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX round_sheets_code_key ON round_sheets (code);
CREATE INDEX round_sheets_round_idx ON round_sheets (round_id, group_id, number);

CREATE TABLE round_sheet_rows (
    sheet_id TEXT NOT NULL REFERENCES round_sheets (sheet_id),
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    stop INTEGER NOT NULL,
    place INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    why TEXT,
    words TEXT,
    next_on TEXT,
    visit_id TEXT REFERENCES visits (visit_id),
    PRIMARY KEY (sheet_id, person_id),
    CONSTRAINT round_sheet_rows_outcome_check CHECK ((outcome = 'delivered') = (visit_id IS NOT NULL)
        AND (outcome = 'unreached') = (why IS NOT NULL) AND (why IS NOT NULL OR (words IS NULL AND next_on IS NULL)))
) STRICT, WITHOUT ROWID;
CREATE INDEX round_sheet_rows_person_idx ON round_sheet_rows (person_id);
CREATE INDEX round_sheet_rows_next_idx ON round_sheet_rows (next_on) WHERE next_on IS NOT NULL;
