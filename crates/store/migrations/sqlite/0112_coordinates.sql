-- Where an organisation meets 经纬度, in millionths of a degree: both or neither.
ALTER TABLE party_organizations ADD COLUMN longitude_e6 INTEGER;
ALTER TABLE party_organizations ADD COLUMN latitude_e6 INTEGER;
