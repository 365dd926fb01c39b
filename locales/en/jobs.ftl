# 就业安置 / jobs
web-act-list-jobs = read jobs that came of help
web-act-record-job = wrote down a job
web-act-look-at-job = looked whether a job lasts
web-menu-jobs = Jobs
web-job = Job
web-jobs-about = Jobs that came of help, looked at after 3, 6 and 12 months; whatever is due first
web-jobs-due-alone = Only those to be looked at
web-jobs-none = No such job
web-jobs-none-next = When somebody has begun a job, write it down at their need.
web-jobs-count = { $count ->
    [one] { $count } job
   *[other] { $count } jobs
}
web-jobs-lasted = Do they last?
web-jobs-kept = Of { $all }, { $still } are still there: { $percent }%
web-jobs-kept-rest = ; { $left } left, { $unknown } could not be reached
web-jobs-kept-few = Too few to be told
web-job-mark-months-3 = After 3 months
web-job-mark-months-6 = After 6 months
web-job-mark-months-12 = After 12 months
web-job-outcome-still-there = Still there
web-job-outcome-left = Left
web-job-outcome-not-reached = Could not be reached
web-job-unknown = Not looked at yet
web-job-left = Left
web-job-due = To be looked at
web-job-running = At work
web-job-kept = Lasted the year
web-job-where = Employer and job
web-job-begun = First day
web-job-next = Next look
web-job-since = since { $day }
web-job-marks = The three looks
web-job-looks = What was found
web-job-look = Write down this look
web-job-look-early = If they left before that, write it down here
web-job-left-next = Whoever left waits for help again; where the need was closed, a new one stands in its place.
web-job-record = Write down a job
web-job-record-about = Once they have really begun; it is looked at after months, and a job left in a week does not count
web-need-job = Write down a job
web-need-jobs = Jobs that came of this need
web-field-job_employer = Employer
web-hint-job_employer = Their full name
web-field-job_title = Job
web-field-job_begun_on = First day
web-field-job_referral = Which referral led to it
web-hint-job_referral = Blank if none did
web-field-job_outcome = How it is now
web-field-job_words = In words
web-hint-job_words = Who left: why, so that the next job fits better
web-field-job_looked_on = Asked on
web-error-job-early = The months are not over on that day; if they left before, choose “Left”
web-done-job-recorded = The job is written down
web-done-job-looked = The look is written down
web-refused-job-need = A job is written down at a need that is confirmed and not closed; if one is still looked at, write first that they left it.
web-refused-job-incomplete = Something is not filled in: fill it in anew.
web-refused-job-stale = Somebody has just written down this look: read it again.
web-refused-job-over = They left, or the year is over: nothing more is written down.
web-home-jobs = { $count ->
    [one] { $count } job is to be looked at
   *[other] { $count } jobs are to be looked at
}
web-home-jobs-under = Ask whether they are still there, and help again if not
web-field-job_booking = Which booking led to it
web-hint-job_booking = Programmes and vacancies booked for this need; choose none if none did
web-job-from-booking = Came of a booking
web-booking-to-job = Once they work, write the job down; it is looked at after 3, 6 and 12 months.
web-booking-led-to-job = This booking led to a job.
web-booking-open-job = See how it lasts
