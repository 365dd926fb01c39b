-- Years' calendars 年度放假安排: the days off and the weekend days that are worked, as an office took them over from the notice; drafted
-- by one and released by another. What was released last for a year holds.
CREATE TABLE year_calendars (
    calendar_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    year BIGINT NOT NULL,
    title TEXT COLLATE "C" NOT NULL,
    number TEXT COLLATE "C" NOT NULL,
    url TEXT COLLATE "C" NOT NULL,
    off_days TEXT COLLATE "C" NOT NULL,
    worked_days TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    drafted_by TEXT COLLATE "C" NOT NULL,
    drafted_at BIGINT NOT NULL,
    decided_by TEXT COLLATE "C",
    decided_at BIGINT,
    words TEXT COLLATE "C",
    CONSTRAINT year_calendars_decided_check CHECK ((decided_by IS NOT NULL) = (state <> 'drafted') AND (decided_by IS NULL) = (decided_at IS NULL)),
    CONSTRAINT year_calendars_two_people_check CHECK (state NOT IN ('released', 'returned') OR decided_by <> drafted_by)
);
CREATE UNIQUE INDEX year_calendars_year_key ON year_calendars (year) WHERE state = 'drafted';
