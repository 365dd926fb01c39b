-- Figures that a lower organisation sets for itself 本级标准: a revision that holds for whoever it answers for, until a last day.
ALTER TABLE standard_revisions ADD COLUMN organization_id TEXT REFERENCES party_organizations (organization_id);
ALTER TABLE standard_revisions ADD COLUMN until_on TEXT CONSTRAINT standard_revisions_local_check CHECK ((organization_id IS NULL) = (until_on IS NULL));
