-- Who signs in. Nothing of it is part of the canonical export. Accounts say who may see whom, so their past is told by
-- the audit; the hash of a password or code is replaced and never kept.

CREATE TABLE accounts (
    account_id TEXT NOT NULL PRIMARY KEY,
    sign_in_name TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    organization_id TEXT REFERENCES party_organizations (organization_id),
    person_id TEXT REFERENCES persons (person_id),
    password_hash TEXT,
    code_hash TEXT,
    code_ends_at INTEGER,
    state TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    closed_at INTEGER,
    CONSTRAINT accounts_secret_check CHECK (password_hash IS NULL OR code_hash IS NULL),
    CONSTRAINT accounts_code_check CHECK ((code_hash IS NULL) = (code_ends_at IS NULL)),
    CONSTRAINT accounts_closed_check CHECK ((state = 'closed') = (closed_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

-- The token itself is in the browser alone.
CREATE TABLE sessions (
    session_id TEXT NOT NULL PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL REFERENCES accounts (account_id),
    reach TEXT NOT NULL,
    rest_s INTEGER NOT NULL,
    begun_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_account_idx ON sessions (account_id);
CREATE INDEX sessions_ends_idx ON sessions (ends_at);

-- Failed attempts by the name that was typed, whether or not an account has it, so that nobody learns which names exist.
-- The key is a hash: people type passwords where names belong.
CREATE TABLE sign_in_attempts (
    name_key TEXT NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_failed_at INTEGER NOT NULL,
    blocked_until_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A forgotten password: asked for by one person, confirmed by another, both in the room with the account's owner.
CREATE TABLE account_resets (
    reset_id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (account_id),
    asked_by TEXT NOT NULL,
    asked_role TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    confirmed_by TEXT,
    confirmed_at INTEGER,
    CONSTRAINT account_resets_two_people_check CHECK (confirmed_by <> asked_by),
    CONSTRAINT account_resets_confirmed_check CHECK ((state = 'confirmed') = (confirmed_by IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX account_resets_account_id_key ON account_resets (account_id) WHERE state = 'asked';

-- What people are searched by: their name's pinyin and its initials, and the ends of their numbers as lookup keys.
ALTER TABLE persons ADD COLUMN search_key TEXT;
ALTER TABLE persons ADD COLUMN identity_end_key TEXT;
ALTER TABLE persons ADD COLUMN phone_end_key TEXT;
CREATE INDEX persons_search_idx ON persons (search_key, name, person_id);
CREATE INDEX persons_identity_end_idx ON persons (identity_end_key);
CREATE INDEX persons_phone_end_idx ON persons (phone_end_key) WHERE phone_end_key IS NOT NULL;

-- Subtrees are read downwards.
CREATE INDEX party_organizations_superior_idx ON party_organizations (superior_id);
