-- Appointments 任职: who recorded and who confirmed a post, which powers go with it, when it ends. `post_id` is that of the post,
-- which stands in `posts` once it is confirmed; a row of a book has an appointment once its end was recorded.
CREATE TABLE appointments (
    post_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    organization_id TEXT COLLATE "C" NOT NULL REFERENCES party_organizations (organization_id),
    code TEXT COLLATE "C",
    title TEXT COLLATE "C" NOT NULL,
    manner TEXT COLLATE "C" NOT NULL,
    powers TEXT COLLATE "C" NOT NULL,
    since_on TEXT COLLATE "C" NOT NULL,
    until_on TEXT COLLATE "C",
    resolution TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at BIGINT NOT NULL,
    decided_by TEXT COLLATE "C",
    decided_at BIGINT,
    ended_by TEXT COLLATE "C",
    ended_at BIGINT,
    words TEXT COLLATE "C",
    CONSTRAINT appointments_period_check CHECK (until_on IS NULL OR since_on < until_on),
    CONSTRAINT appointments_decided_check CHECK ((decided_by IS NOT NULL) = (state IN ('confirmed', 'declined', 'withdrawn')) AND (decided_by IS NULL) = (decided_at IS NULL)),
    CONSTRAINT appointments_two_people_check CHECK (state NOT IN ('confirmed', 'declined') OR decided_by <> recorded_by),
    CONSTRAINT appointments_ended_check CHECK ((ended_by IS NULL) = (ended_at IS NULL) AND (ended_by IS NULL OR until_on IS NOT NULL))
);
CREATE INDEX appointments_person_idx ON appointments (person_id);
CREATE INDEX appointments_organization_idx ON appointments (organization_id);
CREATE INDEX posts_organization_idx ON posts (organization_id);

-- Hand-overs 交接: one a post. Nothing of what was said in confidence stands here.
CREATE TABLE handovers (
    handover_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    post_id TEXT COLLATE "C" NOT NULL REFERENCES posts (post_id),
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    organization_id TEXT COLLATE "C" NOT NULL REFERENCES party_organizations (organization_id),
    title TEXT COLLATE "C" NOT NULL,
    until_on TEXT COLLATE "C" NOT NULL,
    due_on TEXT COLLATE "C" NOT NULL,
    supervisor TEXT COLLATE "C",
    drawn_at BIGINT NOT NULL,
    CONSTRAINT handovers_due_check CHECK (until_on <= due_on)
);
CREATE UNIQUE INDEX handovers_post_id_key ON handovers (post_id);
CREATE INDEX handovers_organization_idx ON handovers (organization_id);
CREATE INDEX handovers_person_idx ON handovers (person_id);

-- Their items. A record stands on a list once.
CREATE TABLE handover_items (
    item_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    handover_id TEXT COLLATE "C" NOT NULL REFERENCES handovers (handover_id),
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    kind TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C",
    about_id TEXT COLLATE "C" REFERENCES persons (person_id),
    words TEXT COLLATE "C",
    due_on TEXT COLLATE "C",
    state TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C",
    moved_by TEXT COLLATE "C",
    moved_at BIGINT,
    recorded_at BIGINT NOT NULL,
    CONSTRAINT handover_items_what_check CHECK (subject IS NOT NULL OR words IS NOT NULL OR kind = 'people'),
    CONSTRAINT handover_items_cash_check CHECK (kind <> 'cash' OR state IN ('blocked', 'settled')),
    CONSTRAINT handover_items_moved_check CHECK ((moved_by IS NULL) = (moved_at IS NULL)),
    CONSTRAINT handover_items_reason_check CHECK (state NOT IN ('returned', 'released') OR reason IS NOT NULL)
);
CREATE INDEX handover_items_handover_idx ON handover_items (handover_id);
CREATE UNIQUE INDEX handover_items_handover_id_kind_subject_key ON handover_items (handover_id, kind, subject) WHERE subject IS NOT NULL;
