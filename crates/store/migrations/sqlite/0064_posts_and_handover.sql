-- Appointments 任职: who recorded and who confirmed a post, which powers go with it, when it ends. `post_id` is that of the post,
-- which stands in `posts` once it is confirmed; a row of a book has an appointment once its end was recorded.
CREATE TABLE appointments (
    post_id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    organization_id TEXT NOT NULL REFERENCES party_organizations (organization_id),
    code TEXT,
    title TEXT NOT NULL,
    manner TEXT NOT NULL,
    powers TEXT NOT NULL,
    since_on TEXT NOT NULL,
    until_on TEXT,
    resolution TEXT NOT NULL,
    state TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    decided_by TEXT,
    decided_at INTEGER,
    ended_by TEXT,
    ended_at INTEGER,
    words TEXT,
    CONSTRAINT appointments_period_check CHECK (until_on IS NULL OR since_on < until_on),
    CONSTRAINT appointments_decided_check CHECK ((decided_by IS NOT NULL) = (state IN ('confirmed', 'declined', 'withdrawn')) AND (decided_by IS NULL) = (decided_at IS NULL)),
    CONSTRAINT appointments_two_people_check CHECK (state NOT IN ('confirmed', 'declined') OR decided_by <> recorded_by),
    CONSTRAINT appointments_ended_check CHECK ((ended_by IS NULL) = (ended_at IS NULL) AND (ended_by IS NULL OR until_on IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX appointments_person_idx ON appointments (person_id);
CREATE INDEX appointments_organization_idx ON appointments (organization_id);
CREATE INDEX posts_organization_idx ON posts (organization_id);

-- Hand-overs 交接: one a post. Nothing of what was said in confidence stands here.
CREATE TABLE handovers (
    handover_id TEXT NOT NULL PRIMARY KEY,
    post_id TEXT NOT NULL REFERENCES posts (post_id),
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    organization_id TEXT NOT NULL REFERENCES party_organizations (organization_id),
    title TEXT NOT NULL,
    until_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    supervisor TEXT,
    drawn_at INTEGER NOT NULL,
    CONSTRAINT handovers_due_check CHECK (until_on <= due_on)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX handovers_post_id_key ON handovers (post_id);
CREATE INDEX handovers_organization_idx ON handovers (organization_id);
CREATE INDEX handovers_person_idx ON handovers (person_id);

-- Their items. A record stands on a list once.
CREATE TABLE handover_items (
    item_id TEXT NOT NULL PRIMARY KEY,
    handover_id TEXT NOT NULL REFERENCES handovers (handover_id),
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    kind TEXT NOT NULL,
    subject TEXT,
    about_id TEXT REFERENCES persons (person_id),
    words TEXT,
    due_on TEXT,
    state TEXT NOT NULL,
    reason TEXT,
    moved_by TEXT,
    moved_at INTEGER,
    recorded_at INTEGER NOT NULL,
    CONSTRAINT handover_items_what_check CHECK (subject IS NOT NULL OR words IS NOT NULL OR kind = 'people'),
    CONSTRAINT handover_items_cash_check CHECK (kind <> 'cash' OR state IN ('blocked', 'settled')),
    CONSTRAINT handover_items_moved_check CHECK ((moved_by IS NULL) = (moved_at IS NULL)),
    CONSTRAINT handover_items_reason_check CHECK (state NOT IN ('returned', 'released') OR reason IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX handover_items_handover_idx ON handover_items (handover_id);
CREATE UNIQUE INDEX handover_items_handover_id_kind_subject_key ON handover_items (handover_id, kind, subject) WHERE subject IS NOT NULL;
