-- What the directory of resources says of an offer beyond who offers how much. None is what offers were before: help, counted in persons, given.
ALTER TABLE offers ADD COLUMN resource_kind TEXT;
ALTER TABLE offers ADD COLUMN title TEXT;
ALTER TABLE offers ADD COLUMN unit TEXT;
ALTER TABLE offers ADD COLUMN availability TEXT;
ALTER TABLE offers ADD COLUMN valid_from_on TEXT;
ALTER TABLE offers ADD COLUMN told TEXT;

-- Bookings 预留、预订: units of a resource that are kept for a need. A reservation lets go of them after its day, by itself.
CREATE TABLE bookings (
    booking_id TEXT NOT NULL PRIMARY KEY,
    offer_id TEXT NOT NULL REFERENCES offers (offer_id),
    need_id TEXT NOT NULL REFERENCES needs (need_id),
    person_id TEXT NOT NULL REFERENCES persons (person_id),
    units INTEGER NOT NULL,
    state TEXT NOT NULL,
    reserved_by TEXT NOT NULL,
    reserved_on TEXT NOT NULL,
    holds_until_on TEXT NOT NULL,
    from_on TEXT,
    until_on TEXT,
    words TEXT,
    answered_by TEXT,
    why TEXT,
    outcome TEXT,
    moved_on TEXT,
    recorded_at INTEGER NOT NULL,
    CONSTRAINT bookings_units_check CHECK (units > 0),
    CONSTRAINT bookings_answered_check CHECK (state NOT IN ('booked', 'used', 'unused', 'returned') OR answered_by IS NOT NULL),
    CONSTRAINT bookings_days_check CHECK (until_on IS NULL OR from_on IS NULL OR from_on <= until_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX bookings_offer_idx ON bookings (offer_id, state);
CREATE INDEX bookings_person_idx ON bookings (person_id);
CREATE INDEX bookings_state_idx ON bookings (state, holds_until_on);
CREATE UNIQUE INDEX bookings_need_id_offer_id_key ON bookings (need_id, offer_id) WHERE state IN ('reserved', 'booked');
