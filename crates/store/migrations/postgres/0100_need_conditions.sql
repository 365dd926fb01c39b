-- What a need asks of whoever helps: skills, certificates, a language, and what a minor's guardian said. Sealed; none where nothing is asked.
ALTER TABLE needs ADD COLUMN conditions TEXT COLLATE "C";
