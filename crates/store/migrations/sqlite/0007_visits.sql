-- Visits and contacts 走访. Words are sealed; `found_key` serves equality alone and is there for long texts only.

CREATE TABLE visits (
    visit_id TEXT NOT NULL PRIMARY KEY,
    act TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    household_id TEXT REFERENCES households (household_id),
    organization_id TEXT REFERENCES party_organizations (organization_id),
    visitor_id TEXT REFERENCES persons (person_id),
    visitor_name TEXT,
    companions TEXT,
    made_on TEXT NOT NULL,
    begun_minute INTEGER,
    duration_min INTEGER,
    manner TEXT NOT NULL,
    occasions TEXT NOT NULL,
    reason TEXT,
    found TEXT,
    found_key TEXT,
    promise TEXT,
    promise_due_on TEXT,
    promise_kept_on TEXT,
    gift_kind TEXT,
    gift_fen INTEGER,
    gift_goods TEXT,
    sheet_id TEXT,
    state TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    CONSTRAINT visits_visitor_check CHECK ((visitor_id IS NULL) <> (visitor_name IS NULL)),
    CONSTRAINT visits_self_check CHECK (visitor_id <> person_id),
    CONSTRAINT visits_minute_check CHECK (begun_minute BETWEEN 0 AND 1439),
    CONSTRAINT visits_promise_check CHECK (promise IS NOT NULL OR (promise_due_on IS NULL AND promise_kept_on IS NULL)),
    CONSTRAINT visits_gift_check CHECK (
        (gift_kind IS NULL AND gift_fen IS NULL AND gift_goods IS NULL)
        OR (gift_kind IS NOT NULL AND act = 'visit-with-gift' AND (gift_fen IS NULL OR gift_fen > 0)))
) STRICT, WITHOUT ROWID;
CREATE INDEX visits_person_idx ON visits (person_id, made_on);
CREATE INDEX visits_organization_idx ON visits (organization_id, made_on);
CREATE INDEX visits_visitor_idx ON visits (visitor_id, made_on) WHERE visitor_id IS NOT NULL;
CREATE INDEX visits_made_idx ON visits (made_on, visit_id);
CREATE INDEX visits_found_idx ON visits (found_key) WHERE found_key IS NOT NULL;
CREATE INDEX visits_sheet_idx ON visits (sheet_id) WHERE sheet_id IS NOT NULL;
CREATE INDEX visits_promise_idx ON visits (organization_id, promise_due_on) WHERE promise IS NOT NULL AND promise_kept_on IS NULL;

-- Others who were seen at the same visit.
CREATE TABLE visits_seen (
    visit_id TEXT NOT NULL REFERENCES visits (visit_id),
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (visit_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX visits_seen_person_idx ON visits_seen (person_id);

-- What was said in confidence: in no list, export, search or log.
CREATE TABLE talk_notes (
    visit_id TEXT NOT NULL PRIMARY KEY REFERENCES visits (visit_id),
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    answered_by TEXT NOT NULL,
    words TEXT NOT NULL,
    recorded_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Whom the person allows to read it, beside whoever answered.
CREATE TABLE talk_note_readers (
    visit_id TEXT NOT NULL REFERENCES talk_notes (visit_id),
    reader TEXT NOT NULL,
    allowed_at INTEGER NOT NULL,
    PRIMARY KEY (visit_id, reader)
) STRICT, WITHOUT ROWID;
