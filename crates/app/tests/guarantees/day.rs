//! The day of whoever visits, by the other guarantees: help, illness and work at risk bring a card each and order the day; that
//! somebody is in doubt brings none.

use std::collections::BTreeMap;

use guanai_app::guarantees::happenings::{RecordHappening, record_happening};
use guanai_app::guarantees::questions::{AskQuestion, ask_question};
use guanai_app::needs::{RaiseNeed, ReadBack, raise_need};
use guanai_app::visits::{DayClock, Pressing, read_my_day};
use guanai_app::{Actor, Role};
use guanai_casework::{Urgency, Voice};
use guanai_kernel::ids::PersonId;
use guanai_kernel::{Date, Guarantee, Occasion, Post};
use guanai_store::{memberships, persons};

use crate::desk::day;
use crate::engines::on_both;
use crate::town::{Town, membership, person};

impl Town {
    async fn neighbour(&mut self, number: u32) -> PersonId {
        let newcomer = person(&mut self.ids, number);
        let spell = membership(&mut self.ids, &newcomer, self.branches[0]);
        let mut tx = self.db.begin_write().await.unwrap();
        persons::add_many(&mut tx, &[newcomer.clone()]).await.unwrap();
        memberships::add_many(&mut tx, &[spell]).await.unwrap();
        tx.commit().await.unwrap();
        newcomer.person_id
    }

    async fn happened(&mut self, by: &Actor, person_id: PersonId, occasion: Occasion, on: Date) {
        let wish = RecordHappening { person_id, occasion: occasion.code().to_owned(), on, matter: None };
        let operation = self.operation();
        record_happening(&mut self.on(by, on), operation, &wish).await.unwrap();
    }
}

#[test]
fn help_illness_and_work_at_risk_bring_a_card_and_order_the_day_and_a_doubt_brings_none() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let contact = town.office(Role::BranchContact, 0).await;
        let [work, ill, help, doubt] =
            [town.neighbour(41).await, town.neighbour(42).await, town.neighbour(43).await, town.neighbour(44).await];
        // Ten working days for work, three for the ill, two for an urgent need over the holiday of the 25th to the 27th.
        town.happened(&contact, work, Occasion::WorkLost, day(9, 1)).await;
        let asks = Actor { person_id: Some(doubt), ..town.office(Role::Member, 0).await };
        let words = "不知道怎么开口".to_owned();
        let wish = AskQuestion { person_id: doubt, post: Post::Township.code().to_owned(), words };
        let operation = town.operation();
        ask_question(&mut town.on(&asks, day(9, 21)), operation, &wish).await.unwrap();
        town.happened(&contact, ill, Occasion::FellIll, day(9, 22)).await;
        let wish = RaiseNeed {
            person_id: help,
            category: Some("medical".to_owned()),
            urgency: Urgency::Urgent,
            words: "住院欠了钱".to_owned(),
            voice: Voice::Person,
            read_back: ReadBack::Done,
            consents_to_contact: true,
            stated_on: day(9, 24),
            wanted: 1,
        };
        let operation = town.operation();
        raise_need(&mut town.on(&contact, day(9, 24)), operation, &wish).await.unwrap();
        let today = day(9, 25);
        town.keep(today).await;
        let due = async |town: &Town, person_id, guarantee| town.running(person_id, guarantee).await.clock.due.on;
        let doubt_due = due(&town, doubt, Guarantee::Answer).await;
        assert!(doubt_due <= day(10, 2), "it would stand on the day, if it were anybody's to see");

        let mine = read_my_day(&mut town.on(&contact, today)).await.unwrap();
        let mut expected = BTreeMap::new();
        for (person_id, guarantee) in [(work, Guarantee::Work), (ill, Guarantee::Illness), (help, Guarantee::Help)] {
            expected.insert(person_id, vec![DayClock { guarantee, due_on: due(&town, person_id, guarantee).await }]);
        }
        let clocks: BTreeMap<PersonId, Vec<DayClock>> =
            mine.cards.iter().map(|card| (card.person_id, card.clocks.clone())).collect();
        assert_eq!(clocks, expected);
        let order: Vec<PersonId> = mine.cards.iter().map(|card| card.person_id).collect();
        assert_eq!(order, [work, ill, help], "what is late, what is near, what comes");
        let pressing: Vec<Pressing> = mine.cards.iter().map(|card| card.pressing).collect();
        assert!(matches!(pressing[..], [Pressing::Late(_), Pressing::Near(_), Pressing::Ahead(_)]), "{pressing:?}");
    });
}
