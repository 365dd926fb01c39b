-- The five guarantees as clocks: what happened, why a clock rests, which rule applies, the clocks themselves, who was told of them,
-- who stands in for whom, and the questions that people ask in doubt.

-- What no other record tells. Visits, needs, facts and memberships speak for themselves.
CREATE TABLE happenings (
    happening_id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    occasion TEXT NOT NULL,
    matter TEXT,
    urgency TEXT,
    happened_on TEXT NOT NULL,
    known_on TEXT NOT NULL,
    logged TEXT NOT NULL,
    state TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    CONSTRAINT happenings_day_check CHECK (happened_on <= known_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX happenings_person_idx ON happenings (person_id);

CREATE TABLE rests (
    rest_id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    guarantee TEXT NOT NULL,
    kind TEXT NOT NULL,
    matter TEXT,
    reason TEXT NOT NULL,
    from_on TEXT NOT NULL,
    until_on TEXT NOT NULL,
    said_on TEXT NOT NULL,
    said_by TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    CONSTRAINT rests_period_check CHECK (from_on <= until_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX rests_person_idx ON rests (person_id);

-- From a day on, the rule for classes of people that applies to somebody.
CREATE TABLE tiers (
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    guarantee TEXT NOT NULL,
    from_on TEXT NOT NULL,
    rule TEXT,
    PRIMARY KEY (person_id, guarantee, from_on)
) STRICT, WITHOUT ROWID;

-- Rebuildable: what the records above, the visits, needs, facts and memberships come to under the pack.
CREATE TABLE clocks (
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    guarantee TEXT NOT NULL,
    clock_id TEXT NOT NULL,
    organization_id TEXT REFERENCES party_organizations (organization_id),
    matter TEXT,
    rule TEXT NOT NULL,
    occasion TEXT,
    started_on TEXT NOT NULL,
    before_unknown INTEGER NOT NULL CHECK (before_unknown IN (0, 1)),
    due_on TEXT NOT NULL,
    provisional INTEGER NOT NULL CHECK (provisional IN (0, 1)),
    risk_on TEXT NOT NULL,
    end_kind TEXT,
    end_by TEXT,
    end_occasion TEXT,
    done_on TEXT,
    counted_on TEXT,
    ended_late INTEGER NOT NULL CHECK (ended_late IN (0, 1)),
    PRIMARY KEY (person_id, guarantee, clock_id),
    CONSTRAINT clocks_end_check CHECK ((end_kind IS NULL) = (counted_on IS NULL)),
    CONSTRAINT clocks_risk_check CHECK (started_on <= risk_on AND risk_on <= due_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX clocks_running_idx ON clocks (organization_id, guarantee, due_on, risk_on, started_on, before_unknown) WHERE end_kind IS NULL;
CREATE INDEX clocks_due_idx ON clocks (due_on, person_id) WHERE end_kind IS NULL;
CREATE INDEX clocks_risk_idx ON clocks (risk_on) WHERE end_kind IS NULL;
CREATE INDEX clocks_ended_idx ON clocks (counted_on, organization_id, guarantee, end_kind, ended_late) WHERE end_kind IS NOT NULL;

CREATE TABLE tellings (
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    guarantee TEXT NOT NULL,
    clock_id TEXT NOT NULL,
    stage TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (account_id),
    post TEXT NOT NULL,
    told_at INTEGER NOT NULL,
    seen_at INTEGER,
    PRIMARY KEY (person_id, guarantee, clock_id, stage, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX tellings_account_idx ON tellings (account_id, told_at);

CREATE TABLE deputies (
    account_id TEXT NOT NULL REFERENCES accounts (account_id),
    from_on TEXT NOT NULL,
    until_on TEXT NOT NULL,
    deputy_id TEXT REFERENCES accounts (account_id),
    named_by TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, from_on),
    CONSTRAINT deputies_period_check CHECK (from_on <= until_on),
    CONSTRAINT deputies_self_check CHECK (deputy_id <> account_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE duty_turns (
    account_id TEXT NOT NULL REFERENCES accounts (account_id),
    from_on TEXT NOT NULL,
    until_on TEXT NOT NULL,
    named_by TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, from_on),
    CONSTRAINT duty_turns_period_check CHECK (from_on <= until_on)
) STRICT, WITHOUT ROWID;

-- Confidential: in no list with its words, no export, no search, no log.
CREATE TABLE questions (
    question_id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    post TEXT NOT NULL,
    words TEXT NOT NULL,
    pressing TEXT NOT NULL,
    asked_on TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    state TEXT NOT NULL,
    taken_by TEXT REFERENCES accounts (account_id),
    answer TEXT,
    closed_on TEXT,
    recorded_at INTEGER NOT NULL,
    moved_at INTEGER NOT NULL,
    CONSTRAINT questions_answer_check CHECK ((state = 'answered') = (answer IS NOT NULL)),
    CONSTRAINT questions_taken_check CHECK (state NOT IN ('taken', 'answered') OR taken_by IS NOT NULL),
    CONSTRAINT questions_closed_check CHECK ((state IN ('answered', 'withdrawn')) = (closed_on IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX questions_person_idx ON questions (person_id);
CREATE INDEX questions_open_idx ON questions (post, asked_on) WHERE closed_on IS NULL;

CREATE TABLE question_readers (
    question_id TEXT NOT NULL REFERENCES questions (question_id),
    account_id TEXT NOT NULL REFERENCES accounts (account_id),
    because TEXT NOT NULL,
    since_at INTEGER NOT NULL,
    PRIMARY KEY (question_id, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX question_readers_account_idx ON question_readers (account_id);
