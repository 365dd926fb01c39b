-- Surveys 问卷调查: how the sample was drawn (its seed draws the same again), the strata with how many were asked and how many came back,
-- and who was drawn, for handing out alone. No answer names anybody, and who was drawn is forgotten when the survey ends.
CREATE TABLE surveys (
    survey_id TEXT NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    as_of_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    size INTEGER NOT NULL,
    method TEXT NOT NULL,
    seed TEXT NOT NULL,
    asked_of INTEGER NOT NULL,
    dead INTEGER NOT NULL,
    gone INTEGER NOT NULL,
    unwilling INTEGER NOT NULL,
    other INTEGER NOT NULL,
    state TEXT NOT NULL,
    drawn_by TEXT NOT NULL,
    drawn_at INTEGER NOT NULL,
    decided_by TEXT,
    decided_at INTEGER,
    closed_by TEXT,
    closed_at INTEGER,
    words TEXT,
    CONSTRAINT surveys_decided_check CHECK ((decided_by IS NOT NULL) = (state <> 'drawn') AND (decided_by IS NULL) = (decided_at IS NULL)),
    CONSTRAINT surveys_closed_check CHECK ((closed_by IS NOT NULL) = (state = 'closed') AND (closed_by IS NULL) = (closed_at IS NULL)),
    CONSTRAINT surveys_two_people_check CHECK (state NOT IN ('released', 'closed') OR decided_by <> drawn_by)
) STRICT, WITHOUT ROWID;

CREATE TABLE survey_strata (
    survey_id TEXT NOT NULL REFERENCES surveys (survey_id),
    stratum_no TEXT NOT NULL,
    parts TEXT NOT NULL,
    population INTEGER NOT NULL,
    drawn INTEGER NOT NULL,
    returned INTEGER,
    PRIMARY KEY (survey_id, stratum_no),
    CONSTRAINT survey_strata_counts_check CHECK (drawn >= 0 AND drawn <= population AND (returned IS NULL OR (returned >= 0 AND returned <= drawn)))
) STRICT, WITHOUT ROWID;

CREATE TABLE survey_people (
    survey_id TEXT NOT NULL REFERENCES surveys (survey_id),
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    stratum_no TEXT NOT NULL,
    PRIMARY KEY (survey_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX survey_people_person_idx ON survey_people (person_id);
