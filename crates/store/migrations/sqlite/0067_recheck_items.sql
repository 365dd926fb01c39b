-- Who is on a yearly recheck, each once, and what was said of them. Where they belonged when they were listed stands with it, for those
-- who belong nowhere any more. What was said in words is sealed.
CREATE TABLE recheck_items (
    item_id TEXT NOT NULL PRIMARY KEY,
    recheck_id TEXT NOT NULL REFERENCES rechecks (recheck_id),
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    organization_id TEXT NOT NULL REFERENCES party_organizations (organization_id),
    listed_on TEXT NOT NULL,
    state TEXT NOT NULL,
    answered_on TEXT,
    visit_id TEXT REFERENCES visits (visit_id),
    words TEXT,
    answered_by TEXT,
    recorded_at INTEGER NOT NULL,
    CONSTRAINT recheck_items_answered_check CHECK ((answered_on IS NOT NULL) = (state <> 'waiting') AND (answered_on IS NULL) = (answered_by IS NULL)),
    CONSTRAINT recheck_items_seen_check CHECK ((visit_id IS NOT NULL) = (state IN ('unchanged', 'changed')))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX recheck_items_recheck_id_person_id_key ON recheck_items (recheck_id, person_id);
CREATE INDEX recheck_items_person_idx ON recheck_items (person_id);
CREATE INDEX recheck_items_visit_idx ON recheck_items (visit_id) WHERE visit_id IS NOT NULL;
