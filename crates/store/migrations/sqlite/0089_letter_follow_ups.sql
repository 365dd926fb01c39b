-- That letters without a receipt are followed up 催办: the last word on each, with who said it, at which post, and on which day they look
-- again. What was done is sealed.
CREATE TABLE letter_follow_ups (
    letter TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    post TEXT NOT NULL,
    words TEXT NOT NULL,
    next_on TEXT NOT NULL,
    said_by TEXT NOT NULL,
    said_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX letter_follow_ups_person_idx ON letter_follow_ups (person_id);
