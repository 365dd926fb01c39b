-- Saved runs of the matching 一轮撮合: figures, what would help most, what walls between the systems would cost.
CREATE TABLE matching_runs (
    run_id TEXT NOT NULL PRIMARY KEY,
    run_no INTEGER NOT NULL,
    organization_id TEXT REFERENCES party_organizations (organization_id),
    as_of TEXT NOT NULL,
    standards TEXT NOT NULL,
    ran_by TEXT NOT NULL,
    ran_at INTEGER NOT NULL,
    counts TEXT NOT NULL,
    recruits TEXT NOT NULL,
    walls TEXT NOT NULL,
    CONSTRAINT matching_runs_no_check CHECK (run_no >= 1)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX matching_runs_run_no_key ON matching_runs (run_no);

-- What a run found for each need.
CREATE TABLE matching_results (
    result_id TEXT NOT NULL PRIMARY KEY,
    run_id TEXT NOT NULL REFERENCES matching_runs (run_id),
    place INTEGER NOT NULL,
    need_id TEXT NOT NULL REFERENCES needs (need_id),
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    category TEXT,
    township TEXT,
    kind TEXT NOT NULL,
    offer_id TEXT REFERENCES offers (offer_id),
    detail TEXT,
    CONSTRAINT matching_results_kind_check CHECK (kind IN ('proposed', 'unmet', 'without-category')),
    CONSTRAINT matching_results_offer_check CHECK ((offer_id IS NOT NULL) = (kind = 'proposed')),
    CONSTRAINT matching_results_detail_check CHECK ((detail IS NULL) = (kind = 'without-category')),
    CONSTRAINT matching_results_place_check CHECK (place >= 1)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX matching_results_run_id_kind_place_key ON matching_results (run_id, kind, place);
