//! Applications from end to end: to the approval, sent back and submitted anew, looked at again by somebody else.

use guanai_app::applications::WishedStep;
use guanai_casework::application::{
    ApplicationMove as M, ApplicationState as S, ApplicationStepError, DocumentKind, Verdict,
};
use guanai_kernel::Money;
use guanai_testkit::engines::on_both;

use crate::office::{Office, approve, attach, day, wished};

#[test]
fn the_way_waits_for_originals_runs_its_term_and_ends_in_a_decision() {
    on_both(async |db| {
        let mut office = Office::open(db).await;
        let application_id = office.entered().await;
        let (contact, officer, approver) = (office.contact.clone(), office.officer.clone(), office.approver.clone());
        let wish = office.meeting(application_id).await;
        let meeting_id = office.hold(&contact, &wish).await.unwrap();
        let review = || wished(M::Review, day(0));
        assert_eq!(office.code(&officer, application_id, review()).await, "application-original-missing");
        let view = office.read(&officer, application_id).await.unwrap();
        let waits = (M::Review, ApplicationStepError::OriginalMissing(DocumentKind::Application));
        assert!(view.waits_for.contains(&waits), "{:?}", view.waits_for);
        office.step(&contact, application_id, attach(DocumentKind::Application, day(0))).await.unwrap();
        assert_eq!(office.code(&officer, application_id, review()).await, "application-original-missing");
        office.file_minutes(meeting_id).await;
        assert_eq!(office.code(&officer, application_id, review()).await, "done");
        office.take(application_id, M::Post).await;
        for days in [0, 7] {
            office.today = day(days);
            assert_eq!(office.code(&officer, application_id, WishedStep::TakeDown).await, "application-within-notice");
            assert_eq!(office.code(&approver, application_id, approve()).await, "application-move-unlawful");
        }
        office.take(application_id, M::TakeDown).await;
        assert_eq!(office.code(&approver, application_id, approve()).await, "done");
        let kept = office.kept(application_id).await;
        assert_eq!(kept.application.state, S::Approved);
        let decision = &kept.decisions[0];
        assert_eq!((decision.amount, decision.resolution_no.as_str()), (Money::from_yuan(2_000), "县组〔2026〕12号"));
        assert_eq!(decision.review_until_on, Some(day(8 + 30)));
        let applicant = office.applicant.clone();
        let own = office.read(&applicant, application_id).await.unwrap();
        assert_eq!((own.decisions.len(), own.moves), (1, vec![M::AskReview]));
        assert!(own.frozen.sentence.zh.contains("6,000.00元"), "the applicant reads why");
        assert!(
            office.read(&contact, application_id).await.unwrap().frozen.sentence.zh.is_empty(),
            "income is not the branch's"
        );
        for action in [
            "enter-application",
            "record-meeting",
            "review-application",
            "post-notice",
            "take-notice-down",
            "decide-application",
        ] {
            assert_eq!(office.town.done(action).await, 1, "{action}");
        }
    });
}

#[test]
fn a_second_look_is_anothers_and_there_is_one() {
    on_both(async |db| {
        let mut office = Office::open(db).await;
        let way = [M::Carry, M::Review, M::Post, M::TakeDown, M::Refuse];
        let application_id = office.as_far_as(&way).await;
        let (approver, second, applicant) = (office.approver.clone(), office.second.clone(), office.applicant.clone());
        office.today = day(8 + 31);
        let late = office.code(&applicant, application_id, wished(M::AskReview, office.today)).await;
        assert_eq!(late, "application-review-too-late");
        office.today = day(8 + 30);
        let asked = office.code(&applicant, application_id, wished(M::AskReview, office.today)).await;
        assert_eq!(asked, "done");
        assert_eq!(office.code(&approver, application_id, approve()).await, "application-same-hand");
        assert_eq!(office.code(&second, application_id, approve()).await, "done");
        let kept = office.kept(application_id).await;
        let verdicts: Vec<Verdict> = kept.decisions.iter().map(|decision| decision.verdict).collect();
        assert_eq!((kept.application.state, verdicts), (S::Approved, vec![Verdict::Refused, Verdict::Approved]));
        let again = office.code(&applicant, application_id, wished(M::AskReview, office.today)).await;
        assert_eq!(again, "application-reviewed-already");
    });
}

#[test]
fn what_is_sent_back_is_submitted_with_the_facts_as_they_are_now_and_begins_anew() {
    on_both(async |db| {
        let mut office = Office::open(db).await;
        let application_id = office.as_far_as(&[M::Carry, M::Return]).await;
        office.today = day(2);
        let own = office.branch[0];
        let degree = guanai_registry::FactValue::Text("general".to_owned());
        office.learn(own, "hardship.degree", degree).await;
        let contact = office.contact.clone();
        office.step(&contact, application_id, wished(M::Resubmit, office.today)).await.unwrap();
        let kept = office.kept(application_id).await;
        assert_eq!((kept.application.round, kept.application.amount), (2, Money::from_yuan(500)));
        assert!(kept.carried().is_none(), "the vote before was on another submission");
        let officer = office.officer.clone();
        assert_eq!(
            office.code(&officer, application_id, wished(M::Review, office.today)).await,
            "application-move-unlawful"
        );
        office.take(application_id, M::Carry).await;
        assert_eq!(office.kept(application_id).await.application.state, S::Reviewing);
        let record = office.town.audit().await;
        let anew = record.iter().find(|record| record.action == "resubmit-application").unwrap();
        assert_eq!(anew.on_behalf_of, Some(own));
    });
}
