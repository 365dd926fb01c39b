-- Arrivals 转入、新接收: who comes from outside with a letter or was newly admitted, recorded by one and confirmed by another.
-- `person_id` is whom the register knows, or who they become with the confirmation: until then they are not among the persons.
CREATE TABLE arrivals (
    arrival_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL,
    is_known BOOLEAN NOT NULL,
    organization_id TEXT COLLATE "C" NOT NULL REFERENCES party_organizations (organization_id),
    kind TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    identity TEXT COLLATE "C" NOT NULL,
    identity_key TEXT COLLATE "C" NOT NULL,
    phone TEXT COLLATE "C",
    from_place TEXT COLLATE "C",
    letter TEXT COLLATE "C" NOT NULL,
    letter_on TEXT COLLATE "C" NOT NULL,
    joined_on TEXT COLLATE "C" NOT NULL,
    full_on TEXT COLLATE "C",
    since_on TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at BIGINT NOT NULL,
    decided_by TEXT COLLATE "C",
    decided_at BIGINT,
    words TEXT COLLATE "C",
    CONSTRAINT arrivals_days_check CHECK (joined_on <= since_on AND (full_on IS NULL OR (joined_on < full_on AND full_on <= since_on))),
    CONSTRAINT arrivals_decided_check CHECK ((decided_by IS NOT NULL) = (state <> 'proposed') AND (decided_by IS NULL) = (decided_at IS NULL)),
    CONSTRAINT arrivals_two_people_check CHECK (state NOT IN ('confirmed', 'declined') OR decided_by <> recorded_by),
    CONSTRAINT arrivals_from_check CHECK ((from_place IS NULL) = (kind = 'admission'))
);
CREATE INDEX arrivals_organization_idx ON arrivals (organization_id, state);
CREATE INDEX arrivals_person_idx ON arrivals (person_id);
CREATE UNIQUE INDEX arrivals_identity_key_key ON arrivals (identity_key) WHERE state = 'proposed';
