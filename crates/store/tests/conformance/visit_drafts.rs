//! Forms for a visit that were begun: one for each account and person, sealed, and over after a while.

use guanai_kernel::Moment;
use guanai_kernel::ids::OperationId;
use guanai_store::engine::sql;
use guanai_store::visit_drafts::{self, VisitDraft};

use crate::county::{County, NOW};
use crate::engines::on_both;

const DAY_MICROS: i64 = 24 * 3_600 * 1_000_000;

fn after_days(days: i64) -> Moment {
    Moment::from_micros(NOW.as_micros() + days * DAY_MICROS)
}

#[test]
fn a_draft_is_its_authors_alone_the_latest_holds_and_it_ends() {
    on_both(async |db| {
        let mut county = County::new(1);
        let [somebody, other] = [0, 1].map(|at: usize| county.persons[at].person_id);
        let operation_id = OperationId::fresh(&mut county.ids);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let first = VisitDraft {
            account: "a".to_owned(),
            person_id: somebody,
            operation_id,
            typed: "found=屋顶又漏了".to_owned(),
            kept_at: NOW,
            ends_at: after_days(14),
        };
        let theirs = VisitDraft { account: "b".to_owned(), typed: "found=x".to_owned(), ..first.clone() };
        let later = VisitDraft {
            typed: "found=屋顶又漏了，要换瓦".to_owned(),
            kept_at: after_days(1),
            ends_at: after_days(15),
            ..first.clone()
        };
        let about_other = VisitDraft { person_id: other, ..first.clone() };
        for draft in [&first, &theirs, &later, &about_other] {
            visit_drafts::add(&mut tx, draft).await.unwrap();
        }
        assert_eq!(visit_drafts::count(&mut tx).await.unwrap(), 3);
        assert_eq!(visit_drafts::find(&mut tx, "a", somebody, NOW).await.unwrap(), Some(later.clone()));
        assert_eq!(visit_drafts::find(&mut tx, "b", somebody, NOW).await.unwrap(), Some(theirs));
        assert_eq!(visit_drafts::find(&mut tx, "c", somebody, NOW).await.unwrap(), None);
        assert_eq!(visit_drafts::list_of(&mut tx, "a", NOW).await.unwrap(), [later.clone(), about_other]);
        let rows = sql("SELECT typed FROM visit_drafts").all::<(String,)>(&mut tx).await.unwrap();
        assert!(rows.iter().all(|(typed,)| !typed.contains("屋顶")), "sealed at rest");
        assert!(!format!("{later:?}").contains("屋顶"));
        // After two weeks nobody finds it, and the next that is kept sweeps it away.
        assert_eq!(visit_drafts::find(&mut tx, "a", somebody, after_days(15)).await.unwrap(), None);
        let much_later =
            VisitDraft { account: "c".to_owned(), kept_at: after_days(20), ends_at: after_days(34), ..first };
        visit_drafts::add(&mut tx, &much_later).await.unwrap();
        assert_eq!(visit_drafts::count(&mut tx).await.unwrap(), 1);
        visit_drafts::end(&mut tx, "c", somebody).await.unwrap();
        assert_eq!(visit_drafts::count(&mut tx).await.unwrap(), 0);
    });
}
