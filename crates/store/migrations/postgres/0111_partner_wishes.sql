-- Organisations that want a partner 结对意愿: what they give and what they ask for, as the standards' categories; one wish of each stands.
CREATE TABLE partner_wishes (
    organization_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES party_organizations (organization_id),
    kind TEXT COLLATE "C" NOT NULL,
    gives TEXT COLLATE "C" NOT NULL,
    asks_for TEXT COLLATE "C" NOT NULL,
    is_open BOOLEAN NOT NULL,
    said_by TEXT COLLATE "C" NOT NULL,
    said_at BIGINT NOT NULL
);
CREATE INDEX partner_wishes_open_idx ON partner_wishes (is_open, kind);
