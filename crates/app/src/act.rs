//! What is done: every act of a use case with its code, whether it only reads, how far it reaches, and which roles hold it.
//!
//! To add one: a line at the end of the table, and its line in the table of `act/tests.rs`.

#[macro_use]
mod frame;

use crate::actor::Role;

pub use frame::{Effect, Reach};

acts! {
    /// See what an import would do.
    RehearseImport "rehearse-import" Reads Scoped [Console TownshipOfficer CountyOfficer];
    /// Publish an import.
    PublishImport "publish-import" Writes Scoped [Console TownshipOfficer CountyOfficer];
    /// Assess everybody against the standards.
    AssessEverybody "assess-everybody" Reads Whole [Console CountyOfficer CountyApprover];
    /// Read one person's answers and why.
    ExplainPerson "explain-person" Reads Whole [Console CountyOfficer CountyApprover];
    /// Propose who helps whom.
    ProposePairs "propose-pairs" Reads Whole [Console CountyOfficer];
    /// Write the care plan of everybody.
    WritePlan "write-plan" Reads Whole [Console CountyOfficer CountyApprover];
    /// Export every record in clear.
    ExportRecords "export-records" Reads Whole [Console];
    /// Run the named invariants.
    CheckRecords "check-records" Reads Whole [Console Auditor];
    /// Read a list of people.
    ListPeople "list-people" Reads Scoped [Console BranchContact TownshipOfficer CountyOfficer CountyApprover Auditor];
    /// Read one person's file.
    ReadPerson "read-person" Reads Scoped [Console BranchContact TownshipOfficer CountyOfficer CountyApprover Auditor Member];
    /// Read a masked number in clear, for a stated purpose.
    UnmaskNumber "unmask-number" Reads Scoped [TownshipOfficer CountyOfficer];
    /// Read an organisation.
    ReadOrganization "read-organization" Reads Scoped [Console BranchContact TownshipOfficer CountyOfficer CountyApprover Auditor];
    /// Open an account.
    OpenAccount "open-account" Writes Whole [Console Administrator];
    /// Close an account.
    CloseAccount "close-account" Writes Whole [Console Administrator];
    /// Read the list of accounts.
    ListAccounts "list-accounts" Reads Scoped [Console TownshipOfficer CountyOfficer Administrator];
    /// Ask for the reset of a forgotten password.
    AskReset "ask-reset" Writes Scoped [Console Administrator TownshipOfficer CountyOfficer];
    /// Confirm a reset that somebody else asked for.
    ConfirmReset "confirm-reset" Writes Scoped [Console Administrator TownshipOfficer CountyOfficer];
    /// Keep a county in which nobody is real.
    FoundCounty "found-county" Writes Whole [Console];
    /// Open a demonstration's accounts, whose passwords everybody knows.
    OpenDemoAccounts "open-demo-accounts" Writes Whole [Console];
    /// Read a list of needs.
    ListNeeds "list-needs" Reads Scoped [Console BranchContact TownshipOfficer CountyOfficer CountyApprover];
    /// Read one need.
    ReadNeed "read-need" Reads Scoped [Console BranchContact TownshipOfficer CountyOfficer CountyApprover];
    /// Raise a need.
    RaiseNeed "raise-need" Writes Scoped [Console BranchContact TownshipOfficer CountyOfficer Member];
    /// Read a list of offers.
    ListOffers "list-offers" Reads Scoped [Console BranchContact TownshipOfficer CountyOfficer CountyApprover];
    /// Read one offer.
    ReadOffer "read-offer" Reads Scoped [Console BranchContact TownshipOfficer CountyOfficer CountyApprover];
    /// Record an offer.
    RecordOffer "record-offer" Writes Scoped [Console BranchContact TownshipOfficer CountyOfficer];
    /// Read the care plan of one branch.
    ReadPlan "read-plan" Reads Scoped [Console BranchContact TownshipOfficer CountyOfficer CountyApprover];
    /// Confirm what a need is.
    ConfirmNeed "confirm-need" Writes Scoped [Console BranchContact TownshipOfficer CountyOfficer];
    /// Say what a need asks of whoever helps, and what a minor's guardian said.
    SetNeedConditions "set-need-conditions" Writes Scoped [Console BranchContact TownshipOfficer CountyOfficer];
    /// Name who helps with a need.
    PlanNeed "plan-need" Writes Scoped [Console BranchContact TownshipOfficer CountyOfficer];
    /// Reopen a need.
    ReopenNeed "reopen-need" Writes Scoped [Console BranchContact TownshipOfficer CountyOfficer];
    /// Record that help was given.
    HelpNeed "help-need" Writes Scoped [Console BranchContact TownshipOfficer CountyOfficer];
    /// Ask the person, from outside the chain.
    CallBackNeed "call-back-need" Writes Scoped [Console BranchContact TownshipOfficer CountyOfficer CountyApprover];
    /// Close a need.
    CloseNeed "close-need" Writes Scoped [Console BranchContact TownshipOfficer CountyOfficer];
    /// Take a need back for its person.
    WithdrawNeed "withdraw-need" Writes Scoped [Console BranchContact TownshipOfficer CountyOfficer Member];
    /// Merge a need into another.
    MergeNeed "merge-need" Writes Scoped [Console BranchContact TownshipOfficer CountyOfficer];
    /// Split a need.
    SplitNeed "split-need" Writes Scoped [Console BranchContact TownshipOfficer CountyOfficer];
    /// Ask that accounts be opened for people.
    AskAccount "ask-account" Writes Scoped [TownshipOfficer CountyOfficer];
    /// Say something that is to be answered, for oneself or on behalf.
    AskOffice "ask-office" Writes Scoped [BranchContact TownshipOfficer CountyOfficer Member];
    /// Give or refuse a consent, for oneself or on behalf.
    SayConsent "say-consent" Writes Scoped [BranchContact TownshipOfficer CountyOfficer Member];
    /// Read what people said and what of it waits.
    ListAsks "list-asks" Reads Scoped [BranchContact TownshipOfficer CountyOfficer CountyApprover];
    /// Read what one person said and consented to.
    ReadAsk "read-ask" Reads Scoped [BranchContact TownshipOfficer CountyOfficer CountyApprover];
    /// Answer what somebody said.
    AnswerAsk "answer-ask" Writes Scoped [BranchContact TownshipOfficer CountyOfficer CountyApprover];
    /// Read the own record, what was said and answered, and who read it.
    ReadOwn "read-own" Reads Scoped [Member];
    /// Read who has read one person's record.
    ListReaders "list-readers" Reads Scoped [CountyOfficer CountyApprover Auditor];
    /// Read the audit.
    ReadAudit "read-audit" Reads Whole [Console Auditor];
    /// Read what an import found.
    ReadImport "read-import" Reads Scoped [TownshipOfficer CountyOfficer];
    /// Decide what becomes of an import's conflicts and warnings once it is published.
    ChooseVerdicts "choose-verdicts" Reads Scoped [TownshipOfficer CountyOfficer];
    /// Give an import up.
    AbandonImport "abandon-import" Reads Scoped [TownshipOfficer CountyOfficer];
    /// Take away the workbook of refused rows.
    HandOutRefused "hand-out-refused" Reads Scoped [TownshipOfficer CountyOfficer];
    /// Settle a matter of the register.
    SettleDiscrepancy "settle-discrepancy" Writes Scoped [TownshipOfficer CountyOfficer];
    /// Read which matters wait.
    ListDiscrepancies "list-discrepancies" Reads Scoped [BranchContact TownshipOfficer CountyOfficer];
    /// Read a list of visits.
    ListVisits "list-visits" Reads Scoped [Console BranchContact TownshipOfficer CountyOfficer CountyApprover];
    /// Read one visit.
    ReadVisit "read-visit" Reads Scoped [Console BranchContact TownshipOfficer CountyOfficer CountyApprover];
    /// Record a visit.
    RecordVisit "record-visit" Writes Scoped [Console BranchContact TownshipOfficer CountyOfficer];
    /// Keep a visit's promise, or strike its record out.
    AmendVisit "amend-visit" Writes Scoped [Console BranchContact TownshipOfficer CountyOfficer];
    /// Read what was said in confidence, by whoever answered and whom the person allows.
    ReadNote "read-note" Reads Scoped [BranchContact TownshipOfficer CountyOfficer CountyApprover Member];
    /// Let somebody read what was said in confidence.
    AllowNoteReader "allow-note-reader" Writes Scoped [BranchContact TownshipOfficer CountyOfficer Member];
    /// Read whom to see today.
    ReadMyDay "read-my-day" Reads Scoped [Console BranchContact TownshipOfficer];
    /// Put a visit off.
    DeferVisit "defer-visit" Writes Scoped [Console BranchContact TownshipOfficer];
    /// Read the call-backs that wait.
    ListCallBacks "list-call-backs" Reads Scoped [Console TownshipOfficer CountyOfficer];
    /// Write down what a call-back heard.
    AnswerCallBack "answer-call-back" Writes Scoped [Console TownshipOfficer CountyOfficer];
    /// Reckon the clocks of the guarantees and tell whoever is to hear.
    KeepGuarantees "keep-guarantees" Writes Whole [Console CountyOfficer];
    /// Read the board of the guarantees, and its lists.
    ReadGuarantees "read-guarantees" Reads Scoped [Console BranchContact TownshipOfficer CountyOfficer CountyApprover Auditor];
    /// Read one person's five guarantees.
    ReadPersonGuarantees "read-person-guarantees" Reads Scoped [Console BranchContact TownshipOfficer CountyOfficer CountyApprover Member];
    /// Enter what happened to somebody, or strike it out.
    RecordHappening "record-happening" Writes Scoped [Console BranchContact TownshipOfficer CountyOfficer];
    /// Let a clock rest, or end its rest.
    PauseGuarantee "pause-guarantee" Writes Scoped [BranchContact TownshipOfficer CountyOfficer];
    /// Say that a guarantee is not owed; members decline for themselves.
    ExemptGuarantee "exempt-guarantee" Writes Scoped [TownshipOfficer CountyOfficer Member];
    /// Name who stands in for somebody away.
    NameDeputy "name-deputy" Writes Scoped [BranchContact TownshipOfficer CountyOfficer];
    /// Name who is on duty.
    NameDuty "name-duty" Writes Whole [Console CountyOfficer];
    /// Read what one was told of clocks.
    ReadNotices "read-notices" Reads Scoped [BranchContact TownshipOfficer CountyOfficer];
    /// Ask in doubt, or write down what somebody asks.
    AskQuestion "ask-question" Writes Scoped [BranchContact TownshipOfficer CountyOfficer Member];
    /// Take a question, give it back, answer it.
    AnswerQuestion "answer-question" Writes Scoped [BranchContact TownshipOfficer CountyOfficer];
    /// Read a question that one may read.
    ReadQuestion "read-question" Reads Scoped [BranchContact TownshipOfficer CountyOfficer Member];
    /// Let somebody read one's own question, or take it back.
    ShareQuestion "share-question" Writes Scoped [Member];
    /// Take note of what one was told of clocks.
    NoteNotices "note-notices" Writes Scoped [BranchContact TownshipOfficer CountyOfficer];
    /// Read who is away, who stands in and who is on duty.
    ListStandins "list-standins" Reads Scoped [BranchContact TownshipOfficer CountyOfficer];
    /// Read a list of rounds of visits.
    ListRounds "list-rounds" Reads Scoped [Console BranchContact TownshipOfficer CountyOfficer CountyApprover Auditor];
    /// Read a round: what it comes to and how far it is.
    ReadRound "read-round" Reads Scoped [Console BranchContact TownshipOfficer CountyOfficer CountyApprover Auditor];
    /// Read whom a round visits.
    ListRoundPeople "list-round-people" Reads Scoped [Console BranchContact TownshipOfficer CountyOfficer CountyApprover Auditor];
    /// Draw up a round, hand it in, close it.
    DraftRound "draft-round" Writes Scoped [Console TownshipOfficer CountyOfficer];
    /// Change the list of a round by hand.
    ChangeRoundList "change-round-list" Writes Scoped [Console TownshipOfficer CountyOfficer];
    /// Approve a round or an addition, or send it back.
    ApproveRound "approve-round" Writes Scoped [CountyApprover];
    /// Divide a round among groups, or send somebody again.
    DivideRound "divide-round" Writes Scoped [Console TownshipOfficer CountyOfficer];
    /// Read the sheets of a round.
    ReadSheet "read-sheet" Reads Scoped [Console BranchContact TownshipOfficer CountyOfficer];
    /// Enter a sheet of a round as a whole.
    EnterSheet "enter-sheet" Writes Scoped [Console BranchContact TownshipOfficer CountyOfficer];
    /// Take the list of a round away.
    ExportRound "export-round" Reads Scoped [Console TownshipOfficer CountyOfficer CountyApprover];
    /// Keep a form for a visit that was begun, find it again, throw it away.
    KeepDraft "keep-visit-draft" Reads Scoped [BranchContact TownshipOfficer CountyOfficer];
    /// Read a list of applications.
    ListApplications "list-applications" Reads Scoped [BranchContact TownshipOfficer CountyOfficer CountyApprover Auditor];
    /// Read one application.
    ReadApplication "read-application" Reads Scoped [BranchContact TownshipOfficer CountyOfficer CountyApprover Auditor Member];
    /// Apply for a measure, for oneself or on behalf.
    EnterApplication "enter-application" Writes Scoped [BranchContact Member];
    /// Submit an application again.
    ResubmitApplication "resubmit-application" Writes Scoped [BranchContact Member];
    /// Take an application back.
    WithdrawApplication "withdraw-application" Writes Scoped [BranchContact Member];
    /// Review an application.
    ReviewApplication "review-application" Writes Scoped [TownshipOfficer CountyOfficer];
    /// Send an application back.
    ReturnApplication "return-application" Writes Scoped [TownshipOfficer CountyOfficer CountyApprover];
    /// Put an application on public notice.
    PostNotice "post-notice" Writes Scoped [TownshipOfficer CountyOfficer];
    /// Take a public notice down, at its term or before.
    TakeNoticeDown "take-notice-down" Writes Scoped [TownshipOfficer CountyOfficer];
    /// Read public notices that reach one.
    ReadPublicNotices "read-public-notices" Reads Scoped [BranchContact TownshipOfficer CountyOfficer CountyApprover Accountant Cashier Auditor Member];
    /// Object to what a public notice announces.
    RaiseObjection "raise-objection" Writes Scoped [BranchContact TownshipOfficer CountyOfficer CountyApprover Accountant Cashier Member];
    /// Answer an objection.
    AnswerObjection "answer-objection" Writes Scoped [TownshipOfficer CountyOfficer];
    /// Decide an application, at first or at a second look.
    DecideApplication "decide-application" Writes Scoped [CountyApprover];
    /// Ask for a second look at a decision.
    AskSecondLook "ask-second-look" Writes Scoped [BranchContact Member];
    /// File a signed original.
    FileOriginal "file-original" Writes Scoped [BranchContact TownshipOfficer CountyOfficer];
    /// Put a photograph beside a visit.
    PutPhoto "put-photo" Writes Scoped [BranchContact TownshipOfficer];
    /// Open a photograph of a visit.
    OpenPhoto "open-photo" Reads Scoped [BranchContact TownshipOfficer];
    /// Delete a photograph of a visit.
    RemovePhoto "remove-photo" Writes Scoped [BranchContact TownshipOfficer];
    /// Put a scan beside an original that is filed.
    AttachScan "attach-scan" Writes Scoped [BranchContact TownshipOfficer CountyOfficer];
    /// Open a scan of an original.
    OpenScan "open-scan" Reads Scoped [BranchContact TownshipOfficer CountyOfficer CountyApprover];
    /// Ask for a mistaken scan to be taken down.
    AskScanTakenDown "ask-scan-taken-down" Writes Scoped [BranchContact TownshipOfficer CountyOfficer];
    /// Take a scan down that another asked for, or leave it.
    TakeScanDown "take-scan-down" Writes Scoped [TownshipOfficer CountyOfficer CountyApprover];
    /// Read a list of meetings.
    ListMeetings "list-meetings" Reads Scoped [BranchContact TownshipOfficer CountyOfficer CountyApprover Auditor];
    /// Read the record of a meeting.
    ReadMeeting "read-meeting" Reads Scoped [BranchContact TownshipOfficer CountyOfficer CountyApprover Auditor];
    /// Record a meeting with its votes.
    RecordMeeting "record-meeting" Writes Scoped [BranchContact TownshipOfficer];
    /// Read a list of plans for one person.
    ListPlans "list-plans" Reads Scoped [Console BranchContact TownshipOfficer CountyOfficer CountyApprover];
    /// Read one person's plan.
    ReadPersonPlan "read-person-plan" Reads Scoped [Console BranchContact TownshipOfficer CountyOfficer CountyApprover Member];
    /// Draw a plan for one person up, or change it.
    DraftPersonPlan "draft-person-plan" Writes Scoped [Console BranchContact TownshipOfficer CountyOfficer];
    /// Begin a plan that the person wishes.
    BeginPersonPlan "begin-person-plan" Writes Scoped [Console BranchContact TownshipOfficer CountyOfficer];
    /// Record what was done of a plan, or look at it again.
    CarryPersonPlan "carry-person-plan" Writes Scoped [Console BranchContact TownshipOfficer CountyOfficer];
    /// Finish or drop a plan.
    EndPersonPlan "end-person-plan" Writes Scoped [Console BranchContact TownshipOfficer CountyOfficer];
    /// Read who gave a household what this year.
    ReadGrants "read-grants" Reads Scoped [Console BranchContact TownshipOfficer CountyOfficer CountyApprover];
    /// Read what happened in people's lives.
    ReadLifeEvents "read-life-events" Reads Scoped [BranchContact TownshipOfficer CountyOfficer CountyApprover Auditor];
    /// See what would follow from something that happened in a life.
    ForeseeLifeEvent "foresee-life-event" Reads Scoped [BranchContact TownshipOfficer CountyOfficer];
    /// Enter what happened in a life, with everything that follows; or take a letter of transfer back.
    RecordLifeEvent "record-life-event" Writes Scoped [BranchContact TownshipOfficer CountyOfficer];
    /// Enter that a hardship is over, or is back.
    RecordRecognition "record-recognition" Writes Scoped [TownshipOfficer CountyOfficer];
    /// Enter the receipt of a transfer.
    ReceiveTransfer "receive-transfer" Writes Scoped [BranchContact TownshipOfficer CountyOfficer];
    /// Undo everything that followed from something that happened in a life.
    UndoLifeEvent "undo-life-event" Writes Scoped [BranchContact TownshipOfficer CountyOfficer];
    /// Say that what a life event leaves to be done was done.
    DoLifeTask "do-life-task" Writes Scoped [BranchContact TownshipOfficer CountyOfficer];
    /// Read whom and what we have not reached.
    ReadReach "read-reach" Reads Scoped [Console BranchContact TownshipOfficer CountyOfficer CountyApprover];
    /// Read a yearly recheck.
    ReadRecheck "read-recheck" Reads Scoped [Console BranchContact TownshipOfficer CountyOfficer CountyApprover];
    /// Draw a yearly recheck up, take it back, close it.
    DraftRecheck "draft-recheck" Writes Whole [Console CountyOfficer];
    /// Approve a yearly recheck.
    ApproveRecheck "approve-recheck" Writes Whole [CountyApprover];
    /// Say how it stands with somebody on a yearly recheck.
    AnswerRecheck "answer-recheck" Writes Scoped [Console BranchContact TownshipOfficer];
    /// Read who holds and held which post.
    ReadPosts "read-posts" Reads Scoped [Console BranchContact TownshipOfficer CountyOfficer CountyApprover Auditor];
    /// Record that somebody is appointed to a post, or take that back.
    RecordAppointment "record-appointment" Writes Scoped [TownshipOfficer CountyOfficer];
    /// Confirm an appointment that somebody else recorded, or decline it.
    DecideAppointment "decide-appointment" Writes Scoped [TownshipOfficer CountyOfficer CountyApprover];
    /// Record that a post ends.
    EndPost "end-post" Writes Scoped [TownshipOfficer CountyOfficer];
    /// Read hand-overs of posts.
    ReadHandovers "read-handovers" Reads Scoped [BranchContact TownshipOfficer CountyOfficer CountyApprover Member];
    /// Hand over, accept or return, as leaver or successor.
    CarryHandover "carry-handover" Writes Scoped [BranchContact TownshipOfficer CountyOfficer Member];
    /// Decide on what was returned or is blocked, and say who watches over a hand-over.
    SettleHandover "settle-handover" Writes Scoped [TownshipOfficer CountyOfficer];
    /// Write down a visit of days in a post that is over.
    RecordLateVisit "record-late-visit" Writes Scoped [BranchContact TownshipOfficer CountyOfficer Member];
    /// Confirm or reject what a former holder wrote down.
    ConfirmLateVisit "confirm-late-visit" Writes Scoped [BranchContact TownshipOfficer CountyOfficer];
    /// Take a resident who is no member into care.
    EnterResident "enter-resident" Writes Scoped [BranchContact TownshipOfficer];
    /// End the care of a resident.
    EndResidentCare "end-resident-care" Writes Scoped [BranchContact TownshipOfficer];
    /// Read how members and residents stand beside one another: people, clocks, grants by purse.
    ReadRecipients "read-recipients" Reads Scoped [Console TownshipOfficer CountyOfficer CountyApprover Auditor];
    /// Read who floats out and in, and the letters about them.
    ReadFloating "read-floating" Reads Scoped [BranchContact TownshipOfficer CountyOfficer CountyApprover];
    /// Write a letter about a floating member, or note that its code was told.
    WriteFloatingLetter "write-floating-letter" Writes Scoped [BranchContact TownshipOfficer CountyOfficer];
    /// Take the file of a letter away.
    HandOutFloatingLetter "hand-out-floating-letter" Reads Scoped [BranchContact TownshipOfficer CountyOfficer];
    /// Open the file of another county's letter; nothing is kept.
    OpenFloatingLetter "open-floating-letter" Reads Scoped [TownshipOfficer CountyOfficer];
    /// Take somebody from outside in.
    TakeInFloating "take-in-floating" Writes Scoped [TownshipOfficer CountyOfficer];
    /// Take the file of a slip away.
    HandOutFloatingSlip "hand-out-floating-slip" Reads Scoped [BranchContact TownshipOfficer CountyOfficer];
    /// Read the slip that answers a letter.
    ReadFloatingSlip "read-floating-slip" Writes Scoped [BranchContact TownshipOfficer CountyOfficer];
    /// Enter that a stay is over.
    EndFloatingStay "end-floating-stay" Writes Scoped [BranchContact TownshipOfficer CountyOfficer];
    /// Read revisions of standards, with what they would do; a township those of its own figures.
    ReadRevisions "read-revisions" Reads Scoped [Console TownshipOfficer CountyOfficer CountyApprover Auditor];
    /// Read for whom a revision changes something.
    ListRevisionPeople "list-revision-people" Reads Scoped [TownshipOfficer CountyOfficer CountyApprover];
    /// Draw a revision up, change it, reckon what it would do, submit it, drop it, ask that it be undone; a township for figures that
    /// it may set itself.
    DraftRevision "draft-revision" Writes Scoped [TownshipOfficer CountyOfficer];
    /// Release a revision or send it back, undo it or keep it.
    ReleaseRevision "release-revision" Writes Whole [CountyApprover];
    /// Read how far the figures lie apart that townships set for themselves: figures, and nobody's records.
    ReadSpread "read-spread" Reads Scoped [Console TownshipOfficer CountyOfficer CountyApprover Auditor];
    /// Read who could help with a need, and why.
    ReadHelpers "read-helpers" Reads Scoped [Console BranchContact TownshipOfficer CountyOfficer];
    /// Read a list of pairs.
    ListPairs "list-pairs" Reads Scoped [Console BranchContact TownshipOfficer CountyOfficer CountyApprover];
    /// Read one pair.
    ReadPair "read-pair" Reads Scoped [Console BranchContact TownshipOfficer CountyOfficer CountyApprover Member];
    /// Propose a pair to both sides, or take that back.
    ProposePair "propose-pair" Writes Scoped [Console TownshipOfficer CountyOfficer];
    /// Say what a side answers, for oneself or on behalf.
    AnswerPair "answer-pair" Writes Scoped [Console BranchContact TownshipOfficer CountyOfficer Member];
    /// Begin a pair that both sides wish, or look at it again.
    CarryPair "carry-pair" Writes Scoped [Console BranchContact TownshipOfficer CountyOfficer];
    /// Write down that the two of a pair were in touch.
    LogPairContact "log-pair-contact" Writes Scoped [Console BranchContact TownshipOfficer CountyOfficer Member];
    /// End a pair.
    EndPair "end-pair" Writes Scoped [Console BranchContact TownshipOfficer CountyOfficer Member];
    /// Read school sponsorships.
    ListSponsorships "list-sponsorships" Reads Scoped [Console BranchContact TownshipOfficer CountyOfficer CountyApprover];
    /// Write down a school sponsorship, look at it, end it.
    KeepSponsorship "keep-sponsorship" Writes Scoped [Console BranchContact TownshipOfficer CountyOfficer];
    /// Read jobs that came of help, and their share.
    ListJobs "list-jobs" Reads Scoped [Console BranchContact TownshipOfficer CountyOfficer CountyApprover];
    /// Write down that help ended in a job.
    RecordJob "record-job" Writes Scoped [Console BranchContact TownshipOfficer CountyOfficer];
    /// Write down whether somebody is still at their job.
    LookAtJob "look-at-job" Writes Scoped [Console BranchContact TownshipOfficer CountyOfficer];
    /// Read a list of referrals.
    ListReferrals "list-referrals" Reads Scoped [Console BranchContact TownshipOfficer CountyOfficer CountyApprover];
    /// Read one referral.
    ReadReferral "read-referral" Reads Scoped [Console BranchContact TownshipOfficer CountyOfficer CountyApprover Member];
    /// Send a need to a department, or take that back.
    SendReferral "send-referral" Writes Scoped [Console TownshipOfficer CountyOfficer];
    /// Write down what a department says to a referral.
    AnswerReferral "answer-referral" Writes Scoped [Console BranchContact TownshipOfficer CountyOfficer];
    /// Remind a department of a referral.
    RemindReferral "remind-referral" Writes Scoped [Console BranchContact TownshipOfficer CountyOfficer];
    /// Run the matching and save what it proposes; nothing is computed from a saved run.
    RunMatching "run-matching" Reads Scoped [TownshipOfficer CountyOfficer];
    /// Change a pair of a saved run by hand, which makes a further run, or see what that would cost.
    ReviewMatching "review-matching" Reads Scoped [TownshipOfficer CountyOfficer];
    /// Read saved runs of the matching.
    ReadMatching "read-matching" Reads Scoped [TownshipOfficer CountyOfficer];
    /// Read who could help with one need and who could not, and why.
    ExplainMatching "explain-matching" Reads Scoped [Console TownshipOfficer CountyOfficer];
    /// Change an offer, or say whether it is given.
    AmendOffer "amend-offer" Writes Scoped [Console BranchContact TownshipOfficer CountyOfficer];
    /// Reserve units of a resource for a need, or take that back.
    ReserveResource "reserve-resource" Writes Scoped [Console BranchContact TownshipOfficer CountyOfficer];
    /// Agree to a reservation or decline it, for whoever answers for the resource.
    AnswerBooking "answer-booking" Writes Scoped [Console BranchContact TownshipOfficer CountyOfficer];
    /// Write down whether what was booked was used, or came back.
    RecordUse "record-use" Writes Scoped [Console BranchContact TownshipOfficer CountyOfficer];
    /// Read a list of bookings.
    ListBookings "list-bookings" Reads Scoped [Console BranchContact TownshipOfficer CountyOfficer CountyApprover];
    /// Read one booking.
    ReadBooking "read-booking" Reads Scoped [Console BranchContact TownshipOfficer CountyOfficer CountyApprover];
    /// Read what is offered and used by township, and by town and country.
    ReadBalance "read-balance" Reads Whole [Console CountyOfficer CountyApprover];
    /// Read the own skills.
    ReadOwnSkills "read-own-skills" Reads Scoped [Member];
    /// Declare an own skill, or take one back.
    DeclareSkill "declare-skill" Writes Scoped [Member];
    /// Raise what the standards find: somebody in hardship for whom a measure holds or may, and nobody ever applied.
    FindNeeds "find-needs" Writes Scoped [TownshipOfficer CountyOfficer];
    /// Read who comes from outside or was newly admitted.
    ReadArrivals "read-arrivals" Reads Scoped [BranchContact TownshipOfficer CountyOfficer CountyApprover];
    /// Record that somebody comes with a letter or was newly admitted, or take that back.
    RecordArrival "record-arrival" Writes Scoped [TownshipOfficer CountyOfficer];
    /// Confirm an arrival that somebody else recorded, or decline it.
    DecideArrival "decide-arrival" Writes Scoped [TownshipOfficer CountyOfficer CountyApprover];
    /// Read who looks after whom in a branch.
    ReadContacts "read-contacts" Reads Scoped [BranchContact TownshipOfficer CountyOfficer CountyApprover];
    /// Say who looks after whom in a branch.
    NameContacts "name-contacts" Writes Scoped [BranchContact TownshipOfficer];
    /// Read which letters wait for their receipt.
    ReadLetters "read-letters" Reads Scoped [BranchContact TownshipOfficer CountyOfficer CountyApprover];
    /// Say that a letter without a receipt is being followed up.
    FollowLetter "follow-letter" Writes Scoped [BranchContact TownshipOfficer CountyOfficer];
    /// Read which years' calendars were published.
    ReadCalendars "read-calendars" Reads Whole [CountyOfficer CountyApprover];
    /// Draft a year's calendar after the notice, or take it back.
    DraftCalendar "draft-calendar" Writes Whole [CountyOfficer];
    /// Release a year's calendar that somebody else drafted, or return it.
    ReleaseCalendar "release-calendar" Writes Whole [CountyApprover];
    /// Read an organisation's structure: ages, trainings, duties.
    ReadStructure "read-structure" Reads Scoped [Console BranchContact TownshipOfficer CountyOfficer CountyApprover Auditor];
    /// Read which trainings were held, and who was there.
    ListTrainings "list-trainings" Reads Scoped [Console BranchContact TownshipOfficer CountyOfficer CountyApprover];
    /// Write a training down, or strike one out.
    RecordTraining "record-training" Writes Scoped [Console BranchContact TownshipOfficer CountyOfficer];
    /// Read years' care plans of organisations, and how far they are.
    ReadCarePlans "read-care-plans" Reads Scoped [Console BranchContact TownshipOfficer CountyOfficer CountyApprover Auditor];
    /// Propose an organisation's care plan for a year, or take it back.
    ProposeCarePlan "propose-care-plan" Writes Scoped [Console BranchContact TownshipOfficer CountyOfficer];
    /// Agree to a care plan of an organisation below, or return it.
    AgreeCarePlan "agree-care-plan" Writes Scoped [TownshipOfficer CountyOfficer CountyApprover];
    /// Read the care fund's sources, and how long its money lasts.
    ReadSources "read-sources" Reads Whole [Console CountyOfficer CountyApprover Accountant Cashier Auditor];
    /// Write a source down, ask for a raise of its grade, or lower it.
    RecordSource "record-source" Writes Whole [CountyOfficer Accountant];
    /// Confirm a raise that somebody else asked for.
    ConfirmSource "confirm-source" Writes Whole [CountyOfficer CountyApprover Accountant];
    /// Read which funds are set up, and what the books hold of each.
    ReadFunds "read-funds" Reads Whole [Console CountyOfficer CountyApprover Accountant Cashier Auditor];
    /// Propose a fund.
    ProposeFund "propose-fund" Writes Whole [CountyOfficer Accountant];
    /// Check a fund that somebody else proposed, return it, ask for its closing, close it or keep it.
    StepFund "step-fund" Writes Whole [CountyOfficer CountyApprover Accountant];
    /// Approve a fund.
    ApproveFund "approve-fund" Writes Whole [CountyApprover];
    /// Read which signature sheets wait to be booked in the fund's books.
    ReadSheetMoney "read-sheet-money" Reads Whole [Console CountyOfficer CountyApprover Accountant Cashier Auditor];
    /// Book what a signature sheet handed over, which somebody else settled.
    BookSheet "book-sheet" Writes Whole [CountyOfficer CountyApprover Accountant];
    /// Read surveys: their strata, how many came back, and nobody's name.
    ReadSurveys "read-surveys" Reads Whole [Console CountyOfficer CountyApprover];
    /// Draw a survey's sample, take it back, end a survey.
    DrawSurvey "draw-survey" Writes Whole [Console CountyOfficer];
    /// Release a sample that somebody else drew.
    ReleaseSurvey "release-survey" Writes Whole [CountyApprover];
    /// Take away the list of who was drawn, for handing questionnaires out.
    HandOutSurvey "hand-out-survey" Reads Whole [CountyOfficer];
    /// Write down how many questionnaires came back.
    CountReturns "count-returns" Writes Whole [Console CountyOfficer];
    /// Print a survey's questionnaires with their paper codes.
    PrintSurvey "print-survey" Reads Whole [CountyOfficer];
    /// Enter what came back of a survey: answers without a name.
    EnterAnswers "enter-answers" Writes Whole [CountyOfficer];
    /// Read agreements between organisations, and what came of them.
    ReadPartnerships "read-partnerships" Reads Scoped [Console BranchContact TownshipOfficer CountyOfficer CountyApprover Auditor];
    /// Propose an agreement between two organisations, or take it back.
    ProposePartnership "propose-partnership" Writes Scoped [BranchContact TownshipOfficer CountyOfficer];
    /// Agree to one for a side, decline or end it.
    AnswerPartnership "answer-partnership" Writes Scoped [BranchContact TownshipOfficer CountyOfficer CountyApprover];
    /// Write down what was done under one, look at it again, name whom to ask.
    KeepPartnership "keep-partnership" Writes Scoped [BranchContact TownshipOfficer CountyOfficer];
    /// Say that an organisation wants a partner, or take that back.
    WishPartner "wish-partner" Writes Scoped [BranchContact TownshipOfficer CountyOfficer];
    /// Read who suits whom of the organisations that want a partner.
    MatchPartners "match-partners" Reads Whole [Console CountyOfficer CountyApprover];
    /// State whether an organisation is in town or in the country.
    StateSettlement "state-settlement" Writes Scoped [TownshipOfficer CountyOfficer];
    /// Read a list of disputes: those one sees to, mediates or is a side of.
    ListDisputes "list-disputes" Reads Scoped [BranchContact TownshipOfficer CountyOfficer Member];
    /// Read one dispute.
    ReadDispute "read-dispute" Reads Scoped [BranchContact TownshipOfficer CountyOfficer Member];
    /// Take in a dispute or a claim.
    RaiseDispute "raise-dispute" Writes Scoped [BranchContact TownshipOfficer CountyOfficer Member];
    /// Say who mediates, hand a dispute up, close it or pass it on.
    SettleDispute "settle-dispute" Writes Scoped [BranchContact TownshipOfficer CountyOfficer];
    /// Write down what was tried, tell both sides, try again.
    MediateDispute "mediate-dispute" Writes Scoped [BranchContact TownshipOfficer CountyOfficer Member];
    /// Say what a side says to the reply, or take a dispute back.
    AnswerDispute "answer-dispute" Writes Scoped [BranchContact TownshipOfficer CountyOfficer Member];
    /// Read whose allowance begins, rises, falls or ends in a month.
    ReadChanges "read-changes" Reads Scoped [Console BranchContact TownshipOfficer CountyOfficer CountyApprover];
    /// Read what rests for whom, and what waits to be confirmed.
    ReadPauses "read-pauses" Reads Scoped [BranchContact TownshipOfficer CountyOfficer CountyApprover];
    /// Say that a measure rests for somebody, or take that back.
    EnterPause "enter-pause" Writes Scoped [TownshipOfficer CountyOfficer];
    /// Confirm a pause that somebody else entered, decline it, or end one.
    DecidePause "decide-pause" Writes Scoped [TownshipOfficer CountyOfficer CountyApprover];
}

#[cfg(test)]
mod tests;
