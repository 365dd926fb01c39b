-- What members say and are answered, what they consent to, the accounts that offices want for them, and how the audit and the
-- accounts are read.

-- Something that a member says: a call for help, a correction, an objection, a refusal. Words and answers are sealed.
CREATE TABLE asks (
    ask_id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    topic TEXT NOT NULL,
    measure TEXT,
    words TEXT NOT NULL,
    said_by TEXT NOT NULL,
    is_on_behalf INTEGER NOT NULL CHECK (is_on_behalf IN (0, 1)),
    asked_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    state TEXT NOT NULL,
    reply_words TEXT,
    reply_by TEXT,
    reply_role TEXT,
    reply_on TEXT,
    review_words TEXT,
    review_asked_on TEXT,
    review_due_on TEXT,
    review_reply_words TEXT,
    review_reply_by TEXT,
    review_reply_role TEXT,
    review_reply_on TEXT,
    recorded_at INTEGER NOT NULL,
    CONSTRAINT asks_term_check CHECK (asked_on <= due_on),
    CONSTRAINT asks_reply_check CHECK ((reply_words IS NULL) = (reply_on IS NULL) AND (reply_words IS NULL) = (reply_by IS NULL)),
    CONSTRAINT asks_review_check CHECK ((review_words IS NULL) = (review_due_on IS NULL)),
    -- A second look is another's.
    CONSTRAINT asks_two_people_check CHECK (review_reply_by <> reply_by)
) STRICT, WITHOUT ROWID;
CREATE INDEX asks_person_idx ON asks (person_id, asked_on);
CREATE INDEX asks_state_idx ON asks (state, due_on);

-- A consent as it was said: each stands for itself, and the last of a kind holds.
CREATE TABLE consents (
    consent_id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    kind TEXT NOT NULL,
    no INTEGER NOT NULL,
    answer TEXT NOT NULL,
    said_on TEXT NOT NULL,
    said_by TEXT NOT NULL,
    is_on_behalf INTEGER NOT NULL CHECK (is_on_behalf IN (0, 1)),
    recorded_at INTEGER NOT NULL,
    CONSTRAINT consents_no_check CHECK (no >= 1)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX consents_person_id_kind_no_key ON consents (person_id, kind, no);

-- An account that an office wants for one of its people; the administrator opens it and sees no more than is on the slip.
CREATE TABLE account_requests (
    request_id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    role TEXT NOT NULL,
    belongs_to TEXT NOT NULL REFERENCES party_organizations (organization_id),
    name TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_role TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    settled_by TEXT,
    settled_at INTEGER,
    account_id TEXT REFERENCES accounts (account_id),
    CONSTRAINT account_requests_two_people_check CHECK (settled_by <> asked_by OR state <> 'opened'),
    CONSTRAINT account_requests_settled_check CHECK ((state = 'asked') = (settled_by IS NULL)),
    CONSTRAINT account_requests_opened_check CHECK ((state = 'opened') = (account_id IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX account_requests_person_id_role_key ON account_requests (person_id, role) WHERE state = 'asked';
CREATE INDEX account_requests_belongs_idx ON account_requests (belongs_to, state);

-- Accounts are listed by role and name, and looked up by whose they are and over what they act.
CREATE INDEX accounts_role_idx ON accounts (role, sign_in_name);
CREATE INDEX accounts_person_idx ON accounts (person_id);
CREATE INDEX accounts_organization_idx ON accounts (organization_id);

-- The audit is read backwards in time.
CREATE INDEX audit_records_at_idx ON audit_records (at, audit_id);
CREATE INDEX audit_records_actor_idx ON audit_records (actor, at);
