-- Rounds of visits 集中走访: the list that was approved, the groups, and the sheets that are signed and settled.

CREATE TABLE rounds (
    round_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    organization_id TEXT COLLATE "C" NOT NULL REFERENCES party_organizations (organization_id),
    title TEXT COLLATE "C" NOT NULL,
    occasion TEXT COLLATE "C" NOT NULL,
    rules TEXT COLLATE "C" NOT NULL,
    opens_on TEXT COLLATE "C" NOT NULL,
    closes_on TEXT COLLATE "C" NOT NULL,
    as_of TEXT COLLATE "C" NOT NULL,
    pack_version TEXT COLLATE "C" NOT NULL,
    budget_fen BIGINT NOT NULL,
    plain_gift_fen BIGINT,
    goods_name TEXT COLLATE "C",
    goods_fen BIGINT,
    state TEXT COLLATE "C" NOT NULL,
    drafted_by TEXT COLLATE "C" NOT NULL,
    drafted_at BIGINT NOT NULL,
    submitted_by TEXT COLLATE "C",
    submitted_at BIGINT,
    approved_by TEXT COLLATE "C",
    approved_at BIGINT,
    returned TEXT COLLATE "C",
    ended_by TEXT COLLATE "C",
    ended_at BIGINT,
    CONSTRAINT rounds_days_check CHECK (opens_on <= closes_on),
    CONSTRAINT rounds_goods_check CHECK ((goods_name IS NULL) = (goods_fen IS NULL)),
    CONSTRAINT rounds_two_people_check CHECK (approved_by <> drafted_by AND approved_by <> submitted_by),
    CONSTRAINT rounds_approved_check CHECK (approved_by IS NOT NULL OR state IN ('drafted', 'submitted', 'given-up'))
);
CREATE INDEX rounds_drafted_idx ON rounds (drafted_at, round_id);

CREATE TABLE round_people (
    round_id TEXT COLLATE "C" NOT NULL REFERENCES rounds (round_id),
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    household_id TEXT COLLATE "C" REFERENCES households (household_id),
    organization_id TEXT COLLATE "C" NOT NULL REFERENCES party_organizations (organization_id),
    listing TEXT COLLATE "C" NOT NULL,
    left_out TEXT COLLATE "C",
    reasons TEXT COLLATE "C" NOT NULL,
    act TEXT COLLATE "C" NOT NULL,
    mention TEXT COLLATE "C",
    gift_fen BIGINT,
    ask TEXT COLLATE "C" NOT NULL,
    words TEXT COLLATE "C",
    changed_by TEXT COLLATE "C",
    changed_at BIGINT,
    decided_by TEXT COLLATE "C",
    decided_at BIGINT,
    PRIMARY KEY (round_id, person_id),
    CONSTRAINT round_people_gift_check CHECK (gift_fen IS NULL OR (gift_fen > 0 AND act = 'visit-with-gift')),
    CONSTRAINT round_people_words_check CHECK ((words IS NULL) = (changed_by IS NULL) AND (words IS NULL) = (changed_at IS NULL)),
    CONSTRAINT round_people_two_people_check CHECK (decided_by <> changed_by OR listing = 'removed')
);
CREATE INDEX round_people_person_idx ON round_people (person_id);
CREATE INDEX round_people_organization_idx ON round_people (organization_id, round_id);

CREATE TABLE round_groups (
    group_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    round_id TEXT COLLATE "C" NOT NULL REFERENCES rounds (round_id),
    number BIGINT NOT NULL,
    leader_id TEXT COLLATE "C" REFERENCES persons (person_id),
    leader_name TEXT COLLATE "C",
    members TEXT COLLATE "C",
    state TEXT COLLATE "C" NOT NULL,
    CONSTRAINT round_groups_leader_check CHECK ((leader_id IS NULL) <> (leader_name IS NULL))
);
CREATE INDEX round_groups_round_idx ON round_groups (round_id, number);

CREATE TABLE round_sheets (
    sheet_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    round_id TEXT COLLATE "C" NOT NULL REFERENCES rounds (round_id),
    group_id TEXT COLLATE "C" NOT NULL REFERENCES round_groups (group_id),
    number BIGINT NOT NULL,
    code TEXT COLLATE "C" NOT NULL,
    is_follow_up BOOLEAN NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    made_on TEXT COLLATE "C",
    drawn_fen BIGINT,
    delivered_fen BIGINT,
    returned_fen BIGINT,
    entered_by TEXT COLLATE "C",
    entered_at BIGINT,
    drawn_up_at BIGINT NOT NULL,
    CONSTRAINT round_sheets_entered_check CHECK ((state = 'entered') = (made_on IS NOT NULL AND drawn_fen IS NOT NULL
        AND delivered_fen IS NOT NULL AND returned_fen IS NOT NULL AND entered_by IS NOT NULL AND entered_at IS NOT NULL)),
    CONSTRAINT round_sheets_settled_check CHECK (delivered_fen >= 0 AND returned_fen >= 0 AND delivered_fen + returned_fen = drawn_fen)
);
CREATE UNIQUE INDEX round_sheets_code_key ON round_sheets (code);
CREATE INDEX round_sheets_round_idx ON round_sheets (round_id, group_id, number);

CREATE TABLE round_sheet_rows (
    sheet_id TEXT COLLATE "C" NOT NULL REFERENCES round_sheets (sheet_id),
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    stop BIGINT NOT NULL,
    place BIGINT NOT NULL,
    outcome TEXT COLLATE "C" NOT NULL,
    why TEXT COLLATE "C",
    words TEXT COLLATE "C",
    next_on TEXT COLLATE "C",
    visit_id TEXT COLLATE "C" REFERENCES visits (visit_id),
    PRIMARY KEY (sheet_id, person_id),
    CONSTRAINT round_sheet_rows_outcome_check CHECK ((outcome = 'delivered') = (visit_id IS NOT NULL)
        AND (outcome = 'unreached') = (why IS NOT NULL) AND (why IS NOT NULL OR (words IS NULL AND next_on IS NULL)))
);
CREATE INDEX round_sheet_rows_person_idx ON round_sheet_rows (person_id);
CREATE INDEX round_sheet_rows_next_idx ON round_sheet_rows (next_on) WHERE next_on IS NOT NULL;
