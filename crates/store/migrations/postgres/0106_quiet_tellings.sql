-- That somebody was told of an organisation that did nothing 报告上级 (R18): once for each stretch, of which the first quiet day is the name.
CREATE TABLE quiet_tellings (
    organization_id TEXT COLLATE "C" NOT NULL REFERENCES party_organizations (organization_id),
    quiet_from_on TEXT COLLATE "C" NOT NULL,
    account_id TEXT COLLATE "C" NOT NULL,
    post TEXT COLLATE "C" NOT NULL,
    told_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, quiet_from_on, account_id)
);
CREATE INDEX quiet_tellings_account_idx ON quiet_tellings (account_id);
