-- What a signature sheet handed over, booked in the fund's books: by somebody else than who settled it, as a part of one entry.
CREATE TABLE round_sheet_bookings (
    entry_id TEXT NOT NULL REFERENCES fund_entries (entry_id),
    sheet_id TEXT NOT NULL REFERENCES round_sheets (sheet_id),
    amount_fen INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    booked_by TEXT NOT NULL,
    booked_at INTEGER NOT NULL,
    PRIMARY KEY (entry_id, sheet_id),
    CONSTRAINT round_sheet_bookings_amount_check CHECK (amount_fen <> 0),
    CONSTRAINT round_sheet_bookings_two_people_check CHECK (booked_by <> made_by)
) STRICT, WITHOUT ROWID;
CREATE INDEX round_sheet_bookings_sheet_idx ON round_sheet_bookings (sheet_id);
