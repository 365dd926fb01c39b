-- What pages and the board count is read from indexes alone, and how many clocks run is kept beside them: a first page must not
-- look at everything that runs. (A partial index covers a query only where it holds the column of its own condition.)
DROP INDEX clocks_running_idx;
CREATE INDEX clocks_running_idx ON clocks (organization_id, guarantee, due_on, risk_on, started_on, before_unknown, end_kind) WHERE end_kind IS NULL;
DROP INDEX clocks_due_idx;
CREATE INDEX clocks_due_idx ON clocks (due_on, person_id, organization_id, guarantee, end_kind) WHERE end_kind IS NULL;
DROP INDEX clocks_risk_idx;
CREATE INDEX clocks_risk_idx ON clocks (risk_on, due_on, organization_id, guarantee, before_unknown, end_kind) WHERE end_kind IS NULL;
CREATE INDEX clocks_started_idx ON clocks (started_on, organization_id, guarantee, before_unknown, end_kind) WHERE end_kind IS NULL;

-- Running clocks by organisation and guarantee, and of how many of them nobody knows what was done before.
CREATE TABLE clock_totals (
    organization_id TEXT NOT NULL,
    guarantee TEXT NOT NULL,
    running INTEGER NOT NULL,
    before_unknown INTEGER NOT NULL,
    PRIMARY KEY (organization_id, guarantee)
) STRICT, WITHOUT ROWID;
INSERT INTO clock_totals (organization_id, guarantee, running, before_unknown)
    SELECT c.organization_id, c.guarantee, COUNT(*), CAST(SUM(CASE WHEN c.before_unknown THEN 1 ELSE 0 END) AS BIGINT)
    FROM clocks c WHERE c.end_kind IS NULL AND c.organization_id IS NOT NULL GROUP BY c.organization_id, c.guarantee;

DROP INDEX visits_made_idx;
CREATE INDEX visits_made_idx ON visits (made_on, recorded_at, visit_id);
DROP INDEX visits_organization_idx;
CREATE INDEX visits_organization_idx ON visits (organization_id, made_on, state);
DROP INDEX memberships_organization_idx;
CREATE INDEX memberships_organization_idx ON memberships (organization_id, until_on, person_id, kind, recorded_at);
CREATE INDEX needs_raised_idx ON needs (stated_on, person_id) WHERE import_id IS NULL;
CREATE INDEX posts_over_idx ON posts (code, until_on, organization_id) WHERE until_on IS NOT NULL;
CREATE INDEX floating_letters_state_idx ON floating_letters (state, person_id, spell_from_on);
DROP INDEX memberships_residents_idx;
CREATE INDEX memberships_residents_idx ON memberships (kind, organization_id, person_id) WHERE kind = 'resident' AND until_on IS NULL;
