-- Forms for a visit that were begun and not sent, for whoever began them.

CREATE TABLE visit_drafts (
    account TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    operation_id TEXT COLLATE "C" NOT NULL,
    typed TEXT COLLATE "C" NOT NULL,
    kept_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    PRIMARY KEY (account, person_id)
);
CREATE INDEX visit_drafts_person_idx ON visit_drafts (person_id);
CREATE INDEX visit_drafts_ends_idx ON visit_drafts (ends_at);
