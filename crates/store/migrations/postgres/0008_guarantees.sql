-- The five guarantees as clocks: what happened, why a clock rests, which rule applies, the clocks themselves, who was told of them,
-- who stands in for whom, and the questions that people ask in doubt.

-- What no other record tells. Visits, needs, facts and memberships speak for themselves.
CREATE TABLE happenings (
    happening_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    occasion TEXT COLLATE "C" NOT NULL,
    matter TEXT COLLATE "C",
    urgency TEXT COLLATE "C",
    happened_on TEXT COLLATE "C" NOT NULL,
    known_on TEXT COLLATE "C" NOT NULL,
    logged TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at BIGINT NOT NULL,
    CONSTRAINT happenings_day_check CHECK (happened_on <= known_on)
);
CREATE INDEX happenings_person_idx ON happenings (person_id);

CREATE TABLE rests (
    rest_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    guarantee TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    matter TEXT COLLATE "C",
    reason TEXT COLLATE "C" NOT NULL,
    from_on TEXT COLLATE "C" NOT NULL,
    until_on TEXT COLLATE "C" NOT NULL,
    said_on TEXT COLLATE "C" NOT NULL,
    said_by TEXT COLLATE "C" NOT NULL,
    recorded_at BIGINT NOT NULL,
    CONSTRAINT rests_period_check CHECK (from_on <= until_on)
);
CREATE INDEX rests_person_idx ON rests (person_id);

-- From a day on, the rule for classes of people that applies to somebody.
CREATE TABLE tiers (
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    guarantee TEXT COLLATE "C" NOT NULL,
    from_on TEXT COLLATE "C" NOT NULL,
    rule TEXT COLLATE "C",
    PRIMARY KEY (person_id, guarantee, from_on)
);

-- Rebuildable: what the records above, the visits, needs, facts and memberships come to under the pack.
CREATE TABLE clocks (
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    guarantee TEXT COLLATE "C" NOT NULL,
    clock_id TEXT COLLATE "C" NOT NULL,
    organization_id TEXT COLLATE "C" REFERENCES party_organizations (organization_id),
    matter TEXT COLLATE "C",
    rule TEXT COLLATE "C" NOT NULL,
    occasion TEXT COLLATE "C",
    started_on TEXT COLLATE "C" NOT NULL,
    before_unknown BOOLEAN NOT NULL,
    due_on TEXT COLLATE "C" NOT NULL,
    provisional BOOLEAN NOT NULL,
    risk_on TEXT COLLATE "C" NOT NULL,
    end_kind TEXT COLLATE "C",
    end_by TEXT COLLATE "C",
    end_occasion TEXT COLLATE "C",
    done_on TEXT COLLATE "C",
    counted_on TEXT COLLATE "C",
    ended_late BOOLEAN NOT NULL,
    PRIMARY KEY (person_id, guarantee, clock_id),
    CONSTRAINT clocks_end_check CHECK ((end_kind IS NULL) = (counted_on IS NULL)),
    CONSTRAINT clocks_risk_check CHECK (started_on <= risk_on AND risk_on <= due_on)
);
CREATE INDEX clocks_running_idx ON clocks (organization_id, guarantee, due_on, risk_on, started_on, before_unknown) WHERE end_kind IS NULL;
CREATE INDEX clocks_due_idx ON clocks (due_on, person_id) WHERE end_kind IS NULL;
CREATE INDEX clocks_risk_idx ON clocks (risk_on) WHERE end_kind IS NULL;
CREATE INDEX clocks_ended_idx ON clocks (counted_on, organization_id, guarantee, end_kind, ended_late) WHERE end_kind IS NOT NULL;

CREATE TABLE tellings (
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    guarantee TEXT COLLATE "C" NOT NULL,
    clock_id TEXT COLLATE "C" NOT NULL,
    stage TEXT COLLATE "C" NOT NULL,
    account_id TEXT COLLATE "C" NOT NULL REFERENCES accounts (account_id),
    post TEXT COLLATE "C" NOT NULL,
    told_at BIGINT NOT NULL,
    seen_at BIGINT,
    PRIMARY KEY (person_id, guarantee, clock_id, stage, account_id)
);
CREATE INDEX tellings_account_idx ON tellings (account_id, told_at);

CREATE TABLE deputies (
    account_id TEXT COLLATE "C" NOT NULL REFERENCES accounts (account_id),
    from_on TEXT COLLATE "C" NOT NULL,
    until_on TEXT COLLATE "C" NOT NULL,
    deputy_id TEXT COLLATE "C" REFERENCES accounts (account_id),
    named_by TEXT COLLATE "C" NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, from_on),
    CONSTRAINT deputies_period_check CHECK (from_on <= until_on),
    CONSTRAINT deputies_self_check CHECK (deputy_id <> account_id)
);

CREATE TABLE duty_turns (
    account_id TEXT COLLATE "C" NOT NULL REFERENCES accounts (account_id),
    from_on TEXT COLLATE "C" NOT NULL,
    until_on TEXT COLLATE "C" NOT NULL,
    named_by TEXT COLLATE "C" NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, from_on),
    CONSTRAINT duty_turns_period_check CHECK (from_on <= until_on)
);

-- Confidential: in no list with its words, no export, no search, no log.
CREATE TABLE questions (
    question_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    post TEXT COLLATE "C" NOT NULL,
    words TEXT COLLATE "C" NOT NULL,
    pressing TEXT COLLATE "C" NOT NULL,
    asked_on TEXT COLLATE "C" NOT NULL,
    asked_by TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    taken_by TEXT COLLATE "C" REFERENCES accounts (account_id),
    answer TEXT COLLATE "C",
    closed_on TEXT COLLATE "C",
    recorded_at BIGINT NOT NULL,
    moved_at BIGINT NOT NULL,
    CONSTRAINT questions_answer_check CHECK ((state = 'answered') = (answer IS NOT NULL)),
    CONSTRAINT questions_taken_check CHECK (state NOT IN ('taken', 'answered') OR taken_by IS NOT NULL),
    CONSTRAINT questions_closed_check CHECK ((state IN ('answered', 'withdrawn')) = (closed_on IS NOT NULL))
);
CREATE INDEX questions_person_idx ON questions (person_id);
CREATE INDEX questions_open_idx ON questions (post, asked_on) WHERE closed_on IS NULL;

CREATE TABLE question_readers (
    question_id TEXT COLLATE "C" NOT NULL REFERENCES questions (question_id),
    account_id TEXT COLLATE "C" NOT NULL REFERENCES accounts (account_id),
    because TEXT COLLATE "C" NOT NULL,
    since_at BIGINT NOT NULL,
    PRIMARY KEY (question_id, account_id)
);
CREATE INDEX question_readers_account_idx ON question_readers (account_id);
