-- Years' calendars 年度放假安排: the days off and the weekend days that are worked, as an office took them over from the notice; drafted
-- by one and released by another. What was released last for a year holds.
CREATE TABLE year_calendars (
    calendar_id TEXT NOT NULL PRIMARY KEY,
    year INTEGER NOT NULL,
    title TEXT NOT NULL,
    number TEXT NOT NULL,
    url TEXT NOT NULL,
    off_days TEXT NOT NULL,
    worked_days TEXT NOT NULL,
    state TEXT NOT NULL,
    drafted_by TEXT NOT NULL,
    drafted_at INTEGER NOT NULL,
    decided_by TEXT,
    decided_at INTEGER,
    words TEXT,
    CONSTRAINT year_calendars_decided_check CHECK ((decided_by IS NOT NULL) = (state <> 'drafted') AND (decided_by IS NULL) = (decided_at IS NULL)),
    CONSTRAINT year_calendars_two_people_check CHECK (state NOT IN ('released', 'returned') OR decided_by <> drafted_by)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX year_calendars_year_key ON year_calendars (year) WHERE state = 'drafted';
