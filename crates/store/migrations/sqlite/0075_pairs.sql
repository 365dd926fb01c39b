-- Pairs 结对帮扶: a need, an offer that helps with it, and what both sides say. What they say and agreed to is sealed.
-- `due_on` is the day on which somebody has something to do about it: to answer, to be in touch, to look at it again.
CREATE TABLE pairs (
    pair_id TEXT NOT NULL PRIMARY KEY,
    need_id TEXT NOT NULL REFERENCES needs (need_id),
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    category TEXT NOT NULL,
    offer_id TEXT NOT NULL REFERENCES offers (offer_id),
    helper_person_id TEXT REFERENCES persons (person_id),
    helper_organization_id TEXT REFERENCES party_organizations (organization_id),
    helper_name TEXT NOT NULL,
    state TEXT NOT NULL,
    origin TEXT NOT NULL,
    why TEXT,
    follows TEXT REFERENCES pairs (pair_id),
    proposed_by TEXT NOT NULL,
    proposed_on TEXT NOT NULL,
    holds_until_on TEXT NOT NULL,
    helper_answer TEXT,
    person_answer TEXT,
    terms TEXT,
    last_contact_on TEXT,
    due_on TEXT,
    ended_on TEXT,
    ended_as TEXT,
    words TEXT,
    recorded_at INTEGER NOT NULL,
    CONSTRAINT pairs_terms_check CHECK ((terms IS NOT NULL) = (state IN ('running', 'ended'))),
    CONSTRAINT pairs_ended_check CHECK ((ended_on IS NOT NULL) = (state IN ('ended', 'off'))),
    CONSTRAINT pairs_ended_as_check CHECK ((ended_as IS NOT NULL) = (state = 'ended')),
    CONSTRAINT pairs_agreed_check CHECK (state NOT IN ('agreed', 'running', 'ended') OR (helper_answer IS NOT NULL AND person_answer IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX pairs_person_idx ON pairs (person_id);
CREATE INDEX pairs_helper_idx ON pairs (helper_person_id);
CREATE INDEX pairs_offer_idx ON pairs (offer_id, state);
CREATE INDEX pairs_state_idx ON pairs (state, due_on);
CREATE UNIQUE INDEX pairs_need_id_offer_id_key ON pairs (need_id, offer_id) WHERE state NOT IN ('ended', 'off');

-- That the two of a pair were in touch 联系记录.
CREATE TABLE pair_contacts (
    contact_id TEXT NOT NULL PRIMARY KEY,
    pair_id TEXT NOT NULL REFERENCES pairs (pair_id),
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    met_on TEXT NOT NULL,
    manner TEXT NOT NULL,
    words TEXT NOT NULL,
    entered_by TEXT NOT NULL,
    recorded_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX pair_contacts_pair_idx ON pair_contacts (pair_id, met_on);
