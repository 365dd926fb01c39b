-- A mistaken scan is taken down: one asks and says why, another destroys the bytes; what was known of it stays. And the signed
-- record of a meeting takes scans, sealed for the organisation that met. SQLite makes no column empty that was not: the tables
-- are made anew.
CREATE TABLE scans_anew (
    scan_id TEXT NOT NULL PRIMARY KEY,
    document_id TEXT NOT NULL REFERENCES documents (document_id),
    application_id TEXT REFERENCES applications (application_id),
    person_id TEXT REFERENCES persons (person_id),
    media TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    put_by TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    meeting_id TEXT REFERENCES meetings (meeting_id),
    organization_id TEXT REFERENCES party_organizations (organization_id),
    state TEXT NOT NULL DEFAULT 'kept',
    asked_by TEXT,
    asked_at INTEGER,
    why TEXT,
    destroyed_by TEXT,
    destroyed_at INTEGER,
    CONSTRAINT scans_size_check CHECK (size_bytes > 0),
    CONSTRAINT scans_hash_check CHECK (LENGTH(sha256) = 64),
    CONSTRAINT scans_of_check CHECK (
        (application_id IS NULL) <> (meeting_id IS NULL)
        AND (application_id IS NULL) = (person_id IS NULL)
        AND (meeting_id IS NULL) = (organization_id IS NULL)
    ),
    CONSTRAINT scans_taken_down_check CHECK (
        (state = 'kept') = (asked_by IS NULL)
        AND (asked_by IS NULL) = (asked_at IS NULL)
        AND (asked_by IS NULL) = (why IS NULL)
        AND (state = 'destroyed') = (destroyed_by IS NOT NULL)
        AND (destroyed_by IS NULL) = (destroyed_at IS NULL)
    )
) STRICT, WITHOUT ROWID;
INSERT INTO scans_anew (scan_id, document_id, application_id, person_id, media, size_bytes, sha256, put_by, recorded_at)
    SELECT scan_id, document_id, application_id, person_id, media, size_bytes, sha256, put_by, recorded_at FROM scans;

CREATE TABLE scan_parts_anew (
    scan_id TEXT NOT NULL REFERENCES scans_anew (scan_id),
    part_no TEXT NOT NULL,
    person_id TEXT REFERENCES persons (person_id),
    content TEXT NOT NULL,
    organization_id TEXT REFERENCES party_organizations (organization_id),
    PRIMARY KEY (scan_id, part_no),
    CONSTRAINT scan_parts_of_check CHECK ((person_id IS NULL) <> (organization_id IS NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO scan_parts_anew (scan_id, part_no, person_id, content)
    SELECT scan_id, part_no, person_id, content FROM scan_parts;

DROP TABLE scan_parts;
DROP TABLE scans;
ALTER TABLE scans_anew RENAME TO scans;
ALTER TABLE scan_parts_anew RENAME TO scan_parts;
CREATE UNIQUE INDEX scans_application_id_sha256_key ON scans (application_id, sha256) WHERE state <> 'destroyed';
CREATE UNIQUE INDEX scans_meeting_id_sha256_key ON scans (meeting_id, sha256) WHERE state <> 'destroyed';
CREATE INDEX scans_document_idx ON scans (document_id);
CREATE INDEX scans_application_idx ON scans (application_id);
CREATE INDEX scans_meeting_idx ON scans (meeting_id);
