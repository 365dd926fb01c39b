-- Acts that were done, by the account and the id that the form carried: a second arrival has no second effect and gets the
-- first one's reply. `print` is the lookup key of a digest of what was sent.
CREATE TABLE operations (
    account TEXT COLLATE "C" NOT NULL,
    operation_id TEXT COLLATE "C" NOT NULL,
    print TEXT COLLATE "C" NOT NULL,
    reply TEXT COLLATE "C" NOT NULL,
    done_at BIGINT NOT NULL,
    PRIMARY KEY (account, operation_id)
);

-- In whose voice a need was told; empty where nobody recorded it. What a book brought was asked in a survey.
ALTER TABLE needs ADD COLUMN voice TEXT COLLATE "C";
UPDATE needs SET voice = 'survey' WHERE import_id IS NOT NULL;
