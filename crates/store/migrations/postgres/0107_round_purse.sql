-- The purse that pays a round's gifts, as a code of the standards; none of rounds that were drawn up before it was asked.
ALTER TABLE rounds ADD COLUMN purse TEXT COLLATE "C";
