# 转办 / referrals
web-act-list-referrals = read the list of referrals
web-act-read-referral = read a referral
web-act-send-referral = sent a referral or took it back
web-act-answer-referral = wrote down a department's answer
web-act-remind-referral = reminded a department
web-about-referrals = { $count ->
    [one] { $count } referral
   *[other] { $count } referrals
}
web-menu-referrals = Referrals
web-referral = Referral
web-referrals-about = What was handed to departments; whatever waits for an answer first, the shortest term in front
web-referrals-open = Waiting for an answer
web-referrals-due-alone = Only those at risk or late
web-referrals-none = No such referral
web-referrals-none-next = From a need, choose “Send to a department” and write what is asked of them.
web-referrals-count = { $count ->
    [one] { $count } referral
   *[other] { $count } referrals
}
web-referral-code = Code
web-referral-code-unknown = Nothing has the code “{ $code }”: type the eight letters and figures of the slip once more.
web-referral-to = Sent to
web-referral-asks-us = us
web-referral-name-unsent = Name not sent
web-referral-sent-on = Sent on
web-referral-due = Answer due
web-referral-ended = Ended on
web-referral-reminded = Reminded
web-referral-reminded-times = { $count ->
    [one] once, on { $day }
   *[other] { $count } times, last on { $day }
}
web-referral-sent-to = Sent to { $name }
web-referral-state-sent = Sent
web-referral-state-received = Received
web-referral-state-answered = Answered
web-referral-state-returned = Returned
web-referral-state-taken-back = Taken back
web-referral-result-helped = Helped
web-referral-result-in-part = Helped in part
web-referral-result-not-helped = Not helped
web-referral-at-risk = At risk
web-referral-late = Late, no answer
web-referral-was-late = Answered after its term
web-referral-move-receive = They have it
web-referral-move-answer = Write down the answer
web-referral-move-return = Return it: not theirs
web-referral-move-remind = Remind them
web-referral-move-take-back = Take it back
web-referral-about-receive = They say that it came: write that down.
web-referral-about-answer = Helped, in part or not: as it is. Whatever is less than helped says why.
web-referral-about-return = Why it is not theirs, and best whose it is.
web-referral-about-remind = How they were reminded, and what they said.
web-referral-about-take-back = Why it is not needed any more. Tell them, too.
web-referral-event-sent = Sent
web-referral-asked = What is asked
web-referral-said = What they said
web-referral-silent = Nothing yet.
web-referral-shared = What they were told
web-referral-shared-none = Nothing of the person: only what kind of matter it is.
web-referral-item-name = Name
web-referral-item-place = Party organisation
web-referral-item-phone = Telephone
web-referral-item-words = In their own words
web-referral-consented = The person agreed on { $day } ({ $manner })
web-referral-by-rule = Allowed by: { $rule }
web-referral-told = No answer: who was told
web-referral-told-started = Sent
web-referral-told-at-risk = At risk
web-referral-told-late = Late
web-referral-post-branch = Branch
web-referral-post-township = Township
web-referral-post-county = County
web-referral-post-duty = On duty
web-referral-next-helped = They say that they helped: ask the person, then record the help at the need.
web-referral-next-elsewhere = Not everything is done: back to the need, to ask somebody else.
web-need-referrals = Referrals of this need
web-need-refer = Send to a department
web-referral-send = Send to a department
web-referral-send-about = Only what they need to know; everything is read once more before it goes out
web-referral-send-now = Send it
web-referral-share = What they are told of the person
web-referral-share-about = What is not ticked is not told.
web-referral-no-phone = The person does not wish to be called by helpers: no telephone is told, the branch stands between.
web-referral-goes-out = What they will be told
web-referral-within = { $count ->
    [one] answers within { $count } working day
   *[other] answers within { $count } working days
}
web-referral-kind-other = Another office
web-referral-ground-consent = The person agreed
web-referral-ground-rule = A rule allows it without
web-field-referral_kind = To which department
web-hint-referral_kind = The term is that of the standards; “Another office” for one that is not here
web-field-referral_to = Name of the office
web-hint-referral_to = For “Another office”; also for a certain desk of a department
web-field-referral_days = Working days for an answer
web-hint-referral_days = For “Another office”, 1 to 60
web-field-referral_organization = Their Party organisation here
web-hint-referral_organization = If they have an account, they answer by themselves; left blank, you ring them and write it down
web-field-referral_asked = What is asked
web-hint-referral_asked = The very thing to be done, and nothing that they need not know
web-field-referral_ground = Why they may be told
web-field-referral_consent_manner = How the person agreed
web-field-referral_consented_on = On which day
web-field-referral_rule = The rule
web-hint-referral_rule = For “a rule allows it”: its name and clause
web-field-referral_result = What came of it
web-field-referral_said = What they said
web-hint-referral_said = Whatever is less than helped, and a return, says why
web-field-referral_by = Who said it
web-hint-referral_by = Whoever answered at the department
web-field-referral_manner = How
web-field-referral_on = On which day
web-field-referral_words = In words
web-error-referral-before-sent = It was not sent yet on that day
web-error-referral-already = They were asked for this need and owe an answer: remind them there
web-done-referral-sent = Sent
web-done-referral-moved = Written down
web-refused-referral-moved = That cannot be done with this referral now: see how it stands.
web-refused-referral-stale = Somebody has just changed this referral: read it again.
web-refused-referral-incomplete = Something is not filled in: fill it in anew.
web-refused-referral-need = A need is sent on once its kind is confirmed, and until help was recorded.
web-refused-referral-no-terms = The standards in force say no terms for referrals: write them there first.
web-refused-referral-no-calls = The person does not wish to be called by helpers: leave the telephone out.
web-referral-against-not-confirmed = The kind of this need is not confirmed yet: confirm it first.
web-referral-against-ended = This need was helped or has ended: nothing is sent on.
web-refused-need-open-referral = A department has not answered yet: say that it is closed all the same.
web-need-close-over = { $count ->
    [one] A department that was asked has not answered. To close it all the same, tick below: the referral is taken back.
   *[other] { $count } departments that were asked have not answered. To close it all the same, tick below: the referrals are taken back.
}
web-field-over_referrals = Close it without their answer
web-error-over-referrals = A department has not answered: tick that it is closed all the same, or wait
web-home-referrals-silent = { $count ->
    [one] { $count } referral without an answer is at risk or late
   *[other] { $count } referrals without an answer are at risk or late
}
web-home-referrals-silent-under = Remind them, and ask when there will be an answer
web-home-referrals-asked = { $count ->
    [one] { $count } referral asks us
   *[other] { $count } referrals ask us
}
web-home-referrals-asked-under = Say that it came, then what came of it
web-referrals-own = Where my matters are
web-referral-own-sent = Sent to { $name } on { $day }
web-referral-own-due = {""}, an answer is due by { $day }
web-referral-letter = Letter of referral
web-referral-letter-back = Back to the referral
web-referral-letter-use = These data serve this matter alone; keep them safe when it is done.
web-referral-letter-from = Sent by:
web-referral-slip = Return slip
web-referral-slip-back = Fill in and give back to the office that sent it
web-referral-slip-result = What came of it
web-referral-slip-boxes = □ helped  □ helped in part  □ not helped  □ not ours
web-referral-slip-signs = Department:
web-life-built-referral = The referral went on since: look at its page; the event is not undone, mend each item
