//! Needs within each role's scope, and the rules of raising one.

use std::collections::BTreeSet;

use guanai_app::needs::{
    ListNeeds, ListNeedsError, RaiseNeed, RaiseNeedError, ReadBack, ReadNeedError, WhatHappened, list_needs,
    open_need_form,
};
use guanai_app::{Actor, Role};
use guanai_casework::{Move, NeedState, Urgency, Voice};
use guanai_kernel::Date;
use guanai_kernel::ids::NeedId;
use guanai_store::audit::Subject;
use guanai_store::persons;
use guanai_testkit::engines::on_both;

use crate::town::{Town, morning, today};
use crate::work::{actor, told};

async fn listed(town: &mut Town, who: Actor, ask: ListNeeds) -> Result<Vec<NeedId>, ListNeedsError> {
    let (mut cx, ..) = town.cx(who, morning());
    let page = list_needs(&mut cx, &ask).await?;
    assert_eq!(page.total, u64::try_from(page.rows.len()).unwrap());
    Ok(page.rows.into_iter().map(|row| row.need_id).collect())
}

#[test]
fn a_need_is_seen_by_whoever_answers_for_its_person_and_is_not_there_for_others() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let officer = actor(&mut town, Role::CountyOfficer, 0);
        let here = town.raise(officer.clone(), &told(town.members[0])).await.unwrap();
        let there = town.raise(officer, &told(town.members[1])).await.unwrap();
        for (role, at, sees) in [
            (Role::Console, 0, vec![here, there]),
            (Role::CountyOfficer, 0, vec![here, there]),
            (Role::CountyApprover, 0, vec![here, there]),
            (Role::TownshipOfficer, 0, vec![here]),
            (Role::TownshipOfficer, 1, vec![there]),
            (Role::BranchContact, 0, vec![here]),
            (Role::BranchContact, 1, vec![there]),
        ] {
            let who = actor(&mut town, role, at);
            let mut found = listed(&mut town, who.clone(), ListNeeds::default()).await.unwrap();
            found.sort_by_key(|need| sees.iter().position(|seen| seen == need));
            assert_eq!(found, sees, "{role:?}");
            for need in [here, there] {
                match town.need(who.clone(), need).await {
                    Ok(file) => assert!(sees.contains(&need) && file.row.need_id == need, "{role:?}"),
                    Err(ReadNeedError::NotFound) => assert!(!sees.contains(&need), "{role:?}"),
                    Err(other) => panic!("{role:?}: {other:?}"),
                }
            }
        }
        for role in [Role::Accountant, Role::Cashier, Role::Auditor, Role::Member, Role::Administrator] {
            let who = actor(&mut town, role, 0);
            assert!(matches!(town.need(who.clone(), here).await, Err(ReadNeedError::Denied(_))), "{role:?}");
            let refused = listed(&mut town, who, ListNeeds::default()).await;
            assert!(matches!(refused, Err(ListNeedsError::Denied(_))), "{role:?}");
        }
        // An organisation outside the scope is the same as one that is not there.
        let contact = actor(&mut town, Role::BranchContact, 0);
        let elsewhere = ListNeeds { organization_id: Some(town.branches[1]), ..ListNeeds::default() };
        assert!(matches!(listed(&mut town, contact, elsewhere.clone()).await, Err(ListNeedsError::NotFound)));
        let officer = actor(&mut town, Role::CountyOfficer, 0);
        assert_eq!(listed(&mut town, officer.clone(), elsewhere).await.unwrap(), [there]);
        let unknown = ListNeeds { category: Some("nothing".to_owned()), ..ListNeeds::default() };
        assert!(matches!(listed(&mut town, officer, unknown).await, Err(ListNeedsError::NoCategory)));
    });
}

#[test]
fn words_are_read_by_those_who_answer_them_and_by_nobody_else() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let contact = actor(&mut town, Role::BranchContact, 0);
        let wish = RaiseNeed { category: None, ..told(town.members[0]) };
        let need = town.raise(contact.clone(), &wish).await.unwrap();
        for role in [Role::Console, Role::BranchContact, Role::TownshipOfficer, Role::CountyOfficer] {
            let who = actor(&mut town, role, 0);
            let file = town.need(who, need).await.unwrap();
            assert_eq!(file.words.as_deref(), Some(wish.words.as_str()), "{role:?}");
            let suggestion = file.suggestion.clone().unwrap();
            assert_eq!((suggestion.category.as_str(), suggestion.words), ("medical", vec!["住院".to_owned()]));
            assert!(!format!("{file:?}{:?}", file.suggestion).contains("住院"), "no words get into a log");
        }
        let approver = actor(&mut town, Role::CountyApprover, 0);
        let file = town.need(approver, need).await.unwrap();
        assert_eq!((file.words, file.suggestion.unwrap().words), (None, Vec::new()));
        assert_eq!(file.row.name, "曾小明");
    });
}

/// The needs of one roof are seen together, as far as the reader's scope goes; what was shown as evidence is words.
#[test]
fn a_houses_needs_stand_beside_one_another_and_evidence_is_read_by_who_reads_words() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let [own, elsewhere] = town.members;
        let wife = town.newcomer(31, 0).await.person_id;
        let neighbour = town.newcomer(32, 0).await.person_id;
        town.house(&[own, wife, elsewhere]).await;
        let officer = actor(&mut town, Role::CountyOfficer, 0);
        let first = RaiseNeed { category: None, words: "有点事".to_owned(), ..told(own) };
        let first = town.raise(officer.clone(), &first).await.unwrap();
        let hers = town.raise(officer.clone(), &told(wife)).await.unwrap();
        let theirs = town.raise(officer.clone(), &told(elsewhere)).await.unwrap();
        town.raise(officer.clone(), &told(neighbour)).await.unwrap();
        town.step(&officer, first, crate::moves::wish(Move::Confirm, first)).await.unwrap();
        for (role, beside, evidence) in [
            (Role::CountyOfficer, BTreeSet::from([hers, theirs]), Some("出院小结")),
            (Role::TownshipOfficer, BTreeSet::from([hers]), Some("出院小结")),
            (Role::BranchContact, BTreeSet::from([hers]), Some("出院小结")),
            (Role::CountyApprover, BTreeSet::from([hers, theirs]), None),
        ] {
            let who = actor(&mut town, role, 0);
            let file = town.need(who, first).await.unwrap();
            assert_eq!(file.beside.iter().map(|need| need.need_id).collect::<BTreeSet<_>>(), beside, "{role:?}");
            assert_eq!(file.evidence.as_deref(), evidence, "{role:?}");
        }
    });
}

#[test]
fn a_need_says_who_told_it_and_waits_where_nobody_was_asked() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let person_id = town.members[0];
        let by = |voice| RaiseNeed { voice, ..told(person_id) };
        let contact = actor(&mut town, Role::BranchContact, 0);
        let member = actor(&mut town, Role::Member, 0);
        let seen = RaiseNeed { consents_to_contact: false, read_back: ReadBack::NotDone, ..by(Voice::Observed) };
        let own = RaiseNeed { read_back: ReadBack::NotDone, ..by(Voice::Person) };
        let open = RaiseNeed { category: None, words: "有点事".to_owned(), ..by(Voice::Person) };
        for (who, wish, state, on_behalf) in [
            (contact.clone(), by(Voice::Person), NeedState::Confirmed, true),
            (contact.clone(), by(Voice::Family), NeedState::Confirmed, true),
            (contact.clone(), seen, NeedState::Raised, false),
            (contact.clone(), open, NeedState::Raised, true),
            (member, own, NeedState::Confirmed, false),
        ] {
            let need = town.raise(who.clone(), &wish).await.unwrap();
            let file = town.need(contact.clone(), need).await.unwrap();
            assert_eq!((file.row.state, file.voice), (state, Some(wish.voice)), "{:?}", wish.voice);
            // Urgent money for treatment has three days in the default pack.
            let term = wish.category.as_ref().map(|_| Date::constant(2026, 7, 4));
            assert_eq!(file.row.due_on, term);
            assert_eq!(file.events.len(), 1);
            assert_eq!((file.events[0].what, file.events[0].role), (WhatHappened::Raised, Some(who.role)));
            let audit = town.audit().await;
            let record = audit.iter().find(|r| r.action == "raise-need" && r.subjects.contains(&Subject::Need(need)));
            let record = record.unwrap();
            assert_eq!(record.on_behalf_of, on_behalf.then_some(person_id), "{:?} by {:?}", wish.voice, who.role);
            assert!(record.subjects.contains(&Subject::Person(person_id)));
        }
    });
}

#[test]
fn what_cannot_be_raised_is_refused_and_leaves_nothing() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let [own, other] = town.members;
        let contact = actor(&mut town, Role::BranchContact, 0);
        let code = async |town: &mut Town, who: &Actor, wish: RaiseNeed| {
            town.raise(who.clone(), &wish).await.map_err(|error| error.code()).unwrap_err()
        };
        let tomorrow = guanai_kernel::civil::add_days(today(), 1).unwrap();
        for (wish, expected) in [
            (RaiseNeed { voice: Voice::Survey, ..told(own) }, "need-not-typed"),
            (RaiseNeed { voice: Voice::Rule, ..told(own) }, "need-not-typed"),
            (RaiseNeed { words: " \u{3000}".to_owned(), ..told(own) }, "need-no-words"),
            (RaiseNeed { words: "字".repeat(2_001), ..told(own) }, "need-too-many-words"),
            (RaiseNeed { category: Some("nothing".to_owned()), ..told(own) }, "needs-no-category"),
            (RaiseNeed { stated_on: tomorrow, ..told(own) }, "need-in-the-future"),
            (RaiseNeed { read_back: ReadBack::NotDone, ..told(own) }, "need-not-read-back"),
            (RaiseNeed { voice: Voice::Observed, ..told(own) }, "need-consent-not-asked"),
            (told(other), "person-not-found"),
        ] {
            assert_eq!(code(&mut town, &contact, wish).await, expected);
        }
        for role in [Role::CountyApprover, Role::Accountant, Role::Cashier, Role::Auditor, Role::Administrator] {
            let who = actor(&mut town, role, 0);
            assert_eq!(code(&mut town, &who, told(own)).await, "denied", "{role:?}");
        }
        let member = actor(&mut town, Role::Member, 0);
        assert_eq!(code(&mut town, &member, told(other)).await, "person-not-found", "a member asks for themselves");
        let mut tx = town.db.begin_write().await.unwrap();
        let before = persons::get(&mut tx, own).await.unwrap();
        let after = guanai_registry::Person { died_on: Some(today()), ..before.clone() };
        persons::amend(&mut tx, &before, &after, morning()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(code(&mut town, &contact, told(own)).await, "need-person-died");
        assert_eq!(town.done("raise-need").await, 0);
        let officer = actor(&mut town, Role::CountyOfficer, 0);
        assert_eq!(listed(&mut town, officer, ListNeeds::default()).await.unwrap(), []);
    });
}

#[test]
fn a_form_names_the_person_and_is_a_reading_of_them() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let [own, other] = town.members;
        let contact = actor(&mut town, Role::BranchContact, 0);
        let (mut cx, ..) = town.cx(contact.clone(), morning());
        let form = open_need_form(&mut cx, own).await.unwrap();
        assert_eq!((form.name.as_str(), form.organization.as_deref()), ("曾小明", Some("0镇村党支部")));
        assert!(matches!(open_need_form(&mut cx, other).await, Err(RaiseNeedError::NotFound)));
        assert_eq!(town.done("read-person").await, 1);
    });
}

#[test]
fn a_list_is_filtered_and_its_record_names_whoever_is_on_the_page() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let [own, other] = town.members;
        let officer = actor(&mut town, Role::CountyOfficer, 0);
        let low = RaiseNeed { urgency: Urgency::Low, ..told(own) };
        let low = town.raise(officer.clone(), &low).await.unwrap();
        let talk = RaiseNeed { category: Some("talk".to_owned()), ..told(other) };
        let talk = town.raise(officer.clone(), &talk).await.unwrap();
        let waiting = RaiseNeed { category: None, ..told(own) };
        let waiting = town.raise(officer.clone(), &waiting).await.unwrap();
        let everything = listed(&mut town, officer.clone(), ListNeeds::default()).await.unwrap();
        assert_eq!(everything.last(), Some(&low), "the least urgent stands last");
        let medical = ListNeeds { category: Some("medical".to_owned()), ..ListNeeds::default() };
        assert_eq!(listed(&mut town, officer.clone(), medical).await.unwrap(), [low], "a proposal is no category yet");
        let raised = ListNeeds { states: Some(vec![NeedState::Raised]), ..ListNeeds::default() };
        assert_eq!(listed(&mut town, officer.clone(), raised).await.unwrap(), [waiting]);
        let below = ListNeeds { organization_id: Some(town.townships[1]), ..ListNeeds::default() };
        assert_eq!(listed(&mut town, officer, below).await.unwrap(), [talk]);
        let named = [Subject::Need(talk), Subject::Person(other)];
        let records = town.audit().await;
        assert!(records.iter().any(|record| record.action == "list-needs" && record.subjects == named));
        assert_eq!(records.iter().filter(|record| record.action == "list-needs").count(), 4);
    });
}
