-- Visits and contacts 走访. Words are sealed; `found_key` serves equality alone and is there for long texts only.

CREATE TABLE visits (
    visit_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    act TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    household_id TEXT COLLATE "C" REFERENCES households (household_id),
    organization_id TEXT COLLATE "C" REFERENCES party_organizations (organization_id),
    visitor_id TEXT COLLATE "C" REFERENCES persons (person_id),
    visitor_name TEXT COLLATE "C",
    companions TEXT COLLATE "C",
    made_on TEXT COLLATE "C" NOT NULL,
    begun_minute BIGINT,
    duration_min BIGINT,
    manner TEXT COLLATE "C" NOT NULL,
    occasions TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C",
    found TEXT COLLATE "C",
    found_key TEXT COLLATE "C",
    promise TEXT COLLATE "C",
    promise_due_on TEXT COLLATE "C",
    promise_kept_on TEXT COLLATE "C",
    gift_kind TEXT COLLATE "C",
    gift_fen BIGINT,
    gift_goods TEXT COLLATE "C",
    sheet_id TEXT COLLATE "C",
    state TEXT COLLATE "C" NOT NULL,
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at BIGINT NOT NULL,
    CONSTRAINT visits_visitor_check CHECK ((visitor_id IS NULL) <> (visitor_name IS NULL)),
    CONSTRAINT visits_self_check CHECK (visitor_id <> person_id),
    CONSTRAINT visits_minute_check CHECK (begun_minute BETWEEN 0 AND 1439),
    CONSTRAINT visits_promise_check CHECK (promise IS NOT NULL OR (promise_due_on IS NULL AND promise_kept_on IS NULL)),
    CONSTRAINT visits_gift_check CHECK (
        (gift_kind IS NULL AND gift_fen IS NULL AND gift_goods IS NULL)
        OR (gift_kind IS NOT NULL AND act = 'visit-with-gift' AND (gift_fen IS NULL OR gift_fen > 0)))
);
CREATE INDEX visits_person_idx ON visits (person_id, made_on);
CREATE INDEX visits_organization_idx ON visits (organization_id, made_on);
CREATE INDEX visits_visitor_idx ON visits (visitor_id, made_on) WHERE visitor_id IS NOT NULL;
CREATE INDEX visits_made_idx ON visits (made_on, visit_id);
CREATE INDEX visits_found_idx ON visits (found_key) WHERE found_key IS NOT NULL;
CREATE INDEX visits_sheet_idx ON visits (sheet_id) WHERE sheet_id IS NOT NULL;
CREATE INDEX visits_promise_idx ON visits (organization_id, promise_due_on) WHERE promise IS NOT NULL AND promise_kept_on IS NULL;

-- Others who were seen at the same visit.
CREATE TABLE visits_seen (
    visit_id TEXT COLLATE "C" NOT NULL REFERENCES visits (visit_id),
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (visit_id, person_id)
);
CREATE INDEX visits_seen_person_idx ON visits_seen (person_id);

-- What was said in confidence: in no list, export, search or log.
CREATE TABLE talk_notes (
    visit_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES visits (visit_id),
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    answered_by TEXT COLLATE "C" NOT NULL,
    words TEXT COLLATE "C" NOT NULL,
    recorded_at BIGINT NOT NULL
);

-- Whom the person allows to read it, beside whoever answered.
CREATE TABLE talk_note_readers (
    visit_id TEXT COLLATE "C" NOT NULL REFERENCES talk_notes (visit_id),
    reader TEXT COLLATE "C" NOT NULL,
    allowed_at BIGINT NOT NULL,
    PRIMARY KEY (visit_id, reader)
);
