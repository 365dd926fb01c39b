-- How far help has come for a need. Words are sealed.
ALTER TABLE needs ADD COLUMN evidence TEXT COLLATE "C";
ALTER TABLE needs ADD COLUMN offer_id TEXT COLLATE "C" REFERENCES offers (offer_id);
ALTER TABLE needs ADD COLUMN helper TEXT COLLATE "C";
ALTER TABLE needs ADD COLUMN step_words TEXT COLLATE "C";
ALTER TABLE needs ADD COLUMN call_back TEXT COLLATE "C";
ALTER TABLE needs ADD COLUMN outcome TEXT COLLATE "C";
ALTER TABLE needs ADD COLUMN confirmation TEXT COLLATE "C";
ALTER TABLE needs ADD COLUMN withdrawal TEXT COLLATE "C";
ALTER TABLE needs ADD COLUMN merged_into TEXT COLLATE "C" REFERENCES needs (need_id);
ALTER TABLE needs ADD COLUMN split_from TEXT COLLATE "C" REFERENCES needs (need_id);
CREATE INDEX needs_offer_idx ON needs (offer_id) WHERE offer_id IS NOT NULL;
