-- Arrivals 转入、新接收: who comes from outside with a letter or was newly admitted, recorded by one and confirmed by another.
-- `person_id` is whom the register knows, or who they become with the confirmation: until then they are not among the persons.
CREATE TABLE arrivals (
    arrival_id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL,
    is_known INTEGER NOT NULL CHECK (is_known IN (0, 1)),
    organization_id TEXT NOT NULL REFERENCES party_organizations (organization_id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    identity TEXT NOT NULL,
    identity_key TEXT NOT NULL,
    phone TEXT,
    from_place TEXT,
    letter TEXT NOT NULL,
    letter_on TEXT NOT NULL,
    joined_on TEXT NOT NULL,
    full_on TEXT,
    since_on TEXT NOT NULL,
    state TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    decided_by TEXT,
    decided_at INTEGER,
    words TEXT,
    CONSTRAINT arrivals_days_check CHECK (joined_on <= since_on AND (full_on IS NULL OR (joined_on < full_on AND full_on <= since_on))),
    CONSTRAINT arrivals_decided_check CHECK ((decided_by IS NOT NULL) = (state <> 'proposed') AND (decided_by IS NULL) = (decided_at IS NULL)),
    CONSTRAINT arrivals_two_people_check CHECK (state NOT IN ('confirmed', 'declined') OR decided_by <> recorded_by),
    CONSTRAINT arrivals_from_check CHECK ((from_place IS NULL) = (kind = 'admission'))
) STRICT, WITHOUT ROWID;
CREATE INDEX arrivals_organization_idx ON arrivals (organization_id, state);
CREATE INDEX arrivals_person_idx ON arrivals (person_id);
CREATE UNIQUE INDEX arrivals_identity_key_key ON arrivals (identity_key) WHERE state = 'proposed';
