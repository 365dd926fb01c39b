-- Surveys 问卷调查: how the sample was drawn (its seed draws the same again), the strata with how many were asked and how many came back,
-- and who was drawn, for handing out alone. No answer names anybody, and who was drawn is forgotten when the survey ends.
CREATE TABLE surveys (
    survey_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    title TEXT COLLATE "C" NOT NULL,
    as_of_on TEXT COLLATE "C" NOT NULL,
    due_on TEXT COLLATE "C" NOT NULL,
    size BIGINT NOT NULL,
    method TEXT COLLATE "C" NOT NULL,
    seed TEXT COLLATE "C" NOT NULL,
    asked_of BIGINT NOT NULL,
    dead BIGINT NOT NULL,
    gone BIGINT NOT NULL,
    unwilling BIGINT NOT NULL,
    other BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    drawn_by TEXT COLLATE "C" NOT NULL,
    drawn_at BIGINT NOT NULL,
    decided_by TEXT COLLATE "C",
    decided_at BIGINT,
    closed_by TEXT COLLATE "C",
    closed_at BIGINT,
    words TEXT COLLATE "C",
    CONSTRAINT surveys_decided_check CHECK ((decided_by IS NOT NULL) = (state <> 'drawn') AND (decided_by IS NULL) = (decided_at IS NULL)),
    CONSTRAINT surveys_closed_check CHECK ((closed_by IS NOT NULL) = (state = 'closed') AND (closed_by IS NULL) = (closed_at IS NULL)),
    CONSTRAINT surveys_two_people_check CHECK (state NOT IN ('released', 'closed') OR decided_by <> drawn_by)
);

CREATE TABLE survey_strata (
    survey_id TEXT COLLATE "C" NOT NULL REFERENCES surveys (survey_id),
    stratum_no TEXT COLLATE "C" NOT NULL,
    parts TEXT COLLATE "C" NOT NULL,
    population BIGINT NOT NULL,
    drawn BIGINT NOT NULL,
    returned BIGINT,
    PRIMARY KEY (survey_id, stratum_no),
    CONSTRAINT survey_strata_counts_check CHECK (drawn >= 0 AND drawn <= population AND (returned IS NULL OR (returned >= 0 AND returned <= drawn)))
);

CREATE TABLE survey_people (
    survey_id TEXT COLLATE "C" NOT NULL REFERENCES surveys (survey_id),
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    stratum_no TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (survey_id, person_id)
);
CREATE INDEX survey_people_person_idx ON survey_people (person_id);
