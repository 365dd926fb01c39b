-- What the directory of resources says of an offer beyond who offers how much. None is what offers were before: help, counted in persons, given.
ALTER TABLE offers ADD COLUMN resource_kind TEXT COLLATE "C";
ALTER TABLE offers ADD COLUMN title TEXT COLLATE "C";
ALTER TABLE offers ADD COLUMN unit TEXT COLLATE "C";
ALTER TABLE offers ADD COLUMN availability TEXT COLLATE "C";
ALTER TABLE offers ADD COLUMN valid_from_on TEXT COLLATE "C";
ALTER TABLE offers ADD COLUMN told TEXT COLLATE "C";

-- Bookings 预留、预订: units of a resource that are kept for a need. A reservation lets go of them after its day, by itself.
CREATE TABLE bookings (
    booking_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    offer_id TEXT COLLATE "C" NOT NULL REFERENCES offers (offer_id),
    need_id TEXT COLLATE "C" NOT NULL REFERENCES needs (need_id),
    person_id TEXT COLLATE "C" NOT NULL REFERENCES persons (person_id),
    units BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    reserved_by TEXT COLLATE "C" NOT NULL,
    reserved_on TEXT COLLATE "C" NOT NULL,
    holds_until_on TEXT COLLATE "C" NOT NULL,
    from_on TEXT COLLATE "C",
    until_on TEXT COLLATE "C",
    words TEXT COLLATE "C",
    answered_by TEXT COLLATE "C",
    why TEXT COLLATE "C",
    outcome TEXT COLLATE "C",
    moved_on TEXT COLLATE "C",
    recorded_at BIGINT NOT NULL,
    CONSTRAINT bookings_units_check CHECK (units > 0),
    CONSTRAINT bookings_answered_check CHECK (state NOT IN ('booked', 'used', 'unused', 'returned') OR answered_by IS NOT NULL),
    CONSTRAINT bookings_days_check CHECK (until_on IS NULL OR from_on IS NULL OR from_on <= until_on)
);
CREATE INDEX bookings_offer_idx ON bookings (offer_id, state);
CREATE INDEX bookings_person_idx ON bookings (person_id);
CREATE INDEX bookings_state_idx ON bookings (state, holds_until_on);
CREATE UNIQUE INDEX bookings_need_id_offer_id_key ON bookings (need_id, offer_id) WHERE state IN ('reserved', 'booked');
