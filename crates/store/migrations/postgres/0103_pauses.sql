-- That a measure rests for one person 暂停: entered by one with a reason, confirmed by another, ended by hand or on its day. What was said is
-- sealed. Nothing that is reckoned, brought or released undoes it.
CREATE TABLE pauses (
    pause_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    measure TEXT COLLATE "C" NOT NULL,
    since_on TEXT COLLATE "C" NOT NULL,
    until_on TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    entered_by TEXT COLLATE "C" NOT NULL,
    entered_at BIGINT NOT NULL,
    decided_by TEXT COLLATE "C",
    decided_at BIGINT,
    ended_by TEXT COLLATE "C",
    ended_at BIGINT,
    resumes_on TEXT COLLATE "C",
    words TEXT COLLATE "C",
    CONSTRAINT pauses_days_check CHECK (since_on < until_on),
    CONSTRAINT pauses_decided_check CHECK ((decided_by IS NOT NULL) = (state <> 'proposed') AND (decided_by IS NULL) = (decided_at IS NULL)),
    CONSTRAINT pauses_two_people_check CHECK (state NOT IN ('confirmed', 'declined', 'ended') OR decided_by <> entered_by),
    CONSTRAINT pauses_ended_check CHECK ((ended_by IS NOT NULL) = (state = 'ended') AND (ended_by IS NULL) = (ended_at IS NULL) AND (ended_by IS NULL) = (resumes_on IS NULL)),
    CONSTRAINT pauses_resumes_check CHECK (resumes_on IS NULL OR resumes_on BETWEEN since_on AND until_on)
);
CREATE UNIQUE INDEX pauses_person_id_measure_key ON pauses (person_id, measure) WHERE state = 'proposed';
CREATE INDEX pauses_person_idx ON pauses (person_id);
CREATE INDEX pauses_state_idx ON pauses (state, until_on);
