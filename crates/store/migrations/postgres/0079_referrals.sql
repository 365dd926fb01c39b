-- Referrals 转办: a need that is handed to a department with what it must know. What is asked, sent and said is sealed.
CREATE TABLE referrals (
    referral_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    need_id TEXT COLLATE "C" NOT NULL REFERENCES needs (need_id),
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    category TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C",
    to_name TEXT COLLATE "C" NOT NULL,
    to_organization_id TEXT COLLATE "C" REFERENCES party_organizations (organization_id),
    from_organization_id TEXT COLLATE "C" REFERENCES party_organizations (organization_id),
    asked TEXT COLLATE "C" NOT NULL,
    shared TEXT COLLATE "C" NOT NULL,
    permission TEXT COLLATE "C" NOT NULL,
    code TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    sent_by TEXT COLLATE "C" NOT NULL,
    sent_on TEXT COLLATE "C" NOT NULL,
    due_on TEXT COLLATE "C" NOT NULL,
    risk_on TEXT COLLATE "C" NOT NULL,
    received TEXT COLLATE "C",
    reply TEXT COLLATE "C",
    result TEXT COLLATE "C",
    reminders BIGINT NOT NULL,
    reminded_on TEXT COLLATE "C",
    ended_on TEXT COLLATE "C",
    words TEXT COLLATE "C",
    recorded_at BIGINT NOT NULL,
    CONSTRAINT referrals_days_check CHECK (sent_on <= risk_on AND risk_on <= due_on),
    CONSTRAINT referrals_reply_check CHECK ((reply IS NOT NULL) = (state IN ('answered', 'returned'))),
    CONSTRAINT referrals_result_check CHECK ((result IS NOT NULL) = (state = 'answered')),
    CONSTRAINT referrals_ended_check CHECK ((ended_on IS NOT NULL) = (state IN ('answered', 'returned', 'taken-back')))
);
CREATE UNIQUE INDEX referrals_code_key ON referrals (code);
CREATE INDEX referrals_need_idx ON referrals (need_id);
CREATE INDEX referrals_person_idx ON referrals (person_id);
CREATE INDEX referrals_state_idx ON referrals (state, risk_on);
CREATE INDEX referrals_to_idx ON referrals (to_organization_id, state);

-- Who was told that an answer is at risk or late. Only ever added to.
CREATE TABLE referral_tellings (
    referral_id TEXT COLLATE "C" NOT NULL REFERENCES referrals (referral_id),
    stage TEXT COLLATE "C" NOT NULL,
    account_id TEXT COLLATE "C" NOT NULL,
    post TEXT COLLATE "C" NOT NULL,
    told_at BIGINT NOT NULL,
    PRIMARY KEY (referral_id, stage, account_id)
);
CREATE INDEX referral_tellings_account_idx ON referral_tellings (account_id);

-- Jobs 就业安置 that came of help, with what is known after three, six and twelve months. Who employs, as what, and the looks are sealed.
CREATE TABLE jobs (
    job_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    need_id TEXT COLLATE "C" NOT NULL REFERENCES needs (need_id),
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    referral_id TEXT COLLATE "C" REFERENCES referrals (referral_id),
    employer TEXT COLLATE "C" NOT NULL,
    title TEXT COLLATE "C" NOT NULL,
    begun_on TEXT COLLATE "C" NOT NULL,
    looks TEXT COLLATE "C" NOT NULL,
    months_3_on TEXT COLLATE "C" NOT NULL,
    months_3 TEXT COLLATE "C",
    months_6_on TEXT COLLATE "C" NOT NULL,
    months_6 TEXT COLLATE "C",
    months_12_on TEXT COLLATE "C" NOT NULL,
    months_12 TEXT COLLATE "C",
    due_on TEXT COLLATE "C",
    entered_by TEXT COLLATE "C" NOT NULL,
    recorded_at BIGINT NOT NULL,
    CONSTRAINT jobs_marks_check CHECK (begun_on < months_3_on AND months_3_on < months_6_on AND months_6_on < months_12_on)
);
CREATE INDEX jobs_need_idx ON jobs (need_id);
CREATE INDEX jobs_person_idx ON jobs (person_id);
CREATE INDEX jobs_due_idx ON jobs (due_on);

-- School sponsorships 助学. The pupil's name and what the guardian said are sealed with the guardian's key.
CREATE TABLE sponsorships (
    sponsorship_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    child_name TEXT COLLATE "C" NOT NULL,
    stage TEXT COLLATE "C" NOT NULL,
    graduates_on TEXT COLLATE "C" NOT NULL,
    sponsor_kind TEXT COLLATE "C" NOT NULL,
    sponsor_name TEXT COLLATE "C" NOT NULL,
    sponsor_organization_id TEXT COLLATE "C" REFERENCES party_organizations (organization_id),
    yearly_fen BIGINT NOT NULL,
    from_on TEXT COLLATE "C" NOT NULL,
    until_on TEXT COLLATE "C",
    consent TEXT COLLATE "C" NOT NULL,
    left_school_on TEXT COLLATE "C",
    looked_on TEXT COLLATE "C" NOT NULL,
    stops_on TEXT COLLATE "C" NOT NULL,
    look_due_on TEXT COLLATE "C",
    words TEXT COLLATE "C",
    entered_by TEXT COLLATE "C" NOT NULL,
    recorded_at BIGINT NOT NULL,
    CONSTRAINT sponsorships_yearly_check CHECK (yearly_fen > 0),
    CONSTRAINT sponsorships_days_check CHECK (from_on <= stops_on AND from_on <= looked_on)
);
CREATE INDEX sponsorships_person_idx ON sponsorships (person_id);
CREATE INDEX sponsorships_stops_idx ON sponsorships (stops_on);
CREATE INDEX sponsorships_sponsor_idx ON sponsorships (sponsor_organization_id);
