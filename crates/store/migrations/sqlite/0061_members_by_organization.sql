-- Who belongs to an organisation now is read and counted from the index alone.
DROP INDEX memberships_organization_idx;
CREATE INDEX memberships_organization_idx ON memberships (organization_id, until_on, person_id);
