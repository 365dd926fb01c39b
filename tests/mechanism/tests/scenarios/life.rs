//! What happens in a life, entered once: a death and its reversal, a transfer with letter and receipt, a recovery from hardship with
//! its watch.

use guanai_app::Role;
use guanai_app::life::{
    EnterLifeEvent, ReceiveTransfer, foresee_life_event, receive_transfer, record_life_event, undo_life_event,
};
use guanai_app::people::{ListPeople, list_people};
use guanai_app::visits::{open_visit_form, read_my_day};
use guanai_kernel::Guarantee;
use guanai_kernel::ids::{LifeEventId, OperationId};
use guanai_registry::life_event::{LifeEventDetails, LifeEventKind, OutcomeKind};

use crate::engines::on_both;
use crate::office::{Office, TODAY, day, yuan};

const ROSTER: &str = "
    姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部, 工作岗位, 是否流动党员
    田禾, @19660703021, 1985-05-01, 1986-05-01, 上村党支部, 农民,     否
    万水, @19850101022, 2008-07-01, 2009-07-01, 上村党支部, 工人,     否";

const LEDGER: &str = "
    姓名, 公民身份号码, 困难程度, 家庭人均年收入（元）, 目前是否困难
    万水, @19850101022, 一般困难, 8000,                是";

impl Office {
    async fn life(&self, name: &str, kind: LifeEventKind, on: &str) -> EnterLifeEvent {
        EnterLifeEvent {
            person_id: self.person(name).await,
            kind,
            on: day(on),
            details: LifeEventDetails::default(),
            destination: None,
            because: "人生大事".to_owned(),
        }
    }

    async fn enter(&self, actor: &guanai_app::Actor, wish: &EnterLifeEvent, on: &str) -> LifeEventId {
        let mut cx = self.acting(actor, day(on));
        let operation = OperationId::fresh(&mut cx.ids);
        record_life_event(&mut cx, operation, wish).await.unwrap()
    }

    /// Whom somebody's day names.
    async fn named(&self, actor: &guanai_app::Actor, on: &str) -> Vec<String> {
        let day = read_my_day(&mut self.acting(actor, day(on))).await.unwrap();
        day.cards.into_iter().map(|card| card.name).collect()
    }

    async fn listed(&self, actor: &guanai_app::Actor, on: &str) -> Vec<String> {
        let ask = ListPeople { page: 1, ..ListPeople::default() };
        let list = list_people(&mut self.acting(actor, day(on)), day(on), &ask, None).await.unwrap();
        list.rows.into_iter().map(|person| person.name).collect()
    }
}

/// Shows R28, R86, R102: who has died has no birthday card, no term and no place on a list; the family is called on; and what was entered
/// of the wrong person is undone at once, by another.
#[test]
fn a_dead_member_has_no_birthday_card_and_a_death_that_was_none_is_undone() {
    on_both(async |db| {
        let mut office = Office::of(db, &[ROSTER]).await;
        let contact = office.answering(Role::BranchContact, Some("990001001")).await;
        let township = office.answering(Role::TownshipOfficer, Some("990001000")).await;
        office.keep("2026-07-02").await;
        let birthday = "2026-07-02";
        assert!(office.named(&contact, birthday).await.contains(&"田禾".to_owned()), "sixty tomorrow");
        let allowance = "party-seniority-allowance";
        assert_eq!(office.amount("田禾", allowance).await, yuan(100));
        let before = office.records().await;

        let died = office.life("田禾", LifeEventKind::Death, "2026-06-29").await;
        let told = foresee_life_event(&mut office.acting(&contact, day(birthday)), &died).await.unwrap();
        assert_eq!(office.records().await, before, "nothing happens before it is confirmed");
        let kinds: Vec<OutcomeKind> = told.outcomes.iter().map(|outcome| outcome.kind).collect();
        for kind in [OutcomeKind::BelongingEnds, OutcomeKind::MeasureEnds, OutcomeKind::Recoup, OutcomeKind::CardsEnd] {
            assert!(kinds.contains(&kind), "{kind}");
        }
        let event = office.enter(&contact, &died, birthday).await;
        office.keep(birthday).await;
        assert!(!office.named(&contact, birthday).await.contains(&"田禾".to_owned()), "no birthday card");
        assert!(!office.listed(&contact, birthday).await.contains(&"田禾".to_owned()), "on no list");
        assert_eq!(office.stands("田禾", Guarantee::Visit, birthday).await, (None, None), "no open term");
        assert_eq!(office.amount("田禾", allowance).await, None);
        let form = open_visit_form(&mut office.acting(&contact, day(birthday)), died.person_id).await.unwrap();
        assert_eq!(form.died_on, Some(day("2026-06-29")), "the family is called on");
        // The roster goes on naming whoever died for a while.
        let again = office.import("2026-07-02", &[ROSTER]).await;
        assert_eq!(again.changes.new, 0);
        assert_eq!(office.amount("田禾", allowance).await, None, "and nothing begins anew");

        let mut cx = office.acting(&township, day("2026-07-03"));
        let operation = OperationId::fresh(&mut cx.ids);
        undo_life_event(&mut cx, operation, event, "同名，录错了人").await.unwrap();
        office.keep("2026-07-03").await;
        assert!(office.named(&contact, "2026-07-03").await.contains(&"田禾".to_owned()), "sixty today");
        assert!(office.listed(&contact, "2026-07-03").await.contains(&"田禾".to_owned()));
        assert_eq!(office.amount("田禾", allowance).await, yuan(100));
    });
}

/// Shows R36, R102: of a transfer the old branch answers until the receipt, and the new one from its day on.
#[test]
fn a_transfer_leaves_nobody_between_two_branches() {
    on_both(async |db| {
        let office = Office::of(db, &[ROSTER]).await;
        let old = office.answering(Role::BranchContact, Some("990001001")).await;
        let new = office.answering(Role::BranchContact, Some("990001002")).await;
        office.keep("2026-07-01").await;
        let mut letter = office.life("田禾", LifeEventKind::Transfer, "2026-07-01").await;
        letter.details.letter = Some("河组介字2026第7号".to_owned());
        letter.destination = Some("下村党支部".to_owned());
        let event = office.enter(&old, &letter, "2026-07-01").await;
        let has = async |actor, on: &str| office.listed(actor, on).await.contains(&"田禾".to_owned());
        assert!(has(&old, "2026-07-05").await && !has(&new, "2026-07-05").await, "the letter changes nothing");
        let mut cx = office.acting(&new, day("2026-07-08"));
        let operation = OperationId::fresh(&mut cx.ids);
        let receipt =
            ReceiveTransfer { life_event_id: event, on: day("2026-07-07"), because: "组织关系转接".to_owned() };
        receive_transfer(&mut cx, operation, &receipt).await.unwrap();
        assert!(!has(&old, "2026-07-08").await && has(&new, "2026-07-08").await);
        let (standing, _) = office.stands("田禾", Guarantee::Visit, "2026-07-08").await;
        assert!(standing.is_some(), "the term runs on");
    });
}

/// Shows R94: recognised, recovered, watched over, and in hardship again, each as an event of its own.
#[test]
fn a_hardship_that_is_over_is_watched_and_may_come_back() {
    on_both(async |db| {
        let mut office = Office::of(db, &[ROSTER, LEDGER]).await;
        let township = office.answering(Role::TownshipOfficer, Some("990001000")).await;
        office.keep(TODAY).await;
        assert!(office.classes("万水", TODAY).await.contains(&"hardship-general".to_owned()));
        let over = office.life("万水", LifeEventKind::HardshipOver, "2026-07-10").await;
        office.enter(&township, &over, "2026-07-10").await;
        office.come_to("2026-07-11");
        let watched = office.classes("万水", "2026-07-11").await;
        assert!(watched.contains(&"hardship-watched".to_owned()) && !watched.contains(&"hardship-general".to_owned()));
        let later = office.classes("万水", "2027-01-10").await;
        assert!(!later.contains(&"hardship-watched".to_owned()), "six months later the watch is over");
        let mut again = office.life("万水", LifeEventKind::HardshipAgain, "2026-09-01").await;
        again.details.choice = Some("illness".to_owned());
        again.details.degree = Some("severe".to_owned());
        office.enter(&township, &again, "2026-09-02").await;
        office.come_to("2026-09-03");
        let back = office.classes("万水", "2026-09-03").await;
        assert!(back.contains(&"hardship-severe".to_owned()) && !back.contains(&"hardship-watched".to_owned()));
    });
}
