-- One jurisdiction: its register, casework, books, and what was done with them.
-- Ids are text of 26 letters; civil dates are text YYYY-MM-DD; instants are microseconds since 1970 UTC; money is fen.
-- Columns read and written through the sealing seam (src/seal.rs) hold envelopes; their `_key` columns serve equality alone.

CREATE TABLE imports (
    import_id TEXT NOT NULL PRIMARY KEY,
    imported_at INTEGER NOT NULL,
    as_of TEXT NOT NULL,
    actor TEXT NOT NULL,
    files TEXT NOT NULL,
    counts TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE book_coverage (
    book TEXT NOT NULL PRIMARY KEY,
    as_of TEXT NOT NULL,
    import_id TEXT NOT NULL REFERENCES imports (import_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE site (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audit_records (
    audit_id TEXT NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    role TEXT,
    on_behalf_of TEXT,
    action TEXT NOT NULL,
    purpose TEXT,
    import_id TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE audit_subjects (
    audit_id TEXT NOT NULL REFERENCES audit_records (audit_id),
    kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    PRIMARY KEY (audit_id, kind, subject_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_subjects_of_idx ON audit_subjects (kind, subject_id, audit_id);

-- The state of a record before each change, as a row of its table. Rows are only ever added.
CREATE TABLE former_states (
    record TEXT NOT NULL,
    record_id TEXT NOT NULL,
    state_no INTEGER NOT NULL,
    state TEXT NOT NULL,
    replaced_at INTEGER NOT NULL,
    PRIMARY KEY (record, record_id, state_no)
) STRICT, WITHOUT ROWID;

CREATE TABLE units (
    unit_id TEXT NOT NULL PRIMARY KEY,
    credit_code TEXT NOT NULL UNIQUE,
    name TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE party_organizations (
    organization_id TEXT NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE,
    superior_id TEXT REFERENCES party_organizations (organization_id) DEFERRABLE INITIALLY DEFERRED,
    kind TEXT,
    system TEXT NOT NULL,
    enterprise_kind TEXT,
    township TEXT,
    unit_id TEXT REFERENCES units (unit_id),
    secretary_name TEXT,
    phone TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE persons (
    person_id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    identity TEXT NOT NULL,
    identity_key TEXT NOT NULL UNIQUE,
    sex TEXT,
    ethnicity TEXT,
    birth_stated_on TEXT,
    birth_in_identity_on TEXT NOT NULL,
    birth_chosen_on TEXT,
    phone TEXT,
    phone_key TEXT,
    address TEXT,
    died_on TEXT,
    source_kind TEXT NOT NULL,
    import_id TEXT REFERENCES imports (import_id),
    source_place TEXT NOT NULL,
    source_stated_on TEXT NOT NULL,
    recorded_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX persons_phone_idx ON persons (phone_key) WHERE phone_key IS NOT NULL;

CREATE TABLE memberships (
    membership_id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    organization_id TEXT NOT NULL REFERENCES party_organizations (organization_id),
    kind TEXT,
    joined_on TEXT,
    full_on TEXT,
    since_on TEXT NOT NULL,
    until_on TEXT,
    transfer_letter TEXT,
    source_kind TEXT NOT NULL,
    import_id TEXT REFERENCES imports (import_id),
    source_place TEXT NOT NULL,
    source_stated_on TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    CONSTRAINT memberships_period_check CHECK (until_on IS NULL OR since_on <= until_on)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX memberships_person_id_key ON memberships (person_id) WHERE until_on IS NULL;
CREATE INDEX memberships_person_idx ON memberships (person_id);
CREATE INDEX memberships_organization_idx ON memberships (organization_id);

CREATE TABLE interruptions (
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    from_on TEXT NOT NULL,
    until_on TEXT,
    reason TEXT NOT NULL,
    source_kind TEXT NOT NULL,
    import_id TEXT REFERENCES imports (import_id),
    source_place TEXT NOT NULL,
    source_stated_on TEXT NOT NULL,
    PRIMARY KEY (person_id, from_on),
    CONSTRAINT interruptions_period_check CHECK (until_on IS NULL OR from_on <= until_on)
) STRICT, WITHOUT ROWID;

CREATE TABLE floating_spells (
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    from_on TEXT NOT NULL,
    until_on TEXT,
    receiving_place TEXT,
    source_kind TEXT NOT NULL,
    import_id TEXT REFERENCES imports (import_id),
    source_place TEXT NOT NULL,
    source_stated_on TEXT NOT NULL,
    PRIMARY KEY (person_id, from_on),
    CONSTRAINT floating_spells_period_check CHECK (until_on IS NULL OR from_on <= until_on)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX floating_spells_person_id_key ON floating_spells (person_id) WHERE until_on IS NULL;

CREATE TABLE posts (
    post_id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    organization_id TEXT NOT NULL REFERENCES party_organizations (organization_id),
    code TEXT,
    title TEXT NOT NULL,
    since_on TEXT NOT NULL,
    until_on TEXT,
    source_kind TEXT NOT NULL,
    import_id TEXT REFERENCES imports (import_id),
    source_place TEXT NOT NULL,
    source_stated_on TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    CONSTRAINT posts_period_check CHECK (until_on IS NULL OR since_on <= until_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX posts_person_idx ON posts (person_id);

CREATE TABLE households (
    household_id TEXT NOT NULL PRIMARY KEY,
    address TEXT,
    source_kind TEXT NOT NULL,
    import_id TEXT REFERENCES imports (import_id),
    source_place TEXT NOT NULL,
    source_stated_on TEXT NOT NULL,
    recorded_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE household_members (
    household_id TEXT NOT NULL REFERENCES households (household_id),
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    since_on TEXT NOT NULL,
    relation TEXT NOT NULL,
    until_on TEXT,
    PRIMARY KEY (household_id, person_id, since_on),
    CONSTRAINT household_members_period_check CHECK (until_on IS NULL OR since_on <= until_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX household_members_person_idx ON household_members (person_id);

CREATE TABLE kinships (
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    relative_id TEXT NOT NULL REFERENCES persons (person_id),
    relation TEXT NOT NULL,
    source_kind TEXT NOT NULL,
    import_id TEXT REFERENCES imports (import_id),
    source_place TEXT NOT NULL,
    source_stated_on TEXT NOT NULL,
    PRIMARY KEY (person_id, relative_id),
    CONSTRAINT kinships_self_check CHECK (person_id <> relative_id)
) STRICT, WITHOUT ROWID;

-- Rows are only ever added. A sensitive value stands in sealed_value, any other in value; a withdrawn one in neither.
CREATE TABLE facts (
    fact_id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    name TEXT NOT NULL,
    value_kind TEXT NOT NULL,
    value TEXT,
    sealed_value TEXT,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    verified INTEGER NOT NULL CHECK (verified IN (0, 1)),
    source_kind TEXT NOT NULL,
    import_id TEXT REFERENCES imports (import_id),
    source_place TEXT NOT NULL,
    source_stated_on TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    CONSTRAINT facts_period_check CHECK (valid_to IS NULL OR valid_from <= valid_to),
    CONSTRAINT facts_value_check CHECK (
        (value_kind = 'withdrawn' AND value IS NULL AND sealed_value IS NULL)
        OR (value_kind <> 'withdrawn' AND (value IS NULL) <> (sealed_value IS NULL)))
) STRICT, WITHOUT ROWID;
CREATE INDEX facts_person_idx ON facts (person_id, name);

-- Rebuildable: for each person and name the record that is valid from the latest day, of those the one recorded last.
CREATE TABLE fact_current (
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    name TEXT NOT NULL,
    fact_id TEXT NOT NULL REFERENCES facts (fact_id),
    PRIMARY KEY (person_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE discrepancies (
    discrepancy_id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    kind TEXT NOT NULL,
    field TEXT NOT NULL,
    stands TEXT,
    other TEXT,
    source_kind TEXT NOT NULL,
    import_id TEXT REFERENCES imports (import_id),
    source_place TEXT NOT NULL,
    source_stated_on TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    settled_on TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX discrepancies_person_idx ON discrepancies (person_id);

-- A questionnaire's number is unique for a person only: next year's survey counts from one again.
CREATE TABLE needs (
    need_id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    number TEXT,
    category_choice TEXT NOT NULL,
    category TEXT,
    category_words TEXT,
    words TEXT NOT NULL,
    urgency TEXT,
    wished_form TEXT,
    consents_to_contact INTEGER NOT NULL CHECK (consents_to_contact IN (0, 1)),
    stated_on TEXT NOT NULL,
    due_on TEXT,
    state TEXT NOT NULL,
    import_id TEXT REFERENCES imports (import_id),
    place TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    UNIQUE (person_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE offers (
    offer_id TEXT NOT NULL PRIMARY KEY,
    provider_kind TEXT NOT NULL,
    provider_name TEXT NOT NULL,
    person_id TEXT REFERENCES persons (person_id),
    provider_number TEXT,
    provider_number_key TEXT,
    organization_id TEXT REFERENCES party_organizations (organization_id),
    categories TEXT NOT NULL,
    capacity INTEGER NOT NULL,
    townships TEXT,
    contact_name TEXT,
    contact_phone TEXT,
    valid_until_on TEXT,
    note TEXT,
    import_id TEXT REFERENCES imports (import_id),
    place TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    CONSTRAINT offers_capacity_check CHECK (capacity >= 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX offers_provider_idx ON offers (provider_number_key) WHERE provider_number_key IS NOT NULL;

-- One voucher may be booked in several entries, so a voucher's number is no key.
CREATE TABLE fund_entries (
    entry_id TEXT NOT NULL PRIMARY KEY,
    booked_on TEXT NOT NULL,
    voucher TEXT,
    summary TEXT NOT NULL,
    counterparty TEXT,
    maker TEXT,
    checker TEXT,
    import_id TEXT REFERENCES imports (import_id),
    place TEXT NOT NULL,
    recorded_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX fund_entries_voucher_idx ON fund_entries (voucher, booked_on);

CREATE TABLE fund_lines (
    entry_id TEXT NOT NULL REFERENCES fund_entries (entry_id),
    line_no INTEGER NOT NULL,
    account TEXT NOT NULL,
    purpose TEXT,
    amount_fen INTEGER NOT NULL,
    PRIMARY KEY (entry_id, line_no)
) STRICT, WITHOUT ROWID;
