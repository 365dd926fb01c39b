-- Acts that were done, by the account and the id that the form carried: a second arrival has no second effect and gets the
-- first one's reply. `print` is the lookup key of a digest of what was sent.
CREATE TABLE operations (
    account TEXT NOT NULL,
    operation_id TEXT NOT NULL,
    print TEXT NOT NULL,
    reply TEXT NOT NULL,
    done_at INTEGER NOT NULL,
    PRIMARY KEY (account, operation_id)
) STRICT, WITHOUT ROWID;

-- In whose voice a need was told; empty where nobody recorded it. What a book brought was asked in a survey.
ALTER TABLE needs ADD COLUMN voice TEXT;
UPDATE needs SET voice = 'survey' WHERE import_id IS NOT NULL;
