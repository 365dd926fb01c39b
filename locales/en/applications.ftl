# Where an application stands
web-application-state-appraising = Waits for the branch meeting
web-application-state-not-carried = Not carried by the meeting
web-application-state-reviewing = Waits for review
web-application-state-returned = Sent back to be put right
web-application-state-posting = Waits for its public notice
web-application-state-on-notice = On public notice
web-application-state-deciding = Waits for the decision
web-application-state-approved = Approved
web-application-state-refused = Not approved
web-application-state-under-review = Being looked at again
web-application-state-withdrawn = Taken back

# What somebody does with it
web-amove-carry = Carried by the meeting
web-amove-not-carry = Not carried by the meeting
web-amove-review = Review
web-amove-return = Send back
web-amove-resubmit = Submit again
web-amove-post = Put on public notice
web-amove-take-down = Take the notice down
web-amove-break-off = Break the notice off
web-amove-object = Object
web-amove-answer = Answer the objection
web-amove-attach = File a signed original
web-amove-approve = Approve
web-amove-refuse = Do not approve
web-amove-ask-review = Ask for a second look
web-amove-withdraw = Take back

# From which desk
web-desk-applicant = Applicant
web-desk-branch = Branch
web-desk-township = Township or street
web-desk-county = County officer
web-desk-approver = County approver
web-desk-public = Anybody else

# In the audit
web-about-applications = { $count } applications
web-about-meetings = { $count } meetings
web-act-list-applications = read a list of applications
web-act-read-application = read an application
web-act-enter-application = entered an application
web-act-resubmit-application = submitted an application again
web-act-withdraw-application = took an application back
web-act-review-application = reviewed an application
web-act-return-application = sent an application back
web-act-post-notice = put an application on public notice
web-act-take-notice-down = took a public notice down
web-act-read-public-notices = read public notices
web-act-raise-objection = objected to a public notice
web-act-answer-objection = answered an objection
web-act-decide-application = decided an application
web-act-ask-second-look = asked for a second look
web-act-file-original = filed a signed original
web-act-attach-scan = put a scan beside an original
web-act-open-scan = opened a scan of an original
web-act-list-meetings = read a list of meetings
web-act-read-meeting = read the record of a meeting
web-act-record-meeting = recorded a meeting

# The list of applications
web-menu-applications = Applications
web-menu-notices = Public notices
web-applications-about = Application, branch meeting, review, notice, decision: each step has a person, a day and grounds.
web-applications-none = No application fits
web-applications-none-next = Members apply themselves, or their branch's contact enters it for them; try another filter.
web-applications-count = { $count } applications
web-any-measure = All measures
web-filter-measure = Measure
web-application-who = Applicant
web-application-proposed = Proposed
web-application-granted = Amount approved
web-application-on = Applied on
web-application-code = Code
web-application-own = by the applicant
web-application-entered = Applied
web-in-brackets = { " " }({ $count })
web-in-brackets-words = { " " }({ $words })
web-space = { " " }
web-slash = /
web-to = { " " }to{ " " }
web-yuan = { $amount } yuan
web-amount-and-period = { $amount }, { $period }
web-find-by-code = Find by code
web-field-paper_code = Code on the paper
web-error-paper-code = no application within your reach has this code: compare it with the top right of the paper

# A member's own
web-own-applications = My applications
web-own-applications-about = What you applied for, how far it is, what came of it and why. Taking back or asking again costs you nothing.
web-own-applications-none = You have not applied for anything
web-own-applications-none-next = See what may be applied for; whether you qualify is told first, and the organisation decides.
web-own-objecting = If you do not agree with a result, open it and ask for a second look within its term. If you object to somebody else's notice, say so under "Public notices": whoever objects is protected.
web-own-to-notices = Read notices, object
web-own-state-appraising = Your branch will vote on it; it tells you on which day it meets.
web-own-state-not-carried = Your branch did not carry it this time. It may vote again, or the county decides.
web-own-state-reviewing = Your branch has carried it; the township reads the papers.
web-own-state-returned = Something is missing or has to be checked: open it, see what, and send it again.
web-own-state-posting = It was reviewed and waits for its public notice.
web-own-state-on-notice = It is on public notice, with part of your name left out; then the county decides.
web-own-state-deciding = Its notice has run; the county decides.
web-own-state-approved = It was approved; the letter stands in it and can be printed.
web-own-state-refused = It was not approved; the letter says why, and how to ask for a second look.
web-own-state-under-review = You asked for a second look; somebody who had no part in it takes it.
web-own-state-withdrawn = You took it back. That costs you nothing, and you may apply again at any time.
web-apply-for-them = Apply for them
web-meetings-choose = To record a meeting, choose a branch first.
web-apply = Apply

# Applying
web-apply-title = Apply
web-apply-about-own = Choose a measure and say why. What the standard says stands below; the organisation decides.
web-apply-none = Nothing is to be applied for at present
web-apply-none-next = Allowances that are due need no application; in difficulty, ask for help.
web-apply-same-event = the household was given this within a year; if something new happened, say below what
web-apply-already = an application for this is open, or was approved for this period
web-apply-hidden = The grounds tell of income or health and are not shown to your role
web-apply-check-title = Read it once more
web-apply-read-back-about = Read it out to the applicant, and send it when they agree.
web-apply-standard = By the standard
web-apply-next = Once sent, the register as it stands today is kept as the ground of the decision; then the branch meets, or the office reviews it.
web-apply-send = Send the application
web-field-apply_measure = What is applied for
web-hint-apply_measure = You may apply for what you do not qualify for at present: the organisation decides. Hand in missing facts soon
web-field-apply_words = Reason
web-field-apply_event = What happened anew
web-hint-apply_event = What happened since it was given, and on which day; whoever decides reads it
web-hint-apply_words = Say what the difficulty is; no identity number, no telephone
web-field-applied_on = Day of the application
web-hint-applied_on = The day on which the person applied, like 2026-07-01
web-field-step = This step
web-field-app_read_back = Read back to the person, who agreed
web-hint-app_read_back = What is entered for somebody is read back to them, or to whoever speaks for them
web-error-apply-already = an application for this is open, or was approved for this period

# One application
web-way = The way
web-way-appraisal = Branch meeting
web-way-review = Review
web-way-notice = Public notice
web-way-decision = Decision
web-way-done = Done
web-way-doing = Under way
web-way-later = Not yet
web-way-left = Not taken
web-rests-on = What it rests on
web-rests-on-about = The register of { $day }; it does not change once sent
web-rests-on-facts = Fact
web-rests-on-abridged = Some facts are not shown to your role.
web-changes = Changed since it was sent
web-changes-about = The decision rests on the register as it was sent. To go on all the same, say why; to go by what is so now, send it back to be submitted again.
web-changes-was = When sent
web-changes-is = Now
web-changes-answer = The standard's answer or amount
web-changes-answer-is = another than when sent
web-earlier-submission = of an earlier submission
web-decided-approved = Approved
web-decided-refused = Not approved
web-decided-on = Decided on
web-decided-words = Reason
web-decided-review = A second look
web-decided-review-until = may be asked for until { $day }
web-decided-reviewed = has been given
web-papers = Print
web-originals = Signed originals
web-original-filed = Filed
web-original-awaited = Awaited
web-documents = Papers
web-objections = Objections
web-objection-open = Waits for an answer
web-vote-came = Came / entitled
web-vote-cast = Votes
web-vote-line = { $for } for, { $against } against, { $abstained } abstained
web-vote-came-of-it = Outcome
web-notice-term = Term
web-notice-down = Taken down
web-notice-hangs = Still up
web-provisional = provisional: the year's public holidays are not published yet
web-waits = Not yet: { $step }. { $why }
web-waits-original = The signed { $paper } is not filed.
web-waits-notice = The public notice hangs through { $day }.
web-waits-objection = { $count ->
    [one] One objection waits for an answer.
   *[other] { $count } objections wait for an answer.
}
web-waits-founded = An objection was found right: send it back or do not approve it.
web-waits-not-holding = By the facts as sent the standard does not hold: send it back or do not approve it.
web-waits-concerned = You are the applicant, a relative, of the household, or stand aside by post: somebody else must do it.
web-waits-same-hand = You took an earlier step: somebody else must do it.
web-waits-review-late = A second look could be asked for until { $day }.
web-paper-application = application
web-paper-meeting-record = record of the meeting
web-paper-approval-form = approval form
web-paper-receipt = receipt
web-paper-evidence = supporting paper
web-finding-founded = The objection is right
web-finding-unfounded = The objection is not right
web-shown-as-masked-name = By the name with a letter left out
web-shown-as-code = By the code alone, as the person asked
web-ground-oneself = the applicant
web-ground-kin = relative
web-ground-household = same household
web-ground-post = by post
web-ground-declared = on their own word

# A step
web-amove-about-review = Are the papers whole, and are the facts so?
web-amove-about-return = Papers are missing or facts not so: the branch puts it right
web-amove-about-resubmit = Submitted again with the register as it stands today
web-amove-about-post = From today on; no identity number, telephone, illness or child stands on it
web-amove-about-take-down = Its term is over: it comes down, and the county decides
web-amove-about-break-off = It was wrong or must change; put up again, its term begins anew
web-amove-about-answer = Look into it, then answer; who objected is told to nobody
web-amove-about-attach = Say where the signed original lies; of a scan only its hash is kept
web-amove-about-approve = Not more than the standard gives; less is explained
web-amove-about-refuse = Say why, and how a second look is asked for
web-amove-about-ask-review = Say why you do not agree: somebody who had no part in it looks again
web-amove-about-withdraw = It costs nothing, and you may apply again at any time
web-amove-next-review = Once sent it goes on; your name and the day stand on the approval form.
web-amove-next-return = Once sent it goes back to the branch, and is appraised anew after that.
web-amove-next-resubmit = Once sent it is appraised, reviewed and put on notice anew.
web-amove-next-post = Once sent, members within its range see it; nothing is decided before its term is over.
web-amove-next-take-down = Once sent the county decides.
web-amove-next-break-off = Once sent it comes down; put up again, it hangs its whole term.
web-amove-next-answer = Once sent, what an objection was right about is not approved as it stands.
web-amove-next-attach = Once sent, the step that waited for this original may be taken.
web-amove-next-approve = Once sent the applicant is told, and may ask for a second look.
web-amove-next-refuse = Once sent the applicant is told why, and may ask for a second look.
web-amove-next-ask-review = Once sent, another approver looks again.
web-amove-next-withdraw = Once sent it is taken back.
web-step-not-now = This step cannot be taken now; what you wrote is still below
web-meanwhile = Since you read it, others did this:
web-meeting-mend-this = To be mended is this one:{ " " }
web-meanwhile-kept = What you wrote is still below. Read, then send it.
web-ticked = Yes
web-done-step = Recorded at { $time }.
web-done-applied = Application sent at { $time }.
web-done-objected = Objection recorded at { $time }. You will have an answer.
web-done-filed = Original filed at { $time }.
web-done-meeting = Meeting and votes recorded at { $time }.
web-field-step_remark = Remark
web-hint-step_remark = May stay blank
web-field-step_words = Reason
web-hint-step_words = So that the applicant understands it
web-field-despite = Facts have changed: why it goes by the facts as sent
web-hint-despite = To go by what is so now, send it back
web-field-distance = I am not the applicant, nor a relative or of the household
web-hint-distance = If you are, leave it to somebody else
web-error-distance = make sure that you need not stand aside, then tick it; otherwise leave it to somebody else
web-field-notice_place = Where it hangs
web-hint-notice_place = For example the village notice board
web-field-shown_as = How the applicant is named
web-field-shown_why = Why by the code alone
web-hint-shown_why = Where it is by the code alone: what the person asked for
web-field-objection = Which objection
web-field-finding = What was found
web-field-reply_words = Answer
web-hint-reply_words = How it was looked into, and what was found
web-field-paper = Which paper
web-field-signed_on = Signed on
web-hint-signed_on = Like 2026-07-01
web-field-paper_place = Where the original lies
web-hint-paper_place = For example cabinet 3 of the township office
web-field-archive_no = Archive number, if any
web-field-sha256 = SHA-256 of the scan, if any
web-hint-sha256 = 64 figures, as the scanner or archive program tells them
web-error-lower-why = it is less than proposed: say why
web-error-hash = a SHA-256 has 64 figures 0–9 and a–f: copy it from the scanner or archive program
web-field-approved_amount = Amount approved (yuan)
web-hint-approved_amount = Not more than proposed; if less, say why in the remark
web-error-approved-amount = the amount is more than 0 and at most { $value } yuan
web-field-purse = Paid from
web-hint-purse = Only what may be spent on the applicant is listed: dues and the Party’s care fund are for members alone, the livelihood fund for residents alone
web-error-other-purse = The standard is not paid from this purse: choose one that is listed
web-error-purse-serves-others = This purse may not be spent on the applicant: dues and the Party’s care fund are for members alone, the livelihood fund for residents alone. Choose one that is listed, or send the application back
web-field-resolution_no = Resolution number
web-hint-resolution_no = As it stands on the resolution
web-error-step-moved = this step cannot be taken now: go back and see how far it is
web-error-step-concerned = you stand aside: somebody else must do it
web-error-step-same-hand = you took an earlier step: somebody else must do it
web-error-step-too-early = not before { $value }
web-error-step-original = a signed original is not filed yet: file it first
web-error-step-not-appraised = no meeting has carried this submission
web-error-step-not-reviewed = nobody has reviewed this submission
web-error-step-within-notice = the public notice hangs through { $value }: after that
web-error-step-not-noticed = this submission was not on notice for its whole term
web-error-step-objection-open = objections wait for an answer
web-error-step-objection-founded = an objection was found right: send it back or do not approve it
web-error-step-no-objection = this objection has been answered already
web-error-step-not-holding = by the facts as sent the standard does not hold: send it back or do not approve it
web-error-step-facts-changed = facts have changed since: read the changes above, and say why it goes by the facts as sent
web-error-step-review-late = a second look could be asked for until { $value }
web-error-step-reviewed = it has been looked at again already
web-refused-application-applicant-died = The applicant has died: the application is withdrawn or refused, and nothing else is done with it. What the family needs is asked for in the name of a relative.
web-refused-application-died = The applicant has died; what the family needs is asked for in the name of the relative who needs it
web-refused-application-no-branch = The applicant belongs to no branch at present: settle the membership first
web-application-new-event = The household was given this for an event of the last twelve months; what happened anew, in their words:
web-refused-application-same-event = The household was given this within a year; if something new happened, say what and on which day
web-refused-application-already = An application for this is open, or was approved for this period
web-refused-application-not-applied-for = By the standards in force this is not applied for
web-refused-application-incomplete = The form is not whole: go back and see what is missing

# Notices
web-notices-about = What is on public notice within your reach. A letter of each name is left out and no illness is told; it comes down at the end of its term.
web-notices-none = Nothing is on notice now
web-notices-none-next = What is put on notice appears here and on the notice board.
web-notice-who = Applicant, a letter left out, or code
web-notice-called = Matter
web-notice-through = Through
web-notice-what = What it announces
web-notice-told = After the branch meeting and the review it is proposed to approve the following:
web-notice-term-told = On notice from { $from } through { $through }.{ " " }
web-notice-object-how = Whoever does not agree may say so within the term, to the branch, the township or the county, or here; it is answered within { $count } working days. Whoever objects is protected.
web-notice-contact = Received by, telephone: ________________
web-notice-file = See the application
web-object-about = Say what is not right. Who you are is known to whoever answers, and to nobody else.
web-object-send = Send the objection
web-field-objection_words = What is not right
web-hint-objection_words = About the matter; no identity number, no telephone
web-field-said_on = Said on
web-field-objector_name = Entered for whom (blank if it is your own)
web-hint-objector_name = The name; only whoever answers reads it

# Meetings
web-meetings = Meetings
web-meetings-about = Who came, who stood aside, how the votes went: the decision looks at it.
web-meetings-none = No meeting is recorded
web-meetings-none-next = After a branch meeting its contact records it with the votes.
web-meetings-count = { $count } meetings
web-meeting-new = Record: { $kind }
web-meeting-new-about = who came, and how the vote on each application went; who stands aside by kinship, household or post is reckoned
web-meeting-kind = Meeting
web-meeting-code = Record code
web-meeting-when = When and where
web-field-held_on = Held on
web-hint-held_on = Like 2026-07-01
web-field-meeting_place = Place
web-field-chair = Chaired by
web-field-recorder = Record written by
web-field-presence = Attendance
web-hint-presence = Probationary members listen and have no vote; who is away floating counts only if they come, and is marked one by one.
web-presence-present = Came
web-presence-excused = Excused
web-presence-absent = Absent
web-field-presence_rest = Whoever is not marked
web-presence-rest-absent = All were absent
web-presence-rest-present = All came
web-meeting-roll = Attendance
web-meeting-vote = Vote
web-meeting-has-vote = Yes
web-meeting-vote-if = If they come
web-meeting-listens = listens
web-meeting-not-there = Did not come
web-meeting-votes = Votes
web-field-item = Applications voted on
web-field-for = For
web-field-against = Against
web-field-abstained = Abstained
web-field-opinion = What the meeting said
web-meeting-aside = Stood aside
web-meeting-aside-none = nobody
web-meeting-aside-more = Somebody stood aside of themselves
web-meeting-aside-hint = The applicant, relatives, the household and posts that handle money are listed by themselves
web-meeting-left-over = Others have taken applications further that you wrote about. You wrote:
web-meeting-nothing-waits = No application waits for such a meeting
web-meeting-nothing-waits-next = Come back when there is one.
web-meeting-quorum = Came
web-meeting-quorum-line = { $entitled } have a vote, { $present } of them came
web-meeting-entitled = Have a vote
web-meeting-present = Of them came
web-meeting-rule-entitled = More than { $quorum }% of those with a vote must come, and more than { $carried }% of those with a vote be for it; who stands aside is not counted.
web-meeting-rule-present = More than { $quorum }% of those with a vote must come, and more than { $carried }% of those who came be for it; who stands aside is not counted.
web-meeting-next = Once sent the meeting is recorded; what was carried goes on, what was not waits for another meeting or the county. A record is not changed: another meeting corrects it.
web-meeting-send = Send the record
web-meeting-print = Print the record
web-meeting-sheet = Record of a meeting
web-meeting-item-number = Item { $number }
web-meeting-sign-chair = Chaired by:
web-meeting-sign-recorder = Written by:
web-meeting-back = Back to the meeting
web-meeting-foot = The signed original is kept by the branch and filed in the system.
web-file-original = File the original
web-error-meeting-nobody = mark who came
web-error-meeting-items = mark at least one application that was voted on
web-error-meeting-roll = somebody did not belong to the organisation on that day: open the form anew
web-error-meeting-chair = whoever chaired the meeting must have come: change the one or the other
web-error-meeting-quorum = { $value } came, too few for a vote (who stands aside is not counted)
web-error-meeting-more = { $value } came, more than there are: count again
web-error-meeting-votes = { $value } votes: for, against and abstained must make up all who came and did not stand aside
web-error-meeting-no-such-item = an application does not wait for this branch's meeting: open the form anew
web-error-meeting-stale = others took an application further: read, then send it

# Papers
web-print-portrait = Use your browser's print (Ctrl+P), A4, upright. The step that waits for the signed original may be taken once it is filed.
web-paper-back = Back to the application
web-paper-title-application = Application for care and assistance
web-paper-title-form = Approval form
web-paper-title-receipt = Receipt
web-paper-title-letter = Letter of decision
web-paper-title-notice = Public notice
web-paper-foot-application = Holds no identity number and no telephone; kept on file.
web-paper-foot-form = Holds no identity number and no telephone; kept on file.
web-paper-foot-receipt = Whoever receives it for another says how they are related. Kept on file.
web-paper-foot-letter = One copy for the applicant, one on file.
web-paper-foot-notice = Taken down at the end of its term, then kept on file.
web-paper-branch = Branch
web-paper-by-standard = By the standard
web-paper-entered-by = Entered by
web-paper-on-behalf = Entered by { $who } and read back to the applicant
web-paper-applicant = Applicant:
web-paper-reader = Entered by:
web-paper-sign-seal = Signature, seal, date:
web-paper-reviewer = Reviewed by{ " " }
web-paper-no-objections = No objection was received.
web-receipt-who = Received by
web-receipt-for = For
web-receipt-amount = Amount (yuan)
web-receipt-capitals = In capitals
web-receipt-proxy = Received for them by, related how
web-receipt-sign = Received by:
web-receipt-proxy-sign = For them:
web-receipt-handled = Handled by:
web-receipt-checked = Checked by:
web-receipt-cashier = Cashier:
web-letter-dear = Dear { $name },
web-letter-applied = On { $day } you applied for “{ $measure }”.{ " " }
web-letter-approved = It has been approved.{ " " }
web-letter-refused = It has not been approved.{ " " }
web-letter-amount = The amount is { $amount }.{ " " }
web-letter-resolution = Resolution { $number } of { $day }.
web-letter-reason = Why: { $words }
web-letter-standard = By the standard: { $sentence }
web-letter-clause = Under { $clause }.{ " " }
web-letter-facts = It rests on the register of { $day }:
web-letter-review = If you do not agree, you may ask for a second look until { $day }: under “My applications”, or through your branch's contact. Somebody who had no part in it looks again, within { $count } working days.{ " " }
web-letter-final = This is the outcome of the second look.{ " " }
web-letter-costs-nothing = Applying, objecting and asking again cost you nothing else.
web-letter-received = Received:

# On the first page
web-home-applications-appraising = { $count ->
    [one] One application waits for the branch's meeting
   *[other] { $count } applications wait for the branch's meeting
}
web-home-applications-returned = { $count ->
    [one] One application came back for what is missing
   *[other] { $count } applications came back for what is missing
}
web-home-applications-reviewing = { $count ->
    [one] One application waits for review
   *[other] { $count } applications wait for review
}
web-home-applications-posting = { $count ->
    [one] One application waits for its public notice
   *[other] { $count } applications wait for their public notice
}
web-home-applications-deciding = { $count ->
    [one] One application waits for the decision
   *[other] { $count } applications wait for the decision
}
web-home-applications-under-review = { $count ->
    [one] One application waits for a second look
   *[other] { $count } applications wait for a second look
}
web-home-applications-under = First come, first served
web-home-notices-ended = { $count ->
    [one] One public notice has run its term and is to come down
   *[other] { $count } public notices have run their term and are to come down
}
web-home-notices-ended-under = Nothing is decided before it is down
web-home-objections = { $count ->
    [one] One objection waits for an answer
   *[other] { $count } objections wait for an answer
}
web-home-objections-under = The first of them is owed by { $day }
web-home-own-returned = { $count ->
    [one] One of your applications came back for what is missing
   *[other] { $count } of your applications came back for what is missing
}
web-home-own-returned-under = See what is missing and send it again; your branch's contact can do it for you
web-home-own-decided = { $count ->
    [1] One of your applications has been decided
   *[other] { $count } of your applications have been decided
}
web-home-own-decided-under = See the decision and why; you may ask for a second look
web-home-own-applications = { $count ->
    [one] One of your applications is on its way
   *[other] { $count } of your applications are on their way
}
web-home-own-applications-under = See how far it is

web-scan-attach = Add a scan
web-scan-keep = Keep the scan
web-scan-about = Where the original lies stays as it was filed. Only those who work on it or decide can open a scan, and each opening is recorded.
web-scan-open = Open the scan ({ $what }, { $size } KB)
web-scan-told = Scan ({ $what }, { $size } KB)
web-scan-hash = hash { $hash }…
web-scan-media-pdf = PDF
web-scan-media-jpeg = JPEG picture
web-scan-media-png = PNG picture
web-field-scan_file = Scan
web-hint-scan_file = PDF, JPEG or PNG; one at a time, at most { $value } MB
web-error-scan-empty = the file is empty: scan the paper again
web-error-scan-large = the file has more than { $value } MB: scan in grey, with fewer dots per inch, or in parts
web-error-scan-kind = what is in the file is neither PDF, JPEG nor PNG, whatever it is called: save it as one of them in the scanner's program
web-error-scan-already = this very file is kept here already: there is nothing to do
web-error-scan-other-hash = the paper was filed with the hash of another file: choose that file, or file the original anew
web-done-scan = The scan was kept at { $time }.
web-act-ask-scan-taken-down = Ask for a scan to be taken down
web-act-take-scan-down = Take a scan down
web-scan-take-down = Take scan down
web-scan-take-down-about = Of a scan put in by mistake one person asks and says why, and another takes it down. The file is destroyed; its kind, its hash, who put it in, who took it down and why stay. The paper is what counts: no decision hangs on the scan.
web-scan-kind = What it is
web-scan-put-by = Put in by
web-scan-asked-by = Asked for by
web-scan-destroyed-by = Taken down by
web-scan-state-kept = Kept
web-scan-state-asked = To be taken down
web-scan-state-destroyed = Taken down, file destroyed
web-scan-move-ask = Ask for it to be taken down
web-scan-move-keep = Leave it as it is
web-scan-move-destroy = Take down and destroy the file
web-scan-destroy-about = The file is then destroyed in the database and cannot be brought back; older backups hold it until they lapse. The paper stays where it was filed.
web-scan-is-gone = The file is destroyed; its record alone is kept here.
web-scan-waits = Another person who decides here takes it down, or leaves it.
web-scan-not-yours = Whoever put it in, or the contact of the branch, asks for it to be taken down.
web-field-scan_why = Why
web-hint-scan_why = The wrong person’s, say, or upside down. No illness and no numbers, at most 200 letters
web-done-scan-asked = Asked for, { $time }; another person takes it down.
web-done-scan-left = The scan stays as it is, { $time }.
web-done-scan-destroyed = The scan is taken down and its file destroyed, { $time }.
web-refused-scan-moved = Somebody has dealt with this scan meanwhile: open it anew
web-refused-scan-theirs = Whoever put it in or the branch’s contact asks; who decides here takes it down
web-refused-scan-same-hand = You asked for it yourself: another person takes it down
web-refused-scan-concerned = It is about you or yours: another person does it
