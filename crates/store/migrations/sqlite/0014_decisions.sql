-- Applications, the meetings that appraise them, public notices, objections, signed papers and decisions. Who did something
-- stands as JSON: the account, the person behind it, their name and role then. People's words are sealed.

CREATE TABLE applications (
    application_id TEXT NOT NULL PRIMARY KEY,
    code TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    organization_id TEXT NOT NULL REFERENCES party_organizations (organization_id),
    measure TEXT NOT NULL,
    words TEXT NOT NULL,
    applied_on TEXT NOT NULL,
    entered TEXT NOT NULL,
    is_on_behalf INTEGER NOT NULL CHECK (is_on_behalf IN (0, 1)),
    frozen TEXT NOT NULL,
    amount_fen INTEGER,
    chain TEXT NOT NULL,
    state TEXT NOT NULL,
    round INTEGER NOT NULL,
    version INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    CONSTRAINT applications_amount_check CHECK (amount_fen > 0),
    CONSTRAINT applications_round_check CHECK (round >= 1 AND version >= 0)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX applications_code_key ON applications (code);
CREATE INDEX applications_person_idx ON applications (person_id, applied_on);
CREATE INDEX applications_state_idx ON applications (state, organization_id, applied_on);

-- What was done, only ever added to.
CREATE TABLE application_steps (
    application_id TEXT NOT NULL REFERENCES applications (application_id),
    step_no TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    round INTEGER NOT NULL,
    step TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    made_on TEXT NOT NULL,
    hand TEXT NOT NULL,
    words TEXT,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (application_id, step_no)
) STRICT, WITHOUT ROWID;

CREATE TABLE meetings (
    meeting_id TEXT NOT NULL PRIMARY KEY,
    code TEXT NOT NULL,
    organization_id TEXT NOT NULL REFERENCES party_organizations (organization_id),
    kind TEXT NOT NULL,
    held_on TEXT NOT NULL,
    place TEXT NOT NULL,
    chair_id TEXT NOT NULL REFERENCES persons (person_id),
    recorder TEXT NOT NULL,
    rule TEXT NOT NULL,
    entered TEXT NOT NULL,
    recorded_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX meetings_code_key ON meetings (code);
CREATE INDEX meetings_organization_idx ON meetings (organization_id, held_on);

CREATE TABLE meeting_attendees (
    meeting_id TEXT NOT NULL REFERENCES meetings (meeting_id),
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    votes INTEGER NOT NULL CHECK (votes IN (0, 1)),
    presence TEXT NOT NULL,
    PRIMARY KEY (meeting_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX meeting_attendees_person_idx ON meeting_attendees (person_id);

CREATE TABLE meeting_recusals (
    meeting_id TEXT NOT NULL REFERENCES meetings (meeting_id),
    application_id TEXT NOT NULL REFERENCES applications (application_id),
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    ground TEXT NOT NULL,
    PRIMARY KEY (meeting_id, application_id, person_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE meeting_votes (
    meeting_id TEXT NOT NULL REFERENCES meetings (meeting_id),
    application_id TEXT NOT NULL REFERENCES applications (application_id),
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    round INTEGER NOT NULL,
    entitled INTEGER NOT NULL,
    present INTEGER NOT NULL,
    in_favour INTEGER NOT NULL,
    against INTEGER NOT NULL,
    abstained INTEGER NOT NULL,
    is_carried INTEGER NOT NULL CHECK (is_carried IN (0, 1)),
    opinion TEXT NOT NULL,
    PRIMARY KEY (meeting_id, application_id),
    CONSTRAINT meeting_votes_count_check CHECK (
        present <= entitled AND in_favour >= 0 AND against >= 0 AND abstained >= 0
        AND in_favour + against + abstained = present)
) STRICT, WITHOUT ROWID;
CREATE INDEX meeting_votes_application_idx ON meeting_votes (application_id);

CREATE TABLE public_notices (
    notice_id TEXT NOT NULL PRIMARY KEY,
    application_id TEXT NOT NULL REFERENCES applications (application_id),
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    round INTEGER NOT NULL,
    organization_id TEXT NOT NULL REFERENCES party_organizations (organization_id),
    shown_as TEXT NOT NULL,
    shown_why TEXT,
    place TEXT NOT NULL,
    posted_on TEXT NOT NULL,
    through_on TEXT NOT NULL,
    is_provisional INTEGER NOT NULL CHECK (is_provisional IN (0, 1)),
    posted_by TEXT NOT NULL,
    taken_down_on TEXT,
    taken_down_by TEXT,
    recorded_at INTEGER NOT NULL,
    CONSTRAINT public_notices_term_check CHECK (posted_on < through_on AND posted_on <= taken_down_on),
    CONSTRAINT public_notices_down_check CHECK ((taken_down_on IS NULL) = (taken_down_by IS NULL)),
    CONSTRAINT public_notices_name_check CHECK (shown_as <> 'code' OR shown_why IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX public_notices_application_idx ON public_notices (application_id);
CREATE INDEX public_notices_hanging_idx ON public_notices (organization_id) WHERE taken_down_on IS NULL;

CREATE TABLE objections (
    objection_id TEXT NOT NULL PRIMARY KEY,
    application_id TEXT NOT NULL REFERENCES applications (application_id),
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    round INTEGER NOT NULL,
    objector_id TEXT REFERENCES persons (person_id),
    objector_name TEXT,
    entered TEXT NOT NULL,
    is_on_behalf INTEGER NOT NULL CHECK (is_on_behalf IN (0, 1)),
    words TEXT NOT NULL,
    said_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    finding TEXT,
    reply_words TEXT,
    reply_on TEXT,
    reply_by TEXT,
    recorded_at INTEGER NOT NULL,
    CONSTRAINT objections_reply_check CHECK (
        (finding IS NULL) = (reply_on IS NULL) AND (finding IS NULL) = (reply_words IS NULL)
        AND (finding IS NULL) = (reply_by IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX objections_application_idx ON objections (application_id);
CREATE INDEX objections_objector_idx ON objections (objector_id) WHERE objector_id IS NOT NULL;

-- A signed paper: what it is, the hash of its scan, where the original lies.
CREATE TABLE documents (
    document_id TEXT NOT NULL PRIMARY KEY,
    application_id TEXT REFERENCES applications (application_id),
    meeting_id TEXT REFERENCES meetings (meeting_id),
    round INTEGER NOT NULL,
    kind TEXT NOT NULL,
    signed_on TEXT NOT NULL,
    place TEXT NOT NULL,
    archive_no TEXT,
    sha256 TEXT,
    filed_by TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    CONSTRAINT documents_of_one_check CHECK ((application_id IS NULL) <> (meeting_id IS NULL)),
    CONSTRAINT documents_hash_check CHECK (LENGTH(sha256) = 64)
) STRICT, WITHOUT ROWID;
CREATE INDEX documents_application_idx ON documents (application_id) WHERE application_id IS NOT NULL;
CREATE INDEX documents_meeting_idx ON documents (meeting_id) WHERE meeting_id IS NOT NULL;

CREATE TABLE decisions (
    application_id TEXT NOT NULL REFERENCES applications (application_id),
    decision_no TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    round INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    amount_fen INTEGER,
    resolution_no TEXT NOT NULL,
    words TEXT NOT NULL,
    despite TEXT NOT NULL,
    decided_on TEXT NOT NULL,
    review_until_on TEXT,
    made_by TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (application_id, decision_no),
    CONSTRAINT decisions_amount_check CHECK (amount_fen IS NULL OR (amount_fen > 0 AND verdict = 'approved')),
    CONSTRAINT decisions_resolution_check CHECK (resolution_no <> '')
) STRICT, WITHOUT ROWID;
CREATE INDEX decisions_day_idx ON decisions (decided_on);
