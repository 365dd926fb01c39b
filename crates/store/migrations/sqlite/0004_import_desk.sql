-- The import desk: books that somebody brought, what was found in them, and what was chosen. Nothing of it is part of the
-- canonical export. Files and findings hold what people's rows hold, so both stand sealed and do not stay for ever.

CREATE TABLE import_jobs (
    job_id TEXT NOT NULL PRIMARY KEY,
    state TEXT NOT NULL,
    brought_by TEXT NOT NULL,
    brought_role TEXT NOT NULL,
    organization_id TEXT REFERENCES party_organizations (organization_id),
    as_of TEXT NOT NULL,
    brought_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    seen TEXT NOT NULL,
    failure TEXT,
    import_id TEXT REFERENCES imports (import_id),
    CONSTRAINT import_jobs_published_check CHECK ((state = 'published') = (import_id IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX import_jobs_brought_idx ON import_jobs (brought_at);

-- A file in parts, so that no statement holds all of it.
CREATE TABLE import_job_files (
    job_id TEXT NOT NULL REFERENCES import_jobs (job_id),
    file_no TEXT NOT NULL,
    part_no TEXT NOT NULL,
    name TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (job_id, file_no, part_no)
) STRICT, WITHOUT ROWID;

CREATE TABLE import_job_rows (
    job_id TEXT NOT NULL REFERENCES import_jobs (job_id),
    part TEXT NOT NULL,
    row_no TEXT NOT NULL,
    content TEXT NOT NULL,
    verdict TEXT,
    chosen_by TEXT,
    PRIMARY KEY (job_id, part, row_no),
    CONSTRAINT import_job_rows_chosen_check CHECK ((verdict IS NULL) = (chosen_by IS NULL))
) STRICT, WITHOUT ROWID;

-- The row of a roster that named somebody last.
CREATE TABLE last_named (
    person_id TEXT NOT NULL PRIMARY KEY REFERENCES persons (person_id),
    import_id TEXT NOT NULL REFERENCES imports (import_id),
    place TEXT NOT NULL,
    stated_on TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What was decided of a matter, and by whom; a branch that is asked leaves it open.
ALTER TABLE discrepancies ADD COLUMN verdict TEXT;
ALTER TABLE discrepancies ADD COLUMN decided_by TEXT;
