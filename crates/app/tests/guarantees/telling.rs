//! Who hears of a clock: upwards while it is late, deputies for who is away, the next post where nobody is.

use std::collections::BTreeSet;
use std::sync::Arc;

use guanai_app::guarantees::Keeping;
use guanai_app::guarantees::standins::{NameDeputy, NameDuty, NameStandinError, name_deputy, name_duty};
use guanai_app::guarantees::standins_list::list_standins;
use guanai_app::records::check_records;
use guanai_app::{Actor, Role, Standards};
use guanai_casework::guarantee::Stage;
use guanai_kernel::{Date, Post};
use guanai_scheme::Lang;
use guanai_testkit::clock;

use crate::desk::day;
use crate::engines::on_both;
use crate::town::Town;

/// A Wednesday; a yearly clock that began on it is due on the Thursday a year later.
const LATE_FROM: Date = Date::constant(2027, 7, 2);

async fn untold(town: &mut Town, on: Date) -> u64 {
    let outcomes = check_records(&mut town.on(&Actor::console(), on)).await.unwrap();
    outcomes.iter().find(|outcome| outcome.name == "late-guarantees-are-told").unwrap().found
}

#[test]
fn a_late_clock_is_told_upwards_and_each_hears_once() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let branch = town.office(Role::BranchContact, 0).await;
        let township = town.office(Role::TownshipOfficer, 0).await;
        let county = town.office(Role::CountyOfficer, 0).await;
        town.office(Role::BranchContact, 1).await;
        town.office(Role::Auditor, 0).await;
        let person = town.members[0];
        town.keep(day(7, 1)).await;
        assert_eq!(town.told(person, Stage::AtRisk).await, BTreeSet::new());
        town.keep(Date::constant(2027, 6, 7)).await;
        let risk = BTreeSet::from([(Post::Branch, branch.name.clone())]);
        assert_eq!(town.told(person, Stage::AtRisk).await, risk);
        assert_eq!(untold(&mut town, LATE_FROM).await, 2, "nobody has looked today");
        town.keep(LATE_FROM).await;
        assert_eq!(town.told(person, Stage::Late).await, risk);
        assert_eq!(untold(&mut town, LATE_FROM).await, 0);
        town.keep(Date::constant(2027, 7, 16)).await;
        let mut told = BTreeSet::from([(Post::Branch, branch.name), (Post::Township, township.name)]);
        assert_eq!(town.told(person, Stage::Late).await, told);
        let later = Date::constant(2027, 8, 31);
        assert!(town.keep(later).await.told > 0);
        told.insert((Post::County, county.name));
        assert_eq!(town.told(person, Stage::Late).await, told);
        assert_eq!(town.keep(later).await.told, 0, "nobody is told twice");
    });
}

#[test]
fn where_nobody_holds_a_post_the_next_one_hears_and_where_nobody_is_at_all_a_check_fails() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        town.keep(day(7, 1)).await;
        town.keep(LATE_FROM).await;
        assert_eq!(untold(&mut town, LATE_FROM).await, 2);
        let county = town.office(Role::CountyOfficer, 0).await;
        town.keep(LATE_FROM).await;
        assert_eq!(untold(&mut town, LATE_FROM).await, 0);
        let told = town.told(town.members[0], Stage::Late).await;
        assert_eq!(told, BTreeSet::from([(Post::Branch, county.name.clone())]));
        // Whoever comes later hears of what is still late.
        let branch = town.office(Role::BranchContact, 0).await;
        town.keep(Date::constant(2027, 7, 5)).await;
        let told = town.told(town.members[0], Stage::Late).await;
        assert!(told.contains(&(Post::Branch, branch.name)) && told.len() == 2);
    });
}

fn sign_in_name(actor: &Actor) -> String {
    actor.name.to_lowercase()
}

#[test]
fn a_deputy_hears_for_who_is_away_and_without_one_the_next_post_does() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let branch = town.office(Role::BranchContact, 0).await;
        let other = town.office(Role::BranchContact, 1).await;
        let township = town.office(Role::TownshipOfficer, 0).await;
        let away =
            NameDeputy { account_id: None, from_on: LATE_FROM, last_on: LATE_FROM, deputy: Some(sign_in_name(&other)) };
        name_deputy(&mut town.on(&branch, day(7, 1)), &away).await.unwrap();
        let twice = name_deputy(&mut town.on(&branch, day(7, 1)), &away).await;
        assert!(matches!(twice, Err(NameStandinError::Taken)));
        let own = NameDeputy { deputy: Some(sign_in_name(&branch)), from_on: day(8, 1), ..away.clone() };
        let own = name_deputy(&mut town.on(&branch, day(7, 1)), &own).await;
        assert!(matches!(own, Err(NameStandinError::Self_)));
        town.keep(day(7, 1)).await;
        town.keep(LATE_FROM).await;
        let told = town.told(town.members[0], Stage::Late).await;
        assert_eq!(told, BTreeSet::from([(Post::Branch, other.name.clone())]));

        // Officers say it of those below them; without a deputy the township hears at once.
        let second = NameDeputy {
            account_id: branch.name.parse().ok(),
            from_on: Date::constant(2027, 7, 3),
            last_on: Date::constant(2027, 7, 30),
            deputy: None,
        };
        let sideways = name_deputy(&mut town.on(&other, day(7, 1)), &second).await;
        assert!(matches!(sideways, Err(NameStandinError::NoAccount)));
        name_deputy(&mut town.on(&township, day(7, 1)), &second).await.unwrap();
        town.keep(Date::constant(2027, 7, 5)).await;
        let told = town.told(town.members[0], Stage::Late).await;
        assert!(told.contains(&(Post::Branch, township.name)) && told.len() == 2);
    });
}

#[test]
fn everybody_reads_who_is_on_duty_and_their_own_absences() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let county = town.office(Role::CountyOfficer, 0).await;
        let township = town.office(Role::TownshipOfficer, 0).await;
        let branch = town.office(Role::BranchContact, 0).await;
        let other = town.office(Role::BranchContact, 1).await;
        town.office(Role::Cashier, 0).await;
        let away =
            NameDeputy { account_id: None, from_on: day(7, 2), last_on: day(7, 3), deputy: Some(sign_in_name(&other)) };
        name_deputy(&mut town.on(&branch, day(7, 1)), &away).await.unwrap();
        let turn = NameDuty { account: sign_in_name(&township), from_on: day(7, 1), last_on: day(7, 5) };
        name_duty(&mut town.on(&county, day(7, 1)), &turn).await.unwrap();
        let read = list_standins(&mut town.on(&branch, day(7, 1))).await.unwrap();
        assert_eq!((read.away.len(), read.duty.len(), read.may_name_duty), (1, 1, false));
        assert_eq!((read.away[0].last_on, read.away[0].deputy.as_deref()), (day(7, 3), Some("branch-contact 1")));
        assert_eq!(read.may_be_away.len(), 1, "a contact says it of themselves");
        let names: BTreeSet<&str> = read.may_stand_in.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, BTreeSet::from(["branch-contact 0", "county-officer 0", "township-officer 0"]));
        let read = list_standins(&mut town.on(&other, day(7, 1))).await.unwrap();
        assert_eq!(read.away.len(), 1, "for which one stands in");
        let read = list_standins(&mut town.on(&county, day(7, 1))).await.unwrap();
        assert_eq!((read.away.len(), read.may_be_away.len(), read.may_name_duty), (1, 4, true));
        assert_eq!(list_standins(&mut town.on(&branch, day(7, 4))).await.unwrap().away.len(), 0, "over");
    });
}

#[test]
fn duty_is_named_by_the_county_and_held_by_offices() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let county = town.office(Role::CountyOfficer, 0).await;
        let branch = town.office(Role::BranchContact, 0).await;
        let cashier = town.office(Role::Cashier, 0).await;
        let duty = |actor: &Actor| NameDuty { account: sign_in_name(actor), from_on: day(7, 1), last_on: day(7, 31) };
        let wish = duty(&branch);
        assert!(matches!(name_duty(&mut town.on(&branch, day(7, 1)), &wish).await, Err(NameStandinError::Denied(_))));
        name_duty(&mut town.on(&county, day(7, 1)), &wish).await.unwrap();
        let wrong = duty(&cashier);
        let wrong = name_duty(&mut town.on(&county, day(7, 1)), &wrong).await;
        assert!(matches!(wrong, Err(NameStandinError::NoAccount)));
        let past = NameDuty { last_on: day(6, 30), from_on: day(6, 1), ..wish };
        assert!(matches!(name_duty(&mut town.on(&county, day(7, 1)), &past).await, Err(NameStandinError::Days)));
    });
}

#[test]
fn an_account_that_was_closed_does_not_count_as_having_heard() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let branch = town.office(Role::BranchContact, 0).await;
        let second = town.office(Role::BranchContact, 1).await;
        town.keep(day(7, 1)).await;
        town.keep(LATE_FROM).await;
        assert_eq!(untold(&mut town, LATE_FROM).await, 0);
        town.close(&branch, day(7, 2)).await;
        assert_eq!(untold(&mut town, LATE_FROM).await, 1);
        assert!(town.told(town.members[1], Stage::Late).await.contains(&(Post::Branch, second.name)));
    });
}

#[test]
fn where_everybody_is_away_those_who_are_away_hear_and_nothing_is_told_to_nobody() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let county = town.office(Role::CountyOfficer, 0).await;
        let away = NameDeputy { account_id: None, from_on: LATE_FROM, last_on: LATE_FROM, deputy: None };
        name_deputy(&mut town.on(&county, day(7, 1)), &away).await.unwrap();
        town.keep(day(7, 1)).await;
        town.keep(LATE_FROM).await;
        assert_eq!(untold(&mut town, LATE_FROM).await, 0);
        assert_eq!(town.told(town.members[0], Stage::Late).await, BTreeSet::from([(Post::Branch, county.name)]));
    });
}

#[test]
fn the_keeper_tells_anew_when_whoever_was_told_has_left() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let branch = town.office(Role::BranchContact, 0).await;
        let second = town.office(Role::BranchContact, 1).await;
        let county = town.office(Role::CountyOfficer, 0).await;
        let now = clock::at(LATE_FROM);
        let mut keeping = Keeping::new(town.db.clone(), Arc::new(Standards::embedded(Lang::En).unwrap()));
        keeping.look(clock::at(day(7, 1)), day(7, 1)).await.unwrap();
        keeping.look(now, LATE_FROM).await.unwrap();
        assert_eq!(untold(&mut town, LATE_FROM).await, 0);
        town.close(&branch, LATE_FROM).await;
        assert_eq!(untold(&mut town, LATE_FROM).await, 1);
        keeping.tell_anew(now, LATE_FROM).await.unwrap();
        assert_eq!(untold(&mut town, LATE_FROM).await, 0);
        assert!(town.told(town.members[0], Stage::Late).await.contains(&(Post::Branch, county.name)));
        assert!(!town.told(town.members[0], Stage::Late).await.contains(&(Post::Branch, second.name)));
    });
}
