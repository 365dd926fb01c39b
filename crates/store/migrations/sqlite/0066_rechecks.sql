-- Yearly rechecks 年度复核. Of one year there is one that was not dropped.
CREATE TABLE rechecks (
    recheck_id TEXT NOT NULL PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES party_organizations (organization_id),
    year INTEGER NOT NULL,
    from_on TEXT NOT NULL,
    until_on TEXT NOT NULL,
    classes TEXT NOT NULL,
    state TEXT NOT NULL,
    drafted_by TEXT NOT NULL,
    drafted_at INTEGER NOT NULL,
    approved_by TEXT,
    approved_at INTEGER,
    ended_by TEXT,
    ended_at INTEGER,
    CONSTRAINT rechecks_days_check CHECK (from_on <= until_on),
    CONSTRAINT rechecks_approved_check CHECK ((approved_by IS NOT NULL) = (state IN ('open', 'closed')) AND (approved_by IS NULL) = (approved_at IS NULL)),
    CONSTRAINT rechecks_ended_check CHECK ((ended_by IS NOT NULL) = (state IN ('closed', 'dropped')) AND (ended_by IS NULL) = (ended_at IS NULL)),
    CONSTRAINT rechecks_hands_check CHECK (approved_by IS NULL OR approved_by <> drafted_by)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX rechecks_year_key ON rechecks (year) WHERE state <> 'dropped';
