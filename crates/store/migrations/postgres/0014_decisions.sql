-- Applications, the meetings that appraise them, public notices, objections, signed papers and decisions. Who did something
-- stands as JSON: the account, the person behind it, their name and role then. People's words are sealed.

CREATE TABLE applications (
    application_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    code TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    organization_id TEXT COLLATE "C" NOT NULL REFERENCES party_organizations (organization_id),
    measure TEXT COLLATE "C" NOT NULL,
    words TEXT COLLATE "C" NOT NULL,
    applied_on TEXT COLLATE "C" NOT NULL,
    entered TEXT COLLATE "C" NOT NULL,
    is_on_behalf BOOLEAN NOT NULL,
    frozen TEXT COLLATE "C" NOT NULL,
    amount_fen BIGINT,
    chain TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    round BIGINT NOT NULL,
    version BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    CONSTRAINT applications_amount_check CHECK (amount_fen > 0),
    CONSTRAINT applications_round_check CHECK (round >= 1 AND version >= 0)
);
CREATE UNIQUE INDEX applications_code_key ON applications (code);
CREATE INDEX applications_person_idx ON applications (person_id, applied_on);
CREATE INDEX applications_state_idx ON applications (state, organization_id, applied_on);

-- What was done, only ever added to.
CREATE TABLE application_steps (
    application_id TEXT COLLATE "C" NOT NULL REFERENCES applications (application_id),
    step_no TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    round BIGINT NOT NULL,
    step TEXT COLLATE "C" NOT NULL,
    from_state TEXT COLLATE "C" NOT NULL,
    to_state TEXT COLLATE "C" NOT NULL,
    made_on TEXT COLLATE "C" NOT NULL,
    hand TEXT COLLATE "C" NOT NULL,
    words TEXT COLLATE "C",
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (application_id, step_no)
);

CREATE TABLE meetings (
    meeting_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    code TEXT COLLATE "C" NOT NULL,
    organization_id TEXT COLLATE "C" NOT NULL REFERENCES party_organizations (organization_id),
    kind TEXT COLLATE "C" NOT NULL,
    held_on TEXT COLLATE "C" NOT NULL,
    place TEXT COLLATE "C" NOT NULL,
    chair_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    recorder TEXT COLLATE "C" NOT NULL,
    rule TEXT COLLATE "C" NOT NULL,
    entered TEXT COLLATE "C" NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX meetings_code_key ON meetings (code);
CREATE INDEX meetings_organization_idx ON meetings (organization_id, held_on);

CREATE TABLE meeting_attendees (
    meeting_id TEXT COLLATE "C" NOT NULL REFERENCES meetings (meeting_id),
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    votes BOOLEAN NOT NULL,
    presence TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (meeting_id, person_id)
);
CREATE INDEX meeting_attendees_person_idx ON meeting_attendees (person_id);

CREATE TABLE meeting_recusals (
    meeting_id TEXT COLLATE "C" NOT NULL REFERENCES meetings (meeting_id),
    application_id TEXT COLLATE "C" NOT NULL REFERENCES applications (application_id),
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    ground TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (meeting_id, application_id, person_id)
);

CREATE TABLE meeting_votes (
    meeting_id TEXT COLLATE "C" NOT NULL REFERENCES meetings (meeting_id),
    application_id TEXT COLLATE "C" NOT NULL REFERENCES applications (application_id),
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    round BIGINT NOT NULL,
    entitled BIGINT NOT NULL,
    present BIGINT NOT NULL,
    in_favour BIGINT NOT NULL,
    against BIGINT NOT NULL,
    abstained BIGINT NOT NULL,
    is_carried BOOLEAN NOT NULL,
    opinion TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (meeting_id, application_id),
    CONSTRAINT meeting_votes_count_check CHECK (
        present <= entitled AND in_favour >= 0 AND against >= 0 AND abstained >= 0
        AND in_favour + against + abstained = present)
);
CREATE INDEX meeting_votes_application_idx ON meeting_votes (application_id);

CREATE TABLE public_notices (
    notice_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    application_id TEXT COLLATE "C" NOT NULL REFERENCES applications (application_id),
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    round BIGINT NOT NULL,
    organization_id TEXT COLLATE "C" NOT NULL REFERENCES party_organizations (organization_id),
    shown_as TEXT COLLATE "C" NOT NULL,
    shown_why TEXT COLLATE "C",
    place TEXT COLLATE "C" NOT NULL,
    posted_on TEXT COLLATE "C" NOT NULL,
    through_on TEXT COLLATE "C" NOT NULL,
    is_provisional BOOLEAN NOT NULL,
    posted_by TEXT COLLATE "C" NOT NULL,
    taken_down_on TEXT COLLATE "C",
    taken_down_by TEXT COLLATE "C",
    recorded_at BIGINT NOT NULL,
    CONSTRAINT public_notices_term_check CHECK (posted_on < through_on AND posted_on <= taken_down_on),
    CONSTRAINT public_notices_down_check CHECK ((taken_down_on IS NULL) = (taken_down_by IS NULL)),
    CONSTRAINT public_notices_name_check CHECK (shown_as <> 'code' OR shown_why IS NOT NULL)
);
CREATE INDEX public_notices_application_idx ON public_notices (application_id);
CREATE INDEX public_notices_hanging_idx ON public_notices (organization_id) WHERE taken_down_on IS NULL;

CREATE TABLE objections (
    objection_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    application_id TEXT COLLATE "C" NOT NULL REFERENCES applications (application_id),
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    round BIGINT NOT NULL,
    objector_id TEXT COLLATE "C" REFERENCES persons (person_id),
    objector_name TEXT COLLATE "C",
    entered TEXT COLLATE "C" NOT NULL,
    is_on_behalf BOOLEAN NOT NULL,
    words TEXT COLLATE "C" NOT NULL,
    said_on TEXT COLLATE "C" NOT NULL,
    due_on TEXT COLLATE "C" NOT NULL,
    finding TEXT COLLATE "C",
    reply_words TEXT COLLATE "C",
    reply_on TEXT COLLATE "C",
    reply_by TEXT COLLATE "C",
    recorded_at BIGINT NOT NULL,
    CONSTRAINT objections_reply_check CHECK (
        (finding IS NULL) = (reply_on IS NULL) AND (finding IS NULL) = (reply_words IS NULL)
        AND (finding IS NULL) = (reply_by IS NULL))
);
CREATE INDEX objections_application_idx ON objections (application_id);
CREATE INDEX objections_objector_idx ON objections (objector_id) WHERE objector_id IS NOT NULL;

-- A signed paper: what it is, the hash of its scan, where the original lies.
CREATE TABLE documents (
    document_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    application_id TEXT COLLATE "C" REFERENCES applications (application_id),
    meeting_id TEXT COLLATE "C" REFERENCES meetings (meeting_id),
    round BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    signed_on TEXT COLLATE "C" NOT NULL,
    place TEXT COLLATE "C" NOT NULL,
    archive_no TEXT COLLATE "C",
    sha256 TEXT COLLATE "C",
    filed_by TEXT COLLATE "C" NOT NULL,
    recorded_at BIGINT NOT NULL,
    CONSTRAINT documents_of_one_check CHECK ((application_id IS NULL) <> (meeting_id IS NULL)),
    CONSTRAINT documents_hash_check CHECK (LENGTH(sha256) = 64)
);
CREATE INDEX documents_application_idx ON documents (application_id) WHERE application_id IS NOT NULL;
CREATE INDEX documents_meeting_idx ON documents (meeting_id) WHERE meeting_id IS NOT NULL;

CREATE TABLE decisions (
    application_id TEXT COLLATE "C" NOT NULL REFERENCES applications (application_id),
    decision_no TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    round BIGINT NOT NULL,
    verdict TEXT COLLATE "C" NOT NULL,
    amount_fen BIGINT,
    resolution_no TEXT COLLATE "C" NOT NULL,
    words TEXT COLLATE "C" NOT NULL,
    despite TEXT COLLATE "C" NOT NULL,
    decided_on TEXT COLLATE "C" NOT NULL,
    review_until_on TEXT COLLATE "C",
    made_by TEXT COLLATE "C" NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (application_id, decision_no),
    CONSTRAINT decisions_amount_check CHECK (amount_fen IS NULL OR (amount_fen > 0 AND verdict = 'approved')),
    CONSTRAINT decisions_resolution_check CHECK (resolution_no <> '')
);
CREATE INDEX decisions_day_idx ON decisions (decided_on);
