-- What a run was solved from: needs, offers, weights and limits by their ids, as they were, in pieces. Sealed, since they tell of hardship
-- and kin.
CREATE TABLE matching_inputs (
    run_id TEXT COLLATE "C" NOT NULL REFERENCES matching_runs (run_id),
    piece TEXT COLLATE "C" NOT NULL,
    content TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (run_id, piece)
);
