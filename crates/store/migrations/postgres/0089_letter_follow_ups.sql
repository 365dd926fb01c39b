-- That letters without a receipt are followed up 催办: the last word on each, with who said it, at which post, and on which day they look
-- again. What was done is sealed.
CREATE TABLE letter_follow_ups (
    letter TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    post TEXT COLLATE "C" NOT NULL,
    words TEXT COLLATE "C" NOT NULL,
    next_on TEXT COLLATE "C" NOT NULL,
    said_by TEXT COLLATE "C" NOT NULL,
    said_at BIGINT NOT NULL
);
CREATE INDEX letter_follow_ups_person_idx ON letter_follow_ups (person_id);
