-- Call-backs 回访 of visits, and visits that were put off.

CREATE TABLE call_backs (
    call_back_id TEXT NOT NULL PRIMARY KEY,
    visit_id TEXT NOT NULL REFERENCES visits (visit_id),
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    cause TEXT NOT NULL,
    raised_at INTEGER NOT NULL,
    outcome TEXT,
    words TEXT,
    answered_by TEXT,
    answered_at INTEGER,
    CONSTRAINT call_backs_answered_check CHECK (
        (outcome IS NULL AND words IS NULL AND answered_by IS NULL AND answered_at IS NULL)
        OR (outcome IS NOT NULL AND answered_by IS NOT NULL AND answered_at IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX call_backs_visit_id_key ON call_backs (visit_id);
CREATE INDEX call_backs_person_idx ON call_backs (person_id);
CREATE INDEX call_backs_open_idx ON call_backs (raised_at) WHERE outcome IS NULL;

CREATE TABLE visit_deferrals (
    deferral_id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    made_at INTEGER NOT NULL,
    until_on TEXT NOT NULL,
    reason TEXT NOT NULL,
    made_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_deferrals_until_idx ON visit_deferrals (until_on, person_id);
