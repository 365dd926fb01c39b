-- The booking of a programme or a vacancy that led to a job.
ALTER TABLE jobs ADD COLUMN booking_id TEXT REFERENCES bookings (booking_id);
CREATE INDEX jobs_booking_idx ON jobs (booking_id);
