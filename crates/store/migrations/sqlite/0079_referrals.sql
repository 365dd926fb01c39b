-- Referrals 转办: a need that is handed to a department with what it must know. What is asked, sent and said is sealed.
CREATE TABLE referrals (
    referral_id TEXT NOT NULL PRIMARY KEY,
    need_id TEXT NOT NULL REFERENCES needs (need_id),
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    category TEXT NOT NULL,
    kind TEXT,
    to_name TEXT NOT NULL,
    to_organization_id TEXT REFERENCES party_organizations (organization_id),
    from_organization_id TEXT REFERENCES party_organizations (organization_id),
    asked TEXT NOT NULL,
    shared TEXT NOT NULL,
    permission TEXT NOT NULL,
    code TEXT NOT NULL,
    state TEXT NOT NULL,
    sent_by TEXT NOT NULL,
    sent_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    risk_on TEXT NOT NULL,
    received TEXT,
    reply TEXT,
    result TEXT,
    reminders INTEGER NOT NULL,
    reminded_on TEXT,
    ended_on TEXT,
    words TEXT,
    recorded_at INTEGER NOT NULL,
    CONSTRAINT referrals_days_check CHECK (sent_on <= risk_on AND risk_on <= due_on),
    CONSTRAINT referrals_reply_check CHECK ((reply IS NOT NULL) = (state IN ('answered', 'returned'))),
    CONSTRAINT referrals_result_check CHECK ((result IS NOT NULL) = (state = 'answered')),
    CONSTRAINT referrals_ended_check CHECK ((ended_on IS NOT NULL) = (state IN ('answered', 'returned', 'taken-back')))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX referrals_code_key ON referrals (code);
CREATE INDEX referrals_need_idx ON referrals (need_id);
CREATE INDEX referrals_person_idx ON referrals (person_id);
CREATE INDEX referrals_state_idx ON referrals (state, risk_on);
CREATE INDEX referrals_to_idx ON referrals (to_organization_id, state);

-- Who was told that an answer is at risk or late. Only ever added to.
CREATE TABLE referral_tellings (
    referral_id TEXT NOT NULL REFERENCES referrals (referral_id),
    stage TEXT NOT NULL,
    account_id TEXT NOT NULL,
    post TEXT NOT NULL,
    told_at INTEGER NOT NULL,
    PRIMARY KEY (referral_id, stage, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX referral_tellings_account_idx ON referral_tellings (account_id);

-- Jobs 就业安置 that came of help, with what is known after three, six and twelve months. Who employs, as what, and the looks are sealed.
CREATE TABLE jobs (
    job_id TEXT NOT NULL PRIMARY KEY,
    need_id TEXT NOT NULL REFERENCES needs (need_id),
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    referral_id TEXT REFERENCES referrals (referral_id),
    employer TEXT NOT NULL,
    title TEXT NOT NULL,
    begun_on TEXT NOT NULL,
    looks TEXT NOT NULL,
    months_3_on TEXT NOT NULL,
    months_3 TEXT,
    months_6_on TEXT NOT NULL,
    months_6 TEXT,
    months_12_on TEXT NOT NULL,
    months_12 TEXT,
    due_on TEXT,
    entered_by TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    CONSTRAINT jobs_marks_check CHECK (begun_on < months_3_on AND months_3_on < months_6_on AND months_6_on < months_12_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX jobs_need_idx ON jobs (need_id);
CREATE INDEX jobs_person_idx ON jobs (person_id);
CREATE INDEX jobs_due_idx ON jobs (due_on);

-- School sponsorships 助学. The pupil's name and what the guardian said are sealed with the guardian's key.
CREATE TABLE sponsorships (
    sponsorship_id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    child_name TEXT NOT NULL,
    stage TEXT NOT NULL,
    graduates_on TEXT NOT NULL,
    sponsor_kind TEXT NOT NULL,
    sponsor_name TEXT NOT NULL,
    sponsor_organization_id TEXT REFERENCES party_organizations (organization_id),
    yearly_fen INTEGER NOT NULL,
    from_on TEXT NOT NULL,
    until_on TEXT,
    consent TEXT NOT NULL,
    left_school_on TEXT,
    looked_on TEXT NOT NULL,
    stops_on TEXT NOT NULL,
    look_due_on TEXT,
    words TEXT,
    entered_by TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    CONSTRAINT sponsorships_yearly_check CHECK (yearly_fen > 0),
    CONSTRAINT sponsorships_days_check CHECK (from_on <= stops_on AND from_on <= looked_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX sponsorships_person_idx ON sponsorships (person_id);
CREATE INDEX sponsorships_stops_idx ON sponsorships (stops_on);
CREATE INDEX sponsorships_sponsor_idx ON sponsorships (sponsor_organization_id);
