//! Entering an application: by whom, for whom, what is frozen with it, and what stands in its way.

use guanai_app::applications::{
    EnterApplication, InTheWay, ListApplications, find_by_code, list_applications, open_entry_form,
};
use guanai_app::{Actor, Role};
use guanai_casework::application::{ApplicationMove as M, ApplicationState as S};
use guanai_kernel::Money;
use guanai_kernel::civil::add_months;
use guanai_kernel::ids::{HouseholdId, PersonId};
use guanai_registry::{FactValue, Household, HouseholdMember};
use guanai_store::households;
use guanai_testkit::engines::on_both;

use crate::office::{Office, day};
use crate::town::{STANDARDS, morning, source};

async fn code(office: &mut Office, who: &Actor, wish: &EnterApplication) -> &'static str {
    match office.enter_as(who, wish).await {
        Ok(_) => "done",
        Err(error) => error.code(),
    }
}

#[test]
fn the_contact_enters_it_read_back_and_what_it_rests_on_is_frozen() {
    on_both(async |db| {
        let mut office = Office::open(db).await;
        let application_id = office.entered().await;
        let kept = office.kept(application_id).await.application;
        assert_eq!((kept.state, kept.round, kept.version), (S::Appraising, 1, 0));
        assert_eq!((kept.amount, kept.chain.id.as_str()), (Money::from_yuan(2_000), "relief-small"));
        assert!(kept.is_on_behalf && kept.frozen.holds());
        assert_eq!(
            kept.frozen.sentence.zh,
            "经组织认定为特别困难，家庭人均年收入6,000.00元，不高于收入线8,000.00元，符合条件，拟帮扶2,000.00元，以审定为准。"
        );
        assert!(kept.frozen.sentence.en.starts_with("Recognised (severe)"), "{}", kept.frozen.sentence.en);
        let facts: Vec<&str> = kept.frozen.facts.iter().map(|fact| fact.name.as_str()).collect();
        assert!(facts.contains(&"household.income_per_head") && facts.contains(&"hardship.degree"), "{facts:?}");
        assert!(kept.frozen.parameters.iter().any(|parameter| parameter.value.zh == "8,000.00元"));
        let record = office.town.audit().await.pop().unwrap();
        assert_eq!((record.action.as_str(), record.on_behalf_of), ("enter-application", Some(office.branch[0])));
        let contact = office.contact.clone();
        let other = EnterApplication { was_read_back: false, measure: "training".to_owned(), ..office.wish() };
        assert_eq!(code(&mut office, &contact, &other).await, "not-read-back");
        let applicant = office.applicant.clone();
        assert_eq!(code(&mut office, &applicant, &other).await, "done", "one's own is not read back");
        let same = office.wish();
        assert_eq!(code(&mut office, &applicant, &same).await, "application-already");
    });
}

#[test]
fn what_may_not_be_entered_is_refused_by_its_reason() {
    on_both(async |db| {
        let mut office = Office::open(db).await;
        let contact = office.contact.clone();
        let [own, other] = [office.branch[0], office.town.members[1]];
        let changed = |office: &Office, change: &dyn Fn(&mut EnterApplication)| {
            let mut wish = office.wish();
            change(&mut wish);
            wish
        };
        for (wish, expected) in [
            (changed(&office, &|w| w.measure = "party-seniority-allowance".into()), "application-not-applied-for"),
            (changed(&office, &|w| w.measure = "nothing".into()), "application-not-applied-for"),
            (changed(&office, &|w| w.words = "　".into()), "application-words"),
            (changed(&office, &|w| w.words = "长".repeat(2_001)), "application-words"),
            (changed(&office, &|w| w.applied_on = day(1)), "application-future"),
            (changed(&office, &|w| w.person_id = other), "person-not-found"),
            (changed(&office, &|w| w.person_id = PersonId::from_bits(1)), "person-not-found"),
        ] {
            assert_eq!(code(&mut office, &contact, &wish).await, expected);
        }
        for role in Role::ALL.iter().filter(|role| !matches!(role, Role::BranchContact | Role::Member)) {
            let who = office.actor(*role, None, None);
            let wish = office.wish();
            assert_eq!(code(&mut office, &who, &wish).await, "denied", "{role:?}");
        }
        let (stranger, wish) = (office.actor(Role::Member, None, Some(other)), office.wish());
        assert_eq!(code(&mut office, &stranger, &wish).await, "person-not-found");
        // What the standard says today does not stand in the way: a named person decides.
        let poor = EnterApplication { measure: "medical-aid".into(), person_id: own, ..office.wish() };
        let application_id = office.enter_as(&contact, &poor).await.unwrap();
        let kept = office.kept(application_id).await.application;
        assert_eq!((kept.frozen.answer.as_str(), kept.amount), ("undetermined", None));
        assert!(!kept.frozen.asks.is_empty(), "what is missing is said");
    });
}

/// The applicant and the second of the branch live together.
async fn share_a_home(office: &mut Office) {
    let household_id = HouseholdId::fresh(&mut office.town.ids);
    let mut tx = office.town.db.begin_write().await.unwrap();
    let household = Household { household_id, address: None, source: source(), recorded_at: morning() };
    households::add_many(&mut tx, &[household]).await.unwrap();
    let members = [(office.branch[0], "01"), (office.branch[1], "10")].map(|(person_id, relation)| HouseholdMember {
        household_id,
        person_id,
        relation: relation.to_owned(),
        since_on: day(-30),
        until_on: None,
    });
    households::add_members(&mut tx, &members).await.unwrap();
    tx.commit().await.unwrap();
}

/// What a household is given once for an event is not given again within a year, whoever of it applies, unless another event is
/// stated; whoever decides reads what.
#[test]
fn a_household_is_given_it_once_for_an_event_and_again_for_another_that_is_stated() {
    on_both(async |db| {
        let mut office = Office::open(db).await;
        let [own, wife, neighbour] = [office.branch[0], office.branch[1], office.branch[2]];
        share_a_home(&mut office).await;
        for person_id in [own, wife, neighbour] {
            office.learn(person_id, "hardship.recognised", FactValue::Bool(true)).await;
            office.learn(person_id, "hardship.cause", FactValue::Text("disaster".to_owned())).await;
            office.learn(person_id, "disaster.loss", FactValue::Money(Money::from_yuan(10_000).unwrap())).await;
        }
        let contact = office.contact.clone();
        let of = |office: &Office, person_id, new_event: Option<&str>| EnterApplication {
            person_id,
            measure: "disaster-relief".to_owned(),
            new_event: new_event.map(str::to_owned),
            applied_on: office.today,
            ..office.wish()
        };
        let wish = of(&office, own, None);
        let first = office.enter_as(&contact, &wish).await.unwrap();
        let hers = of(&office, wife, Some("又遭了灾"));
        assert_eq!(code(&mut office, &contact, &hers).await, "application-already", "while it is open");
        office.take(first, M::Review).await;
        office.take(first, M::Approve).await;
        assert_eq!(office.kept(first).await.application.state, S::Approved);

        // Approved: for the same event nobody of the household is given it again.
        let decided = office.today;
        for person_id in [own, wife] {
            let wish = of(&office, person_id, None);
            assert_eq!(code(&mut office, &contact, &wish).await, "application-same-event");
            let (mut cx, ..) = office.town.cx(contact.clone(), office.now());
            let form = open_entry_form(&mut cx, person_id).await.unwrap();
            let measures = STANDARDS.pack.measures();
            let offered = form.offered.iter().find(|one| measures[one.measure].id == "disaster-relief").unwrap();
            assert_eq!(offered.already, Some(InTheWay::SameEvent(first)), "the form asks for another event");
        }
        let wish = of(&office, wife, Some("　"));
        assert_eq!(code(&mut office, &contact, &wish).await, "application-words", "nothing stated is no event");
        let wish = of(&office, neighbour, None);
        assert_eq!(code(&mut office, &contact, &wish).await, "done", "another household");
        office.today = add_months(decided, 12).unwrap().yesterday().unwrap();
        let wish = of(&office, wife, None);
        assert_eq!(code(&mut office, &contact, &wish).await, "application-same-event", "the last day of twelve months");

        let told = "今年七月又遭了一次水灾，倒了一间房";
        let wish = of(&office, wife, Some(told));
        let again = office.enter_as(&contact, &wish).await.unwrap();
        let approver = office.approver.clone();
        assert_eq!(office.read(&approver, again).await.unwrap().new_event.as_deref(), Some(told));
        assert_eq!(office.read(&approver, first).await.unwrap().new_event, None);
        let auditor = office.actor(Role::Auditor, None, None);
        assert_eq!(
            office.read(&auditor, again).await.unwrap().new_event,
            None,
            "who reads no words reads none of these"
        );
        office.take(again, M::Review).await;
        office.take(again, M::Refuse).await;
        office.today = add_months(decided, 12).unwrap();
        let wish = of(&office, own, None);
        assert_eq!(code(&mut office, &contact, &wish).await, "done", "twelve months later nothing is to be stated");
    });
}

/// What is given once to a household is not applied for twice, nor again in the year in which it was approved.
#[test]
fn a_household_does_not_apply_twice_for_what_is_given_once() {
    on_both(async |db| {
        let mut office = Office::open(db).await;
        let wife = office.branch[1];
        share_a_home(&mut office).await;
        let first = office.entered().await;
        let contact = office.contact.clone();
        let hers = EnterApplication { person_id: wife, ..office.wish() };
        assert_eq!(code(&mut office, &contact, &hers).await, "application-already");
        office.take(first, M::Withdraw).await;
        assert_eq!(code(&mut office, &contact, &hers).await, "done", "what was taken back stands in nobody's way");
    });
}

#[test]
fn the_form_offers_what_is_applied_for_and_keeps_what_the_role_does_not_see() {
    on_both(async |db| {
        let mut office = Office::open(db).await;
        let (own, contact, applicant) = (office.branch[0], office.contact.clone(), office.applicant.clone());
        let pack = &STANDARDS.pack;
        for (who, sees) in [(&contact, false), (&applicant, true)] {
            let (mut cx, ..) = office.town.cx(who.clone(), morning());
            let form = open_entry_form(&mut cx, own).await.unwrap();
            let ids: Vec<&str> = form.offered.iter().map(|one| pack.measures()[one.measure].id.as_str()).collect();
            assert_eq!((ids[0], form.offered[0].answer), ("fixed-relief", "holds"), "what holds stands first");
            assert!(!ids.contains(&"party-seniority-allowance") && ids.contains(&"honour-recognition"));
            assert_eq!(form.offered[0].frozen.is_some(), sees, "the branch reads no income");
        }
    });
}

#[test]
fn a_list_keeps_to_the_scope_and_masks_for_the_auditor() {
    on_both(async |db| {
        let mut office = Office::open(db).await;
        let application_id = office.entered().await;
        let kept = office.kept(application_id).await.application;
        let (contact, officer) = (office.contact.clone(), office.officer.clone());
        let auditor = office.actor(Role::Auditor, None, None);
        let elsewhere = office.actor(Role::TownshipOfficer, Some(office.town.townships[1]), None);
        for (who, rows, name) in
            [(&contact, 1, "曾小明"), (&officer, 1, "曾小明"), (&auditor, 1, "曾*明"), (&elsewhere, 0, "")]
        {
            let (mut cx, ..) = office.town.cx(who.clone(), morning());
            let page = list_applications(&mut cx, &ListApplications::default()).await.unwrap();
            assert_eq!(page.rows.len(), rows);
            assert_eq!(page.rows.first().map_or("", |row| row.name.as_str()), name);
            assert_eq!(page.by_state.get(&S::Appraising).copied().unwrap_or(0), u64::try_from(rows).unwrap());
            let typed = format!("{} {}", &kept.code[..4].to_lowercase(), &kept.code[4..]);
            let found = find_by_code(&mut cx, &typed).await;
            assert_eq!(found.ok(), (rows == 1).then_some(application_id), "by the code on its papers");
        }
        let branch = office.town.branches[1];
        let ask = ListApplications { organization_id: Some(branch), ..ListApplications::default() };
        let (mut cx, ..) = office.town.cx(contact, morning());
        assert_eq!(list_applications(&mut cx, &ask).await.unwrap_err().code(), "application-not-found");
    });
}
