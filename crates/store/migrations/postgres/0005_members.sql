-- What members say and are answered, what they consent to, the accounts that offices want for them, and how the audit and the
-- accounts are read.

-- Something that a member says: a call for help, a correction, an objection, a refusal. Words and answers are sealed.
CREATE TABLE asks (
    ask_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    topic TEXT COLLATE "C" NOT NULL,
    measure TEXT COLLATE "C",
    words TEXT COLLATE "C" NOT NULL,
    said_by TEXT COLLATE "C" NOT NULL,
    is_on_behalf BOOLEAN NOT NULL,
    asked_on TEXT COLLATE "C" NOT NULL,
    due_on TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    reply_words TEXT COLLATE "C",
    reply_by TEXT COLLATE "C",
    reply_role TEXT COLLATE "C",
    reply_on TEXT COLLATE "C",
    review_words TEXT COLLATE "C",
    review_asked_on TEXT COLLATE "C",
    review_due_on TEXT COLLATE "C",
    review_reply_words TEXT COLLATE "C",
    review_reply_by TEXT COLLATE "C",
    review_reply_role TEXT COLLATE "C",
    review_reply_on TEXT COLLATE "C",
    recorded_at BIGINT NOT NULL,
    CONSTRAINT asks_term_check CHECK (asked_on <= due_on),
    CONSTRAINT asks_reply_check CHECK ((reply_words IS NULL) = (reply_on IS NULL) AND (reply_words IS NULL) = (reply_by IS NULL)),
    CONSTRAINT asks_review_check CHECK ((review_words IS NULL) = (review_due_on IS NULL)),
    -- A second look is another's.
    CONSTRAINT asks_two_people_check CHECK (review_reply_by <> reply_by)
);
CREATE INDEX asks_person_idx ON asks (person_id, asked_on);
CREATE INDEX asks_state_idx ON asks (state, due_on);

-- A consent as it was said: each stands for itself, and the last of a kind holds.
CREATE TABLE consents (
    consent_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    kind TEXT COLLATE "C" NOT NULL,
    no BIGINT NOT NULL,
    answer TEXT COLLATE "C" NOT NULL,
    said_on TEXT COLLATE "C" NOT NULL,
    said_by TEXT COLLATE "C" NOT NULL,
    is_on_behalf BOOLEAN NOT NULL,
    recorded_at BIGINT NOT NULL,
    CONSTRAINT consents_no_check CHECK (no >= 1)
);
CREATE UNIQUE INDEX consents_person_id_kind_no_key ON consents (person_id, kind, no);

-- An account that an office wants for one of its people; the administrator opens it and sees no more than is on the slip.
CREATE TABLE account_requests (
    request_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    role TEXT COLLATE "C" NOT NULL,
    belongs_to TEXT COLLATE "C" NOT NULL REFERENCES party_organizations (organization_id),
    name TEXT COLLATE "C" NOT NULL,
    asked_by TEXT COLLATE "C" NOT NULL,
    asked_role TEXT COLLATE "C" NOT NULL,
    asked_at BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    settled_by TEXT COLLATE "C",
    settled_at BIGINT,
    account_id TEXT COLLATE "C" REFERENCES accounts (account_id),
    CONSTRAINT account_requests_two_people_check CHECK (settled_by <> asked_by OR state <> 'opened'),
    CONSTRAINT account_requests_settled_check CHECK ((state = 'asked') = (settled_by IS NULL)),
    CONSTRAINT account_requests_opened_check CHECK ((state = 'opened') = (account_id IS NOT NULL))
);
CREATE UNIQUE INDEX account_requests_person_id_role_key ON account_requests (person_id, role) WHERE state = 'asked';
CREATE INDEX account_requests_belongs_idx ON account_requests (belongs_to, state);

-- Accounts are listed by role and name, and looked up by whose they are and over what they act.
CREATE INDEX accounts_role_idx ON accounts (role, sign_in_name);
CREATE INDEX accounts_person_idx ON accounts (person_id);
CREATE INDEX accounts_organization_idx ON accounts (organization_id);

-- The audit is read backwards in time.
CREATE INDEX audit_records_at_idx ON audit_records (at, audit_id);
CREATE INDEX audit_records_actor_idx ON audit_records (actor, at);
