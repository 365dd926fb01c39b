//! Reading the audit: backwards in time, by act and by actor; and who read one person last.

use guanai_kernel::Moment;
use guanai_kernel::ids::AuditId;
use guanai_store::Stretch;
use guanai_store::audit::{self, AuditRecord, Subject, Wanted};

use crate::county::{County, NOW};
use crate::engines::on_both;

fn after(seconds: i64) -> Moment {
    Moment::from_micros(NOW.as_micros() + seconds * 1_000_000)
}

#[test]
fn records_are_read_backwards_by_time_act_and_actor() {
    on_both(async |db| {
        let mut county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let [a, b] = [0, 1].map(|at: usize| county.persons[at].person_id);
        let mut record = |at, actor: &str, action: &str, of: &[_]| AuditRecord {
            audit_id: AuditId::fresh(&mut county.ids),
            at: after(at),
            actor: actor.to_owned(),
            role: Some("county-officer".to_owned()),
            on_behalf_of: None,
            action: action.to_owned(),
            purpose: None,
            import_id: None,
            subjects: of.iter().copied().map(Subject::Person).collect(),
        };
        let records = [
            record(30, "jia", "read-person", &[a]),
            record(10, "jia", "list-people", &[a, b]),
            record(20, "yi", "read-person", &[a]),
            record(40, "yi", "read-person", &[b]),
        ];
        for record in &records {
            audit::append(&mut tx, record).await.unwrap();
        }
        let everything = Wanted { from_at: NOW, until_at: after(60), action: None, actor: None };
        let reading = Some("read-person".to_owned());
        for (wanted, found) in [
            (Wanted { from_at: after(1), ..everything.clone() }, vec![3, 0, 2, 1]),
            (Wanted { from_at: after(20), until_at: after(40), ..everything.clone() }, vec![0, 2]),
            (Wanted { action: reading.clone(), ..everything.clone() }, vec![3, 0, 2]),
            (Wanted { action: reading, actor: Some("jia".to_owned()), ..everything.clone() }, vec![0]),
        ] {
            let listed = audit::list_wanted(&mut tx, &wanted, Stretch { skip: 0, take: 9 }).await.unwrap();
            assert_eq!(listed, found.iter().map(|at: &usize| records[*at].clone()).collect::<Vec<_>>());
            assert_eq!(audit::count_wanted(&mut tx, &wanted).await.unwrap(), u64::try_from(found.len()).unwrap());
        }
        let second = audit::list_wanted(&mut tx, &everything, Stretch { skip: 1, take: 1 }).await.unwrap();
        assert_eq!(second, [records[0].clone()]);
        let bare = |at: usize| AuditRecord { subjects: Vec::new(), ..records[at].clone() };
        let latest = audit::list_latest_of(&mut tx, Subject::Person(a), 2).await.unwrap();
        assert_eq!(latest, [bare(0), bare(2)]);
        // The import that drew the county names the first person too.
        assert_eq!(audit::count_of(&mut tx, Subject::Person(a)).await.unwrap(), 4);
        assert_eq!(audit::count_of(&mut tx, Subject::Person(b)).await.unwrap(), 2);
    });
}
