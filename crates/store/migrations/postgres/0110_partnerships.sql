-- Town or country of an organisation 城乡属性, where it is stated.
ALTER TABLE party_organizations ADD COLUMN settlement TEXT COLLATE "C";

-- Agreements between two organisations 结对共建: proposed by one, agreed by another hand for each side, with what each promised.
CREATE TABLE partnerships (
    partnership_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    one_id TEXT COLLATE "C" NOT NULL REFERENCES party_organizations (organization_id),
    other_id TEXT COLLATE "C" NOT NULL REFERENCES party_organizations (organization_id),
    pair_key TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    from_on TEXT COLLATE "C" NOT NULL,
    until_on TEXT COLLATE "C" NOT NULL,
    review_on TEXT COLLATE "C" NOT NULL,
    one_terms TEXT COLLATE "C" NOT NULL,
    other_terms TEXT COLLATE "C" NOT NULL,
    tasks TEXT COLLATE "C" NOT NULL,
    reviewed TEXT COLLATE "C",
    state TEXT COLLATE "C" NOT NULL,
    due_on TEXT COLLATE "C",
    proposed_by TEXT COLLATE "C" NOT NULL,
    proposed_at BIGINT NOT NULL,
    one_by TEXT COLLATE "C",
    one_at BIGINT,
    other_by TEXT COLLATE "C",
    other_at BIGINT,
    closed_by TEXT COLLATE "C",
    closed_at BIGINT,
    closed_side TEXT COLLATE "C",
    closed_end TEXT COLLATE "C",
    closed_words TEXT COLLATE "C",
    CONSTRAINT partnerships_two_check CHECK (one_id <> other_id),
    CONSTRAINT partnerships_days_check CHECK (from_on < until_on),
    CONSTRAINT partnerships_two_people_check CHECK ((one_by IS NULL OR one_by <> proposed_by) AND (other_by IS NULL OR other_by <> proposed_by) AND (one_by IS NULL OR other_by IS NULL OR one_by <> other_by)),
    CONSTRAINT partnerships_agreed_check CHECK (state NOT IN ('running', 'ended') OR (one_by IS NOT NULL AND other_by IS NOT NULL)),
    CONSTRAINT partnerships_closed_check CHECK ((closed_by IS NOT NULL) = (state IN ('declined', 'withdrawn', 'ended')) AND (closed_by IS NULL) = (closed_at IS NULL) AND (closed_by IS NULL) = (closed_words IS NULL))
);
CREATE UNIQUE INDEX partnerships_pair_key_key ON partnerships (pair_key) WHERE closed_by IS NULL;
CREATE INDEX partnerships_one_idx ON partnerships (one_id);
CREATE INDEX partnerships_other_idx ON partnerships (other_id);
CREATE INDEX partnerships_state_idx ON partnerships (state, due_on);

-- What was done under one, by which side; whom it reached is a number.
CREATE TABLE partnership_deeds (
    deed_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    partnership_id TEXT COLLATE "C" NOT NULL REFERENCES partnerships (partnership_id),
    side TEXT COLLATE "C" NOT NULL,
    done_on TEXT COLLATE "C" NOT NULL,
    words TEXT COLLATE "C" NOT NULL,
    cost_fen BIGINT,
    purse TEXT COLLATE "C",
    reached BIGINT,
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at BIGINT NOT NULL,
    struck_by TEXT COLLATE "C",
    struck_at BIGINT,
    struck_why TEXT COLLATE "C",
    CONSTRAINT partnership_deeds_cost_check CHECK ((cost_fen IS NULL) = (purse IS NULL) AND (cost_fen IS NULL OR cost_fen > 0)),
    CONSTRAINT partnership_deeds_reached_check CHECK (reached IS NULL OR reached >= 0),
    CONSTRAINT partnership_deeds_struck_check CHECK ((struck_by IS NULL) = (struck_at IS NULL) AND (struck_by IS NULL) = (struck_why IS NULL))
);
CREATE INDEX partnership_deeds_partnership_idx ON partnership_deeds (partnership_id, done_on);
