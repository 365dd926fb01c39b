//! The fund's books, imports, audit, the site's notes.

use std::collections::BTreeMap;

use guanai_fund::trial_balance;
use guanai_kernel::Money;
use guanai_kernel::ids::{AuditId, ImportId};
use guanai_registry::SourceKind;
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::imports::Import;
use guanai_store::meta::{self, Site};
use guanai_store::{audit, fund, imports};

use crate::county::{County, NOW, day, today};
use crate::engines::on_both;

#[test]
fn entries_come_back_with_their_lines() {
    on_both(async |db| {
        let mut county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        assert_eq!(fund::list_all(&mut tx).await.unwrap(), county.entries);
        assert_eq!(fund::count(&mut tx).await.unwrap(), 2);
        assert_eq!(fund::find(&mut tx, county.entries[1].entry_id).await.unwrap().as_ref(), Some(&county.entries[1]));
        // One voucher, two lines of the cash book.
        let second = county.entry(Some("记-1"), Some(7), None);
        fund::append_many(&mut tx, std::slice::from_ref(&second)).await.unwrap();
        let voucher = fund::list_by_voucher(&mut tx, "记-1", day(2026, 3, 2)).await.unwrap();
        assert_eq!(voucher, [county.entries[0].clone(), second]);
        assert_eq!(fund::list_by_voucher(&mut tx, "记-1", day(2026, 3, 3)).await.unwrap(), []);
        let trial = trial_balance(&fund::list_all(&mut tx).await.unwrap()).unwrap();
        assert_eq!(trial.balance, Money::from_fen(420_007));
    });
}

#[test]
fn imports_and_their_coverage() {
    on_both(async |db| {
        let mut county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        imports::add(&mut tx, &county.import).await.unwrap();
        let second = Import { import_id: ImportId::fresh(&mut county.ids), ..county.import.clone() };
        imports::add(&mut tx, &second).await.unwrap();
        assert_eq!(imports::find(&mut tx, second.import_id).await.unwrap(), Some(second.clone()));
        assert_eq!(imports::list_all(&mut tx).await.unwrap(), [county.import.clone(), second.clone()]);
        let first = county.import.import_id;
        for (book, as_of, import_id) in [
            (SourceKind::Roster, today(), first),
            (SourceKind::Roster, day(2026, 5, 31), second.import_id),
            (SourceKind::Survey, day(2026, 5, 31), first),
            (SourceKind::Survey, today(), second.import_id),
        ] {
            imports::amend_coverage(&mut tx, book, as_of, import_id).await.unwrap();
        }
        let expected = BTreeMap::from([(SourceKind::Roster, today()), (SourceKind::Survey, today())]);
        assert_eq!(imports::list_coverage(&mut tx).await.unwrap(), expected);
    });
}

#[test]
fn an_audit_record_is_found_by_whom_it_names() {
    on_both(async |db| {
        let mut county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let [a, b, _] = [0, 1, 2].map(|at: usize| county.persons[at].person_id);
        let read = AuditRecord {
            audit_id: AuditId::fresh(&mut county.ids),
            at: NOW,
            actor: "branch-7".to_owned(),
            role: Some("branch-contact".to_owned()),
            on_behalf_of: Some(b),
            action: "raise-need".to_owned(),
            purpose: Some("visit".to_owned()),
            import_id: None,
            subjects: vec![Subject::Person(b), Subject::Need(county.needs[0].need_id), Subject::Person(b)],
        };
        audit::append_many(&mut tx, std::slice::from_ref(&read)).await.unwrap();
        let kept = AuditRecord { subjects: vec![Subject::Need(county.needs[0].need_id), Subject::Person(b)], ..read };
        assert_eq!(audit::list_of(&mut tx, Subject::Person(b)).await.unwrap(), [kept.clone()]);
        assert_eq!(audit::list_of(&mut tx, Subject::Person(a)).await.unwrap()[0].action, "import");
        assert_eq!(audit::list_of(&mut tx, Subject::Offer(county.offers[0].offer_id)).await.unwrap(), []);
        assert_eq!(audit::count(&mut tx).await.unwrap(), 2);
        let long_ago = guanai_kernel::Moment::from_micros(0);
        assert_eq!(audit::list_since(&mut tx, long_ago, &[]).await.unwrap().len(), 2);
        let others = audit::list_since(&mut tx, long_ago, &["import"]).await.unwrap();
        assert!(others.iter().all(|record| record.action != "import"));
        let imported = guanai_store::imports::list_all(&mut tx).await.unwrap().len();
        assert_eq!(guanai_store::imports::count(&mut tx).await.unwrap(), imported as u64);
        let all = guanai_store::needs::list_all(&mut tx).await.unwrap();
        let states: Vec<_> = all.iter().map(|need| need.state).collect();
        let mut whose: Vec<_> = all.iter().map(|need| need.person_id).collect();
        whose.sort_unstable();
        whose.dedup();
        assert_eq!(guanai_store::needs::list_persons(&mut tx, &states).await.unwrap(), whose);
        let ids: Vec<AuditId> = audit::page(&mut tx, None).await.unwrap().iter().map(|r| r.audit_id).collect();
        assert_eq!(ids, [county.audit.audit_id, kept.audit_id]);
        assert_eq!(audit::page(&mut tx, Some(county.audit.audit_id)).await.unwrap(), [kept]);
    });
}

#[test]
fn the_site_is_noted_piece_by_piece() {
    on_both(async |db| {
        let mut tx = db.begin_write().await.unwrap();
        assert_eq!(meta::get(&mut tx).await.unwrap(), Site::default());
        let county = Site { county: Some("某县".to_owned()), ..Site::default() };
        meta::amend(&mut tx, &county).await.unwrap();
        let pack = Site {
            pack_id: Some("county".to_owned()),
            pack_version: Some("1.0.0".to_owned()),
            demonstration: Some("drawn".to_owned()),
            county: None,
            clocks_reckoned_on: Some("2026-06-30".to_owned()),
            clocks_calendar: Some("2026 -2026-01-01".to_owned()),
        };
        meta::amend(&mut tx, &pack).await.unwrap();
        assert_eq!(meta::get(&mut tx).await.unwrap(), Site { county: county.county, ..pack });
        meta::amend(&mut tx, &Site::default()).await.unwrap();
        assert_eq!(meta::get(&mut tx).await.unwrap().pack_version.as_deref(), Some("1.0.0"));
    });
}
