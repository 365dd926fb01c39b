//! Whoever applied was not missed, and of what a household is given once nobody of it was: who leaves the list, who stays, and who
//! is assessed again for it.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use guanai_app::applications::{EnterApplication, MoveApplication, WishedStep, enter_application, move_application};
use guanai_app::reach::{ReachAsk, ReachNames, list_reach};
use guanai_app::standing::{Reckoned, Standing, StandingReckoner};
use guanai_app::{Actor, Role, Standards};
use guanai_casework::reach::ReachList;
use guanai_kernel::ids::{HouseholdId, PersonId};
use guanai_kernel::{Date, Money};
use guanai_registry::{FactValue, Household, HouseholdMember};
use guanai_scheme::Lang;
use guanai_store::households;
use guanai_testkit::clock;

use crate::desk::day;
use crate::engines::on_both;
use crate::town::{STANDARDS, Town, source};

const LATER: Date = Date::constant(2026, 9, 1);

static SHARED: LazyLock<Arc<Standards>> = LazyLock::new(|| Arc::new(Standards::embedded(Lang::Zh).unwrap()));

impl Town {
    /// These live together.
    async fn live_together(&mut self, people: &[PersonId]) {
        let household_id = HouseholdId::fresh(&mut self.ids);
        let household = Household { household_id, address: None, source: source(), recorded_at: clock::at(day(7, 1)) };
        let member = |(at, person_id): (usize, &PersonId)| HouseholdMember {
            household_id,
            person_id: *person_id,
            relation: format!("{:02}", at + 1),
            since_on: day(7, 1),
            until_on: None,
        };
        let members: Vec<_> = people.iter().enumerate().map(member).collect();
        let mut tx = self.db.begin_write().await.unwrap();
        households::add_many(&mut tx, &[household]).await.unwrap();
        households::add_members(&mut tx, &members).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Of whom the list says that they never applied for a measure.
    async fn never_applied(&mut self, who: &Actor, standing: &Standing, measure: &str) -> BTreeSet<PersonId> {
        let ask =
            ReachAsk { list: ReachList::NeverApplied, organization_id: None, own: false, page: 1, lang: Lang::Zh };
        let page = list_reach(&mut self.on(who, LATER), standing, ask).await.unwrap();
        let Some(ReachNames::Gaps(rows)) = page.names else { panic!("no names") };
        let at = STANDARDS.pack.measure_index(measure).unwrap();
        rows.iter().filter(|row| row.measures.iter().any(|open| open.measure == at)).map(|row| row.person_id).collect()
    }
}

#[test]
fn whoever_applied_leaves_the_list_and_so_does_their_household_where_it_is_given_once() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let mut people = Vec::new();
        for number in 60..63 {
            let person_id = town.in_hardship(number, 0, "severe", day(7, 1)).await;
            let income = FactValue::Money(Money::from_yuan(3_000).unwrap());
            town.know_on(person_id, "household.income_per_head", income, day(7, 1)).await;
            let bills = FactValue::Money(Money::from_yuan(20_000).unwrap());
            town.know_on(person_id, "medical.self_paid", bills, day(7, 1)).await;
            people.push(person_id);
        }
        let [own, wife, neighbour] = [people[0], people[1], people[2]];
        town.live_together(&[own, wife]).await;
        let contact = town.office(Role::BranchContact, 0).await;
        let clock = Arc::new(|| (clock::at(LATER), LATER));
        let mut reckoner = StandingReckoner::new(town.db.clone(), Arc::clone(&SHARED), clock);
        let mut standing = Arc::new(reckoner.look(None).await.unwrap().1.unwrap());
        let all = BTreeSet::from([own, wife, neighbour]);
        for measure in ["fixed-relief", "medical-aid"] {
            assert_eq!(town.never_applied(&contact, &standing, measure).await, all, "{measure}");
        }

        let mut entered = Vec::new();
        // Of what a household is given once, both leave the list; of what each is given, whoever applied.
        for (measure, left) in
            [("fixed-relief", BTreeSet::from([neighbour])), ("medical-aid", BTreeSet::from([wife, neighbour]))]
        {
            let wish = EnterApplication {
                person_id: own,
                measure: measure.to_owned(),
                words: "收入不够".to_owned(),
                new_event: None,
                applied_on: LATER,
                was_read_back: true,
            };
            let operation = town.operation();
            entered.push(enter_application(&mut town.on(&contact, LATER), operation, &wish).await.unwrap());
            let (who, after) = reckoner.look(Some(Arc::clone(&standing))).await.unwrap();
            let Reckoned::These(these) = who else { panic!("{who:?}") };
            assert!(these.contains(&own) && these.contains(&wife) && !these.contains(&neighbour), "{these:?}");
            standing = Arc::new(after.unwrap());
            assert_eq!(town.never_applied(&contact, &standing, measure).await, left, "{measure}");
            assert_eq!(standing.people, town.standing(LATER).await.people, "as if everybody had been assessed anew");
        }

        // Taken back, they stand on it again.
        let step = WishedStep::Withdraw { words: None };
        let (application_id, operation) = (entered[0], town.operation());
        let wish = MoveApplication { application_id, version: 0, step, declares_distance: true, was_read_back: true };
        move_application(&mut town.on(&contact, LATER), operation, &wish).await.unwrap();
        let (_, after) = reckoner.look(Some(standing)).await.unwrap();
        let standing = Arc::new(after.unwrap());
        assert_eq!(town.never_applied(&contact, &standing, "fixed-relief").await, all);
        assert_eq!(standing.people, town.standing(LATER).await.people);
    });
}
