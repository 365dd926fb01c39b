//! Each guard by itself: what stands against a step, and that it is that alone.

use guanai_casework::application::file::Acting;
use guanai_casework::application::step::{Deciding, Posting};
use guanai_casework::application::{
    ApplicationFile, ApplicationMove as M, ApplicationState as S, ApplicationStep as Step,
    ApplicationStepError as Error, ChainStep, Desk, DocumentKind, Finding, Frozen, Nearness, ShownAs, Verdict,
};
use guanai_casework::meeting::{Ballot, CarriedOf, RecusalGround, VoteError, VotingRule};
use guanai_kernel::ids::{MeetingId, NoticeId, ObjectionId, OrganizationId};
use guanai_kernel::workdays::Deadline;
use guanai_kernel::{Date, Money, Recipient, Serves};

use crate::made::{
    TODAY, acting, along, chain, deciding, despite, document, file, fresh, frozen, hand, later, meeting, objection,
    purse, standing_in, step, vote,
};

fn refused(file: &ApplicationFile, who: &Acting, step: Step) -> Error {
    file.after(who, step, None).unwrap_err()
}

#[test]
fn nobody_approves_within_the_notice() {
    let (hanging, day) = standing_in(S::OnNotice);
    let through = hanging.notice().unwrap().through_on;
    let officer = fresh(Desk::Township, through);
    assert_eq!(refused(&hanging, &officer, Step::TakeDown), Error::WithinNotice { through });
    let approver = fresh(Desk::Approver, day);
    assert!(matches!(refused(&hanging, &approver, Step::Decide(deciding(Verdict::Approved))), Error::Move(_)));
    let officer = fresh(Desk::Township, later(through, 1));
    let down = hanging.after(&officer, Step::TakeDown, None).unwrap();
    assert_eq!(down.application.state, S::Deciding);
    // A notice that was broken off is none, however long it hung.
    let broken = hanging.after(&officer, Step::BreakOff { words: "贴错了".to_owned() }, None).unwrap();
    assert_eq!(broken.application.state, S::Posting);
    assert!(broken.notice().unwrap().taken_down.is_some());
    // As if somebody had moved the record on by hand.
    let mut forged = broken;
    forged.application.state = S::Deciding;
    forged.notices[0].taken_down.as_mut().unwrap().0 = through;
    let approver = fresh(Desk::Approver, later(through, 9));
    assert_eq!(refused(&forged, &approver, Step::Decide(deciding(Verdict::Approved))), Error::NotNoticed);
    forged.notices.clear();
    assert_eq!(refused(&forged, &approver, Step::Decide(deciding(Verdict::Approved))), Error::NotNoticed);
    forged.taken.retain(|taken| taken.step != M::Review);
    assert_eq!(refused(&forged, &approver, Step::Decide(deciding(Verdict::Approved))), Error::NotReviewed);
    forged.votes.clear();
    assert_eq!(refused(&forged, &approver, Step::Decide(deciding(Verdict::Approved))), Error::NotAppraised);
}

#[test]
fn nobody_approves_with_an_objection_open_or_found_right() {
    let (hanging, day) = standing_in(S::OnNotice);
    let objector = acting("objector", 40, Desk::Public, day);
    let mine = objection(1, 40, hand("objector", 40), day);
    let objected = hanging.after(&objector, Step::Object(Box::new(mine)), None).unwrap();
    let after = later(objected.notice().unwrap().through_on, 1);
    let officer = fresh(Desk::Township, after);
    let down = objected.after(&officer, Step::TakeDown, None).unwrap();
    let approver = fresh(Desk::Approver, after);
    let approve = || Step::Decide(deciding(Verdict::Approved));
    assert_eq!(refused(&down, &approver, approve()), Error::ObjectionOpen(1));
    let answer = |finding| Step::Answer {
        objection_id: ObjectionId::from_bits(1),
        finding,
        words: "入户看过，车已报废".to_owned(),
    };
    // Neither whoever objected nor whoever entered the application answers.
    let themselves = acting("objector", 40, Desk::County, after);
    assert_eq!(refused(&down, &themselves, answer(Finding::Unfounded)), Error::SameHand);
    let enterer = acting("branch", 10, Desk::County, after);
    assert_eq!(refused(&down, &enterer, answer(Finding::Unfounded)), Error::SameHand);
    let county = fresh(Desk::County, after);
    let answered = down.after(&county, answer(Finding::Unfounded), None).unwrap();
    assert_eq!(refused(&answered, &county, answer(Finding::Founded)), Error::NoObjection);
    assert_eq!(answered.after(&approver, approve(), None).unwrap().application.state, S::Approved);
    // Whoever answered, or objected, does not decide.
    for (by, no) in [("fresh-county", 800), ("other", 903), ("other", 40), ("objector", 41)] {
        let bound = acting(by, no, Desk::Approver, after);
        assert_eq!(refused(&answered, &bound, approve()), Error::SameHand, "{by}");
    }
    let founded = down.after(&county, answer(Finding::Founded), None).unwrap();
    assert_eq!(refused(&founded, &approver, approve()), Error::ObjectionFounded);
    let returned = founded.after(&approver, Step::Return { words: "核实收入".to_owned() }, None).unwrap();
    assert_eq!(returned.application.state, S::Returned);
    // It is said between the notice's day and today.
    let early = objection(2, 40, hand("objector", 40), later(day, -1));
    assert!(matches!(refused(&hanging, &objector, Step::Object(Box::new(early))), Error::TooEarly { .. }));
    let ahead = objection(2, 40, hand("objector", 40), later(day, 1));
    assert!(matches!(refused(&hanging, &objector, Step::Object(Box::new(ahead))), Error::Future { .. }));
    // Without a notice there is nothing to object to.
    let (quiet, day) = along(file(chain(&[ChainStep::Review])), &[M::Review]);
    let late = objection(3, 40, hand("objector", 40), day);
    assert_eq!(refused(&quiet, &fresh(Desk::Public, day), Step::Object(Box::new(late))), Error::NotNoticed);
}

#[test]
fn a_vote_needs_a_quorum_and_everybodys_vote() {
    let (waiting, day) = standing_in(S::Appraising);
    let recorder = fresh(Desk::Branch, day);
    let held = |vote| Step::Appraise(Box::new((meeting(day), vote)));
    let vote_error = |error| Error::Vote(error);
    assert_eq!(
        refused(&waiting, &recorder, held(vote(8, 4, 4, true))),
        vote_error(VoteError::NoQuorum { entitled: 8, present: 4 }),
        "half is not more than half"
    );
    assert_eq!(
        refused(&waiting, &recorder, held(vote(8, 9, 9, true))),
        vote_error(VoteError::MoreThanEntitled { entitled: 8, present: 9 })
    );
    let mut short = vote(8, 6, 5, true);
    short.ballot = Ballot { in_favour: 5, against: 0, abstained: 0 };
    assert_eq!(refused(&waiting, &recorder, held(short)), vote_error(VoteError::VotesDiffer { cast: 5, voters: 6 }));
    // What the votes say is what was carried, whatever the record claims.
    assert_eq!(refused(&waiting, &recorder, held(vote(8, 5, 4, true))), Error::NotAppraised);
    assert_eq!(waiting.after(&recorder, held(vote(8, 5, 4, false)), None).unwrap().application.state, S::NotCarried);
    assert_eq!(waiting.after(&recorder, held(vote(8, 5, 5, true)), None).unwrap().application.state, S::Reviewing);
    let of_present = VotingRule { quorum_over_percent: 50, carried_over_percent: 50, carried_of: CarriedOf::Present };
    assert_eq!(of_present.carries(8, 5, Ballot { in_favour: 3, against: 2, abstained: 0 }), Ok(true));
    // Another kind of meeting, another day.
    let mut committee = meeting(day);
    committee.kind = "committee".to_owned();
    let other = Step::Appraise(Box::new((committee, vote(8, 5, 5, true))));
    assert_eq!(refused(&waiting, &recorder, other), Error::OtherMeeting);
    for (held_on, early) in [(later(day, 1), false), (later(day, -1), true)] {
        let step = Step::Appraise(Box::new((meeting(held_on), vote(8, 5, 5, true))));
        let error = refused(&waiting, &recorder, step);
        assert_eq!(matches!(error, Error::TooEarly { .. }), early, "{error}");
        assert_eq!(matches!(error, Error::Future { .. }), !early, "{error}");
    }
}

/// A submission anew is appraised, reviewed and put on notice anew.
#[test]
fn what_was_appraised_before_does_not_carry_a_later_submission() {
    let (deciding_now, day) = standing_in(S::Deciding);
    let approver = fresh(Desk::Approver, day);
    let returned = deciding_now.after(&approver, Step::Return { words: "补收入证明".to_owned() }, None).unwrap();
    let branch = fresh(Desk::Branch, day);
    let again = returned.after(&branch, step(M::Resubmit, &returned, day), None).unwrap();
    assert_eq!((again.application.state, again.application.round), (S::Appraising, 2));
    assert!(again.carried().is_none() && again.notice().is_none());
    let mut forged = again.clone();
    forged.application.state = S::Deciding;
    assert_eq!(refused(&forged, &approver, Step::Decide(deciding(Verdict::Approved))), Error::NotAppraised);
    // A meeting held before it was submitted anew has not appraised it.
    let old = Step::Appraise(Box::new((meeting(later(day, -1)), vote(9, 7, 6, true))));
    assert!(matches!(refused(&again, &branch, old), Error::TooEarly { .. }));
    assert_eq!(again.application.frozen, frozen(5_000), "with the facts as they are now");
}

#[test]
fn nobody_acts_for_themselves_or_kin_except_as_the_applicant() {
    for &state in S::ALL {
        let (standing, day) = standing_in(state);
        for &kind in M::ALL.iter().filter(|kind| state.row(**kind).is_ok()) {
            for &ground in RecusalGround::ALL {
                let desk = state.row(kind).unwrap().3[0];
                let who = Acting { nearness: Nearness::Close(ground), ..acting("near", 70, desk, later(day, 20)) };
                let got = standing.after(&who, step(kind, &standing, who.today), None);
                let free = matches!(kind, M::Resubmit | M::Object | M::Attach | M::AskReview | M::Withdraw);
                assert_eq!(got.err() == Some(Error::Concerned), !free, "{state:?} {kind:?}");
            }
        }
    }
}

/// Whoever entered, recorded, reviewed, posted or answered decides nothing; whoever decided looks at nothing again.
#[test]
fn the_maker_is_never_the_checker() {
    let (reviewing, day) = standing_in(S::Reviewing);
    let bound = |by: &str, no: u128, desk: Desk| acting(by, no, desk, day);
    let review = || Step::Review { words: None, despite: None };
    for (by, no, why) in [("branch", 10, "entered"), ("x", 10, "the same person"), ("at-branch", 51, "recorded")] {
        for desk in [Desk::Township, Desk::County] {
            assert_eq!(refused(&reviewing, &bound(by, no, desk), review()), Error::SameHand, "{why}");
        }
    }
    let (waiting, day) = standing_in(S::Deciding);
    let approve = || Step::Decide(deciding(Verdict::Approved));
    for (by, why) in [("branch", "entered"), ("at-branch", "recorded the meeting"), ("at-township", "reviewed, posted")]
    {
        for step in [approve(), Step::Decide(deciding(Verdict::Refused)), Step::Return { words: "退".to_owned() }] {
            assert_eq!(refused(&waiting, &acting(by, 999, Desk::Approver, day), step), Error::SameHand, "{why}");
        }
    }
    let first = fresh(Desk::Approver, day);
    let approved = waiting.after(&first, approve(), None).unwrap();
    let asked =
        approved.after(&fresh(Desk::Applicant, day), Step::AskReview { words: "想再看看".to_owned() }, None).unwrap();
    assert_eq!(refused(&asked, &first, approve()), Error::SameHand);
    let second = acting("second", 950, Desk::Approver, day);
    let again = asked.after(&second, Step::Decide(deciding(Verdict::Refused)), None).unwrap();
    assert_eq!((again.application.state, again.decisions.len()), (S::Refused, 2));
    let once_more = Step::AskReview { words: "再看".to_owned() };
    assert_eq!(refused(&again, &fresh(Desk::Applicant, day), once_more), Error::ReviewedAlready);
    let late = later(approved.decisions[0].decided_on, 31);
    let asking = Step::AskReview { words: "再看".to_owned() };
    assert!(matches!(refused(&approved, &fresh(Desk::Applicant, late), asking), Error::ReviewTooLate { .. }));
}

#[test]
fn a_step_waits_for_its_signed_original() {
    let mut wants = chain(ChainStep::ALL);
    wants.originals = vec![DocumentKind::Application, DocumentKind::MeetingRecord, DocumentKind::ApprovalForm];
    let (reviewing, day) = along(file(wants), &[M::Carry]);
    let review = || Step::Review { words: None, despite: None };
    let reviewer = fresh(Desk::Township, day);
    let clerk = fresh(Desk::Branch, day);
    let missing = |file: &ApplicationFile| refused(file, &reviewer, review());
    assert_eq!(missing(&reviewing), Error::OriginalMissing(DocumentKind::Application));
    let filed = |file: &ApplicationFile, document| file.after(&clerk, Step::Attach(Box::new(document)), None).unwrap();
    let one = filed(&reviewing, document(1, DocumentKind::Application, day));
    assert_eq!(missing(&one), Error::OriginalMissing(DocumentKind::MeetingRecord));
    // The meeting's record may have been filed with the meeting.
    let mut of_meeting = document(2, DocumentKind::MeetingRecord, day);
    (of_meeting.application_id, of_meeting.meeting_id) = (None, Some(MeetingId::from_bits(20)));
    let mut both = one.clone();
    both.documents.push(of_meeting);
    let passed = both.after(&reviewer, review(), None).unwrap();
    let (waiting, day) = {
        let posted = passed.after(&reviewer, step(M::Post, &passed, day), None).unwrap();
        let day = later(posted.notice().unwrap().through_on, 1);
        (posted.after(&fresh(Desk::Township, day), Step::TakeDown, None).unwrap(), day)
    };
    let approver = fresh(Desk::Approver, day);
    let approve = || Step::Decide(deciding(Verdict::Approved));
    assert_eq!(refused(&waiting, &approver, approve()), Error::OriginalMissing(DocumentKind::ApprovalForm));
    let county = acting("clerk", 77, Desk::County, day);
    let form = Step::Attach(Box::new(document(3, DocumentKind::ApprovalForm, day)));
    let signed = waiting.after(&county, form, None).unwrap();
    assert!(signed.after(&approver, approve(), None).is_ok());
    // What is filed says where, since when, and a hash that is one.
    let mut wrong = document(4, DocumentKind::Evidence, later(day, 1));
    let attach = |document: &guanai_casework::application::Document| Step::Attach(Box::new(document.clone()));
    assert!(matches!(refused(&signed, &county, attach(&wrong)), Error::Future { .. }));
    wrong.signed_on = day;
    wrong.sha256 = Some("A".repeat(64));
    assert_eq!(refused(&signed, &county, attach(&wrong)), Error::Hash);
    wrong.sha256 = Some("a".repeat(64));
    wrong.place = " ".to_owned();
    assert_eq!(refused(&signed, &county, attach(&wrong)), Error::NoWords);
}

#[test]
fn where_facts_changed_it_is_said_and_somebody_decides() {
    let (waiting, day) = standing_in(S::Deciding);
    let approver = fresh(Desk::Approver, day);
    let with = |despite| Step::Decide(Deciding { despite, ..deciding(Verdict::Approved) });
    let now = frozen(20_000);
    let names = vec!["answer".to_owned(), "household.income_per_head".to_owned()];
    let told = |step| waiting.after(&approver, step, Some(&now));
    assert_eq!(told(with(None)).unwrap_err(), Error::FactsChanged(names.clone()));
    assert_eq!(
        told(with(Some(despite(&["household.income_per_head"])))).unwrap_err(),
        Error::FactsChanged(names),
        "whoever decides was told of just these changes"
    );
    let decided = told(with(Some(despite(&["answer", "household.income_per_head"])))).unwrap();
    assert_eq!(decided.application.frozen, frozen(6_000), "what it rests on stays as it was");
    assert_eq!(decided.decisions[0].despite, ["answer", "household.income_per_head"]);
    assert!(decided.decisions[0].words.ends_with("仍按申请时的情况办"));
    let (reviewing, day) = standing_in(S::Reviewing);
    let review = Step::Review { words: None, despite: None };
    let got = reviewing.after(&fresh(Desk::Township, day), review, Some(&now)).unwrap_err();
    assert!(matches!(got, Error::FactsChanged(_)));
    assert!(waiting.after(&approver, with(None), Some(&frozen(6_000))).is_ok(), "nothing has changed");
}

#[test]
fn a_decision_has_a_number_a_reason_and_an_amount_within_the_standard() {
    let (waiting, day) = standing_in(S::Deciding);
    let approver = fresh(Desk::Approver, day);
    let with = |change: &dyn Fn(&mut Deciding)| {
        let mut wanted = deciding(Verdict::Approved);
        change(&mut wanted);
        waiting.after(&approver, Step::Decide(wanted), None)
    };
    let proposed = Money::from_yuan(3_000);
    assert_eq!(with(&|w| w.resolution_no = "　".to_owned()).unwrap_err(), Error::NoResolution);
    for amount in [None, Some(Money::ZERO), Money::from_yuan(3_001), Some(Money::from_fen(-1))] {
        assert_eq!(with(&|w| w.amount = amount).unwrap_err(), Error::Amount { proposed }, "{amount:?}");
    }
    let lower = with(&|w| {
        w.amount = Money::from_yuan(2_000);
        w.words = String::new();
    });
    assert_eq!(lower.unwrap_err(), Error::NoWords, "less than the standard gives is explained");
    assert!(with(&|w| w.amount = Money::from_yuan(2_000)).is_ok());
    assert!(with(&|w| w.words = String::new()).is_ok());
    let refusing = |change: &dyn Fn(&mut Deciding)| {
        let mut wanted = deciding(Verdict::Refused);
        change(&mut wanted);
        waiting.after(&approver, Step::Decide(wanted), None)
    };
    assert_eq!(refusing(&|w| w.words = String::new()).unwrap_err(), Error::NoWords, "a refusal is always explained");
    assert!(matches!(refusing(&|w| w.amount = proposed).unwrap_err(), Error::Amount { .. }));
    // By facts that do not hold nothing is approved, however the vote went.
    let mut without = waiting.clone();
    without.application.frozen = frozen(20_000);
    without.application.amount = None;
    let mut unpaid = deciding(Verdict::Approved);
    unpaid.amount = None;
    assert_eq!(refused(&without, &approver, Step::Decide(unpaid)), Error::NotHolding);
    assert!(without.after(&approver, Step::Decide(deciding(Verdict::Refused)), None).is_ok());
}

#[test]
fn a_notice_names_by_the_masked_name_unless_asked_otherwise_with_a_reason() {
    let (waiting, day) = standing_in(S::Posting);
    let officer = fresh(Desk::Township, day);
    let posting = |why: Option<&str>, place: &str| {
        Step::Post(Posting {
            notice_id: NoticeId::from_bits(5),
            organization_id: OrganizationId::from_bits(8),
            shown_as: ShownAs::Code,
            shown_why: why.map(str::to_owned),
            place: place.to_owned(),
            through: Deadline { on: later(day, 7), provisional: true },
        })
    };
    assert_eq!(refused(&waiting, &officer, posting(None, "公开栏")), Error::NoWords);
    assert_eq!(refused(&waiting, &officer, posting(Some("本人要求"), " ")), Error::NoWords);
    let posted = waiting.after(&officer, posting(Some("本人要求"), "公开栏"), None).unwrap();
    assert!(posted.notice().unwrap().is_provisional);
    assert_eq!(posted.notice().unwrap().posted_on, day, "a notice hangs from the day it is entered");
    // Whoever takes the application back takes the notice down.
    let back = posted.after(&fresh(Desk::Applicant, day), Step::Withdraw { words: None }, None).unwrap();
    assert!(back.notice().unwrap().taken_down.is_some());
}

/// Time runs one way: nobody acts on a day before the last step.
#[test]
fn no_step_lies_before_the_last() {
    let (waiting, day) = standing_in(S::Deciding);
    let earlier: Date = later(day, -1);
    let got = refused(&waiting, &fresh(Desk::Approver, earlier), Step::Decide(deciding(Verdict::Approved)));
    assert_eq!(got, Error::TooEarly { on: earlier, earlier: day });
    assert!(TODAY < day);
}

#[test]
fn dues_are_never_spent_on_a_resident_nor_the_residents_fund_on_a_member() {
    let (waiting, day) = standing_in(S::Deciding);
    let approver = fresh(Desk::Approver, day);
    let from = |id: &str, serves| {
        let purse = Some(purse(id, serves));
        Step::Decide(Deciding { purse, ..deciding(Verdict::Approved) })
    };
    let resident = Frozen { recipient: Some(Recipient::Resident), ..frozen(6_000) };
    let decide = |step, now: &Frozen| waiting.after(&approver, step, Some(now));
    // What was read, why it is refused, and what to do.
    let refused = decide(from("dues", Serves::Members), &resident).unwrap_err();
    assert_eq!(refused.code(), "application-purse-serves-others");
    assert_eq!(
        refused.to_string(),
        "dues was chosen, which is for members alone, and the applicant is resident: \
         take one of livelihood, or send the application back"
    );
    let refused = decide(from("livelihood", Serves::Residents), &frozen(6_000)).unwrap_err();
    assert_eq!(refused.code(), "application-purse-serves-others");
    // Whoever belongs nowhere any more is paid from what is for everybody, if from anything.
    let nobody = Frozen { recipient: None, ..frozen(6_000) };
    assert!(matches!(decide(from("dues", Serves::Members), &nobody), Err(Error::PurseServesOthers { .. })));
    // A purse that the standard does not name, and money from nowhere.
    let refused = decide(from("finance", Serves::Both), &frozen(6_000)).unwrap_err();
    assert!(matches!(refused, Error::OtherPurse { .. }), "{refused}");
    let none = Step::Decide(Deciding { purse: None, ..deciding(Verdict::Approved) });
    assert!(matches!(decide(none, &frozen(6_000)), Err(Error::NoPurse { fits }) if fits.len() == 2));
    // What fits is kept with the decision.
    let paid = decide(from("livelihood", Serves::Residents), &resident).unwrap();
    let decision = &paid.decisions[0];
    assert_eq!((decision.purse.as_deref(), decision.recipient), (Some("livelihood"), Some(Recipient::Resident)));
}
