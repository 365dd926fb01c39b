-- Trainings 培训: what was taught, on which day and for how long, and who of a branch was there.
CREATE TABLE trainings (
    training_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    organization_id TEXT COLLATE "C" NOT NULL REFERENCES party_organizations (organization_id),
    title TEXT COLLATE "C" NOT NULL,
    title_key TEXT COLLATE "C" NOT NULL,
    held_on TEXT COLLATE "C" NOT NULL,
    minutes BIGINT NOT NULL,
    teacher TEXT COLLATE "C",
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at BIGINT NOT NULL,
    struck_by TEXT COLLATE "C",
    struck_at BIGINT,
    why TEXT COLLATE "C",
    CONSTRAINT trainings_minutes_check CHECK (minutes BETWEEN 1 AND 720),
    CONSTRAINT trainings_struck_check CHECK ((struck_by IS NULL) = (struck_at IS NULL) AND (struck_by IS NULL) = (why IS NULL))
);
CREATE UNIQUE INDEX trainings_organization_id_held_on_title_key_key ON trainings (organization_id, held_on, title_key) WHERE struck_by IS NULL;
CREATE INDEX trainings_organization_idx ON trainings (organization_id, held_on);
CREATE INDEX trainings_held_idx ON trainings (held_on);

CREATE TABLE trainees (
    training_id TEXT COLLATE "C" NOT NULL REFERENCES trainings (training_id),
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (training_id, person_id)
);
CREATE INDEX trainees_person_idx ON trainees (person_id);

-- Years' care plans 年度关爱计划: what an organisation sets out to do, proposed by one and agreed by another above.
CREATE TABLE care_plans (
    care_plan_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    organization_id TEXT COLLATE "C" NOT NULL REFERENCES party_organizations (organization_id),
    year BIGINT NOT NULL,
    lead TEXT COLLATE "C" NOT NULL,
    weight_percent BIGINT NOT NULL,
    targets TEXT COLLATE "C" NOT NULL,
    zero_why TEXT COLLATE "C",
    state TEXT COLLATE "C" NOT NULL,
    proposed_by TEXT COLLATE "C" NOT NULL,
    proposed_at BIGINT NOT NULL,
    decided_by TEXT COLLATE "C",
    decided_at BIGINT,
    words TEXT COLLATE "C",
    CONSTRAINT care_plans_weight_check CHECK (weight_percent BETWEEN 1 AND 100),
    CONSTRAINT care_plans_decided_check CHECK ((decided_by IS NOT NULL) = (state <> 'proposed') AND (decided_by IS NULL) = (decided_at IS NULL)),
    CONSTRAINT care_plans_two_people_check CHECK (state NOT IN ('agreed', 'returned', 'superseded') OR decided_by <> proposed_by)
);
CREATE UNIQUE INDEX care_plans_organization_id_year_state_key ON care_plans (organization_id, year, state) WHERE state IN ('proposed', 'agreed');
CREATE INDEX care_plans_organization_idx ON care_plans (organization_id, year);

-- Sources of the care fund 资金来源: what each gives in a year and how certain that is; a raise of the grade needs two people.
CREATE TABLE fund_sources (
    source_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    year BIGINT NOT NULL,
    amount_fen BIGINT NOT NULL,
    expires_on TEXT COLLATE "C",
    grade TEXT COLLATE "C" NOT NULL,
    raise_to TEXT COLLATE "C",
    raise_evidence TEXT COLLATE "C",
    raise_by TEXT COLLATE "C",
    raise_at BIGINT,
    evidence TEXT COLLATE "C",
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at BIGINT NOT NULL,
    graded_by TEXT COLLATE "C",
    graded_at BIGINT,
    CONSTRAINT fund_sources_amount_check CHECK (amount_fen > 0),
    CONSTRAINT fund_sources_raise_check CHECK ((raise_to IS NULL) = (raise_by IS NULL) AND (raise_to IS NULL) = (raise_at IS NULL) AND (raise_to IS NULL) = (raise_evidence IS NULL)),
    CONSTRAINT fund_sources_graded_check CHECK ((graded_by IS NULL) = (graded_at IS NULL) AND (graded_by IS NOT NULL OR grade IN ('hoped', 'pledged')))
);
CREATE UNIQUE INDEX fund_sources_name_year_key ON fund_sources (name, year);
CREATE INDEX fund_sources_year_idx ON fund_sources (year);
