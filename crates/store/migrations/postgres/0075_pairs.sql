-- Pairs 结对帮扶: a need, an offer that helps with it, and what both sides say. What they say and agreed to is sealed.
-- `due_on` is the day on which somebody has something to do about it: to answer, to be in touch, to look at it again.
CREATE TABLE pairs (
    pair_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    need_id TEXT COLLATE "C" NOT NULL REFERENCES needs (need_id),
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    category TEXT COLLATE "C" NOT NULL,
    offer_id TEXT COLLATE "C" NOT NULL REFERENCES offers (offer_id),
    helper_person_id TEXT COLLATE "C" REFERENCES persons (person_id),
    helper_organization_id TEXT COLLATE "C" REFERENCES party_organizations (organization_id),
    helper_name TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    origin TEXT COLLATE "C" NOT NULL,
    why TEXT COLLATE "C",
    follows TEXT COLLATE "C" REFERENCES pairs (pair_id),
    proposed_by TEXT COLLATE "C" NOT NULL,
    proposed_on TEXT COLLATE "C" NOT NULL,
    holds_until_on TEXT COLLATE "C" NOT NULL,
    helper_answer TEXT COLLATE "C",
    person_answer TEXT COLLATE "C",
    terms TEXT COLLATE "C",
    last_contact_on TEXT COLLATE "C",
    due_on TEXT COLLATE "C",
    ended_on TEXT COLLATE "C",
    ended_as TEXT COLLATE "C",
    words TEXT COLLATE "C",
    recorded_at BIGINT NOT NULL,
    CONSTRAINT pairs_terms_check CHECK ((terms IS NOT NULL) = (state IN ('running', 'ended'))),
    CONSTRAINT pairs_ended_check CHECK ((ended_on IS NOT NULL) = (state IN ('ended', 'off'))),
    CONSTRAINT pairs_ended_as_check CHECK ((ended_as IS NOT NULL) = (state = 'ended')),
    CONSTRAINT pairs_agreed_check CHECK (state NOT IN ('agreed', 'running', 'ended') OR (helper_answer IS NOT NULL AND person_answer IS NOT NULL))
);
CREATE INDEX pairs_person_idx ON pairs (person_id);
CREATE INDEX pairs_helper_idx ON pairs (helper_person_id);
CREATE INDEX pairs_offer_idx ON pairs (offer_id, state);
CREATE INDEX pairs_state_idx ON pairs (state, due_on);
CREATE UNIQUE INDEX pairs_need_id_offer_id_key ON pairs (need_id, offer_id) WHERE state NOT IN ('ended', 'off');

-- That the two of a pair were in touch 联系记录.
CREATE TABLE pair_contacts (
    contact_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    pair_id TEXT COLLATE "C" NOT NULL REFERENCES pairs (pair_id),
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    met_on TEXT COLLATE "C" NOT NULL,
    manner TEXT COLLATE "C" NOT NULL,
    words TEXT COLLATE "C" NOT NULL,
    entered_by TEXT COLLATE "C" NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX pair_contacts_pair_idx ON pair_contacts (pair_id, met_on);
