//! Every step from every state by every role, as the use cases take it; and nothing over somebody else's head.

use guanai_app::applications::{MoveApplicationError, WishedStep, act_of};
use guanai_app::{Actor, Role};
use guanai_casework::application::{ApplicationMove as M, ApplicationState as S, Desk};
use guanai_kernel::ids::{ApplicationId, PersonId};
use guanai_registry::Person;
use guanai_store::persons;
use guanai_testkit::engines::on_both;

use crate::office::{Office, approve, wished};

/// The ways to each state, by the usual hands.
const WAYS: &[(S, &[M])] = &[
    (S::Appraising, &[]),
    (S::NotCarried, &[M::NotCarry]),
    (S::Reviewing, &[M::Carry]),
    (S::Returned, &[M::Carry, M::Return]),
    (S::Posting, &[M::Carry, M::Review]),
    (S::OnNotice, &[M::Carry, M::Review, M::Post]),
    (S::Deciding, &[M::Carry, M::Review, M::Post, M::TakeDown]),
    (S::Approved, &[M::Carry, M::Review, M::Post, M::TakeDown, M::Approve]),
    (S::Refused, &[M::Carry, M::Review, M::Post, M::TakeDown, M::Refuse]),
    (S::UnderReview, &[M::Carry, M::Review, M::Post, M::TakeDown, M::Approve, M::AskReview]),
    (S::Withdrawn, &[M::Withdraw]),
];

/// The moves of one application by itself; votes come with a meeting, objections with a notice.
const MOVES: &[M] = &[
    M::Review,
    M::Return,
    M::Resubmit,
    M::Post,
    M::TakeDown,
    M::BreakOff,
    M::Answer,
    M::Attach,
    M::Approve,
    M::Refuse,
    M::AskReview,
    M::Withdraw,
];

const fn desk(role: Role) -> Option<Desk> {
    match role {
        Role::BranchContact => Some(Desk::Branch),
        Role::TownshipOfficer => Some(Desk::Township),
        Role::CountyOfficer => Some(Desk::County),
        Role::CountyApprover => Some(Desk::Approver),
        Role::Member => Some(Desk::Applicant),
        _ => None,
    }
}

/// Somebody in a role who had no part in anything, over the applicant's branch where the role has a scope.
fn somebody(office: &mut Office, role: Role) -> Actor {
    let scope = match role {
        Role::BranchContact => Some(office.town.branches[0]),
        Role::TownshipOfficer => Some(office.town.townships[0]),
        _ => None,
    };
    let own = (role == Role::Member).then_some(office.branch[0]);
    office.actor(role, scope, own)
}

/// In every state, every move by every role: taken exactly where the role holds the act and the table the move for its desk;
/// whatever is refused changes nothing.
#[test]
fn no_route_and_no_role_takes_an_unlawful_step() {
    on_both(async |db| {
        let mut office = Office::open(db).await;
        let (mut tried, mut taken) = (0, 0);
        for (state, way) in WAYS {
            let mut application_id = office.as_far_as(way).await;
            for &step in MOVES {
                for &role in Role::ALL {
                    tried += 1;
                    let who = somebody(&mut office, role);
                    let before = office.kept(application_id).await;
                    assert_eq!(before.application.state, *state);
                    let row = state.row(step);
                    let expected = match (guanai_app::actor::authorise(&who, act_of(step)), row, desk(role)) {
                        (Err(_), ..) => "denied",
                        (Ok(()), Err(_), _) => "application-move-unlawful",
                        (Ok(()), Ok((.., desks)), Some(desk)) if !desks.contains(&desk) => "application-other-desk",
                        (Ok(()), Ok(_), _) if step == M::Answer => "application-no-objection",
                        (Ok(()), Ok(_), _) if step == M::TakeDown => "application-within-notice",
                        (Ok(()), Ok(_), _) => "done",
                    };
                    let found = office.code(&who, application_id, wished(step, office.today)).await;
                    assert_eq!(found, expected, "{state:?} {step:?} {role:?}");
                    let now = office.kept(application_id).await;
                    if expected == "done" {
                        taken += 1;
                        assert_eq!(now.application.state, row.unwrap().2);
                        if step != M::Attach {
                            retire(&mut office, application_id).await;
                            application_id = office.as_far_as(way).await;
                        }
                    } else {
                        assert_eq!(now, before, "a refusal changes nothing");
                    }
                }
            }
            retire(&mut office, application_id).await;
        }
        assert_eq!((tried, taken), (WAYS.len() * MOVES.len() * Role::ALL.len(), 67));
    });
}

/// Takes an application out of the way, so that another for the same may be entered.
async fn retire(office: &mut Office, application_id: ApplicationId) {
    let mut tx = office.town.db.begin_write().await.unwrap();
    let before = guanai_store::applications::find_file(&mut tx, application_id).await.unwrap().unwrap();
    let mut after = before.clone();
    after.application.state = S::Withdrawn;
    if before != after {
        guanai_store::applications::amend_file(&mut tx, &before, &after, office.now()).await.unwrap();
    }
    tx.commit().await.unwrap();
}

#[test]
fn the_second_officer_is_told_what_the_first_did_and_nothing_is_overwritten() {
    on_both(async |db| {
        let mut office = Office::open(db).await;
        let application_id = office.as_far_as(&[M::Carry]).await;
        let (officer, county) = (office.officer.clone(), office.county.clone());
        // Both read the file, then both act.
        let first = office.command(application_id, wished(M::Return, office.today)).await;
        let second = office.command(application_id, wished(M::Review, office.today)).await;
        office.send(&officer, &first).await.unwrap();
        let told = office.send(&county, &second).await.unwrap_err();
        let MoveApplicationError::Stale(steps) = &told else { panic!("{told}") };
        assert_eq!(told.code(), "application-stale");
        assert_eq!(steps.iter().map(|s| (s.step, s.on)).collect::<Vec<_>>(), [(M::Return, office.today)]);
        assert_eq!(steps[0].by, officer.name);
        assert_eq!(office.kept(application_id).await.application.state, S::Returned);
        // A repeat of the first, after a lost reply, has one effect and the same answer.
        let operation = office.operation();
        let again = office.command(application_id, wished(M::Resubmit, office.today)).await;
        let contact = office.contact.clone();
        for _ in 0..2 {
            let now = office.now();
            let (mut cx, ..) = office.town.cx(contact.clone(), now);
            let done = guanai_app::applications::move_application(&mut cx, operation, &again).await;
            assert_eq!(done.unwrap(), application_id);
        }
        let kept = office.kept(application_id).await;
        assert_eq!((kept.application.round, kept.application.state), (2, S::Appraising));
        let mut other = again.clone();
        other.was_read_back = false;
        let now = office.now();
        let (mut cx, ..) = office.town.cx(contact, now);
        let changed = guanai_app::applications::move_application(&mut cx, operation, &other).await;
        assert_eq!(changed.unwrap_err().code(), "already-sent");
    });
}

#[test]
fn what_lies_outside_the_scope_is_not_there() {
    on_both(async |db| {
        let mut office = Office::open(db).await;
        let application_id = office.as_far_as(&[M::Carry]).await;
        let (branch, township) = (office.town.branches[1], office.town.townships[1]);
        let stranger = office.town.members[1];
        for (role, scope, own) in [
            (Role::BranchContact, Some(branch), None),
            (Role::TownshipOfficer, Some(township), None),
            (Role::TownshipOfficer, None, None),
            (Role::Member, None, Some(stranger)),
        ] {
            let who = office.actor(role, scope, own);
            assert_eq!(office.read(&who, application_id).await.unwrap_err().code(), "application-not-found");
            let step = if role == Role::TownshipOfficer { M::Review } else { M::Withdraw };
            let step = wished(step, office.today);
            let command = office.command(application_id, step).await;
            assert_eq!(office.send(&who, &command).await.unwrap_err().code(), "application-not-found", "{role:?}");
        }
    });
}

#[test]
fn whoever_checks_declares_their_distance_and_whoever_speaks_for_another_reads_it_back() {
    on_both(async |db| {
        let mut office = Office::open(db).await;
        let application_id = office.as_far_as(&[M::Carry]).await;
        let officer = office.officer.clone();
        let mut review = office.command(application_id, wished(M::Review, office.today)).await;
        review.declares_distance = false;
        assert_eq!(office.send(&officer, &review).await.unwrap_err().code(), "application-not-declared");
        let contact = office.contact.clone();
        let mut back = office.command(application_id, wished(M::Withdraw, office.today)).await;
        back.was_read_back = false;
        assert_eq!(office.send(&contact, &back).await.unwrap_err().code(), "not-read-back");
        // The applicants themselves read nothing back.
        let applicant = office.applicant.clone();
        office.send(&applicant, &back).await.unwrap();
        let long = WishedStep::Return { words: "长".repeat(2_001) };
        assert_eq!(office.code(&officer, application_id, long).await, "application-words");
        let record = office.town.audit().await.pop().unwrap();
        assert_eq!((record.action.as_str(), record.on_behalf_of), ("withdraw-application", None));
    });
}

/// Says that somebody died today.
async fn dies(office: &mut Office, person_id: PersonId) {
    let (now, today) = (office.now(), office.today);
    let mut tx = office.town.db.begin_write().await.unwrap();
    let before = persons::get(&mut tx, person_id).await.unwrap();
    persons::amend(&mut tx, &before, &Person { died_on: Some(today), ..before.clone() }, now).await.unwrap();
    tx.commit().await.unwrap();
}

/// Nothing leads an application of the dead towards a grant, wherever it stands; it is taken back or refused.
#[test]
fn an_application_of_the_dead_is_withdrawn_or_refused_and_nothing_else() {
    on_both(async |db| {
        let mut office = Office::open(db).await;
        for (way, next) in [
            (&[] as &[M], M::Carry),
            (&[M::Carry], M::Review),
            (&[M::Carry, M::Return], M::Resubmit),
            (&[M::Carry, M::Review], M::Post),
            (&[M::Carry, M::Review, M::Post, M::TakeDown], M::Approve),
        ] {
            let application_id = office.as_far_as(way).await;
            let person_id = office.kept(application_id).await.application.person_id;
            let before = {
                let mut tx = office.town.db.begin_read().await.unwrap();
                persons::get(&mut tx, person_id).await.unwrap()
            };
            dies(&mut office, person_id).await;
            let code = if next == M::Carry {
                let (contact, mut wish) = (office.contact.clone(), office.meeting(application_id).await);
                wish.presence.remove(&person_id);
                office.hold(&contact, &wish).await.unwrap_err().code()
            } else {
                let hand = match next {
                    M::Review | M::Post => office.officer.clone(),
                    M::Approve => office.approver.clone(),
                    _ => office.applicant.clone(),
                };
                let step = wished(next, office.today);
                office.code(&hand, application_id, step).await
            };
            assert_eq!(code, "application-applicant-died", "{next:?}");
            if next == M::Approve {
                let approver = office.approver.clone();
                let refuse = wished(M::Refuse, office.today);
                let code = office.code(&approver, application_id, refuse).await;
                assert_eq!(code, "application-facts-changed", "it may be refused, once it is said why despite that");
            }
            // Alive again, for the next way: it was entered of somebody else.
            let now = office.now();
            let mut tx = office.town.db.begin_write().await.unwrap();
            let dead = persons::get(&mut tx, person_id).await.unwrap();
            persons::amend(&mut tx, &dead, &before, now).await.unwrap();
            tx.commit().await.unwrap();
            retire(&mut office, application_id).await;
        }
    });
}

#[test]
fn facts_that_changed_since_are_said_and_somebody_decides() {
    use guanai_casework::application::step::Despite;
    use guanai_registry::FactValue;
    on_both(async |db| {
        let mut office = Office::open(db).await;
        let application_id = office.as_far_as(&[M::Carry, M::Review, M::Post, M::TakeDown]).await;
        let income = guanai_kernel::Money::from_yuan(9_000).unwrap();
        let applicant = office.branch[0];
        office.learn(applicant, "household.income_per_head", FactValue::Money(income)).await;
        let approver = office.approver.clone();
        let refused = office.step(&approver, application_id, approve()).await.unwrap_err();
        assert_eq!(refused.code(), "application-facts-changed");
        let view = office.read(&approver, application_id).await.unwrap();
        let names: Vec<&str> = view.changes.iter().map(|change| change.name.as_str()).collect();
        assert_eq!(names, ["answer", "household.income_per_head"]);
        let change = &view.changes[1];
        assert_eq!(change.was.as_ref().unwrap().zh, "6,000.00元");
        assert_eq!(change.is.as_ref().unwrap().zh, "9,000.00元");
        assert_eq!(view.row.amount, guanai_kernel::Money::from_yuan(2_000), "what it rests on stays as it was");
        let facts = names.iter().map(ToString::to_string).collect();
        let WishedStep::Decide { verdict, amount, purse, resolution_no, words, .. } = approve() else { panic!() };
        let despite = Some(Despite { facts, words: "申请时符合，变化在后".to_owned() });
        let step = WishedStep::Decide { verdict, amount, purse, resolution_no, words, despite };
        office.step(&approver, application_id, step).await.unwrap();
        let decision = office.kept(application_id).await.decisions.pop().unwrap();
        assert_eq!(decision.despite, ["answer", "household.income_per_head"]);
        // Nobody else is told of what changed.
        let contact = office.contact.clone();
        assert!(office.read(&contact, application_id).await.unwrap().changes.is_empty());
    });
}
