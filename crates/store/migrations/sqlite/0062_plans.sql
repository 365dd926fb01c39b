-- Plans for one person 一人一策. Their aim, measures, tasks and words are sealed, since they may tell of health or of a bill.
-- `next_due_on` is the day of the first task that waits. Nobody has two plans that have not ended.
CREATE TABLE plans (
    plan_id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    need_id TEXT REFERENCES needs (need_id),
    lead_organization_id TEXT NOT NULL REFERENCES party_organizations (organization_id),
    lead_name TEXT NOT NULL,
    state TEXT NOT NULL,
    aim TEXT NOT NULL,
    in_hardship INTEGER NOT NULL CHECK (in_hardship IN (0, 1)),
    waiver TEXT,
    measures TEXT NOT NULL,
    tasks TEXT NOT NULL,
    next_due_on TEXT,
    review_on TEXT NOT NULL,
    drafted_by TEXT NOT NULL,
    begun_on TEXT,
    ended_on TEXT,
    outcome TEXT,
    confirmation TEXT,
    words TEXT,
    recorded_at INTEGER NOT NULL,
    CONSTRAINT plans_begun_check CHECK (state = 'drafted' OR state = 'dropped' OR begun_on IS NOT NULL),
    CONSTRAINT plans_ended_check CHECK ((ended_on IS NOT NULL) = (state IN ('finished', 'dropped'))),
    CONSTRAINT plans_outcome_check CHECK ((outcome IS NOT NULL) = (state = 'finished') AND (outcome IS NULL) = (confirmation IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX plans_person_idx ON plans (person_id);
CREATE UNIQUE INDEX plans_person_id_key ON plans (person_id) WHERE state IN ('drafted', 'running');
CREATE INDEX plans_state_idx ON plans (state, next_due_on);
