-- What happened anew, where a household applies again for what it was given for an event of the last twelve months (R63). Sealed.
ALTER TABLE applications ADD COLUMN new_event TEXT COLLATE "C";
