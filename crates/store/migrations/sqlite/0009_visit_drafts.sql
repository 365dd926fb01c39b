-- Forms for a visit that were begun and not sent, for whoever began them.

CREATE TABLE visit_drafts (
    account TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    operation_id TEXT NOT NULL,
    typed TEXT NOT NULL,
    kept_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    PRIMARY KEY (account, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_drafts_person_idx ON visit_drafts (person_id);
CREATE INDEX visit_drafts_ends_idx ON visit_drafts (ends_at);
