-- Photographs go by themselves after a term 走访照片保存期满: after how many months one went, and which are kept since when.
ALTER TABLE photos ADD COLUMN term_months BIGINT CONSTRAINT photos_term_check CHECK (
    (term_months IS NULL) = (ended IS NULL OR ended <> 'term-over') AND (term_months IS NULL OR term_months > 0));
CREATE INDEX photos_kept_idx ON photos (recorded_at, photo_id, ended) WHERE ended IS NULL;
