-- Yearly rechecks 年度复核. Of one year there is one that was not dropped.
CREATE TABLE rechecks (
    recheck_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    organization_id TEXT COLLATE "C" NOT NULL REFERENCES party_organizations (organization_id),
    year BIGINT NOT NULL,
    from_on TEXT COLLATE "C" NOT NULL,
    until_on TEXT COLLATE "C" NOT NULL,
    classes TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    drafted_by TEXT COLLATE "C" NOT NULL,
    drafted_at BIGINT NOT NULL,
    approved_by TEXT COLLATE "C",
    approved_at BIGINT,
    ended_by TEXT COLLATE "C",
    ended_at BIGINT,
    CONSTRAINT rechecks_days_check CHECK (from_on <= until_on),
    CONSTRAINT rechecks_approved_check CHECK ((approved_by IS NOT NULL) = (state IN ('open', 'closed')) AND (approved_by IS NULL) = (approved_at IS NULL)),
    CONSTRAINT rechecks_ended_check CHECK ((ended_by IS NOT NULL) = (state IN ('closed', 'dropped')) AND (ended_by IS NULL) = (ended_at IS NULL)),
    CONSTRAINT rechecks_hands_check CHECK (approved_by IS NULL OR approved_by <> drafted_by)
);
CREATE UNIQUE INDEX rechecks_year_key ON rechecks (year) WHERE state <> 'dropped';
