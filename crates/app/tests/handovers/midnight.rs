//! Powers from midnight to midnight, and two people at each appointment.

use guanai_app::posts::{Held, PostError, RecordAppointment, count_posts_due, read_posts};
use guanai_app::{Act, Actor, Role, Tenure};
use guanai_casework::appointment::{AppointmentMove, Manner, Powers};
use guanai_kernel::Moment;
use guanai_store::{accounts, posts};
use guanai_testkit::engines::on_both;

use crate::office::{Office, at_hour, on};
use crate::town::{after, morning};

fn just_before(at: Moment) -> Moment {
    Moment::from_micros(at.as_micros() - 1)
}

#[test]
fn the_old_secretary_acts_until_midnight_and_the_new_one_from_then_on() {
    on_both(async |db| {
        let mut office = Office::build(db).await;
        office.contact("lao", office.old).await;
        office.appoint(on(1), Some(on(30))).await;
        let maker = office.maker.clone();
        let old_post = office.old_post;
        office.end(&maker, old_post, on(0)).await.unwrap();
        // Let in for a post that has not begun: nothing yet.
        let (_, early) = office.contact("xin", office.new).await;
        assert_eq!((early.tenure, early.scope), (Tenure::Resting, None));
        let branch = Some(office.branch);
        for (name, at, may) in [
            ("lao", just_before(at_hour(1, 0)), true),
            ("lao", at_hour(1, 0), false),
            ("xin", just_before(at_hour(1, 0)), false),
            ("xin", at_hour(1, 0), true),
            ("xin", just_before(at_hour(31, 0)), true),
            ("xin", at_hour(31, 0), false),
        ] {
            let who = office.signed_in(name, at).await;
            assert_eq!((who.scope, who.role), (branch.filter(|_| may), Role::BranchContact), "{name} {at:?}");
            let (cx, ..) = office.town.cx(who.actor().unwrap(), at);
            let acts = [Act::ListPeople, Act::RecordVisit, Act::RecordOffer].map(|act| cx.authorise(act).is_ok());
            assert_eq!(acts, [may; 3], "{name} {at:?}");
            assert!(cx.authorise(Act::ReadHandovers).is_ok(), "handing over is left");
        }
        // A session that is open at midnight changes with it.
        let come = office.town.try_to_sign_in("lao", crate::town::OWN, just_before(at_hour(1, 0))).await;
        let token = crate::town::welcomed(come);
        assert_eq!(office.town.who(&token, just_before(at_hour(1, 0))).await.unwrap().scope, branch);
        assert_eq!(office.town.who(&token, at_hour(1, 0)).await.unwrap().tenure, Tenure::Resting);
    });
}

#[test]
fn an_account_without_posts_goes_on_as_it_was_opened_and_a_member_stays_a_member() {
    on_both(async |db| {
        let mut office = Office::build(db).await;
        office.contact("lao", office.old).await;
        let who = office.signed_in("lao", at_hour(400, 9)).await;
        assert_eq!((who.scope, who.tenure), (Some(office.branch), Tenure::Single));
        // A post elsewhere stands beside it.
        let (maker, checker) = (office.maker.clone(), office.checker.clone());
        let county = Actor { role: Role::CountyOfficer, scope: None, ..maker };
        let other = office.town.branches[1];
        let old = office.old;
        let wish = RecordAppointment {
            organization_id: other,
            person_id: old,
            manner: Manner::Acting,
            ..office.wish(on(1), Some(on(9)))
        };
        let post = office.record(&county, &wish).await.unwrap();
        let checker = Actor { role: Role::CountyOfficer, scope: None, ..checker };
        office.decide(&checker, post, AppointmentMove::Confirm).await.unwrap();
        let who = office.signed_in("lao", at_hour(2, 9)).await;
        assert_eq!((who.scope, who.tenure.clone()), (Some(office.branch), Tenure::Beside(vec![other])));
        let (mut cx, ..) = office.town.cx(who.actor().unwrap(), at_hour(2, 9));
        assert_eq!(read_posts(&mut cx, other).await.unwrap().posts.len(), 1, "both branches are within reach");
        let who = office.signed_in("lao", at_hour(11, 9)).await;
        assert_eq!((who.scope, who.tenure), (Some(office.branch), Tenure::Single));
    });
}

#[test]
fn the_level_above_appoints_and_somebody_else_confirms() {
    on_both(async |db| {
        let mut office = Office::build(db).await;
        let (maker, checker) = (office.maker.clone(), office.checker.clone());
        let elsewhere = Actor { scope: Some(office.town.townships[1]), ..maker.clone() };
        let (_, contact) = office.contact("lao", office.old).await;
        let contact = contact.actor().unwrap();
        let wish = office.wish(on(1), None);
        assert!(matches!(office.record(&elsewhere, &wish).await, Err(PostError::NotFound)));
        assert!(matches!(office.record(&contact, &wish).await, Err(PostError::Denied(_))));
        let own = RecordAppointment { organization_id: office.town.townships[0], ..wish.clone() };
        assert!(matches!(office.record(&maker, &own).await, Err(PostError::NotAbove)));
        let wide = RecordAppointment { powers: Powers::Officer, ..wish.clone() };
        assert!(matches!(office.record(&maker, &wide).await, Err(PostError::Powers)));
        let unknown = RecordAppointment { code: "king".into(), ..wish.clone() };
        assert!(matches!(office.record(&maker, &unknown).await, Err(PostError::NoSuchPost)));
        let backwards = RecordAppointment { last_on: Some(on(0)), ..wish.clone() };
        assert!(matches!(office.record(&maker, &backwards).await, Err(PostError::Days)));
        let post = office.record(&maker, &wish).await.unwrap();
        assert!(matches!(office.record(&checker, &wish).await, Err(PostError::HeldAlready)));
        let refused = office.decide(&maker, post, AppointmentMove::Confirm).await.unwrap_err();
        assert_eq!(refused.code(), "post-own-hand");
        let refused = office.decide(&checker, post, AppointmentMove::Withdraw).await.unwrap_err();
        assert_eq!(refused.code(), "post-not-own-hand");
        assert!(matches!(office.decide(&elsewhere, post, AppointmentMove::Confirm).await, Err(PostError::NotFound)));
        // The person whose post it is decides nothing about it.
        let owner = Actor { person_id: Some(office.new), ..checker.clone() };
        assert_eq!(office.decide(&owner, post, AppointmentMove::Confirm).await.unwrap_err().code(), "post-recused");
        let mut tx = office.town.db.begin_read().await.unwrap();
        assert_eq!(posts::find(&mut tx, post).await.unwrap(), None, "nothing holds before it is confirmed");
        tx.rollback().await.unwrap();
        office.decide(&checker, post, AppointmentMove::Confirm).await.unwrap();
        let again = office.decide(&checker, post, AppointmentMove::Decline).await.unwrap_err();
        assert_eq!(again.code(), "post-move");
        let (mut cx, ..) = office.town.cx(contact, morning());
        let page = read_posts(&mut cx, office.branch).await.unwrap();
        let held: Vec<Held> = page.posts.iter().map(|post| post.held).collect();
        assert_eq!(held, [Held::Now, Held::Ahead]);
        assert!(page.posts.iter().all(|post| post.moves.is_empty()) && !page.may_record);
    });
}

#[test]
fn what_waits_and_a_gap_are_told_to_the_level_above() {
    on_both(async |db| {
        let mut office = Office::build(db).await;
        let (maker, checker) = (office.maker.clone(), office.checker.clone());
        let wish = office.wish(on(2), None);
        office.record(&maker, &wish).await.unwrap();
        let old_post = office.old_post;
        office.end(&maker, old_post, on(0)).await.unwrap();
        for (actor, at, waiting, gaps) in
            [(&maker, morning(), 0, 0), (&checker, morning(), 1, 0), (&checker, at_hour(1, 0), 1, 1)]
        {
            let (cx, ..) = office.town.cx(actor.clone(), at);
            let due = count_posts_due(&cx).await.unwrap();
            assert_eq!((due.to_confirm.len(), due.gaps.len()), (waiting, gaps), "{at:?}");
        }
        let (mut cx, ..) = office.town.cx(checker, at_hour(1, 0));
        assert!(read_posts(&mut cx, office.branch).await.unwrap().is_gap);
    });
}

#[test]
fn whoever_held_a_post_hears_of_no_clock_any_more() {
    on_both(async |db| {
        let mut office = Office::build(db).await;
        let (_, lao) = office.contact("lao", office.old).await;
        let maker = office.maker.clone();
        let old_post = office.old_post;
        office.end(&maker, old_post, on(0)).await.unwrap();
        // Answered by the level above alone, once the post is over.
        let mut tx = office.town.db.begin_read().await.unwrap();
        let account = accounts::get(&mut tx, lao.account_id).await.unwrap();
        assert_eq!(account.organization_id, Some(office.branch), "the account itself is as it was");
        tx.rollback().await.unwrap();
        assert!(office.signed_in("lao", after(60)).await.scope.is_some());
        assert!(office.signed_in("lao", at_hour(1, 1)).await.scope.is_none());
    });
}
