-- A run that differs from another by changes that somebody made by hand, and those changes.
ALTER TABLE matching_runs ADD COLUMN revises TEXT COLLATE "C" REFERENCES matching_runs (run_id);

CREATE TABLE matching_wishes (
    wish_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    run_id TEXT COLLATE "C" NOT NULL REFERENCES matching_runs (run_id),
    place BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    need_id TEXT COLLATE "C" NOT NULL REFERENCES needs (need_id),
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    offer_id TEXT COLLATE "C" NOT NULL REFERENCES offers (offer_id),
    why TEXT COLLATE "C" NOT NULL,
    wished_by TEXT COLLATE "C" NOT NULL,
    wished_at BIGINT NOT NULL,
    effect TEXT COLLATE "C",
    CONSTRAINT matching_wishes_kind_check CHECK (kind IN ('forbid', 'force')),
    CONSTRAINT matching_wishes_place_check CHECK (place >= 1)
);
CREATE UNIQUE INDEX matching_wishes_run_id_place_key ON matching_wishes (run_id, place);
