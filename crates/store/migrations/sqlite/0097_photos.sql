-- Photographs of a visit 走访照片: what is known of each, and its bytes in sealed parts. Kept on the consent of whoever was visited;
-- when the consent goes the bytes go, and that there was one stays.
CREATE TABLE photos (
    photo_id TEXT NOT NULL PRIMARY KEY,
    visit_id TEXT NOT NULL REFERENCES visits (visit_id),
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    media TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    put_by TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    ended TEXT,
    ended_by TEXT,
    ended_at INTEGER,
    CONSTRAINT photos_size_check CHECK (size_bytes > 0),
    CONSTRAINT photos_hash_check CHECK (LENGTH(sha256) = 64),
    CONSTRAINT photos_ended_check CHECK (
        (ended IS NULL) = (ended_by IS NULL) AND (ended IS NULL) = (ended_at IS NULL)
    )
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX photos_visit_id_sha256_key ON photos (visit_id, sha256) WHERE ended IS NULL;
CREATE INDEX photos_visit_idx ON photos (visit_id);
CREATE INDEX photos_person_idx ON photos (person_id);

CREATE TABLE photo_parts (
    photo_id TEXT NOT NULL REFERENCES photos (photo_id),
    part_no TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    content TEXT NOT NULL,
    PRIMARY KEY (photo_id, part_no)
) STRICT, WITHOUT ROWID;
