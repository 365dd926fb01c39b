//! Whoever stands in for somebody who is away acts for them on those days, and on no other.

use guanai_app::guarantees::questions::{AskQuestion, ask_question, list_questions};
use guanai_app::guarantees::standins::{NameDeputy, name_deputy};
use guanai_app::visits::{MyDay, RecordVisit, WhoVisited, read_my_day, record_visit};
use guanai_app::{Actor, Role, Tenure};
use guanai_casework::VisitAct;
use guanai_kernel::ids::{OperationId, VisitId};
use guanai_kernel::{Date, Moment};
use guanai_registry::{BirthDates, Person};
use guanai_store::persons;
use guanai_testkit::engines::on_both;

use crate::office::{Office, at_hour, on};
use crate::town::morning;

impl Office {
    async fn day(&mut self, actor: &Actor, at: Moment) -> MyDay {
        let (mut cx, ..) = self.town.cx(actor.clone(), at);
        read_my_day(&mut cx).await.unwrap()
    }

    async fn visits(&mut self, actor: &Actor, made_on: Date, at: Moment) -> Result<VisitId, &'static str> {
        let who = WhoVisited::Named("邻村书记".to_owned());
        let wish = RecordVisit::plain(self.member, VisitAct::Visit, who, made_on, "birthday");
        let operation = self.operation();
        let (mut cx, ..) = self.town.cx(actor.clone(), at);
        record_visit(&mut cx, operation, &wish).await.map_err(|error| error.code())
    }

    /// The member is eighty on the second day.
    async fn turns_eighty(&self) {
        let mut tx = self.town.db.begin_write().await.unwrap();
        let before = persons::get(&mut tx, self.member).await.unwrap();
        let born_on = Date::new(on(2).year() - 80, on(2).month(), on(2).day()).unwrap();
        let birth = BirthDates { stated_on: Some(born_on), chosen_on: Some(born_on), ..before.birth };
        let after = Person { birth, ..before.clone() };
        persons::amend(&mut tx, &before, &after, morning()).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn stands_in(&mut self, deputy: &str) {
        let away = self.actor("lao", at_hour(0, 9)).await;
        let wish = NameDeputy { account_id: None, from_on: on(1), last_on: on(2), deputy: Some(deputy.to_owned()) };
        let (mut cx, ..) = self.town.cx(away, at_hour(0, 9));
        name_deputy(&mut cx, &wish).await.unwrap();
    }
}

#[test]
fn a_neighbouring_contact_visits_for_who_is_away_and_no_longer_the_day_after() {
    on_both(async |db| {
        let mut office = Office::build(db).await;
        office.turns_eighty().await;
        office.contact("lao", office.old).await;
        let own_branch = office.town.branches[1];
        office.town.settle("lin", Role::BranchContact, Some(own_branch)).await;
        office.stands_in("lin").await;
        let checker = office.checker.clone();
        let doubt = AskQuestion { person_id: office.member, post: "branch".into(), words: "有件事想不通".into() };
        let operation: OperationId = office.operation();
        let (mut cx, ..) = office.town.cx(checker, at_hour(0, 10));
        ask_question(&mut cx, operation, &doubt).await.unwrap();
        let sees = |day: &MyDay, member| day.cards.iter().any(|card| card.person_id == member);
        for (days, lent) in [(0, false), (1, true), (2, true), (3, false)] {
            let at = at_hour(days, 9);
            let who = office.signed_in("lin", at).await;
            let expected = Tenure::Deputy { beside: Vec::new(), for_others: vec![office.branch] };
            assert_eq!(who.tenure, if lent { expected } else { Tenure::Single }, "day {days}");
            assert_eq!((who.scope, who.role), (Some(own_branch), Role::BranchContact));
            let lin = who.actor().unwrap();
            let day = office.day(&lin, at).await;
            if days < 2 {
                assert_eq!(sees(&day, office.member), lent, "day {days}");
            }
            let (mut cx, ..) = office.town.cx(lin.clone(), at);
            assert_eq!(list_questions(&mut cx).await.unwrap().waiting, [], "a doubt is not lent");
            let visited = office.visits(&lin, on(days), at).await.map(drop);
            assert_eq!(visited, if lent { Ok(()) } else { Err("person-not-found") }, "day {days}");
        }
        let lao = office.actor("lao", at_hour(3, 9)).await;
        let (mut cx, ..) = office.town.cx(lao, at_hour(3, 9));
        assert_eq!(list_questions(&mut cx).await.unwrap().waiting.len(), 1);
    });
}

#[test]
fn nobody_is_lent_more_than_they_were_given() {
    on_both(async |db| {
        let mut office = Office::build(db).await;
        let own_branch = office.town.branches[1];
        office.town.settle("lin", Role::BranchContact, Some(own_branch)).await;
        let maker = office.maker.clone();
        let wish = NameDeputy { account_id: None, from_on: on(1), last_on: on(2), deputy: Some("lin".to_owned()) };
        let (mut cx, ..) = office.town.cx(maker, at_hour(0, 9));
        name_deputy(&mut cx, &wish).await.unwrap();
        let who = office.signed_in("lin", at_hour(1, 9)).await;
        assert_eq!((who.tenure, who.role), (Tenure::Single, Role::BranchContact), "no contact becomes an officer");
    });
}
