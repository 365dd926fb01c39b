-- Visits that a former holder of a post wrote down: they count for nothing until the successor confirms them.
CREATE TABLE late_records (
    visit_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES visits (visit_id),
    handover_id TEXT COLLATE "C" NOT NULL REFERENCES handovers (handover_id),
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    organization_id TEXT COLLATE "C" NOT NULL REFERENCES party_organizations (organization_id),
    state TEXT COLLATE "C" NOT NULL,
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at BIGINT NOT NULL,
    decided_by TEXT COLLATE "C",
    decided_at BIGINT,
    reason TEXT COLLATE "C",
    CONSTRAINT late_records_decided_check CHECK ((decided_by IS NULL) = (state = 'waiting') AND (decided_by IS NULL) = (decided_at IS NULL)),
    CONSTRAINT late_records_two_people_check CHECK (decided_by <> recorded_by),
    CONSTRAINT late_records_reason_check CHECK ((reason IS NOT NULL) = (state = 'rejected'))
);
CREATE INDEX late_records_organization_idx ON late_records (organization_id) WHERE state = 'waiting';
CREATE INDEX late_records_handover_idx ON late_records (handover_id);
