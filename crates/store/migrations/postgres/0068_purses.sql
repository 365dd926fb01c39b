-- From which purse a decision is paid, and as what the person was cared for that day (R82): dues pay for members alone, the residents' fund
-- for residents alone. Decisions from before have neither.
ALTER TABLE decisions ADD COLUMN purse TEXT COLLATE "C";
ALTER TABLE decisions ADD COLUMN recipient TEXT COLLATE "C";
-- Residents whom an organisation looks after, few among the members.
CREATE INDEX memberships_residents_idx ON memberships (organization_id) WHERE kind = 'resident' AND until_on IS NULL;
