//! The county whose books the project carries.

use std::sync::Mutex;

use guanai_store::{audit, imports};
use guanai_testkit::engines::on_both;

use crate::office::{MID_2026, Office, carried, carried_key, counts};

#[test]
fn the_carried_county_equals_its_key_and_importing_it_again_changes_nothing() {
    let exports = Mutex::new(Vec::new());
    on_both(async |db| {
        let mut office = Office::open(db);
        let first = office.import(&carried(), MID_2026).await;
        assert_eq!(counts(&first), carried_key());
        assert_eq!((first.changes.changed, first.changes.absent), (0, 0));
        let rows: usize = first.staged.sheets.iter().map(|sheet| sheet.rows).sum();
        let changes = first.changes;
        assert_eq!(changes.new + changes.same + changes.conflict + changes.refused, rows);
        let key = carried_key();
        assert_eq!(office.people().await.len() as u64, key["accepted_persons"].as_u64().unwrap());
        let before = office.export().await;

        let second = office.import(&carried(), MID_2026).await;
        assert_eq!(counts(&second), key);
        assert_eq!((second.changes.new, second.changes.changed, second.changes.absent), (0, 0, 0));
        assert_eq!(second.changes.same, first.changes.new + first.changes.same);
        assert_eq!(office.export().await, before);

        // A month later, nobody having touched them, the same books still say the same.
        let later = guanai_kernel::Date::constant(2026, 7, 31);
        let third = office.import(&carried(), later).await;
        assert_eq!((third.changes.new, third.changes.changed, third.changes.absent), (0, 0, 0));
        exports.lock().unwrap().push(before);
    });
    let exports = exports.into_inner().unwrap();
    assert!(exports.windows(2).all(|pair| pair[0] == pair[1]), "the two engines export different bytes");
}

#[test]
fn a_rehearsal_tells_what_the_import_will_do_and_writes_nothing() {
    on_both(async |db| {
        let mut office = Office::open(db);
        let empty = office.export().await;
        let rehearsed = office.rehearse(&carried(), MID_2026).await;
        assert_eq!(rehearsed.import_id, None);
        assert_eq!(office.export().await, empty);
        assert_eq!(imports::list_all(&mut office.reading().await).await.unwrap(), []);
        let acts = audit::page(&mut office.reading().await, None).await.unwrap();
        assert_eq!(acts.iter().filter(|act| act.action == "rehearse-import").count(), 1);

        let published = office.import(&carried(), MID_2026).await;
        assert_eq!(rehearsed.to_json(), published.to_json());
        assert_ne!(office.export().await, empty);
        let again = office.rehearse(&carried(), MID_2026).await;
        assert_eq!((again.changes.new, again.changes.changed), (0, 0));
        assert_eq!(again.changes.same, published.changes.new + published.changes.same);
    });
}
