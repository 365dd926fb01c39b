-- What is otherwise than in the run before, from which a run begins.
ALTER TABLE matching_runs ADD COLUMN since TEXT;
