-- What somebody has to do because of a life event, and when it was done. What came of it is sealed. Of an event that was undone
-- nothing is left to do.
CREATE TABLE life_event_tasks (
    life_event_id TEXT NOT NULL REFERENCES life_events (life_event_id),
    task_no TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    organization_id TEXT REFERENCES party_organizations (organization_id),
    kind TEXT NOT NULL,
    done_on TEXT,
    words TEXT,
    done_by TEXT,
    done_by_person_id TEXT REFERENCES persons (person_id),
    done_at INTEGER,
    PRIMARY KEY (life_event_id, task_no),
    CONSTRAINT life_event_tasks_done_check CHECK (
        (done_on IS NULL) = (words IS NULL) AND (done_on IS NULL) = (done_by IS NULL) AND (done_on IS NULL) = (done_at IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX life_event_tasks_person_idx ON life_event_tasks (person_id);
-- The column of its own condition stands in it, so that SQLite counts from it alone.
CREATE INDEX life_event_tasks_waiting_idx ON life_event_tasks (organization_id, done_on, life_event_id) WHERE done_on IS NULL;
