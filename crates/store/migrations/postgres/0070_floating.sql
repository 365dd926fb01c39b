-- Floating members between two responsible organisations. Within the county a spell names the receiving one; outside it, a letter
-- 接洽函 goes out sealed, and a slip 回执 comes back. Whoever comes from outside is a guest: looked after here, a member elsewhere.

ALTER TABLE floating_spells ADD COLUMN receiving_organization_id TEXT COLLATE "C" REFERENCES party_organizations (organization_id);
CREATE INDEX floating_spells_receiving_idx ON floating_spells (receiving_organization_id)
    WHERE receiving_organization_id IS NOT NULL;

CREATE TABLE floating_letters (
    letter_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    organization_id TEXT COLLATE "C" NOT NULL REFERENCES party_organizations (organization_id),
    spell_from_on TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    details TEXT COLLATE "C" NOT NULL,
    file TEXT COLLATE "C" NOT NULL,
    made_on TEXT COLLATE "C" NOT NULL,
    made_by TEXT COLLATE "C" NOT NULL,
    made_by_person_id TEXT COLLATE "C" REFERENCES persons (person_id),
    made_at BIGINT NOT NULL,
    answered_on TEXT COLLATE "C",
    answered_by TEXT COLLATE "C",
    answered_by_person_id TEXT COLLATE "C" REFERENCES persons (person_id),
    answered_at BIGINT,
    CONSTRAINT floating_letters_answered_check CHECK (
        (answered_on IS NULL) = (answered_by IS NULL) AND (answered_on IS NULL) = (answered_at IS NULL)
        AND (state <> 'answered' OR answered_on IS NOT NULL))
);
CREATE INDEX floating_letters_person_idx ON floating_letters (person_id, spell_from_on);
-- One letter of a spell waits or was answered; others were replaced.
CREATE UNIQUE INDEX floating_letters_spell_key ON floating_letters (person_id, spell_from_on) WHERE state <> 'replaced';

-- A letter's number is used once, whoever brings the file.
CREATE TABLE floating_guests (
    guest_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    letter_id TEXT COLLATE "C" NOT NULL UNIQUE,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    organization_id TEXT COLLATE "C" NOT NULL REFERENCES party_organizations (organization_id),
    since_on TEXT COLLATE "C" NOT NULL,
    until_on TEXT COLLATE "C",
    details TEXT COLLATE "C" NOT NULL,
    taken_by TEXT COLLATE "C" NOT NULL,
    taken_by_person_id TEXT COLLATE "C" REFERENCES persons (person_id),
    taken_at BIGINT NOT NULL,
    ended_by TEXT COLLATE "C",
    ended_by_person_id TEXT COLLATE "C" REFERENCES persons (person_id),
    ended_at BIGINT,
    CONSTRAINT floating_guests_ended_check CHECK (
        (until_on IS NULL) = (ended_by IS NULL) AND (until_on IS NULL) = (ended_at IS NULL)
        AND (until_on IS NULL OR since_on <= until_on))
);
CREATE UNIQUE INDEX floating_guests_person_id_key ON floating_guests (person_id) WHERE until_on IS NULL;
CREATE INDEX floating_guests_organization_idx ON floating_guests (organization_id, since_on);
