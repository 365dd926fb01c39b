-- Life events 人生大事, with the state before and after of every record that each changed: what one reversal puts back. What the
-- form said and what came of it are sealed.

CREATE TABLE life_events (
    life_event_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    kind TEXT COLLATE "C" NOT NULL,
    happened_on TEXT COLLATE "C" NOT NULL,
    details TEXT COLLATE "C" NOT NULL,
    organization_id TEXT COLLATE "C" REFERENCES party_organizations (organization_id),
    to_organization_id TEXT COLLATE "C" REFERENCES party_organizations (organization_id),
    state TEXT COLLATE "C" NOT NULL,
    needs_another BOOLEAN NOT NULL,
    outcomes TEXT COLLATE "C" NOT NULL,
    entered_by TEXT COLLATE "C" NOT NULL,
    entered_by_person_id TEXT COLLATE "C" REFERENCES persons (person_id),
    entered_at BIGINT NOT NULL,
    received_on TEXT COLLATE "C",
    received_by TEXT COLLATE "C",
    received_by_person_id TEXT COLLATE "C" REFERENCES persons (person_id),
    received_at BIGINT,
    closed_why TEXT COLLATE "C",
    closed_by TEXT COLLATE "C",
    closed_by_person_id TEXT COLLATE "C" REFERENCES persons (person_id),
    closed_at BIGINT,
    CONSTRAINT life_events_received_check CHECK (
        (received_on IS NULL) = (received_by IS NULL) AND (received_on IS NULL) = (received_at IS NULL)
        AND happened_on <= received_on),
    CONSTRAINT life_events_closed_check CHECK (
        (state IN ('recalled', 'undone')) = (closed_why IS NOT NULL) AND (closed_why IS NULL) = (closed_by IS NULL)
        AND (closed_why IS NULL) = (closed_at IS NULL)),
    -- Another undoes what money or a decision hangs on.
    CONSTRAINT life_events_two_people_check CHECK (state <> 'undone' OR NOT needs_another OR closed_by <> entered_by)
);
CREATE INDEX life_events_person_idx ON life_events (person_id, happened_on);
CREATE INDEX life_events_organization_idx ON life_events (organization_id, entered_at);
CREATE INDEX life_events_to_idx ON life_events (to_organization_id) WHERE to_organization_id IS NOT NULL;

-- Rows as they stood, sealed as they were; a record that is new has no state before. Rows are only ever added.
CREATE TABLE life_event_changes (
    life_event_id TEXT COLLATE "C" NOT NULL REFERENCES life_events (life_event_id) DEFERRABLE INITIALLY DEFERRED,
    change_no TEXT COLLATE "C" NOT NULL,
    record TEXT COLLATE "C" NOT NULL,
    record_id TEXT COLLATE "C" NOT NULL,
    state_before TEXT COLLATE "C",
    state_after TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (life_event_id, change_no)
);
CREATE INDEX life_event_changes_record_idx ON life_event_changes (record, record_id);
