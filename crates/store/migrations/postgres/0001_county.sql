-- One jurisdiction: its register, casework, books, and what was done with them.
-- Ids are text of 26 letters; civil dates are text YYYY-MM-DD; instants are microseconds since 1970 UTC; money is fen.
-- Columns read and written through the sealing seam (src/seal.rs) hold envelopes; their `_key` columns serve equality alone.
-- COLLATE "C": text sorts by its bytes, as on SQLite, whatever the database's language.

CREATE TABLE imports (
    import_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    imported_at BIGINT NOT NULL,
    as_of TEXT COLLATE "C" NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    files TEXT COLLATE "C" NOT NULL,
    counts TEXT COLLATE "C" NOT NULL
);

CREATE TABLE book_coverage (
    book TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    as_of TEXT COLLATE "C" NOT NULL,
    import_id TEXT COLLATE "C" NOT NULL REFERENCES imports (import_id)
);

CREATE TABLE site (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    value TEXT COLLATE "C" NOT NULL
);

CREATE TABLE audit_records (
    audit_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    role TEXT COLLATE "C",
    on_behalf_of TEXT COLLATE "C",
    action TEXT COLLATE "C" NOT NULL,
    purpose TEXT COLLATE "C",
    import_id TEXT COLLATE "C"
);

CREATE TABLE audit_subjects (
    audit_id TEXT COLLATE "C" NOT NULL REFERENCES audit_records (audit_id),
    kind TEXT COLLATE "C" NOT NULL,
    subject_id TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (audit_id, kind, subject_id)
);
CREATE INDEX audit_subjects_of_idx ON audit_subjects (kind, subject_id, audit_id);

-- The state of a record before each change, as a row of its table. Rows are only ever added.
CREATE TABLE former_states (
    record TEXT COLLATE "C" NOT NULL,
    record_id TEXT COLLATE "C" NOT NULL,
    state_no BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    replaced_at BIGINT NOT NULL,
    PRIMARY KEY (record, record_id, state_no)
);

CREATE TABLE units (
    unit_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    credit_code TEXT COLLATE "C" NOT NULL UNIQUE,
    name TEXT COLLATE "C"
);

CREATE TABLE party_organizations (
    organization_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    code TEXT COLLATE "C" NOT NULL UNIQUE,
    name TEXT COLLATE "C" NOT NULL UNIQUE,
    superior_id TEXT COLLATE "C" REFERENCES party_organizations (organization_id) DEFERRABLE INITIALLY DEFERRED,
    kind TEXT COLLATE "C",
    system TEXT COLLATE "C" NOT NULL,
    enterprise_kind TEXT COLLATE "C",
    township TEXT COLLATE "C",
    unit_id TEXT COLLATE "C" REFERENCES units (unit_id),
    secretary_name TEXT COLLATE "C",
    phone TEXT COLLATE "C"
);

CREATE TABLE persons (
    person_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    identity TEXT COLLATE "C" NOT NULL,
    identity_key TEXT COLLATE "C" NOT NULL UNIQUE,
    sex TEXT COLLATE "C",
    ethnicity TEXT COLLATE "C",
    birth_stated_on TEXT COLLATE "C",
    birth_in_identity_on TEXT COLLATE "C" NOT NULL,
    birth_chosen_on TEXT COLLATE "C",
    phone TEXT COLLATE "C",
    phone_key TEXT COLLATE "C",
    address TEXT COLLATE "C",
    died_on TEXT COLLATE "C",
    source_kind TEXT COLLATE "C" NOT NULL,
    import_id TEXT COLLATE "C" REFERENCES imports (import_id),
    source_place TEXT COLLATE "C" NOT NULL,
    source_stated_on TEXT COLLATE "C" NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX persons_phone_idx ON persons (phone_key) WHERE phone_key IS NOT NULL;

CREATE TABLE memberships (
    membership_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    organization_id TEXT COLLATE "C" NOT NULL REFERENCES party_organizations (organization_id),
    kind TEXT COLLATE "C",
    joined_on TEXT COLLATE "C",
    full_on TEXT COLLATE "C",
    since_on TEXT COLLATE "C" NOT NULL,
    until_on TEXT COLLATE "C",
    transfer_letter TEXT COLLATE "C",
    source_kind TEXT COLLATE "C" NOT NULL,
    import_id TEXT COLLATE "C" REFERENCES imports (import_id),
    source_place TEXT COLLATE "C" NOT NULL,
    source_stated_on TEXT COLLATE "C" NOT NULL,
    recorded_at BIGINT NOT NULL,
    CONSTRAINT memberships_period_check CHECK (until_on IS NULL OR since_on <= until_on)
);
CREATE UNIQUE INDEX memberships_person_id_key ON memberships (person_id) WHERE until_on IS NULL;
CREATE INDEX memberships_person_idx ON memberships (person_id);
CREATE INDEX memberships_organization_idx ON memberships (organization_id);

CREATE TABLE interruptions (
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    from_on TEXT COLLATE "C" NOT NULL,
    until_on TEXT COLLATE "C",
    reason TEXT COLLATE "C" NOT NULL,
    source_kind TEXT COLLATE "C" NOT NULL,
    import_id TEXT COLLATE "C" REFERENCES imports (import_id),
    source_place TEXT COLLATE "C" NOT NULL,
    source_stated_on TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (person_id, from_on),
    CONSTRAINT interruptions_period_check CHECK (until_on IS NULL OR from_on <= until_on)
);

CREATE TABLE floating_spells (
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    from_on TEXT COLLATE "C" NOT NULL,
    until_on TEXT COLLATE "C",
    receiving_place TEXT COLLATE "C",
    source_kind TEXT COLLATE "C" NOT NULL,
    import_id TEXT COLLATE "C" REFERENCES imports (import_id),
    source_place TEXT COLLATE "C" NOT NULL,
    source_stated_on TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (person_id, from_on),
    CONSTRAINT floating_spells_period_check CHECK (until_on IS NULL OR from_on <= until_on)
);
CREATE UNIQUE INDEX floating_spells_person_id_key ON floating_spells (person_id) WHERE until_on IS NULL;

CREATE TABLE posts (
    post_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    organization_id TEXT COLLATE "C" NOT NULL REFERENCES party_organizations (organization_id),
    code TEXT COLLATE "C",
    title TEXT COLLATE "C" NOT NULL,
    since_on TEXT COLLATE "C" NOT NULL,
    until_on TEXT COLLATE "C",
    source_kind TEXT COLLATE "C" NOT NULL,
    import_id TEXT COLLATE "C" REFERENCES imports (import_id),
    source_place TEXT COLLATE "C" NOT NULL,
    source_stated_on TEXT COLLATE "C" NOT NULL,
    recorded_at BIGINT NOT NULL,
    CONSTRAINT posts_period_check CHECK (until_on IS NULL OR since_on <= until_on)
);
CREATE INDEX posts_person_idx ON posts (person_id);

CREATE TABLE households (
    household_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    address TEXT COLLATE "C",
    source_kind TEXT COLLATE "C" NOT NULL,
    import_id TEXT COLLATE "C" REFERENCES imports (import_id),
    source_place TEXT COLLATE "C" NOT NULL,
    source_stated_on TEXT COLLATE "C" NOT NULL,
    recorded_at BIGINT NOT NULL
);

CREATE TABLE household_members (
    household_id TEXT COLLATE "C" NOT NULL REFERENCES households (household_id),
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    since_on TEXT COLLATE "C" NOT NULL,
    relation TEXT COLLATE "C" NOT NULL,
    until_on TEXT COLLATE "C",
    PRIMARY KEY (household_id, person_id, since_on),
    CONSTRAINT household_members_period_check CHECK (until_on IS NULL OR since_on <= until_on)
);
CREATE INDEX household_members_person_idx ON household_members (person_id);

CREATE TABLE kinships (
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    relative_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    relation TEXT COLLATE "C" NOT NULL,
    source_kind TEXT COLLATE "C" NOT NULL,
    import_id TEXT COLLATE "C" REFERENCES imports (import_id),
    source_place TEXT COLLATE "C" NOT NULL,
    source_stated_on TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (person_id, relative_id),
    CONSTRAINT kinships_self_check CHECK (person_id <> relative_id)
);

-- Rows are only ever added. A sensitive value stands in sealed_value, any other in value; a withdrawn one in neither.
CREATE TABLE facts (
    fact_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    name TEXT COLLATE "C" NOT NULL,
    value_kind TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C",
    sealed_value TEXT COLLATE "C",
    valid_from TEXT COLLATE "C" NOT NULL,
    valid_to TEXT COLLATE "C",
    verified BOOLEAN NOT NULL,
    source_kind TEXT COLLATE "C" NOT NULL,
    import_id TEXT COLLATE "C" REFERENCES imports (import_id),
    source_place TEXT COLLATE "C" NOT NULL,
    source_stated_on TEXT COLLATE "C" NOT NULL,
    recorded_at BIGINT NOT NULL,
    CONSTRAINT facts_period_check CHECK (valid_to IS NULL OR valid_from <= valid_to),
    CONSTRAINT facts_value_check CHECK (
        (value_kind = 'withdrawn' AND value IS NULL AND sealed_value IS NULL)
        OR (value_kind <> 'withdrawn' AND (value IS NULL) <> (sealed_value IS NULL)))
);
CREATE INDEX facts_person_idx ON facts (person_id, name);

-- Rebuildable: for each person and name the record that is valid from the latest day, of those the one recorded last.
CREATE TABLE fact_current (
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    name TEXT COLLATE "C" NOT NULL,
    fact_id TEXT COLLATE "C" NOT NULL REFERENCES facts (fact_id),
    PRIMARY KEY (person_id, name)
);

CREATE TABLE discrepancies (
    discrepancy_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    kind TEXT COLLATE "C" NOT NULL,
    field TEXT COLLATE "C" NOT NULL,
    stands TEXT COLLATE "C",
    other TEXT COLLATE "C",
    source_kind TEXT COLLATE "C" NOT NULL,
    import_id TEXT COLLATE "C" REFERENCES imports (import_id),
    source_place TEXT COLLATE "C" NOT NULL,
    source_stated_on TEXT COLLATE "C" NOT NULL,
    recorded_at BIGINT NOT NULL,
    settled_on TEXT COLLATE "C"
);
CREATE INDEX discrepancies_person_idx ON discrepancies (person_id);

-- A questionnaire's number is unique for a person only: next year's survey counts from one again.
CREATE TABLE needs (
    need_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    number TEXT COLLATE "C",
    category_choice TEXT COLLATE "C" NOT NULL,
    category TEXT COLLATE "C",
    category_words TEXT COLLATE "C",
    words TEXT COLLATE "C" NOT NULL,
    urgency TEXT COLLATE "C",
    wished_form TEXT COLLATE "C",
    consents_to_contact BOOLEAN NOT NULL,
    stated_on TEXT COLLATE "C" NOT NULL,
    due_on TEXT COLLATE "C",
    state TEXT COLLATE "C" NOT NULL,
    import_id TEXT COLLATE "C" REFERENCES imports (import_id),
    place TEXT COLLATE "C" NOT NULL,
    recorded_at BIGINT NOT NULL,
    UNIQUE (person_id, number)
);

CREATE TABLE offers (
    offer_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    provider_kind TEXT COLLATE "C" NOT NULL,
    provider_name TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" REFERENCES persons (person_id),
    provider_number TEXT COLLATE "C",
    provider_number_key TEXT COLLATE "C",
    organization_id TEXT COLLATE "C" REFERENCES party_organizations (organization_id),
    categories TEXT COLLATE "C" NOT NULL,
    capacity BIGINT NOT NULL,
    townships TEXT COLLATE "C",
    contact_name TEXT COLLATE "C",
    contact_phone TEXT COLLATE "C",
    valid_until_on TEXT COLLATE "C",
    note TEXT COLLATE "C",
    import_id TEXT COLLATE "C" REFERENCES imports (import_id),
    place TEXT COLLATE "C" NOT NULL,
    recorded_at BIGINT NOT NULL,
    CONSTRAINT offers_capacity_check CHECK (capacity >= 0)
);
CREATE INDEX offers_provider_idx ON offers (provider_number_key) WHERE provider_number_key IS NOT NULL;

-- One voucher may be booked in several entries, so a voucher's number is no key.
CREATE TABLE fund_entries (
    entry_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    booked_on TEXT COLLATE "C" NOT NULL,
    voucher TEXT COLLATE "C",
    summary TEXT COLLATE "C" NOT NULL,
    counterparty TEXT COLLATE "C",
    maker TEXT COLLATE "C",
    checker TEXT COLLATE "C",
    import_id TEXT COLLATE "C" REFERENCES imports (import_id),
    place TEXT COLLATE "C" NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX fund_entries_voucher_idx ON fund_entries (voucher, booked_on);

CREATE TABLE fund_lines (
    entry_id TEXT COLLATE "C" NOT NULL REFERENCES fund_entries (entry_id),
    line_no BIGINT NOT NULL,
    account TEXT COLLATE "C" NOT NULL,
    purpose TEXT COLLATE "C",
    amount_fen BIGINT NOT NULL,
    PRIMARY KEY (entry_id, line_no)
);
