-- How far help has come for a need. Words are sealed.
ALTER TABLE needs ADD COLUMN evidence TEXT;
ALTER TABLE needs ADD COLUMN offer_id TEXT REFERENCES offers (offer_id);
ALTER TABLE needs ADD COLUMN helper TEXT;
ALTER TABLE needs ADD COLUMN step_words TEXT;
ALTER TABLE needs ADD COLUMN call_back TEXT;
ALTER TABLE needs ADD COLUMN outcome TEXT;
ALTER TABLE needs ADD COLUMN confirmation TEXT;
ALTER TABLE needs ADD COLUMN withdrawal TEXT;
ALTER TABLE needs ADD COLUMN merged_into TEXT REFERENCES needs (need_id);
ALTER TABLE needs ADD COLUMN split_from TEXT REFERENCES needs (need_id);
CREATE INDEX needs_offer_idx ON needs (offer_id) WHERE offer_id IS NOT NULL;
