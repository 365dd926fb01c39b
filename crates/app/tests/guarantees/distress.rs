//! Words of distress are heard wherever they are said: whoever is on duty is told at once, and no word of them is copied.

use guanai_app::applications::{EnterApplication, enter_application};
use guanai_app::asks::{AskOffice, AskTopic, ask_office};
use guanai_app::guarantees::questions::{find_own_distress, list_questions, read_question};
use guanai_app::guarantees::standins::{NameDuty, name_duty};
use guanai_app::needs::{RaiseNeed, ReadBack, raise_need};
use guanai_app::visits::{RecordVisit, WhoVisited, record_visit};
use guanai_app::{Actor, Role};
use guanai_casework::guarantee::{HeardIn, Stage};
use guanai_casework::{Urgency, VisitAct, Voice};
use guanai_kernel::{Date, Post};
use guanai_store::audit;

use crate::desk::day;
use crate::engines::on_both;
use crate::town::Town;

const DISTRESS: &str = "这些天总觉得活不下去了";
/// Working days of that July.
const WORKED: [i8; 6] = [2, 3, 6, 7, 8, 9];
/// Words that stand in no other text.
const CANARY: &str = "活不下去";

fn visited(town: &Town, on: Date) -> RecordVisit {
    let who = WhoVisited::Named("支部书记甲".to_owned());
    RecordVisit::plain(town.members[0], VisitAct::Visit, who, on, "regular")
}

fn raised(town: &Town, words: &str, on: Date) -> RaiseNeed {
    RaiseNeed {
        person_id: town.members[0],
        category: None,
        urgency: Urgency::Normal,
        words: words.to_owned(),
        voice: Voice::Person,
        read_back: ReadBack::Done,
        consents_to_contact: false,
        stated_on: on,
        wanted: 1,
    }
}

impl Town {
    /// Says it by one of the ways, on a day.
    async fn says(&mut self, who: &Actor, way: usize, on: Date) {
        let operation = self.operation();
        let words = || DISTRESS.to_owned();
        match way {
            0 => {
                let need = raised(self, DISTRESS, on);
                raise_need(&mut self.on(who, on), operation, &need).await.map(drop).unwrap();
            }
            1 => {
                let ask = AskOffice { topic: AskTopic::Help, measure: None, words: words(), was_read_back: false };
                ask_office(&mut self.on(who, on), operation, &ask).await.map(drop).unwrap();
            }
            2 => {
                let wish = EnterApplication {
                    person_id: self.members[0],
                    measure: "disaster-relief".to_owned(),
                    words: words(),
                    new_event: None,
                    applied_on: on,
                    was_read_back: false,
                };
                enter_application(&mut self.on(who, on), operation, &wish).await.map(drop).unwrap();
            }
            3 => {
                let visit = RecordVisit { found: Some(words()), ..visited(self, on) };
                record_visit(&mut self.on(who, on), operation, &visit).await.map(drop).unwrap();
            }
            4 => {
                let visit = RecordVisit { note: Some(words()), act: VisitAct::Talk, ..visited(self, on) };
                record_visit(&mut self.on(who, on), operation, &visit).await.map(drop).unwrap();
            }
            _ => {
                let visit = RecordVisit { needs: vec![raised(self, DISTRESS, on)], ..visited(self, on) };
                record_visit(&mut self.on(who, on), operation, &visit).await.map(drop).unwrap();
            }
        }
    }
}

#[test]
fn words_of_distress_reach_whoever_is_on_duty_by_every_entrance_and_are_not_copied() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let member = town.office(Role::Member, 0).await;
        let contact = town.office(Role::BranchContact, 0).await;
        let county = town.office(Role::CountyOfficer, 0).await;
        let on_duty = town.office(Role::TownshipOfficer, 1).await;
        let turn = NameDuty { account: on_duty.name.to_lowercase(), from_on: day(7, 1), last_on: day(7, 31) };
        name_duty(&mut town.on(&county, day(7, 1)), &turn).await.unwrap();
        let places =
            [HeardIn::Need, HeardIn::Ask, HeardIn::Application, HeardIn::Visit, HeardIn::Visit, HeardIn::Visit];
        for (way, heard_in) in places.into_iter().enumerate() {
            let on = day(7, WORKED[way]);
            let who = if way < 3 { &member } else { &contact };
            town.says(who, way, on).await;
            let lists = list_questions(&mut town.on(&on_duty, on)).await.unwrap();
            assert_eq!(lists.reading.len(), way + 1, "by way {way}");
            assert!(!format!("{lists:?}").contains(CANARY));
            let newest = lists.reading.iter().map(|listed| listed.brief.question_id).max().unwrap();
            let read = read_question(&mut town.on(&on_duty, on), newest).await.unwrap();
            assert_eq!((HeardIn::of_words(&read.question.words), read.question.asked_on), (Some(heard_in), on));
            assert_eq!((read.question.post, read.due_on), (Post::County, Some(on)), "the same day");
            let own = find_own_distress(&town.on(&member, on), DISTRESS).await.unwrap();
            assert_eq!(own, Some(newest), "what is said at once stands there");
            assert_eq!(find_own_distress(&town.on(&member, on), "想找工作").await.unwrap(), None);
            // Said once more on that day it is the same matter.
            town.says(&contact, 3, on).await;
            assert_eq!(list_questions(&mut town.on(&on_duty, on)).await.unwrap().reading.len(), way + 1);
            assert!(list_questions(&mut town.on(&contact, on)).await.unwrap().waiting.is_empty(), "not the branch's");
        }
        let told = town.told(town.members[0], Stage::Started).await;
        assert!(told.contains(&(Post::Duty, on_duty.name.clone())));
        let mut tx = town.db.begin_read().await.unwrap();
        let records = audit::page(&mut tx, None).await.unwrap();
        assert!(records.iter().all(|record| !format!("{record:?}").contains(CANARY)));
    });
}

#[test]
fn words_that_tell_of_no_distress_open_nothing() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let contact = town.office(Role::BranchContact, 0).await;
        let county = town.office(Role::CountyOfficer, 0).await;
        let operation = town.operation();
        let need = raised(&town, "想找一份工作", day(7, 2));
        raise_need(&mut town.on(&contact, day(7, 2)), operation, &need).await.unwrap();
        let lists = list_questions(&mut town.on(&county, day(7, 2))).await.unwrap();
        assert!(lists.waiting.is_empty() && lists.reading.is_empty());
    });
}
