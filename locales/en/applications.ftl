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
web-act-list-meetings = read a list of meetings
web-act-read-meeting = read the record of a meeting
web-act-record-meeting = recorded a meeting
