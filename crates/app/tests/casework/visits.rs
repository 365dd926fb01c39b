//! Visits: who may record, read and strike them, what they become, what nobody else reads, and what is asked back.

use std::collections::BTreeSet;

use guanai_app::needs::{RaiseNeed, read_need};
use guanai_app::visits::{
    AmendVisit, FoundFact, ListVisits, NoteSight, PromiseMade, RecordVisit, RecordVisitError, VisitFile, WhoVisited,
    allow_reader, amend_visit, list_visits, open_visit_form, read_note, read_visit, record_visit,
};
use guanai_app::{Actor, Role};
use guanai_casework::{Gift, GiftKind, VisitAct};
use guanai_kernel::ids::{PersonId, VisitId};
use guanai_kernel::{Date, Money};
use guanai_registry::{FactValue, Person, SourceKind};
use guanai_store::{canonical, facts, memberships, persons, visits};
use guanai_testkit::engines::on_both;

use crate::town::{Town, after, membership, morning, person, today};
use crate::work::{actor, told};

/// A call in the morning at which nothing had changed.
pub fn called_on(person_id: PersonId) -> RecordVisit {
    RecordVisit {
        found: Some("都好".to_owned()),
        ..RecordVisit::plain(person_id, VisitAct::Visit, WhoVisited::Named("支部书记甲".to_owned()), today(), "regular")
    }
}

impl Town {
    /// One more member of the `at`th branch.
    pub async fn newcomer(&mut self, number: u32, at: usize) -> Person {
        let newcomer = person(&mut self.ids, number);
        let spell = membership(&mut self.ids, &newcomer, self.branches[at]);
        let mut tx = self.db.begin_write().await.unwrap();
        persons::add_many(&mut tx, std::slice::from_ref(&newcomer)).await.unwrap();
        memberships::add_many(&mut tx, &[spell]).await.unwrap();
        tx.commit().await.unwrap();
        newcomer
    }

    pub async fn record(&mut self, actor: &Actor, wish: &RecordVisit) -> Result<VisitId, RecordVisitError> {
        let operation = self.operation();
        let (mut cx, ..) = self.cx(actor.clone(), morning());
        record_visit(&mut cx, operation, wish).await
    }

    pub async fn visit(&mut self, actor: &Actor, visit_id: VisitId) -> Result<VisitFile, &'static str> {
        let (mut cx, ..) = self.cx(actor.clone(), morning());
        read_visit(&mut cx, visit_id).await.map_err(|error| error.code())
    }

    pub async fn amend(&mut self, actor: &Actor, visit_id: VisitId, what: AmendVisit) -> Result<(), &'static str> {
        let operation = self.operation();
        let (mut cx, ..) = self.cx(actor.clone(), after(60));
        amend_visit(&mut cx, operation, visit_id, what).await.map_err(|error| error.code())
    }

    /// How many visits are kept.
    pub async fn visits(&self) -> u64 {
        let mut tx = self.db.begin_read().await.unwrap();
        visits::count(&mut tx).await.unwrap()
    }
}

#[test]
fn a_visit_is_recorded_and_read_within_the_scope_alone() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let [contact, township, other, county, approver, auditor] = [
            (Role::BranchContact, 0),
            (Role::TownshipOfficer, 0),
            (Role::TownshipOfficer, 1),
            (Role::CountyOfficer, 0),
            (Role::CountyApprover, 0),
            (Role::Auditor, 0),
        ]
        .map(|(role, at)| actor(&mut town, role, at));
        let [own, foreign] = town.members;
        let wish = RecordVisit { found: Some("屋顶漏雨".to_owned()), ..called_on(own) };
        let visit_id = town.record(&contact, &wish).await.unwrap();
        assert_eq!(town.record(&contact, &called_on(foreign)).await.unwrap_err().code(), "person-not-found");
        assert_eq!(town.record(&approver, &wish).await.unwrap_err().code(), "denied");
        for reader in [&contact, &township, &county] {
            let file = town.visit(reader, visit_id).await.unwrap();
            assert_eq!((file.found.as_deref(), file.row.visitor.as_str()), (Some("屋顶漏雨"), "支部书记甲"));
        }
        // A decision needs to know that somebody came, and not what they found.
        assert_eq!(town.visit(&approver, visit_id).await.unwrap().found, None);
        assert_eq!(town.visit(&other, visit_id).await.unwrap_err(), "visit-not-found");
        assert_eq!(town.visit(&auditor, visit_id).await.unwrap_err(), "denied");
        for (reader, many) in [(&contact, 1), (&other, 0), (&county, 1)] {
            let (mut cx, ..) = town.cx(reader.clone(), morning());
            assert_eq!(list_visits(&mut cx, &ListVisits::default()).await.unwrap().total, many);
        }
        assert_eq!(town.done("record-visit").await, 1);
    });
}

#[test]
fn a_repeat_gets_the_first_reply_and_makes_no_second_visit() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let contact = actor(&mut town, Role::BranchContact, 0);
        let (operation, wish) = (town.operation(), called_on(town.members[0]));
        let (mut cx, ..) = town.cx(contact.clone(), morning());
        let first = record_visit(&mut cx, operation, &wish).await.unwrap();
        let (mut cx, ..) = town.cx(contact.clone(), after(3_600));
        assert_eq!(record_visit(&mut cx, operation, &wish).await.unwrap(), first);
        let other = RecordVisit { found: Some("别的".to_owned()), ..wish };
        assert_eq!(record_visit(&mut cx, operation, &other).await.unwrap_err().code(), "already-sent");
        assert_eq!((town.visits().await, town.done("record-visit").await), (1, 1));
    });
}

#[test]
fn what_has_not_come_yet_is_not_recorded() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let contact = actor(&mut town, Role::BranchContact, 0);
        let wish = called_on(town.members[0]);
        let tomorrow = guanai_kernel::civil::add_days(today(), 1).unwrap();
        let refused = [
            (RecordVisit { made_on: tomorrow, ..wish.clone() }, "visit-in-the-future"),
            (RecordVisit { begun_minute: Some(23 * 60 + 59), ..wish.clone() }, "visit-in-the-future"),
            (RecordVisit { occasions: BTreeSet::new(), ..wish.clone() }, "visit-no-occasion"),
            (RecordVisit { occasions: BTreeSet::from(["fishing".to_owned()]), ..wish.clone() }, "visit-no-occasion"),
            (RecordVisit { found: Some("长".repeat(2_001)), ..wish.clone() }, "visit-too-long"),
            (RecordVisit { gift: Some(money(100)), ..wish.clone() }, "visit-gift-without-act"),
            (
                RecordVisit { gift: Some(money(0)), act: VisitAct::VisitWithGift, ..wish.clone() },
                "visit-gift-of-nothing",
            ),
            (
                RecordVisit { gift: Some(money(100)), act: VisitAct::VisitWithGift, ..wish.clone() },
                "visit-gift-without-reason",
            ),
            (
                RecordVisit {
                    promise: Some(PromiseMade { words: "问".to_owned(), due_on: Some(Date::constant(2026, 6, 30)) }),
                    ..wish.clone()
                },
                "visit-promise-wrong",
            ),
            (RecordVisit { visitor: WhoVisited::Named(" ".to_owned()), ..wish.clone() }, "visit-no-visitor"),
            (RecordVisit { visitor: WhoVisited::Myself, ..wish.clone() }, "visit-no-visitor"),
            (RecordVisit { visitor: WhoVisited::Person(wish.person_id), ..wish.clone() }, "visit-own"),
            (RecordVisit { visitor: WhoVisited::Person(town.members[1]), ..wish.clone() }, "visit-other-not-found"),
            (RecordVisit { also_seen: BTreeSet::from([town.members[1]]), ..wish.clone() }, "visit-other-not-found"),
        ];
        for (wish, code) in refused {
            assert_eq!(town.record(&contact, &wish).await.unwrap_err().code(), code);
        }
        assert_eq!(town.visits().await, 0);
        // Late at night of the day before is past, whatever the minute.
        let yesterday = guanai_kernel::civil::add_days(today(), -1).unwrap();
        let late = RecordVisit { made_on: yesterday, begun_minute: Some(23 * 60 + 59), ..wish };
        town.record(&contact, &late).await.unwrap();
    });
}

fn money(yuan: i64) -> Gift {
    Gift { kind: GiftKind::Cash, worth: Some(Money::from_fen(yuan * 100)), goods: None }
}

#[test]
fn nobody_who_died_is_visited_and_the_family_is() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let contact = actor(&mut town, Role::BranchContact, 0);
        let living = town.members[0];
        let newcomer = town.newcomer(5, 0).await;
        let died_on = Some(Date::constant(2026, 6, 28));
        let mut tx = town.db.begin_write().await.unwrap();
        let dead = Person { died_on, ..newcomer.clone() };
        persons::amend(&mut tx, &newcomer, &dead, morning()).await.unwrap();
        tx.commit().await.unwrap();
        let condolence =
            |person_id| RecordVisit { occasions: BTreeSet::from(["condolence".to_owned()]), ..called_on(person_id) };
        let visited = town.record(&contact, &called_on(dead.person_id)).await.unwrap_err();
        assert!(matches!(visited, RecordVisitError::Died { .. }), "{visited:?}");
        let mourned = town.record(&contact, &condolence(living)).await.unwrap_err();
        assert_eq!(mourned.code(), "visit-nobody-died");
        town.record(&contact, &condolence(dead.person_id)).await.unwrap();
        let before = RecordVisit { made_on: Date::constant(2026, 6, 20), ..called_on(dead.person_id) };
        town.record(&contact, &before).await.unwrap();
        let too_early = RecordVisit { made_on: Date::constant(2026, 6, 20), ..condolence(dead.person_id) };
        assert_eq!(town.record(&contact, &too_early).await.unwrap_err().code(), "visit-nobody-died");
        let seen_dead = RecordVisit { also_seen: BTreeSet::from([dead.person_id]), ..called_on(living) };
        assert_eq!(town.record(&contact, &seen_dead).await.unwrap_err().code(), "visit-other-not-found");
        assert_eq!(town.visits().await, 2);
    });
}

#[test]
fn what_is_found_becomes_facts_and_needs_and_is_undone_with_the_record() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let [contact, colleague, township] =
            [Role::BranchContact, Role::BranchContact, Role::TownshipOfficer].map(|role| actor(&mut town, role, 0));
        let own = town.members[0];
        let fact = |name: &str, text: &str| FoundFact { name: name.to_owned(), text: text.to_owned() };
        let checked = RecordVisit {
            act: VisitAct::HomeCheck,
            made_on: Date::constant(2026, 6, 20),
            facts: vec![fact("household.size", "3")],
            ..called_on(own)
        };
        town.record(&township, &checked).await.unwrap();
        let wish = RecordVisit {
            needs: vec![RaiseNeed { person_id: own, ..told(own) }],
            facts: vec![fact("household.size", "2"), fact("household.income_per_head", "6800")],
            ..called_on(own)
        };
        let visit_id = town.record(&contact, &wish).await.unwrap();
        let file = town.visit(&contact, visit_id).await.unwrap();
        let (mut cx, ..) = town.cx(contact.clone(), morning());
        let need = read_need(&mut cx, file.needs[0]).await.unwrap();
        assert_eq!((file.needs.len(), need.words), (1, Some(told(own).words)));
        let current = async |town: &Town| {
            let mut tx = town.db.begin_read().await.unwrap();
            let mut current = facts::list_current_of(&mut tx, own).await.unwrap();
            current.retain(|fact| fact.name.starts_with("household."));
            current.into_iter().map(|fact| (fact.value, fact.verified, fact.source)).collect::<Vec<_>>()
        };
        let found = current(&town).await;
        assert_eq!(found[0].0, FactValue::Money(Money::from_fen(680_000)));
        assert_eq!((&found[1].0, found[1].1), (&FactValue::Int(2), false), "what a contact hears is not verified");
        assert_eq!((found[1].2.kind, &found[1].2.place), (SourceKind::Visit, &visit_id.to_string()));
        assert_eq!(town.amend(&colleague, visit_id, AmendVisit::Strike).await, Err("visit-not-yours"));
        town.amend(&contact, visit_id, AmendVisit::Strike).await.unwrap();
        let left = current(&town).await;
        assert_eq!(left.len(), 1, "what nobody told before is unknown, and not 0");
        assert_eq!((&left[0].0, left[0].1), (&FactValue::Int(3), true), "what the township had verified holds again");
        assert_eq!(town.amend(&contact, visit_id, AmendVisit::Strike).await, Err("visit-struck"));
    });
}

#[test]
fn a_visit_states_no_decision_and_no_value_that_the_pack_does_not_know() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let contact = actor(&mut town, Role::BranchContact, 0);
        let cases = [
            ("hardship.recognised", "true", "visit-no-fact"),
            ("person.floating", "true", "visit-no-fact"),
            ("no.such", "1", "visit-no-fact"),
            ("household.size", "three", "visit-fact-value"),
            ("health.state", "tired", "visit-fact-value"),
        ];
        for (name, text, code) in cases {
            let facts = vec![FoundFact { name: name.to_owned(), text: text.to_owned() }];
            let wish = RecordVisit { facts, ..called_on(town.members[0]) };
            assert_eq!(town.record(&contact, &wish).await.unwrap_err().code(), code, "{name}");
        }
        let wish = RecordVisit { needs: vec![told(town.members[1])], ..called_on(town.members[0]) };
        assert_eq!(town.record(&contact, &wish).await.unwrap_err().code(), "visit-other-not-found");
        assert_eq!(town.visits().await, 0);
    });
}

#[test]
fn what_is_confided_is_read_by_who_answered_and_whom_the_person_allows() {
    on_both(async |db| {
        const CONFIDED: &str = "和儿媳闹得厉害不想让人知道";
        let mut town = Town::build(db).await;
        let [contact, colleague, township, county, member] =
            [Role::BranchContact, Role::BranchContact, Role::TownshipOfficer, Role::CountyOfficer, Role::Member]
                .map(|role| actor(&mut town, role, 0));
        let wish = RecordVisit {
            act: VisitAct::Talk,
            occasions: BTreeSet::from(["doubt".to_owned()]),
            note: Some(CONFIDED.to_owned()),
            ..called_on(town.members[0])
        };
        let visit_id = town.record(&contact, &wish).await.unwrap();
        for (reader, sight) in [
            (&contact, NoteSight::Readable),
            (&colleague, NoteSight::Nothing),
            (&township, NoteSight::Nothing),
            (&county, NoteSight::Nothing),
        ] {
            let file = town.visit(reader, visit_id).await.unwrap();
            assert_eq!(file.note, sight);
            assert!(!format!("{file:?}{:?}{:?}", file.found, file.reason).contains(CONFIDED));
            let (mut cx, ..) = town.cx(reader.clone(), morning());
            let opened = read_note(&mut cx, visit_id).await.map(|note| note.words);
            match sight {
                NoteSight::Readable => assert_eq!(opened.unwrap(), CONFIDED),
                NoteSight::Nothing => assert_eq!(opened.unwrap_err().code(), "note-not-found"),
            }
        }
        let (mut cx, ..) = town.cx(member, morning());
        assert_eq!(read_note(&mut cx, visit_id).await.unwrap().words, CONFIDED, "the person's own words");
        // The person allows the township's officer, who has an account.
        let slip = town.slip("xiaowu", Role::TownshipOfficer, Some(town.townships[0])).await;
        let officer = Actor { name: slip.account_id.to_string(), ..township.clone() };
        let operation = town.operation();
        let (mut cx, ..) = town.cx(colleague, morning());
        let refused = allow_reader(&mut cx, operation, visit_id, "xiaowu").await;
        assert_eq!(refused.unwrap_err().code(), "note-not-found");
        let (mut cx, ..) = town.cx(contact, morning());
        let nobody = allow_reader(&mut cx, operation, visit_id, "nobody").await;
        assert_eq!(nobody.unwrap_err().code(), "note-no-reader");
        allow_reader(&mut cx, operation, visit_id, "xiaowu").await.unwrap();
        let (mut cx, ..) = town.cx(officer, morning());
        assert_eq!(read_note(&mut cx, visit_id).await.unwrap().words, CONFIDED);
        // Neither the export nor what is kept of who read what holds it.
        let mut tx = town.db.begin_read().await.unwrap();
        let mut bytes = Vec::new();
        canonical::export(&mut tx, &mut bytes).await.unwrap();
        tx.rollback().await.unwrap();
        assert!(!String::from_utf8(bytes).unwrap().contains(CONFIDED));
        assert!(!format!("{:?}", town.audit().await).contains(CONFIDED));
        assert_eq!(town.done("read-note").await, 3);
    });
}

#[test]
fn a_promise_waits_until_it_is_kept_and_the_next_form_shows_it() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let contact = actor(&mut town, Role::BranchContact, 0);
        let own = town.members[0];
        let promise = Some(PromiseMade { words: "问大病报销".to_owned(), due_on: Some(today()) });
        let made_on = Date::constant(2026, 6, 20);
        let wish = RecordVisit { promise, made_on, ..called_on(own) };
        let visit_id = town.record(&contact, &wish).await.unwrap();
        // A gift is no part of “as before”: it is money, and is said each time.
        let act = VisitAct::VisitWithGift;
        let reason = Some("家里急用".to_owned());
        let given = RecordVisit { act, gift: Some(money(300)), reason, ..called_on(own) };
        town.record(&contact, &given).await.unwrap();
        let (mut cx, ..) = town.cx(contact.clone(), morning());
        let form = open_visit_form(&mut cx, own).await.unwrap();
        let before = form.as_before.unwrap();
        assert_eq!((before.visit_id, before.act, before.made_on), (visit_id, VisitAct::Visit, made_on));
        assert_eq!(form.promises[0].promise.words, "问大病报销");
        let open = ListVisits { with_open_promise: true, ..ListVisits::default() };
        assert_eq!(list_visits(&mut cx, &open).await.unwrap().total, 1);
        for wrong in [Date::constant(2026, 6, 19), Date::constant(2026, 7, 2)] {
            assert_eq!(town.amend(&contact, visit_id, AmendVisit::KeepPromise(wrong)).await, Err("visit-day-wrong"));
        }
        town.amend(&contact, visit_id, AmendVisit::KeepPromise(today())).await.unwrap();
        let again = town.amend(&contact, visit_id, AmendVisit::KeepPromise(today())).await;
        assert_eq!(again, Err("visit-no-promise"));
        let (mut cx, ..) = town.cx(contact, morning());
        assert_eq!(open_visit_form(&mut cx, own).await.unwrap().promises, []);
        assert_eq!(list_visits(&mut cx, &open).await.unwrap().total, 0);
    });
}
