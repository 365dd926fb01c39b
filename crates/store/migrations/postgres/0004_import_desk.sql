-- The import desk: books that somebody brought, what was found in them, and what was chosen. Nothing of it is part of the
-- canonical export. Files and findings hold what people's rows hold, so both stand sealed and do not stay for ever.

CREATE TABLE import_jobs (
    job_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    state TEXT COLLATE "C" NOT NULL,
    brought_by TEXT COLLATE "C" NOT NULL,
    brought_role TEXT COLLATE "C" NOT NULL,
    organization_id TEXT COLLATE "C" REFERENCES party_organizations (organization_id),
    as_of TEXT COLLATE "C" NOT NULL,
    brought_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    seen TEXT COLLATE "C" NOT NULL,
    failure TEXT COLLATE "C",
    import_id TEXT COLLATE "C" REFERENCES imports (import_id),
    CONSTRAINT import_jobs_published_check CHECK ((state = 'published') = (import_id IS NOT NULL))
);
CREATE INDEX import_jobs_brought_idx ON import_jobs (brought_at);

-- A file in parts, so that no statement holds all of it.
CREATE TABLE import_job_files (
    job_id TEXT COLLATE "C" NOT NULL REFERENCES import_jobs (job_id),
    file_no TEXT COLLATE "C" NOT NULL,
    part_no TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    content TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (job_id, file_no, part_no)
);

CREATE TABLE import_job_rows (
    job_id TEXT COLLATE "C" NOT NULL REFERENCES import_jobs (job_id),
    part TEXT COLLATE "C" NOT NULL,
    row_no TEXT COLLATE "C" NOT NULL,
    content TEXT COLLATE "C" NOT NULL,
    verdict TEXT COLLATE "C",
    chosen_by TEXT COLLATE "C",
    PRIMARY KEY (job_id, part, row_no),
    CONSTRAINT import_job_rows_chosen_check CHECK ((verdict IS NULL) = (chosen_by IS NULL))
);

-- The row of a roster that named somebody last.
CREATE TABLE last_named (
    person_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES persons (person_id),
    import_id TEXT COLLATE "C" NOT NULL REFERENCES imports (import_id),
    place TEXT COLLATE "C" NOT NULL,
    stated_on TEXT COLLATE "C" NOT NULL
);

-- What was decided of a matter, and by whom; a branch that is asked leaves it open.
ALTER TABLE discrepancies ADD COLUMN verdict TEXT COLLATE "C";
ALTER TABLE discrepancies ADD COLUMN decided_by TEXT COLLATE "C";
