-- Disputes and claims 矛盾纠纷、诉求 (R8): between two sides, who mediates, where it stands. Everything that is told of one is sealed.
CREATE TABLE disputes (
    dispute_id TEXT NOT NULL PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES party_organizations (organization_id),
    first_person_id TEXT REFERENCES persons (person_id),
    second_person_id TEXT REFERENCES persons (person_id),
    mediator_id TEXT REFERENCES persons (person_id),
    kind TEXT NOT NULL,
    voice TEXT NOT NULL,
    state TEXT NOT NULL,
    raised_by TEXT NOT NULL,
    raised_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    near_on TEXT NOT NULL,
    was_late INTEGER NOT NULL CHECK (was_late IN (0, 1)),
    ended_on TEXT,
    told TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    CONSTRAINT disputes_ended_check CHECK ((ended_on IS NOT NULL) = (state IN ('agreed', 'referred-on', 'withdrawn'))),
    CONSTRAINT disputes_mediator_check CHECK (mediator_id IS NOT NULL OR state IN ('raised', 'withdrawn')),
    CONSTRAINT disputes_near_check CHECK (raised_on <= near_on AND near_on <= due_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX disputes_organization_idx ON disputes (organization_id, state);
CREATE INDEX disputes_first_idx ON disputes (first_person_id);
CREATE INDEX disputes_second_idx ON disputes (second_person_id);
CREATE INDEX disputes_mediator_idx ON disputes (mediator_id, state);
