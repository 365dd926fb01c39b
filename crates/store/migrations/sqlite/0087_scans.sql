-- Scans 扫描件 of signed papers: what is known of each, and its bytes in sealed parts, so that no statement carries a whole file.
-- One file is kept once for an application.
CREATE TABLE scans (
    scan_id TEXT NOT NULL PRIMARY KEY,
    document_id TEXT NOT NULL REFERENCES documents (document_id),
    application_id TEXT NOT NULL REFERENCES applications (application_id),
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    media TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    put_by TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    CONSTRAINT scans_size_check CHECK (size_bytes > 0),
    CONSTRAINT scans_hash_check CHECK (LENGTH(sha256) = 64)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX scans_application_id_sha256_key ON scans (application_id, sha256);
CREATE INDEX scans_document_idx ON scans (document_id);

CREATE TABLE scan_parts (
    scan_id TEXT NOT NULL REFERENCES scans (scan_id),
    part_no TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    content TEXT NOT NULL,
    PRIMARY KEY (scan_id, part_no)
) STRICT, WITHOUT ROWID;
