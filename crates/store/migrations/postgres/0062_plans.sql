-- Plans for one person 一人一策. Their aim, measures, tasks and words are sealed, since they may tell of health or of a bill.
-- `next_due_on` is the day of the first task that waits. Nobody has two plans that have not ended.
CREATE TABLE plans (
    plan_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    need_id TEXT COLLATE "C" REFERENCES needs (need_id),
    lead_organization_id TEXT COLLATE "C" NOT NULL REFERENCES party_organizations (organization_id),
    lead_name TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    aim TEXT COLLATE "C" NOT NULL,
    in_hardship BOOLEAN NOT NULL,
    waiver TEXT COLLATE "C",
    measures TEXT COLLATE "C" NOT NULL,
    tasks TEXT COLLATE "C" NOT NULL,
    next_due_on TEXT COLLATE "C",
    review_on TEXT COLLATE "C" NOT NULL,
    drafted_by TEXT COLLATE "C" NOT NULL,
    begun_on TEXT COLLATE "C",
    ended_on TEXT COLLATE "C",
    outcome TEXT COLLATE "C",
    confirmation TEXT COLLATE "C",
    words TEXT COLLATE "C",
    recorded_at BIGINT NOT NULL,
    CONSTRAINT plans_begun_check CHECK (state = 'drafted' OR state = 'dropped' OR begun_on IS NOT NULL),
    CONSTRAINT plans_ended_check CHECK ((ended_on IS NOT NULL) = (state IN ('finished', 'dropped'))),
    CONSTRAINT plans_outcome_check CHECK ((outcome IS NOT NULL) = (state = 'finished') AND (outcome IS NULL) = (confirmation IS NULL))
);
CREATE INDEX plans_person_idx ON plans (person_id);
CREATE UNIQUE INDEX plans_person_id_key ON plans (person_id) WHERE state IN ('drafted', 'running');
CREATE INDEX plans_state_idx ON plans (state, next_due_on);
