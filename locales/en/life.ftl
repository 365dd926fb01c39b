# Life events.
web-menu-events = Life events
web-life-open = Enter or read life events
web-life-title = Life events: { $name }
web-life-about = Death, illness, transfer, leaving a post: entered once, it changes every place; a mistake is undone at once
web-life-choose = What happened
web-life-before = Entered before
web-life-none = Nothing was entered yet.
web-life-died-next = Nothing more is entered.
web-life-condole = Record a condolence
web-life-what = What
web-life-day = Day
web-life-to = To { $name }
web-life-said = What is entered
web-life-entered = Entered on
web-life-closed = Undone or taken back
web-life-where = Where to
web-life-within = Within the county: the receiving organisation enters the receipt
web-life-outside = Outside the county: this organisation enters the receipt when it comes
web-life-check-about = This is everything that follows once it is confirmed; nothing has changed yet
web-life-nothing-follows = Nothing else changes.
web-life-waits = Until the receipt the old branch answers and nothing changes. With the receipt, what is listed takes effect at once, counted from its day.
web-life-waits-here = Until the receipt the old branch answers and nothing changes.
web-life-next = Once confirmed all of it is done at once and kept on record; a mistake is undone at once.
web-life-next-letter = Once confirmed the letter is on record and waits for its receipt.
web-life-another = Money or a decision hangs on it: only somebody else may undo it.
web-life-foresee = See what follows
web-life-send = Confirm and carry out
web-life-send-letter = Record the letter
web-life-receive = Enter the receipt
web-life-receive-about = Enter it when the receipt has come: from its day on the receiving organisation answers
web-life-receive-send = Confirm the receipt
web-life-recall = Take the letter back
web-life-undo-open = A mistake? Undo it
web-life-undo = Undo everything
web-life-undo-about = Everything that it changed becomes as it was; the record stays
web-life-stays = Others have these by now, so undoing does not give them back:
web-life-built-on = What it changed was changed again since. Undo that first:
web-life-list-about = Letters that wait for a receipt first, then the latest entered
web-life-list-none = No life event was entered yet
web-life-list-none-next = Enter one from a person's file.
web-life-count = { $count } in all
web-life-no-amount = no amount
web-life-state-awaiting-receipt = Waits for the receipt
web-life-state-stands = In effect
web-life-state-recalled = Taken back
web-life-state-undone = Undone
web-life-group-stays = Not given back
web-life-group-register = On record
web-life-group-standards = Standards
web-life-group-terms = The five guarantees
web-life-group-care = Needs, help and visits
web-life-group-tasks = For somebody to do
web-life-built-person = The person's own record: put it back as it was
web-life-built-membership = The membership: undo the later transfer first
web-life-built-post = The post: put it back first
web-life-built-floating = Floating: undo the later entry first
web-life-built-household = The household: put it back first
web-life-built-need = A need has moved on: look at its page; what is left is corrected one by one
web-life-built-offer = An offer: put it back first
web-life-built-pair = A pair has moved on: look at its page; what is left is corrected one by one
web-life-built-booking = A booking went on since: look at its page; the event is not undone, mend each item
web-life-built-round = A round's list: put it back first
web-life-built-happening = An entry: look at the page of the guarantees
web-life-built-fact = A fact: look at it first
web-life-pick-yes = Yes
web-life-pick-no = No
web-life-pick-serious-illness = Serious illness
web-life-pick-other-illness = Another illness
web-done-life = Entered, and carried out everywhere.
web-done-life-letter = The letter is on record and waits for its receipt.
web-life-ends-plain = { $of } no longer applies
web-life-undone-lines = This was undone: but for what is said not to be given back, everything below is as it was before
web-home-letters = { $count ->
    [1] One letter waits for its receipt
   *[other] { $count } letters wait for their receipts
}
web-home-letters-under = Until then the old branch answers
web-done-life-received = The receipt is on record, and the membership has moved.
web-done-life-recalled = The letter was taken back; nothing had changed.
web-done-life-undone = Undone: what could be given back is as it was.
web-refused-life-future = The day has not come: enter it when it has happened.
web-refused-life-answers = Something is missing or cannot be chosen: go back and mend it.
web-refused-life-recused = Nobody does this about themselves or a relative where money or a decision hangs on it: ask somebody else.
web-refused-life-died = The person is on record as having died: if that is wrong, undo it first.
web-refused-life-too-early = The day lies before birth or joining: look at it again.
web-refused-life-receipt-early = The receipt cannot be earlier than the letter: look at it again.
web-refused-life-not-so = The register says that this is so already, or cannot be: look at the file first.
web-refused-life-letter-out = A letter waits for its receipt: enter the receipt or take the letter back first.
web-refused-life-same-place = The person belongs there already: look at the destination again.
web-refused-life-own-hand = Money or a decision hangs on it: somebody else must undo it.
web-refused-life-move = It stands differently now: go back and look.
web-refused-life-built-on = What it changed was changed again since: go back and see what.
web-refused-life-no-watch = The standards do not say for how long a recovery is watched over: ask the county for the parameter.
web-life-kind-death = Death
web-life-kind-about-death = Ends membership, posts, allowances and terms; the family is called on
web-life-because-death = The person has died
web-life-kind-illness = Illness
web-life-kind-about-illness = Somebody calls within three working days
web-life-because-illness = The person fell ill
web-life-kind-hospital = In hospital
web-life-kind-about-hospital = Somebody calls within three working days and asks about the bills
web-life-because-hospital = The person is in hospital
web-life-kind-recovery = Recovery
web-life-kind-about-recovery = The terms of illness end
web-life-because-recovery = The person has recovered
web-life-kind-disaster = Disaster
web-life-kind-about-disaster = A helper is named within ten working days
web-life-because-disaster = Disaster struck the household
web-life-kind-birth = Birth
web-life-kind-about-birth = One more in the household
web-life-because-birth = A child was born
web-life-kind-work-lost = Loss of work
web-life-kind-about-work-lost = Somebody looks into it within ten working days
web-life-because-work-lost = The person lost work
web-life-kind-work-found = Work found
web-life-kind-about-work-found = Changes the occupation; the terms of lost work end
web-life-because-work-found = The person found work
web-life-kind-moving = Moving
web-life-kind-about-moving = Changes the address
web-life-because-moving = The person moved
web-life-kind-retirement = Retirement
web-life-kind-about-retirement = Changes the occupation; standards are asked anew
web-life-because-retirement = The person retired
web-life-kind-transfer = Transfer
web-life-kind-about-transfer = A letter goes out; the branch answers until the receipt
web-life-because-transfer = Transfer of membership
web-life-kind-floating-out = Floating out
web-life-kind-about-floating-out = Two organisations answer: at home and where the person is
web-life-because-floating-out = The person floats
web-life-kind-floating-back = Back from floating
web-life-kind-about-floating-back = No longer in touch as a floating member
web-life-because-floating-back = The person came back
web-life-kind-post-left = Leaving a post
web-life-kind-about-post-left = The post ends; standards are asked anew
web-life-because-post-left = The person left the post
web-life-kind-hardship-over = Hardship is over
web-life-kind-about-hardship-over = No longer recognised as in hardship; watched over, in touch every month
web-life-because-hardship-over = The hardship is over
web-life-kind-hardship-again = Hardship is back
web-life-kind-about-hardship-again = Recognised as in hardship again; a helper is named within ten working days
web-life-because-hardship-again = The hardship is back
web-life-outcome-died = The day of death is put down: { $day }
web-life-outcome-fact = { $of } is now “{ $value }”, from { $day }
web-life-outcome-fact-unknown = { $of } is not on record and stays so: find it out and record it
web-life-outcome-belonging-ends = Membership in { $of } ends before { $day }
web-life-outcome-belonging-begins = Membership in { $of } begins on { $day }
web-life-outcome-post-ends = The post “{ $of }” ends before { $day }
web-life-outcome-floating-begins = On record as floating from { $day }; received by: { $of }
web-life-outcome-floating-ends = Floating ends on { $day }
web-life-outcome-household-left = No longer of the household from { $day }
web-life-outcome-address-changes = The address is the new one from { $day }
web-life-outcome-measure-ends = { $of } ends (it was { $amount })
web-life-outcome-measure-begins = { $of }: the conditions hold, { $amount }, from { $day }
web-life-outcome-measure-changes = { $of } is now { $amount }
web-life-outcome-measure-unclear = { $of }: cannot be said before facts are there (it was { $amount })
web-life-outcome-recoup = { $count ->
    [one] { $of }: no longer due for the month from { $day }; what was paid is recovered, at most { $amount }
   *[other] { $of }: no longer due for { $count } months from { $day }; what was paid is recovered, at most { $amount }
}
web-life-outcome-arrears = { $count ->
    [one] { $of }: more is due for the month from { $day }; what was not paid is paid, at most { $amount }
   *[other] { $of }: more is due for { $count } months from { $day }; what was not paid is paid, at most { $amount }
}
web-life-outcome-recoup-decision = { $of }: { $amount } was approved on { $day }; stop it, or recover what was paid
web-life-outcome-clock-ends = { $count ->
    [one] { $of }: a term ends
   *[other] { $of }: { $count } terms end
}
web-life-outcome-clock-begins = { $of }: a term begins, due by { $day }
web-life-outcome-need-dropped = A need is taken back: { $of }
web-life-outcome-help-freed = A need that the person helped with waits for another helper: { $of }
web-life-outcome-referral-ends = A referral is taken back: { $of }
web-life-outcome-pair-ends = A pair is over: { $of }
web-life-outcome-booking-ends = A booking is off: { $of }
web-life-outcome-pair-stays-over = A pair is not given back, others have the place: { $of }. Find another helper
web-life-outcome-booking-stays-off = A booking is not given back, others have the place: { $of }. If it is still needed, reserve anew
web-life-outcome-help-stays-free = Help is not given back, others have the place: { $of }. Find another helper
web-life-outcome-offer-ends = The person's offer ends: { $of }
web-life-outcome-round-left = Taken off the list of a round of visits: { $of }
web-life-outcome-cards-end = No birthday, festival or other visit is planned any more
web-life-outcome-condolence = Call on the family and record the condolence
web-life-outcome-funeral-allowance = Help the family to apply for funeral allowance and pension at the offices
web-life-outcome-medal = { $of }: if it was not handed over, bring it to the family
web-life-outcome-application-open = An application is open: { $of }; bring it to its end or take it back
web-life-outcome-account-open = { $count ->
    [one] An account is still open: ask the administrator to close it
   *[other] { $count } accounts are still open: ask the administrator to close them
}
web-life-outcome-plan-open = Their plan has not ended: end it, or let the new branch go on with it
web-life-outcome-promise-open = { $count ->
    [one] A promise from a visit is still open
   *[other] { $count } promises from visits are still open
}
web-life-outcome-lent-back = Fetch back what was lent: { $of } ({ $count }, since { $day }), then put the return down on the booking
web-life-outcome-lent-unclear = { $of } ({ $count }, since { $day }): the record does not tell whether it was handed out, and whether lent or given; find out, and fetch back what was lent
web-life-outcome-lent-out = What they had lent to somebody else is still out: { $of } ({ $count }, since { $day }); settle with the borrower's contact that it goes back to the family or to themself, then put the return down on the booking
web-life-outcome-household-asked = { $count ->
    [one] One more is in the household: find out its size and income anew
   *[other] { $count } others are in the household: find out its size and income anew
}
web-field-life_severity = Severity
web-field-life_hospital = Hospital
web-field-life_loss = Loss of the household (yuan)
web-field-life_work = Work now
web-field-life_address = New address
web-field-life_pension = Draws retirement pay
web-field-life_letter = Number of the letter
web-field-life_destination = To which organisation
web-field-life_receiving = Receiving organisation or place
web-field-life_post = Post that ends
web-field-life_years = Years in village or community posts
web-field-life_cause = Cause of hardship
web-field-life_degree = Degree of hardship
web-field-life_words = Remarks
web-field-received_on = Day of the receipt
web-field-recall_why = Why the letter is taken back
web-field-undo_why = Why it is undone
web-hint-life_hospital = Leave empty if not known
web-hint-life_loss = After compensation; leave empty if not settled
web-hint-life_pension = Leave empty if not known
web-hint-life_years = Leave empty if not settled
web-hint-life_address = Down to the group and house number
web-hint-life_letter = As the letter has it
web-hint-life_destination = Within the county the whole name or code; outside, the whole name
web-hint-life_receiving = Within the county its code or whole name, and both branches answer; else the place
web-hint-life_words = May stay empty; nothing that does not belong to it
web-hint-received_on = Not before the letter, not after today
web-hint-undo_why = Say what is wrong; everything is undone at once
web-act-read-life-events = read life events
web-act-foresee-life-event = looked at what a life event would change
web-act-record-life-event = entered a life event
web-act-record-recognition = entered that a hardship is over or back
web-act-receive-transfer = entered the receipt of a transfer
web-act-undo-life-event = undid a life event
# 人生大事留下要人办的事 / what a life event leaves to be done
web-act-do-life-task = Say what came of a life event's tasks
web-life-tasks = Left to do after life events
web-life-tasks-about = What the system lists and does not do itself: when it is done, write down on which day and what came of it
web-life-tasks-none = Nothing is left to do
web-life-tasks-none-next = When a life event is entered, what somebody has to do stands here.
web-life-tasks-count = { $count ->
    [one] One task
   *[other] { $count } tasks
}
web-life-task = To do
web-life-task-do = Write down what came of it
web-life-task-done = Done on { $day }
web-life-task-waits = Not done yet
web-life-task-send = Write it down
web-field-life_task_on = On which day
web-field-life_task_words = What came of it
web-done-life-task = Written down.
web-error-life-task-early = Not before the day of the event
web-refused-life-task-done = This was done already: look at the record.
web-refused-life-task-own-hand = Money is settled by somebody else than whoever entered the event.
web-refused-life-task-day = Say on which day it was done (not before the event, not after today) and what came of it.
web-home-life-tasks = { $count ->
    [one] One thing is left to do after a life event
   *[other] { $count } things are left to do after life events
}
web-home-life-tasks-under = Condolence, funeral allowance, money to be recovered
web-hint-life_task_words = For instance: the family was visited; papers handed to the office, number …
