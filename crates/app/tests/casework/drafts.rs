//! What was begun and not sent: its author's, for two weeks, until its form arrives.

use std::collections::BTreeSet;

use guanai_app::visits::{
    KeepDraft, KeptDraft, RecordVisit, discard_draft, keep_draft, list_drafts, open_visit_form, record_visit,
};
use guanai_app::{Actor, Role};
use guanai_kernel::Date;
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{OperationId, PersonId};
use guanai_store::visit_drafts;
use guanai_testkit::clock;
use guanai_testkit::engines::on_both;

use crate::town::{Town, morning, today};
use crate::visits::called_on;
use crate::work::actor;

impl Town {
    async fn keep(
        &mut self,
        actor: &Actor,
        person_id: PersonId,
        form: OperationId,
        typed: &str,
    ) -> Result<(), &'static str> {
        let (mut cx, ..) = self.cx(actor.clone(), morning());
        let wish = KeepDraft { person_id, operation_id: form, typed: typed.to_owned() };
        keep_draft(&mut cx, &wish).await.map_err(|error| error.code())
    }

    async fn begun(&mut self, actor: &Actor, person_id: PersonId) -> Option<KeptDraft> {
        let (mut cx, ..) = self.cx(actor.clone(), morning());
        open_visit_form(&mut cx, person_id).await.unwrap().draft
    }
}

#[test]
fn a_draft_survives_is_read_by_its_author_alone_and_goes_with_the_visit() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let [contact, township, approver] =
            [Role::BranchContact, Role::TownshipOfficer, Role::CountyApprover].map(|role| actor(&mut town, role, 0));
        let (own, elsewhere) = (town.members[0], town.newcomer(8, 1).await.person_id);
        let [form, other_form] = [(); 2].map(|()| town.operation());
        town.keep(&contact, own, form, "found=屋").await.unwrap();
        town.keep(&contact, own, form, "found=屋顶漏了").await.unwrap();
        assert_eq!(town.done("keep-visit-draft").await, 1, "begun once, however often it was kept");
        let kept = town.begun(&contact, own).await.unwrap();
        assert_eq!((kept.operation_id, kept.typed.as_str()), (form, "found=屋顶漏了"));
        assert!(town.begun(&township, own).await.is_none(), "whoever stands above does not read it");
        assert_eq!(town.keep(&contact, elsewhere, other_form, "x").await, Err("person-not-found"));
        assert_eq!(town.keep(&approver, own, other_form, "x").await, Err("denied"));
        assert_eq!(town.keep(&contact, own, form, &"x".repeat(200_001)).await, Err("draft-too-long"));
        let (mut cx, ..) = town.cx(contact.clone(), morning());
        assert_eq!(list_drafts(&mut cx).await.unwrap().iter().map(|d| d.person_id).collect::<Vec<_>>(), [own]);
        // Another form about the same person, such as “as before”, leaves it.
        record_visit(&mut cx, other_form, &called_on(own)).await.unwrap();
        assert!(town.begun(&contact, own).await.is_some());
        let (mut cx, ..) = town.cx(contact.clone(), morning());
        record_visit(&mut cx, form, &called_on(own)).await.unwrap();
        assert!(town.begun(&contact, own).await.is_none());
        // What was on its way when the form arrived makes no draft of a recorded visit.
        town.keep(&contact, own, form, "found=late").await.unwrap();
        assert!(town.begun(&contact, own).await.is_none());
    });
}

#[test]
fn a_draft_is_thrown_away_or_ends_after_two_weeks() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let contact = actor(&mut town, Role::BranchContact, 0);
        let own = town.members[0];
        let form = town.operation();
        town.keep(&contact, own, form, "found=x").await.unwrap();
        for (days, there) in [(13, true), (14, false)] {
            let mut tx = town.db.begin_read().await.unwrap();
            let then = clock::at(add_days(today(), days).unwrap());
            assert_eq!(visit_drafts::find(&mut tx, &contact.name, own, then).await.unwrap().is_some(), there, "{days}");
            tx.rollback().await.unwrap();
        }
        let (mut cx, ..) = town.cx(contact.clone(), morning());
        discard_draft(&mut cx, own).await.unwrap();
        discard_draft(&mut cx, own).await.unwrap();
        assert!(town.begun(&contact, own).await.is_none());
        assert_eq!(town.done("keep-visit-draft").await, 2, "begun, thrown away");
    });
}

#[test]
fn as_before_repeats_no_occasion_that_had_its_day() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let contact = actor(&mut town, Role::BranchContact, 0);
        let own = town.members[0];
        let cases: [(&[&str], &[&str]); 3] = [
            (&["birthday", "floating"], &["floating"]),
            (&["spring-festival", "hospital"], &["regular"]),
            (&["regular", "promise"], &["promise", "regular"]),
        ];
        for (at, (occasions, expected)) in cases.into_iter().enumerate() {
            let made_on = Date::new(2026, 5, 1 + i8::try_from(at).unwrap()).unwrap();
            let occasions = occasions.iter().map(|code| (*code).to_owned()).collect();
            let wish = RecordVisit { occasions, made_on, ..called_on(own) };
            town.record(&contact, &wish).await.unwrap();
            let (mut cx, ..) = town.cx(contact.clone(), morning());
            let before = open_visit_form(&mut cx, own).await.unwrap().as_before.unwrap();
            let expected: BTreeSet<String> = expected.iter().map(|code| (*code).to_owned()).collect();
            assert_eq!(before.occasions, expected);
        }
    });
}
