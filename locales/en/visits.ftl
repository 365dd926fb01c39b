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
web-day-come-again = Not reached by the round of { $missed } ({ $why }): come again by { $day }
web-day-come-again-on-paper = Not reached on { $missed }: come again by { $day }
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

# Recording a visit
web-visit-new-title = Record a visit: { $name }
web-visit-correct-title = Correct a visit: { $name }
web-visit-died = The person died on { $day }. From that day on only visits of the family are recorded.
web-visit-correct-about = Once this is sent, the earlier record is struck out and counts for nothing; this one counts. What was said in confidence stays with the earlier record, for the same readers.
web-visit-other-occasions = Other reasons
web-visit-again = As before
web-visit-again-last = The last was on { $day }. This records that you met, and how; nothing that was found last time is copied.
web-visit-again-send = Record for { $day }
web-visit-promised = Promised and not yet answered
web-visit-promise-by = Answer by { $day }
web-visit-draft = You began this at { $at }; go on where you left off. Only you can see it.
web-visit-draft-discard = Discard it, begin anew
web-visit-draft-keep = Keep for later
web-visit-draft-kept = The draft is kept. Only you can see it.
web-visit-draft-lost = No network: the draft was not kept. What you typed is still on this page; please leave it open.
web-visit-draft-about = What you type is kept as a draft for two weeks. Only you can see it.
web-visit-part-gift = Gift of money or goods
web-visit-part-note = Said in confidence
web-visit-part-facts = What was verified
web-visit-part-facts-about = Fill in what was asked or seen. What nobody asked stays empty and does not count as “none”.
web-visit-part-more = Who went, at what time, why
web-visit-not-asked = Not asked
web-visit-send = Record the visit
web-unsent = Not sent yet: what you typed is still on this page.
web-unsent-about = There may be no network. Leave this page open and press again once there is a signal; it will not be recorded twice.
web-yes = Yes
web-no = No
web-field-act = What it was
web-field-manner = How you met
web-field-made_on = On which day
web-field-occasion = What for
web-field-seen = Also met at home
web-field-found = What you saw and heard
web-hint-found = A few plain sentences. Name no illness and no child
web-field-promise = What was promised
web-hint-promise = It will be remembered until its day. Leave empty if nothing was
web-field-promise_due = Answer by
web-field-need = There is a need to raise
web-hint-need = After the visit is recorded, the need's form follows
web-field-gift_kind = What was brought
web-field-gift_yuan = Worth in yuan
web-field-gift_goods = Which goods
web-field-confided = For yourself alone
web-hint-confided = Read by you, by the person, and by whom the person allows. In no list, count or search
web-field-visitor = Who went
web-hint-visitor = Leave empty if you did; for somebody else, write name and post
web-field-companions = Who came along
web-field-begun_at = At what time
web-hint-begun_at = For instance 9:30
web-field-duration = How many minutes
web-field-fact = What was verified
web-visit-manner-in-person = At home
web-visit-manner-elsewhere = Met elsewhere
web-visit-manner-phone = By telephone
web-visit-manner-video = By video
web-visit-manner-message = By message
web-gift-cash = Money
web-gift-goods = Goods
web-gift-both = Money and goods
web-error-promise-day = The answer cannot be due before the day of the visit
web-error-promise-words = There is a day, but not yet what was promised
web-error-gift-act = With a gift, choose “Visit with a gift” above; without one, empty this part
web-error-gift-nothing = Write the amount, or what was brought
web-error-amount = Write an amount, for instance 300 or 300.50
web-error-time = This is no time; write it like 9:30
web-error-fact = “{ $value }” cannot be that; please look again
web-error-visit-own = Nobody visits themselves. If somebody else went, write who under “Who went”
web-error-visit-visitor = Write who went: name and post
web-error-visit-later = That time has not come yet
web-error-visit-died = The person had died by that day; for a visit of the family, choose the condolence under “What for”
web-error-visit-nobody-died = The person is living; this cannot be a condolence after their death
web-error-visit-other = Somebody here is no longer within your scope; choose again
web-error-visit-corrected = The earlier record was struck out, or is not yours to correct
web-refused-visit = The visit is not recorded yet. Go back and see what is to be mended.
web-refused-draft-long = This is too long to be kept as a draft; it is still on the page.
web-done-visit = The visit is recorded, { $time }.
web-done-visit-need = The visit is recorded, { $time }. Now the need.
web-done-draft = The draft is kept, { $time }. Only you can see it.
web-done-draft-discarded = The draft is gone, { $time }.
web-day-record = Record
web-day-draft = Begun and not sent: { $name }
web-day-draft-under = Kept at { $at }; go on with it
web-act-keep-visit-draft = Keep the draft of a visit

# Visits, listed and read
web-menu-visits = Visits
web-visits-about = Visits and contacts within your scope, the latest first
web-visits-none = No such visits
web-visits-none-next = Try another filter, or record a visit from somebody's file.
web-visits-count = { $count ->
    [one] One visit
   *[other] { $count } visits
}
web-filter-visit-act = Which act
web-filter-to = To
web-filter-promised = A promise waits for its answer
web-visit-one = This visit
web-visit-what = What
web-visit-whom = Whom
web-visit-who = Who went
web-visit-state = State
web-visit-how = How it was made
web-visit-entered = Entered
web-visit-recorded = Recorded
web-visit-promise-waits = Answer waits
web-visit-promise-late = Answer late
web-visit-struck = Struck out
web-visit-struck-about = This record was struck out and counts for nothing; it stays to be read. What it stated as verified was taken back with it.
web-visit-words-hidden = What was seen and heard is shown only to those who handle the case.
web-visit-nothing-written = Nothing was written
web-visit-need-raised = The need that was raised there
web-visit-promise-kept = Answered on { $day }
web-visit-promise-keep = Mark as answered
web-field-kept_on = Done and answered on
web-visit-note-about = What was said in confidence is read by its author, by the person, and by whom the person allows; to anybody else this page does not show whether there is any.
web-visit-note-open = Open it
web-visit-note-at = Written at { $at }
web-visit-note-readers = The person also allows:{ " " }
web-visit-note-allow = The person agrees that somebody else reads it
web-visit-note-allow-send = Let them read it
web-field-reader = Who may read it
web-hint-reader = The name they sign in with
web-field-on_their_word = The person said so themselves
web-error-on-their-word = Nobody else reads it unless the person agrees
web-visit-mend = Was it recorded wrongly?
web-visit-correct = Correct
web-visit-strike = Strike out
web-visit-strike-title = Strike this visit out
web-visit-strike-about = A record that is struck out counts for nothing, and what it stated as verified is taken back; it stays to be read, with who struck it out. If only something was written wrongly, use “Correct”.
web-visit-strike-send = Strike it out
web-person-visits = Visits and contacts
web-person-no-visits = No visit or contact is on record yet.
web-done-promise = Marked as answered, { $time }.
web-done-struck = Struck out, { $time }.
web-done-note-reader = They may read it now, { $time }.
web-done-call-back = The call-back is recorded, { $time }. The visit counts as before.
web-refused-visit-struck = This record was struck out and cannot be changed.
web-refused-visit-not-yours = This visit was recorded by somebody else; whoever recorded it and the committee's officers may strike it out or correct it.
web-refused-visit-no-promise = Nothing that was promised at this visit waits for an answer.
web-refused-visit-promise-day = The answer lies between the day of the visit and today. Go back and change the day.
web-refused-note-no-reader = Nobody signs in by this name. Go back and look again.
web-refused-call-own = You made or entered this visit; somebody else asks about it.
web-refused-call-answered = Somebody has asked already and written it down.

# Call-backs
web-calls-title = Call-backs
web-calls-about = Somebody who neither went nor entered the visit calls and asks the person. Each is a question, and no verdict.
web-calls-none = Nothing to ask
web-calls-none-next = Visits that were drawn, or that need a question, are listed here.
web-call-title = Call-back:{ " " }
web-call-waits = A question waits
web-call-cause-same-minute = The records have one visitor in two places in the same minute. A time may have been written down wrongly; the person can tell.
web-call-cause-same-words = The same words stand with several people. They may have been visited together; the person can tell.
web-call-cause-sample = Drawn as one of a share of all visits, for no other reason.
web-call-no-verdict = A call-back is a question and no verdict: the visit counts; where the person tells it otherwise, whoever recorded it is heard first.
web-call-heard = asked; { $outcome } ({ $at })
web-call-write = Write down what the person said
web-call-own = You made or entered this visit; somebody else asks.
web-call-send = Record the call-back
web-field-heard = What the person said
web-field-heard_words = In their own words
web-heard-confirmed = It was so
web-heard-unsure = Does not remember
web-heard-differs = It was different
web-heard-not-reached = Not reached
web-visit-open-person = Open the file
web-visit-minutes = { $count } minutes
web-act-put-photo = put in a photograph of a visit
web-act-open-photo = open a photograph of a visit
web-act-remove-photo = delete a photograph of a visit
web-photos = Photographs
web-photos-about = A record of the visit and never public: nobody outside the branch and the township opens them, and each opening is recorded. The place, the phone and the time that a phone writes into a picture are taken out before it is kept.
web-photos-open = See or add photographs
web-photos-kept = Kept
web-photos-none = No photographs
web-photos-none-next = A visit counts just as well without.
web-photos-count = { $count } kept
web-photo-name = No. { $no } ({ $size } KB)
web-photo-open = Open
web-photo-remove = Delete
web-photo-remove-about = A photograph that was deleted cannot be had back; that there was one, and who deleted it, stays.
web-photo-remove-send = Delete this photograph
web-photo-ended-removed = Deleted by somebody: { $count }
web-photo-ended-consent-withdrawn = Deleted because the person no longer agrees: { $count }
web-photo-ended-visit-struck = Deleted with the record of the visit: { $count }
web-photo-ended-term = Deleted on { $day }, after { $months } months: { $count }
web-photos-term = A photograph is kept for { $months } months from the day it is put in, then deleted; that it was stays written here.
web-photo-new = Add a photograph
web-field-photo_file = Photograph
web-hint-photo_file = JPEG or PNG, one at a time, up to { $value } MB. No documents, no medical papers, no children of others
web-photo-keep = Keep it
web-photo-door-closed = Your post keeps no photographs of visits.
web-photo-door-struck = This record was struck out; no photograph is put beside it.
web-photo-door-apart = You did not meet this time; there is nothing to photograph.
web-photo-door-unasked = Nobody has asked the person yet whether they agree. Ask first, record the answer, and come back. If they refuse, visits go on.
web-photo-door-refused = The person does not agree to photographs. A signature or a call afterwards is enough, and visits go on.
web-photo-door-full = Four are kept already. To replace one, delete it first.
web-error-photo-empty = The file is empty: choose it again
web-error-photo-large = The picture is larger than { $value } MB: choose a smaller size on the phone
web-error-photo-kind = The file is neither JPEG nor PNG, whatever its name says: save it as one of them
web-error-photo-broken = The picture did not arrive whole, or the file is damaged: send it again, or take it anew
web-error-photo-already = This picture is kept here already
web-refused-photo-not-yours = Whoever put it in, or the township, deletes it
web-done-photo = The photograph is kept, { $time }.
web-done-photo-removed = The photograph is deleted, { $time }.
web-photo-ask = Record what they say
