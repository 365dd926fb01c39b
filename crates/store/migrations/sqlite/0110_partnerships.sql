-- Town or country of an organisation 城乡属性, where it is stated.
ALTER TABLE party_organizations ADD COLUMN settlement TEXT;

-- Agreements between two organisations 结对共建: proposed by one, agreed by another hand for each side, with what each promised.
CREATE TABLE partnerships (
    partnership_id TEXT NOT NULL PRIMARY KEY,
    one_id TEXT NOT NULL REFERENCES party_organizations (organization_id),
    other_id TEXT NOT NULL REFERENCES party_organizations (organization_id),
    pair_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    from_on TEXT NOT NULL,
    until_on TEXT NOT NULL,
    review_on TEXT NOT NULL,
    one_terms TEXT NOT NULL,
    other_terms TEXT NOT NULL,
    tasks TEXT NOT NULL,
    reviewed TEXT,
    state TEXT NOT NULL,
    due_on TEXT,
    proposed_by TEXT NOT NULL,
    proposed_at INTEGER NOT NULL,
    one_by TEXT,
    one_at INTEGER,
    other_by TEXT,
    other_at INTEGER,
    closed_by TEXT,
    closed_at INTEGER,
    closed_side TEXT,
    closed_end TEXT,
    closed_words TEXT,
    CONSTRAINT partnerships_two_check CHECK (one_id <> other_id),
    CONSTRAINT partnerships_days_check CHECK (from_on < until_on),
    CONSTRAINT partnerships_two_people_check CHECK ((one_by IS NULL OR one_by <> proposed_by) AND (other_by IS NULL OR other_by <> proposed_by) AND (one_by IS NULL OR other_by IS NULL OR one_by <> other_by)),
    CONSTRAINT partnerships_agreed_check CHECK (state NOT IN ('running', 'ended') OR (one_by IS NOT NULL AND other_by IS NOT NULL)),
    CONSTRAINT partnerships_closed_check CHECK ((closed_by IS NOT NULL) = (state IN ('declined', 'withdrawn', 'ended')) AND (closed_by IS NULL) = (closed_at IS NULL) AND (closed_by IS NULL) = (closed_words IS NULL))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX partnerships_pair_key_key ON partnerships (pair_key) WHERE closed_by IS NULL;
CREATE INDEX partnerships_one_idx ON partnerships (one_id);
CREATE INDEX partnerships_other_idx ON partnerships (other_id);
CREATE INDEX partnerships_state_idx ON partnerships (state, due_on);

-- What was done under one, by which side; whom it reached is a number.
CREATE TABLE partnership_deeds (
    deed_id TEXT NOT NULL PRIMARY KEY,
    partnership_id TEXT NOT NULL REFERENCES partnerships (partnership_id),
    side TEXT NOT NULL,
    done_on TEXT NOT NULL,
    words TEXT NOT NULL,
    cost_fen INTEGER,
    purse TEXT,
    reached INTEGER,
    recorded_by TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    struck_by TEXT,
    struck_at INTEGER,
    struck_why TEXT,
    CONSTRAINT partnership_deeds_cost_check CHECK ((cost_fen IS NULL) = (purse IS NULL) AND (cost_fen IS NULL OR cost_fen > 0)),
    CONSTRAINT partnership_deeds_reached_check CHECK (reached IS NULL OR reached >= 0),
    CONSTRAINT partnership_deeds_struck_check CHECK ((struck_by IS NULL) = (struck_at IS NULL) AND (struck_by IS NULL) = (struck_why IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX partnership_deeds_partnership_idx ON partnership_deeds (partnership_id, done_on);
