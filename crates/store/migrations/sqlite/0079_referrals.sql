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
