-- A mistaken scan is taken down: one asks and says why, another destroys the bytes; what was known of it stays. And the signed
-- record of a meeting takes scans, sealed for the organisation that met.
ALTER TABLE scans ALTER COLUMN application_id DROP NOT NULL;
ALTER TABLE scans ALTER COLUMN person_id DROP NOT NULL;
ALTER TABLE scans ADD COLUMN meeting_id TEXT COLLATE "C" REFERENCES meetings (meeting_id);
ALTER TABLE scans ADD COLUMN organization_id TEXT COLLATE "C" REFERENCES party_organizations (organization_id);
ALTER TABLE scans ADD COLUMN state TEXT COLLATE "C" NOT NULL DEFAULT 'kept';
ALTER TABLE scans ADD COLUMN asked_by TEXT COLLATE "C";
ALTER TABLE scans ADD COLUMN asked_at BIGINT;
ALTER TABLE scans ADD COLUMN why TEXT COLLATE "C";
ALTER TABLE scans ADD COLUMN destroyed_by TEXT COLLATE "C";
ALTER TABLE scans ADD COLUMN destroyed_at BIGINT;
ALTER TABLE scans ADD CONSTRAINT scans_of_check CHECK (
    (application_id IS NULL) <> (meeting_id IS NULL)
    AND (application_id IS NULL) = (person_id IS NULL)
    AND (meeting_id IS NULL) = (organization_id IS NULL)
);
ALTER TABLE scans ADD CONSTRAINT scans_taken_down_check CHECK (
    (state = 'kept') = (asked_by IS NULL)
    AND (asked_by IS NULL) = (asked_at IS NULL)
    AND (asked_by IS NULL) = (why IS NULL)
    AND (state = 'destroyed') = (destroyed_by IS NOT NULL)
    AND (destroyed_by IS NULL) = (destroyed_at IS NULL)
);
DROP INDEX scans_application_id_sha256_key;
CREATE UNIQUE INDEX scans_application_id_sha256_key ON scans (application_id, sha256) WHERE state <> 'destroyed';
CREATE UNIQUE INDEX scans_meeting_id_sha256_key ON scans (meeting_id, sha256) WHERE state <> 'destroyed';
CREATE INDEX scans_application_idx ON scans (application_id);
CREATE INDEX scans_meeting_idx ON scans (meeting_id);

ALTER TABLE scan_parts ALTER COLUMN person_id DROP NOT NULL;
ALTER TABLE scan_parts ADD COLUMN organization_id TEXT COLLATE "C" REFERENCES party_organizations (organization_id);
ALTER TABLE scan_parts ADD CONSTRAINT scan_parts_of_check CHECK ((person_id IS NULL) <> (organization_id IS NULL));
