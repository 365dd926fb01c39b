# My day
web-day-title = My day
web-day-see = { $count ->
    [0] To see these days
    [one] One person to see these days
   *[other] { $count } people to see these days
}
web-day-print = Print the route sheet
web-day-none = Nobody to see these days
web-day-none-next = Everybody due within seven days has been seen or put off. To record a visit, find the person first.
web-day-by = { $what }, by { $day }
web-day-late = { $count ->
    [one] One day late
   *[other] { $count } days late
}
web-day-due-today = Today is the last day
web-day-left = { $count ->
    [one] One day left
   *[other] { $count } days left
}
web-day-promised = Promised: { $words }
web-day-promised-something = Something was promised and waits for its answer
web-day-promised-by = { " " }(answer by { $day })
web-day-last = Last contact: { $day }
web-day-last-unknown = No earlier contact is on record
web-day-wish-phone = Wishes a call and no visit
web-day-wish-nothing = Wishes no visits; see to this one matter only
web-day-gift = Bring a gift: { $amount }
web-day-defer = Another day
web-day-more = { $count ->
    [one] One more within seven days moves up as you go.
   *[other] { $count } more within seven days move up as you go.
}
web-day-put-off = { $count ->
    [one] { " " }One was put off and comes back on the day.
   *[other] { " " }{ $count } were put off and come back on their day.
}
web-day-month = This month
web-day-seen = { $count ->
    [one] One person visited or called
   *[other] { $count } people visited or called
}
web-day-by-phone = { $count ->
    [one] One of those due wishes a call; the call counts.
   *[other] { $count } of those due wish a call; the call counts.
}
web-day-group-title = Words for the WeChat group
web-day-group-hint = Branch and day alone: nobody's name, number, health or need.
web-day-group-regular = calls on its members
web-day-group = Dear comrades: in the week from { $day }, { $place } has planned: { $what }. If you would like another time, prefer a call, or have something to talk about, please turn to the branch's contact in person, by phone or by private message. Please write nobody's illness, hardship or identity number in this group.
web-copy = Copy these words
web-copied = Copied
web-guarantee-visit = Visited in ordinary times
web-guarantee-help = Helped in hardship
web-guarantee-answer = Answered when in doubt
web-guarantee-illness = Cared for in illness
web-guarantee-work = Secure at work
web-ring-visit = 访
web-ring-help = 帮
web-ring-answer = 解
web-ring-illness = 管
web-ring-work = 保

# The day on paper
web-day-sheet = Route sheet of visits
web-day-sheet-visitor = Visitor:{ " " }
web-day-sheet-why = Reason
web-day-sheet-where = Where
web-day-sheet-promise = Promised
web-day-sheet-promise-by = Yes, answer by { $day }
web-day-sheet-promise-open = Yes, waits for an answer
web-day-sheet-done = Signature, or what was done
web-day-sheet-foot = No identity number, telephone or health stands on this sheet. Collect and file it after use.
web-day-print-how = Use the browser's “Print”, paper A4. Hand the signed sheet to the branch afterwards, then record the visits.
web-day-print-back = Back to my day

# Another day
web-defer-title = Another day: { $name }
web-defer-about = On that day the person stands in your day again. The term runs on: putting a visit off stops no clock.
web-defer-send = Put off to that day
web-field-pause = Why
web-field-later_on = Until when
web-done-deferred = Put off, { $time }.
web-refused-defer-day = A visit is put off to tomorrow at the earliest and for two weeks at most. Go back and choose another day.
web-refused-defer-reason = The standards have no such reason. Go back and choose another.

# The four acts
web-visit-act-visit = Visit
web-visit-act-visit-with-gift = Visit with a gift
web-visit-act-talk = Heart-to-heart talk
web-visit-act-home-check = Check at home
