-- A run that differs from another by changes that somebody made by hand, and those changes.
ALTER TABLE matching_runs ADD COLUMN revises TEXT REFERENCES matching_runs (run_id);

CREATE TABLE matching_wishes (
    wish_id TEXT NOT NULL PRIMARY KEY,
    run_id TEXT NOT NULL REFERENCES matching_runs (run_id),
    place INTEGER NOT NULL,
    kind TEXT NOT NULL,
    need_id TEXT NOT NULL REFERENCES needs (need_id),
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    offer_id TEXT NOT NULL REFERENCES offers (offer_id),
    why TEXT NOT NULL,
    wished_by TEXT NOT NULL,
    wished_at INTEGER NOT NULL,
    effect TEXT,
    CONSTRAINT matching_wishes_kind_check CHECK (kind IN ('forbid', 'force')),
    CONSTRAINT matching_wishes_place_check CHECK (place >= 1)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX matching_wishes_run_id_place_key ON matching_wishes (run_id, place);
