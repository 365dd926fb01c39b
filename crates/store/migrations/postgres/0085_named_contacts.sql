-- Named contacts 联系人: who looks after whom within a branch, from which day until which.
CREATE TABLE named_contacts (
    contact_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    organization_id TEXT COLLATE "C" NOT NULL REFERENCES party_organizations (organization_id),
    by_person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    since_on TEXT COLLATE "C" NOT NULL,
    until_on TEXT COLLATE "C",
    named_by TEXT COLLATE "C" NOT NULL,
    named_at BIGINT NOT NULL,
    ended_by TEXT COLLATE "C",
    ended_at BIGINT,
    CONSTRAINT named_contacts_period_check CHECK (until_on IS NULL OR since_on <= until_on),
    CONSTRAINT named_contacts_other_check CHECK (person_id <> by_person_id),
    CONSTRAINT named_contacts_ended_check CHECK ((ended_by IS NULL) = (until_on IS NULL) AND (ended_by IS NULL) = (ended_at IS NULL))
);
CREATE UNIQUE INDEX named_contacts_person_id_key ON named_contacts (person_id) WHERE until_on IS NULL;
CREATE INDEX named_contacts_person_idx ON named_contacts (person_id);
CREATE INDEX named_contacts_by_idx ON named_contacts (by_person_id, until_on);
CREATE INDEX named_contacts_organization_idx ON named_contacts (organization_id);
