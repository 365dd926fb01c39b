-- Organisations that want a partner 结对意愿: what they give and what they ask for, as the standards' categories; one wish of each stands.
CREATE TABLE partner_wishes (
    organization_id TEXT NOT NULL PRIMARY KEY REFERENCES party_organizations (organization_id),
    kind TEXT NOT NULL,
    gives TEXT NOT NULL,
    asks_for TEXT NOT NULL,
    is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
    said_by TEXT NOT NULL,
    said_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX partner_wishes_open_idx ON partner_wishes (is_open, kind);
