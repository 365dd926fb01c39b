//! Meetings: quorum, majority and who stands aside; and that nobody acts for themselves or kin.

use guanai_app::Role;
use guanai_app::meetings::{ListMeetings, RecordMeeting, list_meetings, read_meeting, reckon_meeting};
use guanai_casework::application::{ApplicationMove as M, ApplicationState as S};
use guanai_casework::meeting::{Ballot, Presence, RecusalGround};
use guanai_kernel::ids::{ApplicationId, PostId};
use guanai_registry::Post;
use guanai_store::posts;
use guanai_testkit::engines::on_both;

use crate::office::{Office, approve, day, wished};
use crate::town::{morning, source};

async fn code(office: &mut Office, wish: &RecordMeeting) -> &'static str {
    let contact = office.contact.clone();
    match office.hold(&contact, wish).await {
        Ok(_) => "done",
        Err(error) => error.code(),
    }
}

const fn ballot(in_favour: u32, against: u32, abstained: u32) -> Ballot {
    Ballot { in_favour, against, abstained }
}

#[test]
fn a_vote_without_a_quorum_is_none() {
    on_both(async |db| {
        let mut office = Office::open(db).await;
        let application_id = office.entered().await;
        let branch = office.branch.clone();
        let right = office.meeting(application_id).await;
        let mut few = right.clone();
        // Three of seven come.
        few.presence.retain(|person_id, _| branch[..3].contains(person_id));
        assert_eq!(code(&mut office, &few).await, "vote-no-quorum");
        // Four of seven come, one of them the applicant: three of six vote, which is not more than half.
        let mut just = right.clone();
        just.presence.retain(|person_id, _| branch[..4].contains(person_id));
        just.items[0].ballot = ballot(3, 0, 0);
        assert_eq!(code(&mut office, &just).await, "vote-no-quorum");
        let mut uncounted = right.clone();
        uncounted.items[0].ballot = ballot(6, 0, 0);
        assert_eq!(code(&mut office, &uncounted).await, "vote-votes-differ", "the applicant's vote is not counted");
        let mut away = right.clone();
        away.presence.insert(branch[1], Presence::Excused);
        assert_eq!(code(&mut office, &away).await, "meeting-chair");
        let mut stranger = right.clone();
        stranger.presence.insert(office.town.members[1], Presence::Present);
        assert_eq!(code(&mut office, &stranger).await, "meeting-not-on-the-roll");
        for (change, expected) in [
            (RecordMeeting { held_on: day(1), ..right.clone() }, "application-future"),
            (RecordMeeting { held_on: day(-1), ..right.clone() }, "application-too-early"),
            (RecordMeeting { place: " ".into(), ..right.clone() }, "meeting-words"),
            (RecordMeeting { items: Vec::new(), ..right.clone() }, "meeting-items"),
            (RecordMeeting { items: [&right.items[..], &right.items[..]].concat(), ..right.clone() }, "meeting-items"),
            (RecordMeeting { kind: "council".into(), ..right.clone() }, "meeting-kind"),
            (RecordMeeting { organization_id: office.town.branches[1], ..right.clone() }, "organization-not-found"),
        ] {
            assert_eq!(code(&mut office, &change).await, expected);
        }
        let mut nothing = right.clone();
        nothing.items[0].application_id = ApplicationId::from_bits(1);
        assert_eq!(code(&mut office, &nothing).await, "meeting-no-such-item");
        assert_eq!(office.kept(application_id).await.application.state, S::Appraising, "nothing of it was recorded");
        // Three of six who vote are for it: not more than half, so it is not carried, and that stands recorded.
        let mut split = right.clone();
        split.items[0].ballot = ballot(3, 1, 1);
        assert_eq!(code(&mut office, &split).await, "done");
        assert_eq!(office.kept(application_id).await.application.state, S::NotCarried);
        let stale = code(&mut office, &right).await;
        assert_eq!(stale, "application-stale", "whoever read it before is told");
    });
}

#[test]
fn kin_household_and_posts_stand_aside_and_so_does_whoever_asks_to() {
    on_both(async |db| {
        let mut office = Office::open(db).await;
        let application_id = office.entered().await;
        let [own, brother, his_wife, accountant, shy] = [0, 1, 2, 3, 4].map(|at: usize| office.branch[at]);
        office.relate(brother, own).await;
        office.relate(brother, his_wife).await;
        let post = Post {
            post_id: PostId::fresh(&mut office.town.ids),
            person_id: accountant,
            organization_id: office.town.branches[0],
            code: Some("accountant".to_owned()),
            title: "会计".to_owned(),
            since_on: day(-100),
            until_on: None,
            source: source(),
            recorded_at: morning(),
        };
        let mut tx = office.town.db.begin_write().await.unwrap();
        posts::add_many(&mut tx, &[post]).await.unwrap();
        tx.commit().await.unwrap();
        let mut wish = office.meeting(application_id).await;
        for person_id in office.branch.clone() {
            wish.presence.insert(person_id, Presence::Present);
        }
        wish.items[0].stood_aside = vec![shy];
        wish.items[0].ballot = ballot(2, 0, 0);
        let contact = office.contact.clone();
        let (mut cx, ..) = office.town.cx(contact.clone(), morning());
        let reckoned = reckon_meeting(&mut cx, &wish).await.unwrap();
        assert_eq!((reckoned.entitled, reckoned.present), (7, 7));
        let item = &reckoned.items[0];
        assert_eq!((item.entitled, item.present, item.is_carried), (2, 2, true), "two of seven are left");
        let mut grounds = item.recusals.clone();
        let mut expected = vec![
            (own, RecusalGround::Oneself),
            (brother, RecusalGround::Kin),
            (his_wife, RecusalGround::Kin),
            (accountant, RecusalGround::Post),
            (shy, RecusalGround::Declared),
        ];
        grounds.sort();
        expected.sort();
        assert_eq!(grounds, expected, "over two steps of kinship, as the pack says");
        let before = office.kept(application_id).await;
        assert_eq!(before.application.state, S::Appraising, "reckoning records nothing");
        let meeting_id = office.hold(&contact, &wish).await.unwrap();
        let (mut cx, ..) = office.town.cx(contact.clone(), morning());
        let view = read_meeting(&mut cx, meeting_id).await.unwrap();
        assert_eq!((view.entitled, view.present, view.items[0].recusals.len()), (7, 7, 5));
        let auditor = office.actor(Role::Auditor, None, None);
        let (mut cx, ..) = office.town.cx(auditor, morning());
        let masked = read_meeting(&mut cx, meeting_id).await.unwrap();
        assert!(masked.attendees.iter().all(|one| one.name.contains('*')), "{:?}", masked.attendees[0].name);
        assert_eq!(masked.items[0].opinion, None);
        let elsewhere = office.actor(Role::BranchContact, Some(office.town.branches[1]), None);
        let (mut cx, ..) = office.town.cx(elsewhere, morning());
        assert_eq!(read_meeting(&mut cx, meeting_id).await.unwrap_err().code(), "meeting-not-found");
        assert_eq!(list_meetings(&mut cx, ListMeetings::default()).await.unwrap().total, 0);
        let (mut cx, ..) = office.town.cx(contact, morning());
        assert_eq!(list_meetings(&mut cx, ListMeetings::default()).await.unwrap().rows[0].meeting_id, meeting_id);
    });
}

/// Whoever holds the office may be the applicant's brother: then somebody else must act, at every step.
#[test]
fn nobody_acts_for_themselves_or_kin() {
    on_both(async |db| {
        let mut office = Office::open(db).await;
        let [own, brother] = [0, 1].map(|at: usize| office.branch[at]);
        let application_id = office.as_far_as(&[M::Carry]).await;
        office.relate(own, brother).await;
        for who in [own, brother] {
            let officer = office.actor(Role::TownshipOfficer, Some(office.town.townships[0]), Some(who));
            for step in [M::Review, M::Return] {
                let found = office.code(&officer, application_id, wished(step, office.today)).await;
                assert_eq!(found, "application-concerned");
            }
        }
        for step in [M::Review, M::Post] {
            office.take(application_id, step).await;
        }
        office.take(application_id, M::TakeDown).await;
        for who in [own, brother] {
            let approver = office.actor(Role::CountyApprover, None, Some(who));
            assert_eq!(office.code(&approver, application_id, approve()).await, "application-concerned");
            let view = office.read(&approver, application_id).await.unwrap();
            assert!(!view.moves.contains(&M::Approve), "no page shows a button that is refused");
        }
        office.take(application_id, M::Approve).await;
        // The contact who is the applicant's brother does not keep the record of the vote on him either.
        let other =
            guanai_app::applications::EnterApplication { measure: "honour-recognition".into(), ..office.wish() };
        let contact = office.contact.clone();
        let honour = office.enter_as(&contact, &other).await.unwrap();
        let near = office.actor(Role::BranchContact, Some(office.town.branches[0]), Some(brother));
        let mut wish = office.meeting(honour).await;
        wish.items[0].ballot = ballot(4, 0, 0);
        assert_eq!(office.hold(&near, &wish).await.unwrap_err().code(), "application-concerned");
        assert!(office.hold(&contact, &wish).await.is_ok());
    });
}
